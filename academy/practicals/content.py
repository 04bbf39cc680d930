"""A practical as authored: a task, and what an assessor looks for."""

from __future__ import annotations

from itertools import groupby

from pydantic import Field, field_validator

from academy.courses.content import ActivityContent, Document, Slug
from academy.languages.content import Text


class Criterion(Document):
    """One thing that can be seen done or not done."""

    key: Slug
    text: Text
    #: Not met, the whole is not passed, whatever the others.
    critical: bool = False
    #: A heading it stands under; empty for none.
    group: Text = ""


class PracticalContent(ActivityContent):
    """The task, its safety, and the terms of passing, as an edition freezes them."""

    task: Text = ""
    #: What keeps everybody safe during the exercise; read out before it begins.
    safety: Text = ""
    #: What has to be laid out.
    materials: list[Text] = []
    criteria: list[Criterion] = []
    #: Share, 0–1, of the criteria that are not critical that must be met.
    needed: float = Field(default=1, ge=0, le=1)
    #: How often it may be repeated; None for as often as it takes.
    resits: int | None = Field(default=None, ge=0, le=20)

    @field_validator("criteria")
    @classmethod
    def keys_differ(cls, criteria: list[Criterion]) -> list[Criterion]:
        """Refuse two criteria of the same key."""
        if len({each.key for each in criteria}) < len(criteria):
            raise ValueError("two criteria have the same key")
        return criteria

    def groups(self) -> list[tuple[str, list[Criterion]]]:
        """Return the criteria under their headings, in order; a heading that comes again begins anew."""
        return [
            (heading, list(members)) for heading, members in groupby(self.criteria, lambda each: each.group)
        ]
