"""Parts of pages that many readers see alike, such as one line of a course: drawn once, then kept ready."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from flask import Flask, request
from jinja2.runtime import Macro
from markupsafe import Markup, escape  # noqa: TID251 - pieces that macros drew

from academy.web.locale import language

#: Parts kept ready in each process; one is some hundred bytes.
READY = 20_000

T = TypeVar("T", bound=Hashable)


def use_kept(app: Flask) -> None:
    """Give templates ``kept(macro, …, key=…)`` and ``kept_lines(macro, lines)``."""
    ready: dict[Hashable, str] = {}
    pieces: dict[Hashable, dict[Hashable, Markup]] = {}

    def kept(macro: Macro, *arguments: object, key: tuple[Hashable, ...]) -> str:
        """Return what ``macro`` draws, from memory where it was drawn for the same key, in the same language.

        For macros that depend on nothing but what the key names: no person, no token, no time.
        """
        place = (macro.name, request.script_root, language().code, key)
        found = ready.get(place)
        if found is None:
            if len(ready) >= READY:
                ready.clear()
            found = ready[place] = macro(*arguments)
        return found

    def kept_lines(macro: Macro, lines: Sequence[Iterable[T]]) -> list[Markup]:
        """Return for each line what ``macro`` draws of its things, one after another; each thing is drawn once.

        For the cells of a large table, of which there are few different ones.
        """
        drawn = pieces.setdefault((macro.name, request.script_root, language().code), {})
        if len(drawn) >= READY:
            drawn.clear()
        for thing in set().union(*lines) - drawn.keys():
            drawn[thing] = escape(macro(thing))
        return [Markup("".join([drawn[thing] for thing in line])) for line in lines]  # noqa: S704 # nosec B704

    app.jinja_env.globals.update(kept=kept, kept_lines=kept_lines)
