"""What a record would say if it said just what is so: an expert's ``as_it_is`` written out.

Names are keys, never words: a state must not depend on the language its case is read in.
"""

from __future__ import annotations

from academy.cases.content import AS_IT_IS
from academy.cases.content.actions import Label, Line
from academy.cases.rules.hours import told
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Handling


def seal_number(turn: Turn, written: str) -> str:
    """Return the number of a seal that is put on: the next of the roll where none is typed."""
    return next_seal(turn.state.step) if written == AS_IT_IS else written


def next_seal(step: int) -> str:
    """Return a number no other seal of the case has."""
    return f"S{step:04}"


def written_label(turn: Turn, exhibit: str, label: Label) -> dict[str, str]:
    """Return a label as it is written."""
    written: dict[str, str] = label.model_dump()
    if AS_IT_IS not in written.values():
        return written
    taken = _last(turn, exhibit, "collected")
    true = {
        "number": number_of(turn, exhibit),
        "what": exhibit,
        "where": taken.where if taken else turn.place,
        "when": told(turn.case, taken.minute if taken else turn.clock),
        "who": taken.who if taken else turn.role,
    }
    return {name: true[name] if words == AS_IT_IS else words for name, words in written.items()}


def number_of(turn: Turn, exhibit: str) -> str:
    """Return the number of an exhibit: they are counted as they are taken up."""
    moment = turn.state.facts.get(f"collected:{exhibit}")
    step = moment.step if moment else turn.state.step
    collected = (fact for fact in turn.state.facts.items() if fact[0].startswith("collected:"))
    return str(sum(1 for _name, each in collected if each.step < step) + 1)


def written_line(turn: Turn, exhibit: str, line: Line) -> dict[str, str]:
    """Return a line of a custody log as it is written."""
    written: dict[str, str] = line.model_dump(mode="json")
    if AS_IT_IS not in written.values():
        return written
    thing = turn.state.things[exhibit]
    meant = _last(turn, exhibit, line.step)
    true = {
        "who": meant.who if meant else turn.role,
        "when": told(turn.case, meant.minute if meant else turn.clock),
        "where": meant.where if meant else turn.place,
        "seal": _seal(turn, exhibit, meant),
        "condition": thing.fate or "whole",
        "to": meant.where if meant else "",
    }
    return {name: true.get(name, "") if words == AS_IT_IS else words for name, words in written.items()}


def _last(turn: Turn, exhibit: str, what: str) -> Handling | None:
    handlings = reversed(turn.state.things[exhibit].handlings)
    return next((each for each in handlings if each.what == what), None)


def _seal(turn: Turn, exhibit: str, meant: Handling | None) -> str:
    """Return the seal it bore after a handling, or was given in the same step."""
    thing = turn.state.things[exhibit]
    if meant is None:
        return thing.seal
    beside = (each.seal for each in thing.handlings if each.step == meant.step and each.seal)
    return meant.seal or next(beside, "")
