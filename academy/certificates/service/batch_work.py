"""What a worker is asked and told about batches: which ones want it, and to go on with one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from academy.certificates.formats.archives import Archives
from academy.certificates.models import BatchKind
from academy.certificates.service import batch_things, exporting
from academy.certificates.service.batch_things import AtOnce
from academy.certificates.service.batch_turns import Outbid, take_up
from academy.certificates.service.printing import Issuer


@dataclass(frozen=True)
class Crew:
    """What a worker works with."""

    issuer: Issuer
    archives: Archives
    at_once: AtOnce


def go_on(*, batch_id: UUID, run: int, crew: Crew) -> bool:
    """Do a slice of a batch under a run, and say whether there is more for it."""
    try:
        kind = take_up(batch_id, run)
        if kind is BatchKind.EXPORT:
            return exporting.go_on(batch_id, run, crew.archives, crew.issuer.storage)
        return batch_things.go_on(batch_id, run, kind, crew.issuer, crew.at_once)
    except Outbid:
        return False
