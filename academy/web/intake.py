"""What no request may carry, whatever it is for."""

from __future__ import annotations

from flask import Flask, abort, request


def use_intake(app: Flask) -> None:
    """Refuse the character NUL anywhere in a request: no text has it, and PostgreSQL cannot keep it.

    Reading the form here also means that a slow body has arrived before any transaction begins.
    """

    @app.before_request
    def refuse_nul() -> None:
        texts = [request.path, *request.args.keys(), *request.form.keys()]
        for sent in (request.args, request.form):
            texts.extend(text for values in sent.listvalues() for text in values)
        if any("\0" in text for text in texts):
            abort(400)
