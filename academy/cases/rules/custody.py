"""What a defence lawyer finds in an exhibit's custody: its written record held against what truly happened to it.

The truth is ``Thing.handlings``; the record is ``Thing.log``, the label and the photographs. Each kind of defect is
named once for an exhibit, with the moment it shows first; only missing lines are named step by step.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from academy.cases.content import CaseContent
from academy.cases.content.keys import CustodyStep, Store, View
from academy.cases.content.parts import Exhibit
from academy.cases.rules.hours import off_by, told
from academy.cases.rules.state import Entry, Handling, State, Thing


class Severity(enum.StrEnum):
    """How much a defect weighs in court."""

    MINOR = "minor"
    SERIOUS = "serious"
    FATAL = "fatal"


@dataclass(frozen=True)
class Defect:
    """Something wrong with the custody of an exhibit; the pages have what the defence says for each ``code``."""

    code: str
    severity: Severity
    #: When it shows, on the clock of the case; None where it is not of one moment.
    minute: int | None = None
    values: tuple[tuple[str, str | int], ...] = ()


#: Every defect there is, and its weight.
SEVERITIES = {
    "tainted": Severity.FATAL,
    "seal_differs": Severity.FATAL,
    "opened_unrecorded": Severity.FATAL,
    "bare_hands": Severity.SERIOUS,
    "contaminated": Severity.SERIOUS,
    "wrong_tool": Severity.SERIOUS,
    "wrong_container": Severity.SERIOUS,
    "decayed": Severity.SERIOUS,
    "unrecorded_position": Severity.SERIOUS,
    "no_seal": Severity.SERIOUS,
    "no_label": Severity.SERIOUS,
    "label_wrong": Severity.SERIOUS,
    "no_line": Severity.SERIOUS,
    "unnamed": Severity.SERIOUS,
    "no_time": Severity.SERIOUS,
    "impossible_time": Severity.SERIOUS,
    "gap": Severity.SERIOUS,
    "unsigned": Severity.SERIOUS,
    "pocket": Severity.SERIOUS,
    "no_duplicate": Severity.SERIOUS,
    "label_incomplete": Severity.MINOR,
    "seal_unwritten": Severity.MINOR,
    "late_line": Severity.MINOR,
    "unchecked": Severity.MINOR,
}

#: How far a written time may be off, minutes; a watch is read quickly and rounded.
TOLERANCE = 15
#: A line written later than this was written from memory.
LATE = 60
#: Longer than this between giving and taking, nobody can say who held it.
GAP = 30
#: What stands on a label.
LABEL = ("number", "what", "where", "when", "who")
#: What a line must stand for; that an officer puts something in her own store is for her to note.
_OWED = (CustodyStep.COLLECTED, CustodyStep.SEALED, CustodyStep.HANDED_OVER)


def defects(case: CaseContent, state: State, exhibit: str) -> tuple[Defect, ...]:
    """Return what is wrong with an exhibit's custody, the gravest first; nothing where nobody took it up."""
    thing = state.things.get(exhibit)
    if thing is None or not was_taken(thing):
        return ()
    look = _Look(case, state, exhibit, thing)
    found = {
        (each.code, each.values if each.code == "no_line" else ()): each for each in reversed([*look.all()])
    }
    order = list(SEVERITIES)
    return tuple(
        sorted(found.values(), key=lambda each: (order.index(each.code), each.minute or 0, each.values))
    )


def was_taken(thing: Thing) -> bool:
    """Say whether an exhibit ever came into anybody's custody."""
    return bool(thing.holder) or any(each.what == CustodyStep.COLLECTED for each in thing.handlings)


def _defect(code: str, minute: int | None = None, **values: str | int) -> Defect:
    return Defect(code, SEVERITIES[code], minute, tuple(sorted(values.items())))


def _bare(exhibit: Exhibit, minute: int) -> Defect:
    """Return the defect of bare hands: they weigh more where there were traces to lose."""
    return Defect("bare_hands", Severity.FATAL if exhibit.traces else Severity.SERIOUS, minute)


