"""The authored course: modules of activities, as typed, validated documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from academy.languages.content import Text

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Document(BaseModel):
    """An authored document: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Document):
    """Where a module's facts come from. ``recalled`` ones still wait for somebody to check them."""

    title: str
    by: str = ""
    year: int | None = None
    note: str = ""
    status: str = Field(default="sourced", pattern="^(sourced|recalled)$")
    url: str | None = None


class ActivityContent(Document):
    """What every kind of activity has; each kind adds its own."""

    title: Text
    #: How long it takes, for planning.
    minutes: int = Field(ge=1, le=600)


class Activity(Document):
    """One thing to complete: its kind says how to read ``content``."""

    slug: Slug
    kind: str
    is_required: bool = True
    content: SerializeAsAny[ActivityContent]


class Module(Document):
    """A part of a course. A gate must be wholly complete before the next module opens."""

    slug: Slug
    title: Text
    summary: Text = ""
    gate: bool = False
    activities: list[Activity]
    sources: list[Source] = []


class Course(Document):
    """A whole course, as an edition freezes it."""

    format: int = Field(default=1, ge=1, le=1)
    slug: Slug
    level: str = Field(pattern="^(basic|advanced|supreme)$")
    track: str | None = None
    source_locale: str = "en"
    title: Text
    summary: Text
    #: What the certificate says was assessed.
    statement: Text
    hours: int = Field(ge=1, le=400)
    #: How long the certificate is valid; None for ever.
    valid_months: int | None = None
    modules: list[Module]
    #: File name → digest of every file it shows.
    media: dict[str, str] = {}

    def activities(self) -> Iterator[tuple[Module, Activity]]:
        """Yield every activity with its module, in order."""
        for module in self.modules:
            for activity in module.activities:
                yield module, activity

    def activity(self, slug: str) -> tuple[Module, Activity] | None:
        """Return the activity of that slug with its module, if there is one."""
        return next((found for found in self.activities() if found[1].slug == slug), None)

    @property
    def required_count(self) -> int:
        """How many activities must be done."""
        return sum(activity.is_required for _, activity in self.activities())


class Manifest(Document):
    """``course.yaml`` of a package: the course without the contents of its activities."""

    format: int
    slug: Slug
    level: str
    track: str | None = None
    source_locale: str = "en"
    title: str
    summary: str
    statement: str
    hours: int
    valid_months: int | None = None
    modules: list[ManifestModule]


class ManifestModule(Document):
    """A module of a manifest: its activities are named by their files."""

    slug: Slug
    title: str
    summary: str = ""
    gate: bool = False
    activities: list[Slug]
    #: Activities a learner may leave out.
    optional: list[Slug] = []


Manifest.model_rebuild()

#: A slot's phrase as a rendition keeps it: text, clean HTML, and the language where it is not the asked one.
KeptPhrase = tuple[str, str, str | None]


class RenditionDocument(BaseModel):
    """An edition in one language: every slot's words and clean HTML, made once."""

    locale: str
    #: The version of the rules that turned text into HTML.
    rules: int
    phrases: dict[str, KeptPhrase]
    #: What a kind keeps beside the phrases, by activity: a lesson's segments.
    extras: dict[str, Any] = {}
