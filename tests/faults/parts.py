"""The parts of the harness: what each is asked to do in CI and before a release, and on which databases."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.faults.batches import kill_batch
from tests.faults.cases import kill_players, retry_actions
from tests.faults.claims import claim
from tests.faults.conflicts import conflicts
from tests.faults.flush import watch
from tests.faults.ground import Ground, ground
from tests.faults.kills import kill_trees, kill_workers, kill_writers
from tests.faults.plants import plant
from tests.faults.probes import guess, probe
from tests.faults.retries import retry
from tests.faults.schedules import schedules
from tests.faults.toll import Toll
from tests.faults.verification import verify

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Part:
    """One part: what it promises, how it is run, and how much of it there is."""

    name: str
    promise: str
    run: Callable[..., Toll]
    #: In CI and before a release; on each database, or ``shared`` between them.
    short: int
    release: int
    is_shared: bool = False
    kinds: tuple[str, ...] = (SQLITE, POSTGRESQL)
    #: So few that a test may wait for them; 0 where none would say anything.
    few: int = 0

    def count(self, *, is_release: bool) -> int:
        """Return how much of it one database gets."""
        whole = self.release if is_release else self.short
        return max(1, whole // len(self.kinds)) if self.is_shared else whole


_ALL = (
    Part("writers", "killed while saving through the service: nothing acknowledged is lost", kill_writers, 500, 10_000, is_shared=True, few=30),
    Part("workers", "workers of the server killed while browsers save: nothing acknowledged is lost", kill_workers, 50, 2_000, is_shared=True),
    Part("trees", "the whole server killed while browsers save: nothing acknowledged is lost", kill_trees, 4, 200, is_shared=True),
    Part("flush", "the flush of the log comes before the answer's first byte", watch, 100, 500, kinds=(SQLITE,)),
    Part("retries", "50 sends of a key, half the answers dropped: one effect, one receipt", retry, 200, 2_000, is_shared=True, few=2),
    Part("schedules", "save ∥ submit ∥ close ∥ regrade: what was acknowledged is what was marked", schedules, 1_000, 5_000, few=6),
    Part("conflicts", "devices and tabs: every revision kept, one winner, nothing emptied", conflicts, 500, 20_000, kinds=(SQLITE,)),
    Part("cases", "killed while cases are played: no action lost or done twice, the log leads to the snapshot", kill_players, 40, 2_000, few=9),
    Part("case-retries", "12 sends of an action, half the answers dropped: one effect, one receipt; stale pages do nothing", retry_actions, 20, 1_000, few=3),
    Part("probes", "sign-in, reset, invitation, printed code: same bytes and time whether somebody exists or not", probe, 60, 2_000, few=60),
    Part("throttle", "40 guesses at once, four workers: no more are answered than one after the other", guess, 4, 100, few=1),
    Part("verify", "guesses at certificates, half of them one sign off: no hit, same bytes and time", verify, 400, 10_000, few=100),
    Part("claims", "20 claims of a certificate at once, each learner: one certificate, the same for every tab", claim, 10, 1_000, few=2),
    Part("batches", "the worker killed while it issues for many: nobody goes without, nobody has two", kill_batch, 20, 500, few=4),
)  # fmt: skip
PARTS = {part.name: part for part in _ALL}


@dataclass(frozen=True)
class Wish:
    """What is to be run on one database."""

    kind: str
    names: Sequence[str]
    seed: int
    plant: str = ""
    is_release: bool = False
    #: Instead of what each part is asked otherwise: so many, or few.
    count: int | None = None
    is_few: bool = False


def run(wish: Wish) -> list[tuple[Toll, float]]:
    """Run the parts on one database, one after the other; return what came of each, and the seconds it took."""
    if wish.plant:
        plant(wish.plant)
    names = [name for name in wish.names if wish.kind in PARTS[name].kinds]
    if not names:
        return []
    came = []
    with ground(wish.kind) as made:
        for name in names:
            begun = time.monotonic()
            toll = _toll(made, PARTS[name], wish)
            came.append((toll, time.monotonic() - begun))
            print(f"  {name} on {wish.kind}: {toll} ({came[-1][1]:.0f} s)", flush=True)
    return came


def _toll(made: Ground, part: Part, wish: Wish) -> Toll:
    count = wish.count or (part.few if wish.is_few else part.count(is_release=wish.is_release))
    try:
        return part.run(made, count, seed=wish.seed)
    except Exception:
        broken = Toll(part.name, Counter({"begun": 1}))
        broken.blame("broke off", traceback.format_exc()[-1500:])
        return broken
