"""Writers, workers and whole servers that are killed in the middle of saving: what was acknowledged is on disk."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import uuid4

import psutil

from academy import db
from tests.bench.server import Server
from tests.faults.ground import Ground
from tests.faults.line import Client, browsing
from tests.faults.plants import ANSWER, GAP, planted
from tests.faults.toll import Toll

#: Writers at once: more than cores, so that they are also killed while they wait for the lock.
WRITERS = 3
#: Seconds from a writer's first line to its end: several saves long, so that it dies anywhere within one.
LONGEST = 0.03
#: Seconds between two saves: SQLite's lock is not fair, and a writer that never lets go starves the others.
BREATH = 0.003
#: Seconds after which a writer that writes no line is killed all the same.
PATIENCE = 5
#: Writes for ever: given where, where its ledger goes, and its place among the writers.
Writer = Callable[[Ground, int, int], None]
#: Browsers at once, and the longest a worker may live between two kills.
BROWSERS, LIFE = 6, 0.4


def kill_writers(ground: Ground, kills: int, *, seed: int) -> Toll:
    """Kill a process that saves through the service, again and again; its ledger must be in the database.

    The writer writes a line of its ledger when, and only when, its commit has returned: what a server would have
    answered by then.
    """
    chance, toll, ledger = random.Random(seed), Toll("writers"), dict[str, str]()
    while toll.counts["kills"] < kills:
        lines = kill_wave(ground, min(WRITERS, kills - toll.counts["kills"]), _write_for_ever, chance, toll)
        ledger.update(line.split(" ", 1) for line in lines)
    _compare(ground, ledger, toll)
    return toll


def kill_wave(ground: Ground, count: int, write: Writer, chance: random.Random, toll: Toll) -> list[str]:
    """Start some writers, kill each somewhere within its work; return the lines their ledgers hold."""
    lines: list[str] = []
    for process, reader in [_fork_writer(ground, place, write) for place in range(count)]:
        select.select([reader], [], [], PATIENCE)
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(process, signal.SIGKILL)
        if os.WIFEXITED(os.waitpid(process, 0)[1]):
            toll.blame("writers that failed by themselves", f"{ground.kind}: it ended before it was killed")
        toll.counts["kills"] += 1
        lines += _lines(reader)
    return lines


def kill_workers(ground: Ground, kills: int, *, seed: int) -> Toll:
    """Kill a worker of the running server, again and again, while browsers save; what was answered must be there."""
    chance, toll = random.Random(seed), Toll("workers")
    with ground.server() as server, browsing(server.port, ground.takers, ground.page(), BROWSERS) as browsers:
        while toll.counts["kills"] < kills:
            time.sleep(chance.uniform(0.02, LIFE))
            toll.counts["kills"] += kill_a_worker(server, chance)
            wait_for_an_answer(browsers)
    read_clients(browsers, toll)
    _compare(ground, {key: said for each in browsers for key, said in each.ledger.items()}, toll)
    return toll


def kill_trees(ground: Ground, kills: int, *, seed: int) -> Toll:
    """Kill the server with everything it started, and start it anew; what was answered must be there."""
    chance, toll, ledger = random.Random(seed), Toll("trees"), dict[str, str]()
    for _each in range(kills):
        with (
            ground.server() as server,
            browsing(server.port, ground.takers, ground.page(), BROWSERS) as browsers,
        ):
            wait_for_an_answer(browsers)
            time.sleep(chance.uniform(0.05, LIFE))
            kill_a_tree(server)
            toll.counts["kills"] += 1
            for each in browsers:
                each.over.set()
        read_clients(browsers, toll)
        ledger.update({key: said for each in browsers for key, said in each.ledger.items()})
    _compare(ground, ledger, toll)
    return toll


def _compare(ground: Ground, ledger: Mapping[str, str], toll: Toll) -> None:
    """Find what was acknowledged and is not in the database as it was said."""
    db.let_go()
    kept = ground.kept()
    toll.counts["acknowledged"] += len(ledger)
    for key, said in ledger.items():
        if key not in kept:
            toll.blame("acknowledged and lost", f"{ground.kind}: {key} said {said}")
        elif str(kept[key].payload).strip('"') != said:
            toll.blame(
                "acknowledged and changed", f"{ground.kind}: {key} said {said}, holds {kept[key].payload}"
            )
    if not ledger:
        toll.blame("runs without one save")
    if not ground.sound():
        toll.blame("databases that are not whole")


def _fork_writer(ground: Ground, place: int, write: Writer) -> tuple[int, int]:
    """Start a writer; return its process and where its ledger is read."""
    db.let_go()
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    try:
        os.close(reader)
        db.disconnect()
        db.connect(ground.url)
        write(ground, writer, place)
    finally:
        os._exit(1)


def _write_for_ever(ground: Ground, ledger: int, place: int) -> None:
    taker = ground.takers[place % len(ground.takers)]
    sequence = time.monotonic_ns() // 1000 % 2**30
    while True:
        key, sequence = uuid4().hex, sequence + 1
        line = f"{key} {sequence}\n".encode()
        with db.writing():
            ground.save(taker.attempt_id, str(sequence), key=key, sequence=sequence)
            if planted() == ANSWER:
                os.write(ledger, line)
                time.sleep(GAP)  # the fault itself: the answer is out, the commit is not
        os.write(ledger, line)
        time.sleep(BREATH)


def _lines(reader: int) -> Iterator[str]:
    """Read the whole lines a dead writer left, and close its pipe."""
    left = b""
    while select.select([reader], [], [], 0)[0] and (more := os.read(reader, 1 << 16)):
        left += more
    os.close(reader)
    yield from (line.decode() for line in left.split(b"\n")[:-1])


def kill_a_tree(server: Server) -> None:
    """Kill a server with everything it started."""
    first = psutil.Process(server.process.pid)
    for process in [first, *first.children(recursive=True)]:
        process.kill()


def kill_a_worker(server: Server, chance: random.Random) -> int:
    """Kill one of a server's workers; return how many that were."""
    workers = psutil.Process(server.process.pid).children()
    if not workers:
        return 0
    try:
        chance.choice(workers).kill()
    except psutil.NoSuchProcess:
        return 0
    return 1


def wait_for_an_answer(browsers: Sequence[Client]) -> None:
    """Let at least one more save through: a server that is down all the time loses nothing."""
    before, end = sum(len(each.ledger) for each in browsers), time.monotonic() + PATIENCE
    while sum(len(each.ledger) for each in browsers) == before and time.monotonic() < end:
        time.sleep(0.005)


def read_clients(clients: Sequence[Client], toll: Toll) -> None:
    """Take down how often clients had to ask again, and what they were refused."""
    for each in clients:
        toll.counts["sent again"] += each.repeats
        for refusal in each.refusals:
            toll.blame("refused", refusal)
