"""What no request may carry, whatever it is for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, request, session

P = ParamSpec("P")
R = TypeVar("R")

#: Control characters but tab and line breaks: no page can show them, and PostgreSQL cannot keep NUL.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def takes(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view whose forms bring files: up to ``most`` bytes in all, kept on disk while they arrive."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.takes = most  # type: ignore[attr-defined]
        return view

    return mark


def use_intake(app: Flask) -> None:
    """Refuse control characters anywhere in a request.

    Reading the form here also means that a slow body has arrived before any transaction begins.
    """

    @app.before_request
    def refuse_controls() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        most = getattr(view, "takes", None)
        if most and "_user_id" in session:  # a stranger sends no more here than anywhere
            request.max_content_length = most
        texts = [request.path, *request.args.keys(), *request.form.keys()]
        for sent in (request.args, request.form):
            texts.extend(text for values in sent.listvalues() for text in values)
        if any(CONTROLS.search(text) for text in texts):
            abort(400)
