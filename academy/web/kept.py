"""Parts of pages that many readers see alike, such as one line of a course: drawn once, then kept ready."""

from __future__ import annotations

from collections.abc import Hashable

from flask import Flask, request
from jinja2.runtime import Macro

from academy.web.locale import language

#: Parts kept ready in each process; one is some hundred bytes.
READY = 20_000


def use_kept(app: Flask) -> None:
    """Give templates ``kept(macro, …, key=…)``."""
    ready: dict[Hashable, str] = {}

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

    app.jinja_env.globals["kept"] = kept
