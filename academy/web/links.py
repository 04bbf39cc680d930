"""Links within the site, each built once: a page has dozens, and building one takes longer than looking it up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Flask, has_request_context, request

from academy.web.locale import language

#: Links kept ready in each process.
READY = 4096
#: Kinds of values that are told apart by being compared; links with others are built each time.
PLAIN = frozenset({str, int, UUID})


def use_links(app: Flask) -> None:
    """Let ``url_for`` remember the links it has built."""
    build = app.url_for

    @lru_cache(maxsize=READY)
    def built(_root: str, _locale: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return build(endpoint, **dict(values))

    def url_for(endpoint: str, **values: Any) -> str:
        # Flask passes its own options, such as _external, whether they are set or not
        given = {name: value for name, value in values.items() if value is not None}
        is_plain = all(type(value) in PLAIN and name[0] != "_" for name, value in given.items())
        if is_plain and endpoint[0] != "." and has_request_context():
            return built(request.script_root, language().code, endpoint, tuple(given.items()))
        return build(endpoint, **given)

    app.url_for = url_for  # type: ignore[method-assign]
