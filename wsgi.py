"""The door for a WSGI server: gunicorn's ``wsgi:app`` and ``flask --app wsgi``."""

from academy.app import create_app

app = create_app()
