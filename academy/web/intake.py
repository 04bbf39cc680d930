"""What no request may carry, whatever it is for."""

from __future__ import annotations

import re

from flask import Flask, abort, request

#: Control characters but tab and line breaks: no page can show them, and PostgreSQL cannot keep NUL.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def use_intake(app: Flask) -> None:
    """Refuse control characters anywhere in a request.

    Reading the form here also means that a slow body has arrived before any transaction begins.
    """

    @app.before_request
    def refuse_controls() -> None:
        texts = [request.path, *request.args.keys(), *request.form.keys()]
        for sent in (request.args, request.form):
            texts.extend(text for values in sent.listvalues() for text in values)
        if any(CONTROLS.search(text) for text in texts):
            abort(400)
