"""Figures beside their targets, as a table and as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.load import Burst


@dataclass(frozen=True)
class Figure:
    """One thing measured. ``target`` is the most it may be (the least, where ``is_floor``); None: only told."""

    name: str
    seen: float
    unit: str
    target: float | None = None
    is_floor: bool = False

    @property
    def met(self) -> bool | None:
        """Whether it is as good as it should be; None where nothing is asked."""
        if self.target is None:
            return None
        return self.seen >= self.target if self.is_floor else self.seen <= self.target


@dataclass(frozen=True)
class Run:
    """One page under load: a burst for each number of clients, and the servers' CPU time for each request."""

    name: str
    bursts: dict[int, Burst]
    cpu_ms: float


@dataclass
class Sheet:
    """Everything measured so far."""

    figures: list[Figure] = field(default_factory=list)
    runs: dict[str, Run] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(
        self, name: str, seen: float, unit: str, target: float | None = None, *, is_floor: bool = False
    ) -> None:
        """Note one figure."""
        self.figures.append(Figure(name, round(seen, 3), unit, target, is_floor))

    def add_run(self, run: Run, target: float | None = None) -> None:
        """Note a page under load; ``target`` is the most CPU time for each request."""
        self.runs[run.name] = run
        self.add(f"{run.name}: CPU", run.cpu_ms, "ms", target)

    def print(self) -> None:
        """Print both tables."""
        if self.runs:
            print(_table(_runs(self.runs)))
        print(_table(_figures(self.figures)))
        for note in self.notes:
            print(f"note: {note}")
        asked = [figure for figure in self.figures if figure.target is not None]
        short = [figure.name for figure in asked if not figure.met]
        print(
            f"\n{len(asked) - len(short)} of {len(asked)} targets met.{' Falls short: ' if short else ''}{'; '.join(short)}"
        )

    def write(self, path: Path) -> None:
        """Write the figures as JSON."""
        rows = [
            {
                "name": figure.name, "target": figure.target, "unit": figure.unit, "met": figure.met,
                "seen": figure.seen if math.isfinite(figure.seen) else None,  # nothing was answered in the time
            }
            for figure in self.figures
        ]  # fmt: skip
        path.write_text(json.dumps(rows, indent=1) + "\n")


def _runs(runs: dict[str, Run]) -> list[list[str]]:
    clients = sorted({count for run in runs.values() for count in run.bursts})
    head = ["page", *(f"{count} clients: req/s  p50  p95 ms" for count in clients), "CPU ms", "× ceiling"]
    ceiling = runs["ceiling"].cpu_ms if "ceiling" in runs else None
    rows = [head]
    for run in runs.values():
        cells = [_burst(run.bursts[count]) if count in run.bursts else "" for count in clients]
        rows.append(
            [run.name, *cells, f"{run.cpu_ms:.2f}", f"{run.cpu_ms / ceiling:.2f}" if ceiling else "–"]
        )
    return rows


def _burst(burst: Burst) -> str:
    return f"{burst.per_second:7.0f} {burst.p50:7.1f} {burst.p95:7.1f}"


def _figures(figures: list[Figure]) -> list[list[str]]:
    words = {True: "met", False: "SHORT", None: ""}
    rows = [["figure", "target", "seen", "unit", ""]]
    for each in figures:
        target = "" if each.target is None else f"{'≥' if each.is_floor else '≤'} {each.target:g}"
        rows.append([each.name, target, f"{each.seen:g}", each.unit, words[each.met]])
    return rows


def _table(rows: list[list[str]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(["", lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
