"""What the worker is told about batches; it has the application's context, but no request and nobody's browser."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from academy.certificates.queries import batches as queries
from academy.certificates.service.batch_things import Printing, Ready
from academy.certificates.service.batch_work import Crew
from academy.certificates.service.batch_work import go_on as go_on_with
from academy.certificates.views.blueprint import issuer
from academy.jobs import Job, Waiting
from academy.typesetting import CORES


def waiting(at: datetime) -> list[Waiting]:
    """Name the batches nobody is at."""
    return [Waiting(str(batch_id), run) for batch_id, run in queries.wanting_a_worker(at)]


def go_on(row_id: str, run: int) -> bool:
    """Do a slice of a batch; certificates are printed on all cores."""
    crew = Crew(issuer(), current_app.extensions["archives"], print_at_once)
    return go_on_with(batch_id=UUID(row_id), run=run, crew=crew)


def print_at_once(prints: Printing, ids: Sequence[UUID]) -> list[Ready]:
    """Print in twice as many threads as there are cores, since each waits for the disk; each has a context and a session of its own."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy, untyped

    def one(thing_id: UUID) -> Ready:
        with app.app_context():
            return prints(thing_id)

    with ThreadPoolExecutor(max_workers=2 * CORES, thread_name_prefix="print") as threads:
        return list(threads.map(one, ids))


JOB = Job("certificate-batches", waiting, go_on)
