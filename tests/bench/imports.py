"""A package of 50 MB comes in by the command, while others go on saving answers on the running server."""

from __future__ import annotations

import http.client
import io
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

from PIL import Image

from academy.courses import package
from tests.bench import course
from tests.bench.figures import Sheet
from tests.bench.load import Target
from tests.bench.server import HOST, ROOT, Server, environment

SIZE = 50_000_000
#: People who save while it comes in, and the seconds each of them thinks in between.
CLIENTS, THINKS = 8, 0.1


def measure(server: Server, home: Path, saves: Target, sheet: Sheet) -> None:
    """Import a course of 60 activities and 50 MB of photographs; say how long it took, and what saves took meanwhile."""
    path = _packed(home)
    alone = _Savers(server, saves, "alone")
    with alone:
        time.sleep(3)  # the window they are measured in: nothing is waited for
    meanwhile = _Savers(server, saves, "meanwhile")
    with meanwhile:
        begun = time.perf_counter()
        words = [sys.executable, "-m", "flask", "--app", "wsgi", "academy", "import-course", str(path)]
        said = subprocess.run(
            words, cwd=ROOT, env=environment(home, server.port), capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - begun
    if said.returncode:
        raise RuntimeError(f"the import failed:\n{said.stdout}{said.stderr}")
    megabytes = path.stat().st_size / 1e6
    sheet.add(f"import of {megabytes:.0f} MB, 60 activities, the command from start to end", seconds, "s", 5)
    sheet.add("save, nothing else going on: p95", alone.p95, "ms")
    sheet.add(f"save while it imports ({len(meanwhile.times)} saves): p95", meanwhile.p95, "ms", 150)


def _packed(home: Path) -> Path:
    """Write the package as a zip."""
    folder = home / "packages" / "heavy"
    course.write(folder, slug="heavy", title="A heavy course", modules=10, lessons=5, sections=3)
    size = number = 0
    while size < SIZE:
        number += 1
        photograph = _photograph(number)
        (folder / "media" / f"photo-{number}.jpg").write_bytes(photograph)
        size += len(photograph)
    path = home / "heavy.zip"
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    package.write_zip(path, ((each.relative_to(folder).as_posix(), each.read_bytes()) for each in files))
    return path


def _photograph(number: int) -> bytes:
    """Return a JPEG of some 1.2 MB that is like no other."""
    noise = random.Random(number).randbytes(1600 * 1200 * 3)
    made = io.BytesIO()
    Image.frombytes("RGB", (1600, 1200), noise).resize((1500, 1100)).save(made, "JPEG", quality=88)
    return made.getvalue()


class _Savers:
    """People who save an answer again and again as long as this lasts."""

    def __init__(self, server: Server, saves: Target, run: str) -> None:
        self.server, self.saves, self.run = server, saves, run
        self.times: list[float] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(CLIENTS)]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def p95(self) -> float:
        """The milliseconds within which 95 of 100 saves were answered."""
        return sorted(self.times)[int(0.95 * len(self.times))]

    def _work(self, number: int) -> None:
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=30)
        count = 0
        while not self._over.wait(THINKS):
            count += 1
            key = f"&sequence={count}&idempotency_key=imports-{self.run}-{number}-{count}"
            sent = time.perf_counter()
            connection.request("POST", self.saves.path, self.saves.body + key, self.saves.headers)
            answer = connection.getresponse()
            answer.read()
            self.times.append((time.perf_counter() - sent) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"a save was answered {answer.status}")
