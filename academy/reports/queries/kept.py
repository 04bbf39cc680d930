"""What took long to count, kept a while in this process, and counted anew in the background while somebody looks at it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from academy.db import session

#: How long something is shown before it is counted anew.
KEPT_FOR = timedelta(seconds=60)
#: From this age on the caretaker counts it anew, so that nobody waits for it.
RENEWED_AFTER = timedelta(seconds=30)
#: Nobody has asked for this long: it is let go.
FORGOTTEN_AFTER = timedelta(minutes=10)

T = TypeVar("T")


@dataclass
class _Entry(Generic[T]):
    found: T
    as_of: datetime
    asked_at: datetime
    count: Callable[[datetime], T]


class Kept(Generic[T]):
    """The few things of one sort that were asked for last, by key."""

    def __init__(self, most: int = 8) -> None:
        self.most = most
        self._entries: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, at: datetime) -> T | None:
        """Return what is kept and fresh."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or not timedelta() <= at - entry.as_of < KEPT_FOR:
                return None
            entry.asked_at = at
            self._entries.move_to_end(key)
            return entry.found

    def keep(self, key: Hashable, found: T, at: datetime, count: Callable[[datetime], T]) -> None:
        """Keep something with how it is counted anew."""
        with self._lock:
            self._entries[key] = _Entry(found, at, at, count)
            self._entries.move_to_end(key)
            while len(self._entries) > self.most:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()

    def renew(self, at: datetime) -> int:
        """Count anew what is looked at and no longer young; return how much. Nothing is locked meanwhile."""
        with self._lock:
            known = list(self._entries.items())
            for key, entry in known:
                if at - entry.asked_at > FORGOTTEN_AFTER:
                    self._entries.pop(key, None)
        due = [
            (key, entry)
            for key, entry in known
            if at - entry.asked_at <= FORGOTTEN_AFTER and at - entry.as_of >= RENEWED_AFTER
        ]
        for _key, entry in due:
            entry.found, entry.as_of = entry.count(at), at
            session.rollback()
        return len(due)


_STORES: list[Kept[Any]] = []


def store(most: int = 8) -> Kept[Any]:
    """Return a new store that the caretaker renews."""
    made: Kept[Any] = Kept(most)
    _STORES.append(made)
    return made


def renew_kept(at: datetime) -> int:
    """Renew what this process keeps: a duty of its caretaker."""
    return sum(each.renew(at) for each in _STORES)


def forget_kept() -> None:
    """Forget what this process keeps."""
    for each in _STORES:
        each.clear()
