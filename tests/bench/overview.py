"""The overview of trained capacity: its first computation, and the page from then on."""

from __future__ import annotations

import time
from statistics import quantiles

from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.db import session
from academy.learning.models import Completion
from academy.reports.queries.kept import forget_kept
from academy.reports.service.overview import count_anew
from tests.bench.figures import Sheet
from tests.bench.load import Target

PATH = "/en/agency/overview"
#: The most the page may take once it was counted, in milliseconds.
AFTERWARDS = 300.0
LOOKS = 100


def measure(app: Flask, target: Target, sheet: Sheet) -> None:
    """Count for the first time while somebody waits, then look again and again."""
    forget_kept()
    with app.app_context():
        results = session.scalar(select(func.count()).select_from(Completion)) or 0
        session.remove()
    sheet.add(f"overview over {results:,} results: at first", _look(app, target), "s")
    with app.app_context():
        count_anew(at=clock.now())
        db.settle(keep=True)
        session.remove()
    took = sorted(_look(app, target) * 1000 for _each in range(LOOKS))
    sheet.add(
        f"overview over {results:,} results: p95 afterwards", quantiles(took, n=20)[-1], "ms", AFTERWARDS
    )


def _look(app: Flask, target: Target) -> float:
    client = app.test_client(use_cookies=False)
    begun = time.perf_counter()
    response = client.get(target.path, headers=target.headers)
    if response.status_code != 200:
        raise RuntimeError(f"{target.path} answered {response.status_code}")
    return time.perf_counter() - begun
