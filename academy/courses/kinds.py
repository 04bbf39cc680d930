"""The register of activity kinds: how courses reach lessons, quizzes and what comes later without importing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from academy.courses.content import ActivityContent
from academy.courses.content.written import read_yaml, write_yaml
from academy.richtext import Shown

#: source text → (text shown, its language where it is a fallback, whether it translates an older source)
Translate = Callable[[str], tuple[str, str | None, bool]]


@dataclass(frozen=True)
class References:
    """What a document leans on; what is not there is a dead reference."""

    #: Names of the course's files.
    media: frozenset[str] = frozenset()
    #: Keys of jurisdiction entries.
    entries: frozenset[str] = frozenset()
    #: Keys of the course's glossary.
    terms: frozenset[str] = frozenset()
    #: Slugs of activities of the same course.
    activities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """Something the check before publication found; ``rules.checks`` holds the sentence of each ``code``."""

    code: str
    #: Where: ``course``, a module's slug, or ``module/activity``.
    where: str = "course"
    values: tuple[tuple[str, object], ...] = ()
    #: Whether it keeps the course from being published; else it is only shown.
    blocks: bool = True
    #: The line it is about, from 1, counted in the activity's running text: a lesson's body.
    line: int | None = None


class ActivityKind(Protocol):
    """One kind of activity, as courses see it."""

    @property
    def name(self) -> str:
        """The kind as editions write it."""

    @property
    def suffix(self) -> str:
        """What follows the slug in the name of its file in a package: ``.md``, ``.quiz.yaml``."""

    @property
    def icon(self) -> str:
        """Its icon in lists."""

    @property
    def endpoint(self) -> str:
        """The endpoint that opens it for a learner, given ``course`` and ``activity``."""

    @property
    def editor(self) -> str:
        """The endpoint that opens its draft for an author, given ``activity_id``."""

    @property
    def content(self) -> type[ActivityContent]:
        """The model of its content."""

    def read(self, text: str) -> ActivityContent:
        """Parse a package file. Raises ValueError (pydantic's included) with what to mend."""

    def write(self, content: ActivityContent) -> str:
        """Return the one package file of this content: reading it gives the same content, writing that the same text."""

    def starter(self, title: str) -> str:
        """Return the file a new activity of this kind begins with."""

    def references(self, content: ActivityContent) -> References:
        """Return what this content leans on."""

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Return what the check before publication finds in this content beside dead references."""

    def units(self, content: ActivityContent) -> list[str]:
        """Return the texts to translate that are not ``Text`` fields: the body of a lesson."""

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, Shown]) -> Any:
        """Return what the rendition keeps for this activity beside its phrases, JSON-able; None for nothing."""


class WrittenInYaml:
    """What kinds have in common whose package file is plain YAML and whose texts are all ``Text`` fields."""

    content: type[ActivityContent]
    #: How long a new one takes, until its author says.
    starter_minutes: int

    def read(self, text: str) -> ActivityContent:
        """Parse its file. Raises ValueError with what to mend."""
        return self.content.model_validate(read_yaml(text))

    def write(self, content: ActivityContent) -> str:
        """Return its file: what is as usual is left out."""
        return write_yaml(content.model_dump(mode="json", exclude_defaults=True))

    def starter(self, title: str) -> str:
        """Return a file with nothing but a title, for its author to go on with."""
        return write_yaml({"title": title, "minutes": self.starter_minutes})

    def references(self, _content: ActivityContent) -> References:
        """Lean on nothing."""
        return References()

    def findings(self, _content: ActivityContent) -> list[Finding]:
        """Find nothing: what can be read can be published."""
        return []

    def units(self, _content: ActivityContent) -> list[str]:
        """Have no texts but the ``Text`` fields."""
        return []

    def render(self, _content: ActivityContent, _translate: Translate, _media: Mapping[str, Any]) -> Any:
        """Keep nothing beside the phrases."""
        return None


_KINDS: dict[str, ActivityKind] = {}


def register(kind: ActivityKind) -> None:
    """Make a kind of activity known."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> ActivityKind:
    """Return the kind of that name. Raises KeyError."""
    return _KINDS[name]


def all_kinds() -> list[ActivityKind]:
    """Return every kind, in the order they were registered."""
    return list(_KINDS.values())


def kind_of_file(suffix: str) -> ActivityKind | None:
    """Return the kind whose package files end in ``suffix``."""
    return next((kind for kind in _KINDS.values() if kind.suffix == suffix), None)
