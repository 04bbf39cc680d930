"""Guessing at certificates: what a stranger learns of numbers and codes that are nearly right, by bytes and by time."""

from __future__ import annotations

import http.client
import random
import secrets
import string
import time
from datetime import UTC, datetime
from uuid import uuid4

from academy import db
from academy.certificates.content import CourseWords, Facts
from academy.certificates.models import Certificate
from academy.certificates.rules import ALPHABET, CODE_BYTES, NUMBER_BITS, check_sign, frozen, number_of
from academy.courses.rules import digest
from academy.db import session
from tests.bench.server import HOST
from tests.faults.ground import Ground
from tests.faults.probes import UNLIKE, allowed, likeness
from tests.faults.toll import Toll
from tests.world import World, find

#: Guesses from one network are fewer than it has free, so that no pause comes between.
OF_A_NETWORK = 40
#: So many certificates are there to be guessed at.
KNOWN = 200
AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
SIGNS = string.ascii_letters + string.digits + "-_"


def verify(ground: Ground, count: int, *, seed: int) -> Toll:
    """Guess so often, half of the guesses one sign away from a certificate; at the page and at the programs' door."""
    chance, toll = random.Random(seed), Toll("verify")
    known = _issue()
    with ground.server(workers=1) as server:
        for place, where in enumerate(("/en/verify/", "/api/v1/verify/")):
            order = [number % 2 == 0 for number in range(count // 2)]
            chance.shuffle(order)
            told = [
                _told(
                    server.port,
                    where,
                    _guess(known, is_near, chance),
                    f"127.{60 + place}.{number // OF_A_NETWORK % 250}.9",
                )
                for number, is_near in enumerate(order)
            ]
            toll.counts["guesses"] += len(told)
            _judge(where, order, told, toll)
    return toll


def _judge(where: str, order: list[bool], told: list[tuple[int, str, float]], toll: Toll) -> None:
    if hits := sum(status != 404 for status, _said, _seconds in told):
        toll.blame("guesses that hit", f"{where}: {hits}")
    if len({said for _status, said, _seconds in told}) != 1:
        toll.blame("guesses answered in unlike bytes", where)
    near, far = (
        [each[2] for each, is_near in zip(told, order, strict=True) if is_near is wanted]
        for wanted in (True, False)
    )
    found = likeness(near, far)
    print(f"    {where}: {found:.3f} of 0.5 ± {allowed(len(order)):.3f}", flush=True)
    if abs(found - 0.5) > allowed(len(order)):
        toll.blame(
            "guesses answered in unlike time", f"{where}: {found:.3f} of 0.5 ± {allowed(len(order)):.3f}"
        )


def _guess(known: list[str], is_near: bool, chance: random.Random) -> str:
    """Return a reference of no certificate: a known one with one sign changed (the check sign is right), or any other."""
    reference = (
        chance.choice(known)
        if is_near
        else chance.choice([number_of(chance.getrandbits(NUMBER_BITS)), _code(chance)])
    )
    while is_near and reference in known:
        reference = _beside(chance.choice(known), chance)
    return reference


def _beside(reference: str, chance: random.Random) -> str:
    if not reference.startswith("WCA-"):
        place = chance.randrange(len(reference) - 1)
        return reference[:place] + chance.choice(SIGNS) + reference[place + 1 :]
    signs = list(reference.removeprefix("WCA-").replace("-", "")[:7])
    signs[chance.randrange(7)] = chance.choice(ALPHABET)
    whole = "".join(signs) + check_sign("".join(signs))
    return f"WCA-{whole[:4]}-{whole[4:]}"


def _code(chance: random.Random) -> str:
    return "".join(chance.choice(SIGNS) for _ in range(22))


def _told(port: int, where: str, reference: str, place: str) -> tuple[int, str, float]:
    """Return status, what was said without what differs every time, and how long it took."""
    line = http.client.HTTPConnection(HOST, port, timeout=20, source_address=(place, 0))
    try:
        begun = time.perf_counter()
        line.request("GET", where + reference)
        answer = line.getresponse()
        read = answer.read().decode()
        seconds = time.perf_counter() - begun
        kept = sorted(
            f"{key}: {value}"
            for key, value in answer.getheaders()
            if key not in ("Date", "Set-Cookie", "X-Request-Id")
        )
        said = UNLIKE.sub("", "\n".join([str(answer.status), *kept, read])).replace(reference, "REFERENCE")
        return answer.status, _without_clock(said), seconds
    finally:
        line.close()


def _without_clock(said: str) -> str:
    """Leave out the lines that tell the second of the answer."""
    return "\n".join(line for line in said.splitlines() if "UTC" not in line and "Content-Length" not in line)


def _issue() -> list[str]:
    """Put certificates into the world, as far as there are none; return their numbers and codes."""
    world = find()
    with db.writing():
        rows = [_row(world) for _ in range(KNOWN)]
        session.add_all(rows)
        session.flush()
        return [name for each in rows for name in (each.number, each.code)]


def _row(world: World) -> Certificate:
    number, edition = number_of(secrets.randbits(NUMBER_BITS)), world.edition
    facts = frozen(
        Facts(
            number=number, holder="Nobody Known", course="small", level="basic", track=None, hours=1, edition_number=1,
            edition_digest=edition.digest, rendition_digest=edition.digest, jurisdiction=None, country=None, law_date=None,
            issued_at=AT, valid_until=None, words={"en": CourseWords(title="Small", statement="Nothing")},
        )
    )  # fmt: skip
    return Certificate(
        number=number, code=secrets.token_urlsafe(CODE_BYTES), agency_id=world.rangers.id, edition_id=edition.id,
        rendition_digest=edition.digest, holder_name="Nobody Known", locale="en", issued_at=AT, state="valid",
        document_digest=uuid4().hex * 2, facts=facts, facts_digest=digest(facts),
    )  # fmt: skip
