"""The web server's first process: gunicorn's, which keeps the machine's worker alive beside its own processes."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from typing import cast

from flask import Flask
from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.arbiter import Arbiter

from academy.jobs.worker import PATIENCE, work

#: Seconds from one start of the worker to the next: at least, and at most where it fails by itself again and again.
SOON, LATE = 1.0, 30.0


class Server(WSGIApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, with our first process instead of its own."""

    def __init__(self, again: Sequence[str], *, has_worker: bool) -> None:
        #: How Python is called to start the same once more.
        self.again, self.has_worker = again, has_worker
        super().__init__()

    def run(self) -> None:
        """Serve until told to end."""
        try:
            Keeper(self).run()
        except RuntimeError as error:
            raise SystemExit(f"Error: {error}") from error


class Keeper(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's first process, which forks web processes and keeps them alive, and the worker beside them."""

    def __init__(self, app: Server) -> None:
        super().__init__(app)
        #: The worker's process; 0 where there is none.
        self.worker_pid = 0
        self._rest, self._begun = 0.0, -LATE
        self.START_CTX["args"] = [sys.executable, *app.again]  # what SIGUSR2 starts beside this one

    def manage_workers(self) -> None:
        """Start what has died: gunicorn calls this after every signal, and every second."""
        super().manage_workers()
        if self.app.has_worker and not self.worker_pid and time.monotonic() >= self._begun + self._rest:
            self._start_worker()

    def reap_workers(self) -> None:
        """Notice who has died, the worker first: gunicorn does not know its process."""
        self._reap_worker()
        super().reap_workers()

    def reload(self) -> None:
        """Take fresh processes, a fresh worker too."""
        self._tell_worker(signal.SIGTERM)
        super().reload()

    def stop(self, graceful: bool = True) -> None:
        """End everything; the worker ends its slice first."""
        self._tell_worker(signal.SIGTERM)
        super().stop(graceful)
        end = time.monotonic() + (PATIENCE + 2 if graceful else 2)
        while self.worker_pid and time.monotonic() < end:
            self._reap_worker()
            time.sleep(0.02)
        self._tell_worker(signal.SIGKILL)

    def _start_worker(self) -> None:
        self._begun = time.monotonic()
        self.worker_pid = os.fork()
        if not self.worker_pid:
            self._be_worker()

    def _be_worker(self) -> None:
        """Become the worker, and never come back."""
        code = 1
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for listener in self.LISTENERS:
                listener.close()
            for each in self.WORKERS.values():
                each.tmp.close()
            work(cast(Flask, self.app.wsgi()), parent=self.pid)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _reap_worker(self) -> None:
        if not self.worker_pid:
            return
        try:
            found, status = os.waitpid(self.worker_pid, os.WNOHANG)
        except ChildProcessError:  # gunicorn's own search for the dead was there first
            found, status = self.worker_pid, 0
        if found:
            self.worker_pid = 0
            failed = os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0
            self._rest = min(LATE, 2 * self._rest) if failed else SOON

    def _tell_worker(self, number: int) -> None:
        if self.worker_pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.worker_pid, number)
