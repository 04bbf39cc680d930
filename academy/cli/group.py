"""The group every command hangs in, and every model of the academy."""

from __future__ import annotations

from pathlib import Path

from flask.cli import AppGroup
from sqlalchemy import MetaData

from academy.api import models as _api  # noqa: F401 - its tables belong to all_models()
from academy.capstones import models as _capstones  # noqa: F401 - its tables belong to all_models()
from academy.cascade import models as _cascade  # noqa: F401 - its tables belong to all_models()
from academy.cases import models as _cases  # noqa: F401 - its tables belong to all_models()
from academy.db import Base
from academy.meetings import models as _meetings  # noqa: F401 - its tables belong to all_models()
from academy.practicals import models as _practicals  # noqa: F401 - its tables belong to all_models()
from academy.quizzes import models as _quizzes  # noqa: F401 - its tables belong to all_models()
from academy.recall import models as _recall  # noqa: F401 - its tables belong to all_models()
from academy.reports import models as _reports  # noqa: F401 - its tables belong to all_models()
from academy.surveys import models as _surveys  # noqa: F401 - its tables belong to all_models()

academy_commands = AppGroup("academy", help="Look after the academy.")

#: The courses that ship with the academy.
CURRICULUM = Path(__file__).parent.parent / "curriculum"


def all_models() -> MetaData:
    """Return the metadata of every model; importing this module has loaded them all."""
    return Base.metadata
