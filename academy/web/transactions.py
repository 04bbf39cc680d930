"""One transaction per request, committed before the response leaves; what must survive a refusal comes after."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, g

from academy import db


def afterwards(callback: Callable[[], None]) -> None:
    """Have ``callback`` run in a short transaction of its own, whether the request's own was kept or not.

    For throttle counters, refused doors, and the bookkeeping a GET may cause: last seen, audit of
    consultation, the verification counter. Nothing else.
    """
    g.setdefault("bookkeeping", []).append(callback)


def use_transactions(app: Flask) -> None:
    """Settle each request's transaction by its answer, then run the bookkeeping."""

    @app.after_request
    def settle(response: Response) -> Response:
        if not g.get("is_settled"):
            g.is_settled = True  # a failing commit is answered by the error page, which must not commit again
            db.settle(keep=response.status_code < 400)
            for callback in g.pop("bookkeeping", []):
                with db.writing(is_bookkeeping=True):
                    callback()
        return response

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        db.session.remove()
