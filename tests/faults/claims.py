"""Twenty claims of one certificate at once, from as many tabs, over and over: one certificate each, the same for every tab."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select

from academy import db
from academy.certificates.models import Certificate
from academy.db import session
from academy.learning.models import Enrolment
from tests.batches import graduates
from tests.bench.server import HOST
from tests.faults.ground import USER_AGENT, Ground, signed_in
from tests.faults.toll import Toll
from tests.world import find

#: Claims of one learner at once, and seconds for one.
TABS, PATIENCE = 20, 120


def claim(ground: Ground, learners: int, *, seed: int) -> Toll:
    """Have each of so many learners claim her certificate in twenty tabs at once; ``seed`` changes nothing here."""
    toll = Toll("claims")
    hers = graduates(find(), learners)
    with db.writing():
        browsers = {each: signed_in(ground.app, session.get_one(Enrolment, each).person_id) for each in hers}
    storage = ground.app.extensions["storage"]
    before = _documents(storage.folder)
    with ground.server() as server:
        for each in hers:
            _claim_at_once(server.port, each, *browsers[each], toll)
    _compare(ground, hers, before, toll)
    return toll


def _claim_at_once(port: int, enrolment_id: UUID, cookie: str, token: str, toll: Toll) -> None:
    answers: list[tuple[int, str]] = []
    together = threading.Barrier(TABS)

    def one() -> None:
        line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        form = urlencode({"csrf_token": token, "certificate_locale": "en", "printed_name": "legal"})
        headers = {
            "Cookie": cookie, "User-Agent": USER_AGENT, "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        together.wait()
        line.request("POST", f"/en/certificates/claim/{enrolment_id}", form, headers)
        answer = line.getresponse()
        answers.append((answer.status, answer.getheader("Location", "")))
        line.close()

    tabs = [threading.Thread(target=one) for _each in range(TABS)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    toll.counts["claims"] += len(answers)
    if len(answers) != TABS:
        toll.blame("claims without an answer", f"{TABS - len(answers)} of {TABS}")
    if len(set(answers)) != 1 or answers[0][0] != 302:
        toll.blame("tabs with unlike answers", sorted(set(answers))[:3])


def _compare(ground: Ground, hers: list[UUID], before: set[str], toll: Toll) -> None:
    session.rollback()
    made = session.scalars(select(Certificate).where(Certificate.enrolment_id.in_(hers))).all()
    having = Counter(each.enrolment_id for each in made)
    toll.counts["certificates"] += len(made)
    toll.faults["missing"] += sum(not having[each] for each in hers)
    toll.faults["double"] += sum(having[each] > 1 for each in hers)
    kept = _documents(ground.app.extensions["storage"].folder) - before
    toll.faults["documents too many or too few"] += len(kept ^ {each.document_digest for each in made})
    session.rollback()


def _documents(folder: object) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}  # type: ignore[attr-defined]
