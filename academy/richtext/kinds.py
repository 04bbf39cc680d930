"""What authored text is made of: call-outs, segments, and how it may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Rises whenever the same source would give other markup; stored beside what was rendered.
RULES_VERSION = 1

#: Gives for a source text: the text to show, its language if that is a fallback, whether it is outdated.
Translate = Callable[[str], tuple[str, str | None, bool]]

#: The kinds of call-out, each with its icon.
CALLOUTS = {"safety": "shield", "law": "scales", "procedure": "steps", "example": "eye", "warn": "alert"}

#: Call-outs in which an outdated translation is never shown without the source beside it.
CRITICAL = {"safety", "law"}


class RichTextError(ValueError):
    """Authored text breaks a rule; ``line`` counts from 1 in the text given, ``message`` says what to mend."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Segment:
    """A stretch of a lesson: clean markup, or a place that the page fills (a check, jurisdiction entries)."""

    kind: Literal["html", "check", "jurisdiction"]
    html: str = ""
    keys: tuple[str, ...] = ()
