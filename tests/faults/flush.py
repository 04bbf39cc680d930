"""Acknowledged means on disk: watched from below, the flush of the write-ahead log comes before the answer's first byte."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.ground import Ground
from tests.faults.line import browsing
from tests.faults.toll import Toll

WATCHED = "fsync,fdatasync,pwrite64,sendto,sendmsg,recvfrom"
THROUGH = (
    "strace",
    "-f",
    "--seccomp-bpf",
    "-y",
    "-s",
    "48",
    "-e",
    "signal=none",
    "-e",
    f"trace={WATCHED}",
    "-o",
)
#: One call, whole, begun or ended: thread, whether it goes on, its name, what it is called with.
CALL = re.compile(r"^(\d+)\s+(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)$")
FLUSHES, SENDS = {"fsync", "fdatasync"}, {"sendto", "sendmsg"}
#: Browsers that save at once, so that threads are flushing while others answer.
BROWSERS = 3


def is_possible() -> bool:
    """Say whether strace is installed."""
    return shutil.which("strace") is not None


def watch(ground: Ground, saves: int, *, seed: int) -> Toll:
    """Save over HTTP with strace under the server, then read what it saw; nothing in it is left to chance."""
    del seed
    if not is_possible():
        return Toll("flush")
    seen = ground.home / "strace.txt"
    with (
        ground.server(workers=1, through=(*THROUGH, str(seen))) as server,
        browsing(server.port, ground.takers, ground.page(), BROWSERS) as browsers,
    ):
        while sum(len(each.ledger) for each in browsers) < saves and any(
            each.is_alive() for each in browsers
        ):
            browsers[0].join(0.05)
    return _judged(seen, sum(len(each.ledger) for each in browsers))


@dataclass
class Thread:
    """What one thread of the server has done since it read a save."""

    is_saving: bool = False
    has_written: bool = False
    #: Written to the log and not flushed yet.
    is_dirty: bool = False
    #: What a call that has begun and not ended is about.
    begun: dict[str, str] = field(default_factory=dict)


def _judged(seen: Path, answered: int) -> Toll:
    toll, threads = Toll("flush"), dict[str, Thread]()
    with seen.open(errors="replace") as lines:
        for thread, name, said, is_over in _calls(lines):
            _follow(threads.setdefault(thread, Thread()), name, said, is_over, toll)
    toll.counts["answered"] = answered
    if toll.counts["saves seen"] < answered:
        toll.blame("saves that were not seen", f"{answered} answered")
    return toll


def _calls(lines: Iterable[str]) -> Iterable[tuple[str, str, str, bool]]:
    for line in lines:
        if found := CALL.match(line):
            yield found[1], found[2], found[3], not line.rstrip().endswith("<unfinished ...>")


def _follow(thread: Thread, name: str, said: str, is_over: bool, toll: Toll) -> None:
    """Go on by one call. A flush counts from its end, an answer from its beginning."""
    said = thread.begun.pop(name, "") + said
    if not is_over:
        thread.begun[name] = said.replace("<unfinished ...>", "")
    is_log = "-wal>" in said.split(",", 1)[0]
    if name in FLUSHES and is_log and is_over:
        thread.is_dirty &= not said.rstrip().endswith("= 0")
    elif name == "pwrite64" and is_log:
        thread.has_written = thread.is_dirty = True
    elif name == "recvfrom" and is_over and '"POST /en/attempts/' in said:
        thread.is_saving, thread.has_written, thread.is_dirty = True, False, False
    elif name in SENDS and '"HTTP/1.1 200' in said and thread.is_saving:
        _answer(thread, toll)


def _answer(thread: Thread, toll: Toll) -> None:
    toll.counts["saves seen"] += 1
    if not thread.has_written:
        toll.blame("answers before anything was written")
    elif thread.is_dirty:
        toll.blame("answers before the flush")
    thread.is_saving = False
