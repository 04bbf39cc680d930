"""The door for a WSGI server: gunicorn's ``wsgi:app`` and ``flask --app wsgi``."""

import gc

from academy.app import create_app

app = create_app()
# what is loaded now stays in one copy for all workers: the collector would touch, and so copy, every page of it
gc.collect()
gc.freeze()
