"""What a browser sends beside a response: which device, its count of saves, and the key that makes a retry one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from academy.errors import Invalid

#: A device's own name and a save's key are opaque; this is all they may be made of.
OPAQUE = re.compile(r"[A-Za-z0-9_-]{8,64}")
LAST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True)
class Envelope:
    """The parts of a save that are not the response."""

    device: str
    sequence: int
    key: str


def envelope(form: Mapping[str, str], *, page: str, moment: int) -> Envelope:
    """Read the envelope of a save. Without a script the page is the device and ``moment`` its sequence.

    Raises Invalid for values no page of ours sends.
    """
    device = form.get("device") or page
    sequence = form.get("sequence") or str(moment)
    key = form.get("idempotency_key") or uuid4().hex
    if (
        not OPAQUE.fullmatch(device)
        or not OPAQUE.fullmatch(key)
        or not sequence.isascii()
        or not sequence.isdigit()
    ):
        raise Invalid("bad-envelope")
    if int(sequence) > LAST_SEQUENCE:
        raise Invalid("bad-envelope")
    return Envelope(device, int(sequence), key)
