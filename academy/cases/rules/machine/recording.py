"""Recording a scene: photographs, plans, measurements, notes. None of it touches anything."""

from __future__ import annotations

from academy.cases.content.actions import Measure, Note, Photograph, Sketch
from academy.cases.rules import craft
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.looking import slower
from academy.cases.rules.machine.reach import at_hand, lying, person, spot
from academy.cases.rules.machine.turn import Turn


def _minutes_to_photograph(turn: Turn, action: Photograph) -> int:
    if action.what in turn.case.exhibits:
        at_hand(turn, action.what)
    elif action.what is not None and action.what != turn.place:
        spot(turn, action.what)
    views = len(set(action.views))
    return slower(turn, craft.PHOTOGRAPH * views + craft.SCALE * action.scale)


def _photograph(turn: Turn, action: Photograph) -> None:
    what = action.what or turn.place
    turn.fact(f"photographed:{what}", *(f"photographed:{what}:{view.value}" for view in action.views))
    if action.scale:
        turn.fact(f"photographed:{what}:scale")
    turn.tell("photographed", what=what)


def _minutes_to_sketch(turn: Turn, _action: Sketch) -> int:
    return slower(turn, craft.SKETCH)


def _sketch(turn: Turn, _action: Sketch) -> None:
    turn.fact(f"sketched:{turn.place}")
    turn.tell("sketched", place=turn.place)


def _minutes_to_measure(turn: Turn, action: Measure) -> int:
    if action.what in turn.case.exhibits:
        lying(turn, action.what)
    else:
        spot(turn, action.what)
    return slower(turn, craft.MEASURE)


def _measure(turn: Turn, action: Measure) -> None:
    turn.fact(f"measured:{action.what}")
    turn.tell("measured", what=action.what)


def _minutes_to_note(turn: Turn, action: Note) -> int:
    what = action.what
    if what is None or what == turn.place or turn.knows(what):
        return craft.NOTE
    if what in turn.case.people:
        person(turn, what)
    else:
        spot(turn, what)
    return craft.NOTE


def _note(turn: Turn, action: Note) -> None:
    turn.fact("noted")
    if action.what:
        turn.fact(f"noted:{action.what}")
    turn.tell("noted")


DEEDS = {
    Photograph: Deed(_minutes_to_photograph, _photograph),
    Sketch: Deed(_minutes_to_sketch, _sketch),
    Measure: Deed(_minutes_to_measure, _measure),
    Note: Deed(_minutes_to_note, _note),
}
