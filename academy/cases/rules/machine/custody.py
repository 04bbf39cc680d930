"""Custody: seals, labels, stores, the written log, and exhibits passing from hand to hand."""

from __future__ import annotations

from academy.cases.content.actions import HandOver, Keep, Receive, Record, Relabel, Seal
from academy.cases.rules import craft
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.reach import held, known
from academy.cases.rules.machine.taking import put_seal
from academy.cases.rules.machine.truth import written_label, written_line
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Entry, Refused


def _minutes_to_seal(turn: Turn, action: Seal) -> int:
    thing = held(turn, action.exhibit)
    if thing.seal:
        raise Refused("already", exhibit=action.exhibit)
    if not thing.container:
        raise Refused("not-packed", exhibit=action.exhibit)
    return craft.SEAL


def _seal(turn: Turn, action: Seal) -> None:
    put_seal(turn, action.exhibit, action.seal)
    turn.tell("sealed", exhibit=action.exhibit, seal=turn.state.things[action.exhibit].seal)


def _minutes_to_label(turn: Turn, action: Relabel) -> int:
    held(turn, action.exhibit)
    return craft.LABEL


def _label(turn: Turn, action: Relabel) -> None:
    turn.change(action.exhibit, label=written_label(turn, action.exhibit, action.label))
    turn.fact(f"labelled:{action.exhibit}")
    turn.tell("labelled", exhibit=action.exhibit)


def _minutes_to_store(turn: Turn, action: Keep) -> int:
    if held(turn, action.exhibit).store == action.store:
        raise Refused("already", exhibit=action.exhibit)
    if action.store in craft.AT_BASE and not turn.case.places[turn.place].is_base:
        raise Refused("not-at-base")
    return craft.STORE


def _store(turn: Turn, action: Keep) -> None:
    key, store = action.exhibit, action.store.value
    turn.change(key, store=store)
    turn.fact(f"stored:{key}:{store}")
    if action.store in craft.COOLING:
        turn.fact(f"cooled:{key}")
    turn.handle(key, "stored", where=store)
    turn.tell("stored", exhibit=key, store=store)


def _minutes_to_record(turn: Turn, action: Record) -> int:
    thing = known(turn, action.exhibit)
    if thing.holder != turn.role and not any(each.who == turn.role for each in thing.handlings):
        raise Refused("not-held", exhibit=action.exhibit)
    return craft.RECORD


def _record(turn: Turn, action: Record) -> None:
    key, line = action.exhibit, action.line
    entry = Entry(written_line(turn, key, line), turn.clock, turn.state.step, turn.role)
    turn.change(key, log=(*turn.state.things[key].log, entry))
    turn.fact(f"recorded:{key}", f"recorded:{key}:{line.step.value}")
    turn.tell("recorded", exhibit=key)


def _minutes_to_hand_over(turn: Turn, action: HandOver) -> int:
    held(turn, action.exhibit)
    if action.to in turn.case.seats:
        if action.to == turn.role or turn.state.places[action.to] != turn.place:
            raise Refused("nobody-there", to=action.to)
    elif action.to not in turn.case.authorities:
        raise Refused("not-known")
    elif not is_waiting(turn, action.to):
        raise Refused("not-present", authority=action.to)
    return craft.HAND_OVER


def is_waiting(turn: Turn, authority: str) -> bool:
    """Say whether an authority is there to take something, or was asked for something."""
    requests = turn.case.requests.items()
    return turn.is_so(f"present:{authority}") or any(
        request.authority == authority and turn.is_so(f"requested:{key}") for key, request in requests
    )


def _hand_over(turn: Turn, action: HandOver) -> None:
    key = action.exhibit
    if action.to in turn.case.seats:
        turn.change(key, offered_to=action.to)
        turn.handle(key, "handed_over", *(() if action.signed else ("unsigned",)), where=action.to)
        turn.learn(key, action.to)
        turn.tell("offered", role=action.to, exhibit=key, by=turn.role)
    else:
        give(turn, key, action.to, is_signed=action.signed)
    turn.fact(f"handed:{key}", f"handed:{key}:{action.to}")
    turn.tell("handed", exhibit=key, to=action.to)


def give(turn: Turn, key: str, to: str, *, is_signed: bool) -> None:
    """Let an authority take an exhibit over."""
    turn.change(key, holder=to, store="", offered_to="")
    turn.handle(key, "handed_over", *(() if is_signed else ("unsigned",)), where=to)


def _minutes_to_receive(turn: Turn, action: Receive) -> int:
    thing = known(turn, action.exhibit)
    if thing.offered_to != turn.role:
        raise Refused("not-offered", exhibit=action.exhibit)
    given = next(each.minute for each in reversed(thing.handlings) if each.what == "handed_over")
    return craft.RECEIVE + max(0, given - turn.clock)


def _receive(turn: Turn, action: Receive) -> None:
    key = action.exhibit
    giver = turn.state.things[key].holder
    turn.change(key, holder=turn.role, store="", offered_to="")
    turn.handle(key, "received", *(() if action.checked else ("unchecked",)), where=turn.place)
    turn.fact(f"received:{key}")
    turn.tell("received", exhibit=key)
    turn.tell("taken-over", role=giver, exhibit=key, by=turn.role)


DEEDS = {
    Seal: Deed(_minutes_to_seal, _seal),
    Relabel: Deed(_minutes_to_label, _label),
    Keep: Deed(_minutes_to_store, _store),
    Record: Deed(_minutes_to_record, _record),
    HandOver: Deed(_minutes_to_hand_over, _hand_over),
    Receive: Deed(_minutes_to_receive, _receive),
}
