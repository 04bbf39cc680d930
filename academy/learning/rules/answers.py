"""Which of many saves of a response counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One saved response, as the fold sees it. ``order`` is the server's order of arrival."""

    order: int
    item: str
    device: str
    sequence: int
    payload: Any


def current_responses(answers: Iterable[Answer]) -> dict[str, Any]:
    """Fold answer events into the response that counts for each item.

    Of one device's saves the one with the highest sequence counts, whatever order they arrived in; between
    devices the later arrival of those counts. An empty save stands only if its device had answered before
    (she cleared it); from another device it never replaces an answer.
    """
    latest: dict[tuple[str, str], Answer] = {}
    answered: dict[tuple[str, str], int] = {}
    for answer in sorted(answers, key=lambda each: each.order):
        slot = (answer.item, answer.device)
        if slot not in latest or answer.sequence >= latest[slot].sequence:
            latest[slot] = answer
        if answer.payload is not None:
            answered[slot] = min(answer.sequence, answered.get(slot, answer.sequence))
    current: dict[str, Any] = {}
    for slot, answer in sorted(latest.items(), key=lambda each: each[1].order):
        if answer.payload is not None or slot in answered:
            current[answer.item] = answer.payload
    return {item: payload for item, payload in current.items() if payload is not None}


def payload_hash(item: str, payload: Any) -> str:
    """Return the SHA-256 that tells a retry from another answer under the same key."""
    text = json.dumps([item, payload], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
