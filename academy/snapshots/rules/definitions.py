"""Which figures there are. Their words stand in ``forms.wording``, under the same version."""

from __future__ import annotations

import enum

#: The definitions that figures frozen today follow. Older documents keep the version they were frozen with.
VERSION = "figures-1"
#: Nothing smaller than a group of so many people is ever published, or follows from what is.
SMALLEST = 5
#: What the document's shape is called (docs/schema/exports/figures.json).
FORMAT = "academy-figures-1"


class Measure(enum.StrEnum):
    """What is counted: people to whom it has happened, each once for each course. It only ever grows."""

    ENROLLED = "enrolled"
    COMPLETED = "completed"
    CERTIFIED = "certified"
    RECERTIFIED = "recertified"
    PRACTICAL = "practical"
    FOLLOWED_UP = "followed-up"
    WITHDRAWN = "withdrawn"
    #: People who took the same questions before and after, with the sums of their scores in thousandths.
    GAIN = "gain"


class Subject(enum.StrEnum):
    """Of what a figure is. All but the courses' are sums of the courses' own."""

    ALL = "all"
    LEVEL = "level"
    TRACK = "track"
    COURSE = "course"
