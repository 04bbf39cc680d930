"""Having cases checked: in processes of their own, so that no page waits for it, and each text only once."""

from __future__ import annotations

import json
import logging
import os
import subprocess  # nosec B404
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from academy import db
from academy.cases.content import CaseContent
from academy.cases.models import CaseCheck
from academy.cases.queries.checks import (
    Saved,
    cases_of,
    is_knotted,
    kept_check,
    saved_cases,
    source_of,
    unkept,
)
from academy.cases.rules.checking import Fault, digest_of
from academy.cases.rules.checking.telling import lines_of
from academy.cases.rules.kind import KIND
from academy.courses.content import Course
from academy.courses.package import PackageError
from academy.courses.package.single import read_activity
from academy.db import session

log = logging.getLogger(__name__)
#: Where the program is found, wherever the server was started.
ROOT = Path(__file__).parents[3]
#: Seconds of the processor, and states, that one check may take; and the seconds after which it is given up.
SECONDS, STATES, PATIENCE = 7.0, 200_000, 90
#: Cases the caretaker has checked in one round; other duties wait for it meanwhile.
IN_A_ROUND = 2


@dataclass(frozen=True)
class Outcome:
    """What a check in a process of its own came to."""

    faults: tuple[Fault, ...]
    states: int = 0
    seconds: float = 0


def check_aside(case: CaseContent) -> Outcome:
    """Check a case in a process of its own, and wait for it."""
    asked = json.dumps({"case": case.model_dump(mode="json"), "seconds": SECONDS, "states": STATES})
    try:
        done = subprocess.run(  # nosec B603
            [sys.executable, "-m", "academy.cases.rules.checking"],
            input=asked, capture_output=True, text=True, timeout=PATIENCE, check=True, cwd=ROOT,
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        log.warning("a case could not be checked: %s %s", error, getattr(error, "stderr", ""))
        return Outcome((Fault("case-unchecked-broken"),))
    return Outcome(
        tuple(Fault.read(kept) for kept in answer["findings"]), answer["states"], answer["seconds"]
    )


def check_all_aside(cases: Sequence[CaseContent]) -> list[Outcome]:
    """Check cases side by side, each in a process of its own, as many at a time as there are processors."""
    with ThreadPoolExecutor(max_workers=max(1, min(len(cases), os.cpu_count() or 1))) as threads:
        return list(threads.map(check_aside, cases))


def check_now(cases: Iterable[CaseContent], *, at: datetime) -> int:
    """Have those of ``cases`` checked that were not yet, and keep what was found; return how many. Outside any unit."""
    by_digest = {digest_of(case): case for case in cases}
    wanted = unkept(by_digest)
    session.rollback()
    digests = [digest for digest in by_digest if digest in wanted]
    for digest, outcome in zip(digests, check_all_aside([by_digest[each] for each in digests]), strict=True):
        with db.writing():
            keep(digest=digest, outcome=outcome, at=at)
    return len(digests)


class FaultyCases(Exception):
    """Cases that cannot be published as they are: every fault with its place and the actions that show it."""


def refuse_faulty(courses: Sequence[Course], *, at: datetime) -> None:
    """Have the cases of courses checked that were not yet. Raises FaultyCases. Outside any unit."""
    cases = {where: case for course in courses for where, case in cases_of(course)}
    check_now(cases.values(), at=at)
    found: list[str] = []
    for where, case in cases.items():
        kept = kept_check(digest_of(case))
        faults = [Fault.read(each) for each in kept.findings] if kept else []
        found.extend(f"{where}: " + "\n".join(lines_of(fault)) for fault in faults if fault.blocks)
    session.rollback()
    if found:
        raise FaultyCases("\n".join(found))


def keep(*, digest: str, outcome: Outcome, at: datetime) -> None:
    """Keep what was found in the case with this digest; who was slower keeps nothing."""
    row: dict[str, Any] = {
        "digest": digest, "findings": [fault.kept() for fault in outcome.faults], "states": outcome.states,
        "seconds": outcome.seconds, "checked_at": at,
    }  # fmt: skip
    session.execute(db.insert(CaseCheck).on_conflict_do_nothing(), [row])


class Looker:
    """A duty of the caretaker: has every case checked that an author saved, some in each round."""

    def __init__(self) -> None:
        """Begin without having looked at any."""
        self._seen: set[Saved] = set()

    def __call__(self, at: datetime) -> int:
        """Have the next cases checked; return how many."""
        done = 0
        saved = saved_cases()
        self._seen &= set(saved)
        for each in saved:
            if each not in self._seen:
                done += self._look_at(each, at)
                self._seen.add(each)
            if done >= IN_A_ROUND:
                break
        return done

    def _look_at(self, saved: Saved, at: datetime) -> int:
        """Have one draft checked as it is saved; one that cannot be read or played has to be mended first."""
        try:
            case = cast(CaseContent, read_activity(KIND, source_of(saved[0]) or ""))
        except PackageError:
            return 0
        return 0 if is_knotted(case) else check_now([case], at=at)
