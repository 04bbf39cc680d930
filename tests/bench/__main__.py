"""``make bench``: load data into a fresh folder, start the production server there, drive it, print the figures.

``--only NAME,…`` picks among NAMES; ``--short`` halves everything; ``--json FILE`` writes the figures as well. All
traffic stays on this machine. The figures are for reading: nothing fails because a machine is slow.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from academy import catalogues, db
from academy.app import create_app
from academy.config import Config
from tests.bench import batch, cases, cold, courses, crowd, imports, inside, journeys, overview, statistics
from tests.bench.ceiling import fill as fill_ceiling
from tests.bench.data import Bench, Builder, add_people
from tests.bench.figures import Sheet
from tests.bench.journeys import Drive
from tests.bench.load import MISSING, Target, has_wrk
from tests.bench.server import Server, academy, environment
from tests.bench.server import ceiling as start_ceiling

PAGES = ("course", "lesson", "home", "sign-in-page", "report")
NAMES = (
    "ceiling",
    *PAGES,
    "verify",
    "save",
    "sign-in",
    "quiz",
    "crowd",
    "cases",
    "csv",
    "imports",
    "courses",
    "certificates",
    "batch",
    "statements",
    "statistics",
    "overview",
    "cold",
    "memory",
    "start",
)
#: Asked for by name only: they take minutes to load.
RELEASE = ("report-100k", "overview-1m")
PEOPLE, MORE_PEOPLE = 1_000, 99_000
#: Certificates claimed one after the other; the others are issued by a batch.
CLAIMS = 100


@dataclass
class Bout:
    """One run of the benchmark."""

    home: Path
    wanted: tuple[str, ...]
    is_short: bool
    sheet: Sheet
    app: Flask
    bench: Bench

    def go(self) -> None:
        """Measure everything wanted, the ceiling first."""
        self._ceiling()
        verify = self._inside()
        with academy(self.home) as server:
            if "start" in self.wanted:
                self.sheet.add("start to first answer", server.seconds_to_answer, "s", 2.5)
            if "memory" in self.wanted:
                self.sheet.add("memory at rest, all processes: PSS", server.memory_mb(), "MB")
            self._pages(server, verify)
            self._walks(server)
            if "memory" in self.wanted:
                self.sheet.add("memory after load, all processes: PSS", server.memory_mb(), "MB", 200)
        if "cases" in self.wanted:
            cases.measure(self.app, self.home, self.sheet, is_short=self.is_short)
        if "courses" in self.wanted:
            db.connect(f"sqlite:///{self.home / 'academy.sqlite'}")
            targets = {name: target for name, (target, _most) in self._targets().items()}
            courses.measure(self.app, self.home, targets, self.sheet, is_short=self.is_short)
        if set(RELEASE) & set(self.wanted):
            db.connect(f"sqlite:///{self.home / 'academy.sqlite'}")
            add_people(self.app, self.home, MORE_PEOPLE)
        if "report-100k" in self.wanted:
            self._large_report()
        if "overview-1m" in self.wanted:
            self._overview()

    def _drive(self, server: Server) -> Drive:
        return Drive(server, self.home, 1 if self.is_short else 2)

    def _ceiling(self) -> None:
        if "ceiling" not in self.wanted:
            return
        fill_ceiling(self.home)
        with start_ceiling(self.home) as server:
            self.sheet.add("ceiling: start to first answer", server.seconds_to_answer, "s")
            self.sheet.add_run(self._drive(server).run("ceiling", Target("/")))
            self.sheet.add("ceiling: memory after load: PSS", server.memory_mb(), "MB")

    def _targets(self) -> dict[str, tuple[Target, float | None]]:
        known = journeys.page_targets(self.bench)
        if "reports.progress" not in self.app.view_functions:
            known.pop("report")
        return known

    def _inside(self) -> str:
        """Measure what needs no server; return the number of a certificate."""
        with_server = "verify" in self.wanted and "certificates" not in self.wanted
        count = 1 if with_server else CLAIMS
        number = ""
        if "certificates" in self.wanted or with_server:
            sheet = Sheet() if with_server else self.sheet
            number = inside.certificates(self.app, self.bench.to_certify[:count], sheet)
        if "batch" in self.wanted:
            batch.measure(self.app, self.bench.to_certify, self.bench.coordinator_id, self.sheet)
        if "statements" in self.wanted:
            inside.statements(
                self.app, {name: target for name, (target, _most) in self._targets().items()}, self.sheet
            )
        if "statistics" in self.wanted:
            statistics.measure(self.app, self.home, self.sheet)
        if "overview" in self.wanted:
            self._overview()
        db.disconnect()
        return number

    def _pages(self, server: Server, certificate: str) -> None:
        targets = self._targets()
        if certificate:
            targets["verify"] = (Target(f"/en/verify/{certificate}"), None)
        for name, (target, most) in targets.items():
            if name in self.wanted:
                self.sheet.add_run(self._drive(server).run(name, target), most)
        if "save" in self.wanted:
            self.sheet.add_run(
                self._drive(server).run("save", journeys.save_target(server, self.bench.takers[-1]))
            )
        if "course" in self.sheet.runs and "ceiling" in self.sheet.runs:
            ours, bare = (self.sheet.runs[name].bursts[8].per_second for name in ("course", "ceiling"))
            self.sheet.add(
                "course: throughput at 8 clients ÷ the ceiling's", ours / bare, "", 0.6, is_floor=True
            )

    def _walks(self, server: Server) -> None:
        if "sign-in" in self.wanted:
            journeys.sign_in(server, self.sheet)
        if "quiz" in self.wanted:
            journeys.quiz(server, self.bench.takers, self.sheet)
        if "crowd" in self.wanted:
            crowd.measure(self.app, self.home, server, self.sheet, is_short=self.is_short)
        if "csv" in self.wanted and "reports.export" in self.app.view_functions:
            journeys.csv(server, self.bench, self.sheet)
        if "imports" in self.wanted:
            imports.measure(
                server, self.home, journeys.save_target(server, self.bench.takers[-2]), self.sheet
            )
        if "cold" in self.wanted:
            cold.visit(server, self._targets()["course"][0], self.sheet)

    def _overview(self) -> None:
        db.connect(f"sqlite:///{self.home / 'academy.sqlite'}")
        overview.measure(self.app, Target(overview.PATH, self.bench.coordinator), self.sheet)

    def _large_report(self) -> None:
        with academy(self.home) as server:
            target, most = self._targets()["report"]
            self.sheet.add_run(Drive(server, self.home, 5, (1, 8)).run("report over 100,000", target), most)


def main() -> None:
    """Read what is wanted, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=NAMES, metavar="NAME,…")
    parser.add_argument("--short", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.only) - set(NAMES) - set(RELEASE):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join((*NAMES, *RELEASE))}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as folder:
        sheet = _measured(Path(folder), asked.only, asked.short)
    sheet.notes.append(
        f"{os.cpu_count()} cores, server and load share them; took {time.monotonic() - begun:.0f} s"
    )
    sheet.print()
    if asked.json:
        sheet.write(asked.json)


def _measured(home: Path, wanted: tuple[str, ...], is_short: bool) -> Sheet:
    sheet = Sheet()
    if not has_wrk():
        sheet.notes.append(MISSING)
    catalogues.compile_all()
    app = create_app(Config.from_env(environment(home, 8000)))
    print(f"Loading {PEOPLE:,} learners …", flush=True)
    bench = Builder(app, home, PEOPLE).build()
    db.connect(f"sqlite:///{home / 'academy.sqlite'}")
    Bout(home, wanted, is_short, sheet, app, bench).go()
    return sheet


if __name__ == "__main__":
    main()
