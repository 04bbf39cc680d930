"""A meeting as authored: what it is for, not when it is held."""

from __future__ import annotations

from pydantic import Field

from academy.courses.content import ActivityContent
from academy.languages.content import Text


class MeetingContent(ActivityContent):
    """A taught session; each cohort's trainer gives it its dates."""

    #: Where it is held: in a room, over a link, or as the trainer decides.
    mode: str = Field(default="in-person", pattern="^(in-person|online|either)$")
    about: Text = ""
    #: What to have with one.
    bring: list[Text] = []
