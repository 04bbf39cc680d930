"""A course as an edition freezes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import BaseModel, Field, SerializeAsAny, field_validator

from academy.courses.content.conditions import Condition, Document, Slug
from academy.courses.content.grown import Grown
from academy.courses.content.renewal import Renews
from academy.languages.content import Text


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
    #: What must be so before it opens, beside the gates.
    requires: Condition | None = None
    #: Days from a learner's start to when it is due; None for no date of its own.
    due_days: int | None = Field(default=None, ge=1, le=3650)
    content: SerializeAsAny[ActivityContent]


class Module(Document):
    """A part of a course. A gate must be wholly complete before the next module opens."""

    slug: Slug
    title: Text
    summary: Text = ""
    gate: bool = False
    requires: Condition | None = None
    activities: list[Activity]
    sources: list[Source] = []


class Term(Document):
    """A word of the course's glossary; lessons refer to it by its key."""

    key: Slug
    term: Text
    definition: Text


class MediaFile(Document):
    """A file the course shows: which bytes, whose work, and what stands in for it where it cannot be seen or heard."""

    digest: str
    #: An SPDX identifier, or a sentence where there is none.
    licence: str = ""
    credit: str = ""
    #: Declared by whoever added it: made up for teaching, or real and cleared for use.
    origin: str = Field(default="synthetic", pattern="^(synthetic|cleared)$")
    #: Language → name of a WebVTT file of the course.
    captions: dict[str, str] = {}
    #: What is said and heard, for audio and video.
    transcript: Text = ""


class Course(Grown, Document):
    """A whole course, as an edition freezes it."""

    later: ClassVar[frozenset[str]] = frozenset({"renews"})

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
    #: Whether a learner may start it of her own accord; else she is nominated.
    is_open: bool = True
    #: Whether a nomination needs two people's approval.
    is_restricted: bool = False
    #: Whether a second person must approve each edition.
    needs_approval: bool = False
    #: Whether a learner's own trainer may sign off her practicals.
    trainer_may_assess: bool = False
    #: What must be so before a learner may start.
    requires: Condition | None = None
    #: What completes it beside everything required, for example a minimum score.
    completion: Condition | None = None
    #: It is a re-test: whoever completes it renews her certificate of another course, and gets none of this one.
    renews: Renews | None = None
    glossary: list[Term] = []
    modules: list[Module]
    #: File name → every file it shows.
    media: dict[str, MediaFile] = {}

    @field_validator("media", mode="before")
    @classmethod
    def digests_are_files(cls, media: Any) -> Any:
        """Read the first editions, which kept a digest where a file's card stands today."""
        if not isinstance(media, dict):
            return media
        return {name: {"digest": file} if isinstance(file, str) else file for name, file in media.items()}

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
