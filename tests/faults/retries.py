"""Sends of one save in parallel, and answers that are lost: one effect, and the same receipt whoever gets one."""

from __future__ import annotations

import asyncio
import random
from uuid import uuid4

from tests.bench.server import HOST
from tests.faults.ground import Ground, Taker
from tests.faults.line import body, headers, path
from tests.faults.proxy import Answer, ask, dropping
from tests.faults.toll import Toll

#: Sends of one key at once, and keys at once.
SENDS, KEYS_AT_ONCE = 50, 2


def retry(ground: Ground, keys: int, *, seed: int) -> Toll:
    """Send each of so many saves 50 times at once over a line that drops half the answers."""
    toll = Toll("retries")
    with ground.server() as server:
        said = asyncio.run(_send_all(ground, server.port, keys, random.Random(seed), toll))
    kept = ground.kept()
    effects = [str(row.payload).strip('"') for row in kept.values()]
    for key, payload in said.items():
        toll.counts["keys"] += 1
        count = effects.count(payload)
        if count != 1 or key not in kept:
            toll.blame("keys with another number of effects than one", f"{ground.kind}: {key} had {count}")
    return toll


async def _send_all(
    ground: Ground, port: int, keys: int, chance: random.Random, toll: Toll
) -> dict[str, str]:
    said = {uuid4().hex: str(1_000_000 + number) for number in range(keys)}
    left = [
        (ground.takers[number % len(ground.takers)], key, payload, number + 1)
        for number, (key, payload) in enumerate(said.items())
    ]

    async def work(through: int) -> None:
        while left:
            await _one(port, through, ground.page(), *left.pop(), toll=toll)

    async with dropping(port, chance) as through:
        await asyncio.gather(*(work(through) for _each in range(KEYS_AT_ONCE)))
    return said


async def _one(
    port: int, through: int, number: int, taker: Taker, key: str, payload: str, sequence: int, *, toll: Toll
) -> None:
    """Send one save many times at once; then once more over a good line; then its key for another answer."""
    same = _request(taker, number, body(taker, payload, key=key, sequence=sequence))
    other = _request(taker, number, body(taker, "7", key=key, sequence=sequence))
    answers = await asyncio.gather(*(ask(through, same) for _each in range(SENDS)))
    toll.counts["sends"] += SENDS
    toll.counts["answers dropped"] += answers.count(None)
    receipts = [each for each in [*answers, await ask(port, same)] if each is not None]
    for each in receipts:
        if each.status != 200:
            toll.blame("sends that were refused", f"{each.status} {each.body[:200]!r}")
    if len({each.body for each in receipts}) != 1:
        toll.blame("keys with unlike receipts", sorted({each.body for each in receipts})[:2])
    reused: Answer | None = await ask(port, other)
    if reused is None or reused.status != 409:
        toll.blame("keys taken for another answer", f"{reused.status if reused else None}")


def _request(taker: Taker, number: int, form: str) -> bytes:
    lines = [
        f"POST {path(taker, number)} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(form)}",
        *(f"{name}: {value}" for name, value in headers(taker).items()),
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n" + form).encode()
