"""Commands: ``flask --app wsgi academy …``. A new command is a function in the file of its subject."""

from academy.cli import backups, courses, credentials, duties, evidence, house, schema
from academy.cli.group import CURRICULUM, academy_commands, all_models

__all__ = [
    "CURRICULUM",
    "academy_commands",
    "all_models",
    "backups",
    "courses",
    "credentials",
    "duties",
    "evidence",
    "house",
    "schema",
]
