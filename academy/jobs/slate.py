"""The slate of a machine's worker: that there is one, when it last gave a sign of life, and whether it left work behind.

One file for each machine in ``workers`` of the data folder. Its worker holds a lock on it, so that there is one at a
time however it was started; the kernel takes the lock back when the process dies. The time of the file is the
sign of life.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

#: A worker that gave no sign for so long is not there.
SILENCE = timedelta(seconds=15)
#: Written while there is work under way: a worker that finds it goes on at once.
BUSY = b"busy"


class Slate:
    """The slate of this machine."""

    def __init__(self, home: Path) -> None:
        folder = home / "workers"
        folder.mkdir(mode=0o700, exist_ok=True)
        self._file = os.open(folder / socket.gethostname(), os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> bool:
        """Become the machine's worker; False while there is another."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def beat(self) -> None:
        """Give a sign of life."""
        os.utime(self._file)

    @property
    def is_busy(self) -> bool:
        """Whether work was under way when somebody last wrote here."""
        return os.pread(self._file, len(BUSY), 0) == BUSY

    def note(self, *, is_busy: bool) -> None:
        """Write down whether work is under way."""
        os.ftruncate(self._file, 0)
        if is_busy:
            os.pwrite(self._file, BUSY, 0)

    def let_go(self) -> None:
        """Make room for another worker; whoever looks sees at once that there is none."""
        with contextlib.suppress(OSError):
            os.utime(self._file, (0, 0))
        os.close(self._file)


def workers_alive(home: Path, *, at: datetime) -> list[str]:
    """Name the machines whose worker has given a sign of life of late."""
    folder, since = home / "workers", (at - SILENCE).timestamp()
    return sorted(each.name for each in folder.glob("*") if each.stat().st_mtime >= since)
