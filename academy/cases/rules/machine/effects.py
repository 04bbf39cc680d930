"""What authors let happen, done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from academy.cases.content.effects import Change, change
from academy.cases.rules.craft import LASTING
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Handling

_taken_apart: Callable[[str], Change] = cache(change)


def bring_about(turn: Turn, effects: Sequence[str]) -> None:
    """Let each effect happen, in their order."""
    for text in effects:
        effect = _taken_apart(text)
        _VERBS[effect.verb](turn, *effect.args)


def _set(turn: Turn, fact: str) -> None:
    turn.fact(fact)


def _unset(turn: Turn, fact: str) -> None:
    """Take an author's own fact back; what the machine found to be so stays so."""
    if fact not in LASTING:
        turn.state.facts.pop(fact, None)


def _add(turn: Turn, counter: str, number: str) -> None:
    turn.state.counters[counter] = turn.state.counters.get(counter, 0) + int(number)


def _reveal(turn: Turn, exhibit: str) -> None:
    turn.change(exhibit, is_revealed=True)


def lose(turn: Turn, exhibit: str) -> None:
    """Let an exhibit be gone, unless somebody has taken it up."""
    thing = turn.state.things[exhibit]
    if thing.holder or thing.fate == "lost":
        return
    turn.change(exhibit, fate="lost")
    turn.fact(f"lost:{exhibit}")
    turn.is_stirred = True


def spoil(turn: Turn, exhibit: str) -> None:
    """Let an exhibit be no longer what it was, unless it is with those who know how to keep it."""
    thing = turn.state.things[exhibit]
    if thing.fate or (thing.holder and thing.holder not in turn.case.seats):
        return
    turn.change(exhibit, fate="spoilt")
    turn.fact(f"decayed:{exhibit}")


def _disturb(turn: Turn, place: str) -> None:
    turn.fact(f"disturbed:{place}")


def _move(turn: Turn, exhibit: str, place: str) -> None:
    thing = turn.state.things[exhibit]
    if thing.holder or thing.fate == "lost":
        return
    done = Handling("moved", turn.state.minute, turn.state.step, "", place)
    turn.change(exhibit, place=place, handlings=(*thing.handlings, done))
    turn.is_stirred = True


_VERBS: dict[str, Callable[..., None]] = {
    "set": _set,
    "unset": _unset,
    "add": _add,
    "reveal": _reveal,
    "lose": lose,
    "spoil": spoil,
    "disturb": _disturb,
    "move": _move,
}