def _same(written: str, true: str) -> bool:
    """Say whether two numbers of seals are one, however they are spaced."""
    return re.sub(r"[\W_]", "", written).casefold() == re.sub(r"[\W_]", "", true).casefold()


@dataclass(frozen=True)
class _Look:
    """One look at one exhibit."""

    case: CaseContent
    state: State
    name: str
    thing: Thing

    @property
    def exhibit(self) -> Exhibit:
        return self.case.exhibits[self.name]

    def all(self) -> Iterator[Defect]:
        """Yield every defect, some kinds more than once."""
        yield from self._of_the_law()
        yield from self._of_handling()
        yield from self._of_position()
        yield from self._of_seal_and_label()
        yield from self._of_lines()
        yield from self._of_missing_lines()
        yield from self._of_hand_overs()

    def _first(self, *names: str) -> int | None:
        """Return the minute of the first of some facts about the exhibit that came about."""
        found = [self.state.first(f"{name}:{self.name}") for name in names]
        return min((each.minute for each in found if each), default=None)

    def _of_the_law(self) -> Iterator[Defect]:
        if (minute := self._first("tainted")) is not None:
            yield _defect("tainted", minute)
        if self.exhibit.duplicate and not self.thing.has_duplicate:
            yield _defect("no_duplicate")

    def _of_handling(self) -> Iterator[Defect]:
        for each in self.thing.handlings:
            if "bare" in each.flaws:
                yield _bare(self.exhibit, each.minute)
            for code in ("wrong_tool", "contaminated", "wrong_container", "unsigned", "unchecked"):
                if code in each.flaws:
                    yield _defect(code, each.minute)
            if each.what == CustodyStep.STORED and each.where == Store.POCKET:
                yield _defect("pocket", each.minute)
        for code in ("contaminated", "decayed"):
            if (minute := self._first(code)) is not None:
                yield _defect(code, minute)

    def _of_position(self) -> Iterator[Defect]:
        """Find whether it was moved before the photo ladder was climbed: overview, mid-range, close-up."""
        moved = self.state.first(f"moved:{self.name}")
        if moved is None or self.exhibit.part_of:
            return
        places = {
            self.exhibit.place,
            *(each.where for each in self.thing.handlings if each.what in ("moved", "collected")),
        }
        mid, close = ([f"photographed:{self.name}:{view}"] for view in (View.MID, View.CLOSE))
        wide = [f"photographed:{what}:{View.OVERVIEW}" for what in sorted({self.name, *places})]
        for rung in (mid, close, wide):
            taken = [first.step for fact in rung if (first := self.state.first(fact))]
            if not taken or min(taken) > moved.step:
                yield _defect("unrecorded_position", moved.minute)

    def _of_seal_and_label(self) -> Iterator[Defect]:
        given = [each for each in self.thing.handlings if each.what == CustodyStep.HANDED_OVER]
        for each in given:
            if not each.seal:
                yield _defect("no_seal", each.minute)
        if not given and not self.thing.seal:
            yield _defect("no_seal")
        label = self.thing.label or {}
        if not any(label.get(part, "").strip() for part in LABEL):
            yield _defect("no_label")
            return
        if any(not label.get(part, "").strip() for part in LABEL):
            yield _defect("label_incomplete")
        if self._is_mislabelled(label):
            yield _defect("label_wrong")

    def _is_mislabelled(self, label: dict[str, str]) -> bool:
        """Say whether the label bears another exhibit's number, or a time at which it was not taken."""
        number, when = label.get("number", "").strip(), label.get("when", "").strip()
        others = (thing.label or {} for name, thing in self.state.things.items() if name != self.name)
        if number and any(_same(number, other.get("number", "")) for other in others):
            return True
        taken = self._true(CustodyStep.COLLECTED)
        if not when or not taken:
            return False
        off = off_by(self.case, when, taken[0].minute)
        return off is None or off > TOLERANCE

    def _true(self, step: str) -> list[Handling]:
        return [each for each in self.thing.handlings if each.what == step]

    @cached_property
    def read(self) -> list[tuple[Entry, Handling | None]]:
        """Return each line with the true handling it is about."""
        return [(entry, self._meant(entry)) for entry in self.thing.log]

    def _meant(self, entry: Entry) -> Handling | None:
        """Return which handling a line is about: the nearest in time of its kind that had already happened."""
        past = [each for each in self._true(entry.line.get("step", "")) if each.step <= entry.step]

        def far(each: Handling) -> tuple[int, int]:
            off = off_by(self.case, entry.line.get("when", ""), each.minute)
            return (entry.minute if off is None else off, -each.step)

        return min(past, key=far, default=None)

    def _of_lines(self) -> Iterator[Defect]:
        """Find what is wrong with single lines: no name, no time, a time that cannot be, another seal."""
        for entry, meant in self.read:
            if not entry.line.get("who", "").strip():
                yield _defect("unnamed", entry.minute)
            yield from self._of_time(entry, meant)
            if meant is not None:
                yield from self._of_written_seal(entry, meant)

    def _of_time(self, entry: Entry, meant: Handling | None) -> Iterator[Defect]:
        when = entry.line.get("when", "")
        if meant is None:
            yield _defect("impossible_time", entry.minute, when=when or "–")
            return
        off = off_by(self.case, when, meant.minute)
        if off is None:
            yield _defect("no_time", entry.minute)
        elif off > TOLERANCE:
            yield _defect("impossible_time", entry.minute, when=when, true=told(self.case, meant.minute))
        if entry.minute - meant.minute > LATE:
            yield _defect("late_line", entry.minute, late=entry.minute - meant.minute)

    def _of_written_seal(self, entry: Entry, meant: Handling) -> Iterator[Defect]:
        seal = entry.line.get("seal", "").strip()
        if seal and not any(_same(seal, each) for each in self._seals_at(meant)):
            yield _defect(
                "seal_differs", entry.minute, written=seal, true=max(self._seals_at(meant), default="–")
            )
        if not seal and meant.seal and meant.what in (CustodyStep.SEALED, CustodyStep.HANDED_OVER):
            yield _defect("seal_unwritten", entry.minute)

    def _seals_at(self, meant: Handling) -> set[str]:
        """Return the seals it bore in the step of a handling: opening takes one off and may put another on."""
        beside = {each.seal for each in self.thing.handlings if each.step == meant.step}
        if meant.what == CustodyStep.OPENED:
            beside |= {each.seal for each in self.thing.handlings if each.step < meant.step}
        return beside - {""}

    def _of_missing_lines(self) -> Iterator[Defect]:
        """Find what truly happened and no line tells; a sealing is told too by a line of its moment with a number."""
        lines = [(entry.line.get("seal", ""), meant) for entry, meant in self.read if meant is not None]
        for each in self.thing.handlings:
            is_told = any(meant == each for _seal, meant in lines)
            if each.what == CustodyStep.SEALED:
                is_told |= any(seal.strip() and meant.step == each.step for seal, meant in lines)
            if is_told:
                continue
            if each.what in _OWED:
                yield _defect("no_line", each.minute, step=each.what)
            if each.what == CustodyStep.OPENED and each.who in self.case.seats:
                code = "no_line" if "noted" in each.flaws else "opened_unrecorded"
                yield _defect(code, each.minute, step=each.what)

    def _of_hand_overs(self) -> Iterator[Defect]:
        """Find where the record leaves open who held it: no receiver named, none who signed for it, or much later."""
        for entry in self.thing.log:
            if entry.line.get("step") == CustodyStep.HANDED_OVER and not entry.line.get("to", "").strip():
                yield _defect("gap", entry.minute)
        for each in self._true(CustodyStep.RECEIVED):
            given = [past for past in self._true(CustodyStep.HANDED_OVER) if past.step <= each.step]
            if each.who not in self.case.seats or not given:
                continue
            is_told = any(meant == each for _entry, meant in self.read)
            if not is_told or each.minute - given[-1].minute > GAP:
                yield _defect("gap", given[-1].minute)
