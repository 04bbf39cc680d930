"""A linkage board as authored: incidents, what can be seen of each, and which of them are the work of the same hand."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.courses.content import ActivityContent, Document, Slug
from academy.items.content import Picture, Words
from academy.languages.content import Text

#: What a learner may call the series she makes; a board has no more true ones than there are letters.
LETTERS = "ABCDEF"


class Sort(enum.StrEnum):
    """What a feature of an incident is."""

    #: What the deed needs to succeed (modus operandi): it changes with practice, and others do the same.
    WAY_OF_WORKING = "way_of_working"
    #: What the deed does not need, and its doer does all the same.
    SIGNATURE = "signature"
    #: Neither: season, place, chance.
    CIRCUMSTANCE = "circumstance"


class Feature(Document):
    """Something that can be seen of one or several incidents."""

    key: Slug
    title: Words
    truth: Sort
    #: Why it is that, and what it is worth for linking.
    why: Text = ""


class Incident(Document):
    """One incident, as the file tells it."""

    key: Slug
    title: Words
    place: Text = ""
    #: When it was, in words.
    date: Text = ""
    text: Words
    picture: Picture | None = None
    features: list[Slug] = []
    #: Of one that is in no series: why it is not, though it may look so.
    why_not: Text = ""


class Series(Document):
    """Incidents that truly belong together."""

    title: Text = ""
    incidents: list[Slug] = Field(min_length=2)
    why: Text = ""
    #: The features that truly link them.
    links: list[Slug] = Field(min_length=1)


class Weights(Document):
    """What the parts of the work count for, in relation to each other."""

    links: float = Field(default=0.6, gt=0, le=1)
    reasons: float = Field(default=0.2, ge=0, le=1)
    features: float = Field(default=0.2, ge=0, le=1)


class LinkageContent(ActivityContent):
    """The board and its truth, as an edition freezes them."""

    briefing: Text = ""
    incidents: list[Incident] = Field(default=[], max_length=40)
    features: list[Feature] = Field(default=[], max_length=40)
    series: dict[Slug, Series] = Field(default={}, max_length=len(LETTERS))
    #: What is said to everybody once it is handed in.
    feedback: Text = ""
    pass_mark: float = Field(default=0.6, gt=0, le=1)
    weights: Weights = Weights()
    #: How many attempts there are; None for as many as it takes.
    attempts: int | None = Field(default=None, ge=1, le=50)
    #: Lessons of the course to read again.
    read_again: list[Slug] = []

    @model_validator(mode="after")
    def names_are_known(self) -> Self:
        """Refuse keys that are given twice, and names of what is not there."""
        incidents = {each.key for each in self.incidents}
        features = {each.key for each in self.features}
        if len(incidents) < len(self.incidents) or len(features) < len(self.features):
            raise PydanticCustomError("linkage_key_twice", "two incidents or two features have the same key")
        for where, name in self._named():
            if name not in (incidents if where == "incident" else features):
                raise PydanticCustomError(
                    "linkage_unknown", "there is no {what} “{name}”", {"what": where, "name": name}
                )
        members = [key for each in self.series.values() for key in each.incidents]
        if len(set(members)) < len(members):
            raise PydanticCustomError("linkage_in_two", "an incident is in two series, or in one twice")
        return self

    def _named(self) -> Iterator[tuple[str, str]]:
        for incident in self.incidents:
            yield from (("feature", key) for key in incident.features)
        for series in self.series.values():
            yield from (("incident", key) for key in series.incidents)
            yield from (("feature", key) for key in series.links)

    @property
    def series_of(self) -> dict[str, str]:
        """Incident → the key of the series it belongs to; without those that belong to none."""
        return {key: name for name, each in self.series.items() for key in each.incidents}

    @property
    def ordered_series(self) -> list[tuple[str, Series]]:
        """The series by their first incidents, whatever order their keys were written in."""
        order = {each.key: place for place, each in enumerate(self.incidents)}
        return sorted(self.series.items(), key=lambda pair: min(order[key] for key in pair[1].incidents))

    @property
    def unrelated(self) -> list[Incident]:
        """The incidents that belong to no series."""
        known = self.series_of
        return [each for each in self.incidents if each.key not in known]
