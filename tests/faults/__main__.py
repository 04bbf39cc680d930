"""``make faults``: let the faults loose on both databases at once, and say what came of it.

``--only NAME,…`` picks among the parts; ``--plant NAME`` puts a known fault in, which must turn it red; ``--release``
takes the long setting. The seed is printed: with ``--seed`` what fell can be made to fall again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from academy.db import sqlite_version
from tests import clusters
from tests.faults import flush
from tests.faults.parts import PARTS, POSTGRESQL, SQLITE, Wish, run
from tests.faults.plants import PLANTS
from tests.faults.toll import Toll


def main() -> int:
    """Run what is wanted; return 1 where anything was lost, doubled or refused, else 0."""
    asked = _asked()
    names = asked.only or (PLANTS[asked.plant][1] if asked.plant else tuple(PARTS))
    if asked.few:
        names = tuple(name for name in names if PARTS[name].few)
    kinds, skipped = _possible(names, (asked.kind,) if asked.kind else (SQLITE, POSTGRESQL))
    if skipped and os.environ.get("CI"):
        raise SystemExit(f"in CI nothing is skipped: {'; '.join(skipped)}")
    print(f"seed {asked.seed}, SQLite {'.'.join(map(str, sqlite_version()))}, {os.cpu_count()} cores")
    begun = time.monotonic()
    wishes = [
        Wish(kind, names, asked.seed, asked.plant, asked.release, asked.count, asked.few) for kind in kinds
    ]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        came = [each for done in pool.map(run, wishes) for each in done]
    tolls = _together(names, [toll for toll, _seconds in came])
    _print(tolls, skipped, time.monotonic() - begun)
    is_red = any(toll.is_red for toll in tolls.values())
    if asked.plant:
        print(f"the planted fault ({PLANTS[asked.plant][0]}) was {'seen' if is_red else 'NOT SEEN'}")
    return int(is_red)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=(), metavar="NAME,…")
    parser.add_argument("--plant", choices=list(PLANTS), default="")
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    parser.add_argument("--kind", choices=[SQLITE, POSTGRESQL], help="on this database only")
    parser.add_argument("--count", type=int, help="so many of each on each database instead")
    parser.add_argument("--few", action="store_true", help="as few of each as a test may wait for")
    asked = parser.parse_args()
    if unknown := set(asked.only) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return asked


def _possible(names: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the databases there are of those wanted, and what has to be left out."""
    kinds, skipped = list(wanted), []
    if POSTGRESQL in kinds and clusters.programs() is None:
        skipped.append("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        kinds.remove(POSTGRESQL)
    if "flush" in names and SQLITE in kinds and not flush.is_possible():
        skipped.append("strace is not installed (Debian: apt-get install strace)")
    return kinds, skipped


def _together(names: tuple[str, ...], tolls: list[Toll]) -> dict[str, Toll]:
    found = {name: Toll(name) for name in names}
    for toll in tolls:
        found[toll.name].add(toll)
    return {name: toll for name, toll in found.items() if toll.counts}


def _print(tolls: dict[str, Toll], skipped: list[str], seconds: float) -> None:
    print()
    for name, toll in tolls.items():
        print(f"{'RED  ' if toll.is_red else 'held '} {name:<10} {PARTS[name].promise}\n{'':17}{toll}")
        for example in toll.examples:
            print(f"{'':17}{example}")
    for each in skipped:
        print(f"left out: {each}")
    print(
        f"\n{sum(not toll.is_red for toll in tolls.values())} of {len(tolls)} promises held; took {seconds:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
