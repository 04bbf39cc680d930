"""What authored text is made of: call-outs, segments, and how it may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Rises whenever the same source would give other markup; stored beside what was rendered.
RULES_VERSION = 2

#: Gives for a source text: the text to show, its language if that is a fallback, whether it is outdated.
Translate = Callable[[str], tuple[str, str | None, bool]]

#: The kinds of call-out, each with its icon.
CALLOUTS = {"safety": "shield", "law": "scales", "procedure": "steps", "example": "eye", "warn": "alert"}

#: Call-outs in which an outdated translation is never shown without the source beside it.
CRITICAL = {"safety", "law"}


class RichTextError(ValueError):
    """Authored text breaks a rule; ``line`` counts from 1 in the text given, the sentence says what to mend.

    Pages translate ``sentence`` and fill in ``values``; ``message`` is the same in English. Its sentences are
    collected for the catalogues by the name of this class (``catalogues``).
    """

    def __init__(self, line: int, sentence: str, **values: str) -> None:
        self.line = line
        self.sentence = sentence
        self.values = values
        self.message = sentence % values if values else sentence
        super().__init__(f"line {line}: {self.message}")


@dataclass(frozen=True)
class Segment:
    """A stretch of a lesson: clean markup, or a place that the page fills (a check, jurisdiction entries)."""

    kind: Literal["html", "check", "jurisdiction"]
    html: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """Captions of a video in one language."""

    lang: str
    #: The language's own name.
    label: str
    url: str


@dataclass(frozen=True)
class Shown:
    """A file as a text shows it: where it is, what it is, and what stands in for it."""

    url: str
    content_type: str = "image/svg+xml"
    #: In bytes.
    size: int = 0
    width: int | None = None
    height: int | None = None
    tracks: tuple[Track, ...] = ()
    #: What is said and heard, in the source language.
    transcript: str = ""

    @property
    def kind(self) -> str:
        """``image``, ``audio``, ``video``, or what else it is: a document."""
        return self.content_type.partition("/")[0]
