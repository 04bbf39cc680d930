"""The register of activity kinds: how courses reach lessons, quizzes and what comes later without importing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from academy.courses.content import ActivityContent

#: source text → (text shown, its language where it is a fallback, whether it translates an older source)
Translate = Callable[[str], tuple[str, str | None, bool]]


class ActivityKind(Protocol):
    """One kind of activity, as courses see it."""

    @property
    def name(self) -> str:
        """The kind as editions write it."""

    @property
    def suffix(self) -> str:
        """The suffix of its files in a package."""

    @property
    def icon(self) -> str:
        """Its icon in lists."""

    @property
    def endpoint(self) -> str:
        """The endpoint that opens it, given ``course`` and ``activity``."""

    @property
    def content(self) -> type[ActivityContent]:
        """The model of its content."""

    def read(self, text: str) -> ActivityContent:
        """Parse a package file. Raises ValueError (pydantic's included) with what to mend."""

    def problems(self, content: ActivityContent, media: Mapping[str, str]) -> list[str]:
        """Return what keeps this content from being published, in words."""

    def units(self, content: ActivityContent) -> list[str]:
        """Return the texts to translate that are not ``Text`` fields: the body of a lesson."""

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, str]) -> Any:
        """Return what the rendition keeps for this activity beside its phrases, JSON-able; None for nothing."""


_KINDS: dict[str, ActivityKind] = {}


def register(kind: ActivityKind) -> None:
    """Make a kind of activity known."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> ActivityKind:
    """Return the kind of that name. Raises KeyError."""
    return _KINDS[name]


def kind_of_file(suffix: str) -> ActivityKind | None:
    """Return the kind whose package files end in ``suffix``."""
    return next((kind for kind in _KINDS.values() if kind.suffix == suffix), None)
