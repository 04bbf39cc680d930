"""What a browser sends beside a response: which device, its count of saves, the key that makes a retry one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from academy.errors import Invalid
from academy.learning.rules import Act

#: A device's own name and a save's key are opaque; this is all they may be made of.
OPAQUE = re.compile(r"[A-Za-z0-9_-]{8,64}")
LAST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True)
class Envelope:
    """The parts of a save that are not the response."""

    device: str
    #: Above every count that the page had seen of the attempt; None from a page that counts nothing.
    sequence: int | None
    key: str
    act: Act = Act.SAVE
    certainty: int | None = None
    #: When the browser says it was given.
    given_at: datetime | None = None


def envelope(form: Mapping[str, str], *, page: str) -> Envelope:
    """Read the envelope of a save. Without a script the page is the device.

    Raises Invalid for values no page of ours sends.
    """
    device = form.get("device") or page
    key = form.get("idempotency_key") or uuid4().hex
    if not OPAQUE.fullmatch(device) or not OPAQUE.fullmatch(key):
        raise Invalid("bad-envelope")
    return Envelope(
        device, _sequence(form), key, act=_act(form), certainty=_certainty(form), given_at=_given_at(form)
    )


def mark_of(response: Any, certainty: int | None) -> str:
    """Return what a page carries to tell whether its form was changed at all."""
    text = json.dumps([response, certainty], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _sequence(form: Mapping[str, str]) -> int | None:
    typed = form.get("sequence") or ""
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 10 or int(typed) > LAST_SEQUENCE:
        raise Invalid("bad-envelope")
    return int(typed)


def _act(form: Mapping[str, str]) -> Act:
    for act in (Act.CLEAR, Act.CHECK):
        if form.get(act.value):
            return act
    try:
        return Act(form.get("act") or Act.SAVE)
    except ValueError:
        raise Invalid("bad-envelope") from None


def _certainty(form: Mapping[str, str]) -> int | None:
    typed = form.get("certainty") or ""
    if typed not in ("", "1", "2", "3"):
        raise Invalid("bad-envelope")
    return int(typed) if typed else None


def _given_at(form: Mapping[str, str]) -> datetime | None:
    """Read the browser's claim. Nothing is decided by it, so a strange one is no reason to refuse an answer."""
    try:
        claimed = datetime.fromisoformat(form.get("given_at", "")[:40])
        return claimed.astimezone(UTC) if claimed.tzinfo else None
    except (ValueError, OverflowError):
        return None
