"""What an officer can do in a case: one document for each kind of action, as a page sends it and the log keeps it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, TypeAdapter

from academy.cases.content.keys import (
    OFFICER,
    ClockTime,
    Container,
    CustodyStep,
    Gear,
    Key,
    Opening,
    Pattern,
    Store,
    Tool,
    View,
)
from academy.courses.content import Document

#: What an officer types into a record.
Written = Annotated[str, Field(max_length=600)]
#: In an expert path: the time, the seal, or the words that the scene itself gives. Pages never send it.
AS_IT_IS = "as_it_is"


class Deed(Document):
    """What all actions have: who does it. Pages do not send it; the server knows whose seat it is."""

    role: Key = OFFICER


class PowerUse(Document):
    """The power a search, a seizure or an interview rests on, as the officer names it."""

    power: Key | None = None
    #: An authority that is there and exercises it, where it is not one's own.
    by: Key | None = None
    witnesses: int = Field(default=0, ge=0, le=9)
    #: Whether the person was told her rights.
    caution: bool = False
    #: Whether a record of it is written.
    record: bool = False


class Label(Document):
    """What stands on a label. In an expert path each may be ``as_it_is``."""

    number: Annotated[str, Field(max_length=20)] = ""
    what: Annotated[str, Field(max_length=120)] = ""
    where: Annotated[str, Field(max_length=120)] = ""
    when: Annotated[str, Field(max_length=20)] = ""
    who: Annotated[str, Field(max_length=60)] = ""


class Line(Document):
    """One line of a custody log, as the officer writes it."""

    step: CustodyStep
    who: Annotated[str, Field(max_length=60)] = ""
    when: Annotated[str, Field(max_length=20)] = ""
    where: Annotated[str, Field(max_length=120)] = ""
    seal: Annotated[str, Field(max_length=20)] = ""
    condition: Annotated[str, Field(max_length=200)] = ""
    #: For a hand-over: to whom.
    to: Annotated[str, Field(max_length=60)] = ""


class Move(Deed):
    """Go to another place."""

    do: Literal["move"] = "move"
    to: Key


class Observe(Deed):
    """Look at the place (no ``what``), an exhibit, a spot or a person; ``near`` goes close without touching."""

    do: Literal["observe"] = "observe"
    what: Key | None = None
    near: bool = False


class Wear(Deed):
    """Put protective gear on. What is worn already is changed for fresh."""

    do: Literal["wear"] = "wear"
    gear: list[Gear] = Field(min_length=1, max_length=5)


class TakeOff(Deed):
    """Take protective gear off."""

    do: Literal["take_off"] = "take_off"
    gear: list[Gear] = Field(min_length=1, max_length=5)


class Cordon(Deed):
    """Close off the place one is at: ``wide`` with an outer line, ``log`` with a list of who comes and goes."""

    do: Literal["cordon"] = "cordon"
    wide: bool = False
    log: bool = False


class Photograph(Deed):
    """Photograph an exhibit, or the place (no ``what``)."""

    do: Literal["photograph"] = "photograph"
    what: Key | None = None
    views: list[View] = Field(min_length=1, max_length=3)
    scale: bool = False


class Sketch(Deed):
    """Draw a plan of the place one is at."""

    do: Literal["sketch"] = "sketch"


class Measure(Deed):
    """Measure an exhibit where it lies."""

    do: Literal["measure"] = "measure"
    what: Key


class Note(Deed):
    """Write a note, about an exhibit, a person or the place."""

    do: Literal["note"] = "note"
    what: Key | None = None
    text: Written = ""


class Search(Deed):
    """Search the place one is at."""

    do: Literal["search"] = "search"
    pattern: Pattern
    #: How many people search, oneself included.
    team: int = Field(default=1, ge=1, le=12)
    power: PowerUse = PowerUse()


class Collect(Deed):
    """Take an exhibit up, pack it, seal it and label it: what is left out is not done."""

    do: Literal["collect"] = "collect"
    exhibit: Key
    tool: Tool = Tool.HAND
    container: Container | None = None
    #: The number of the seal that is put on; empty for none.
    seal: Annotated[str, Field(max_length=20)] = ""
    label: Label | None = None
    power: PowerUse = PowerUse()


class Seal(Deed):
    """Put a seal on an exhibit that has none."""

    do: Literal["seal"] = "seal"
    exhibit: Key
    seal: Annotated[str, Field(min_length=1, max_length=20)]


class Relabel(Deed):
    """Label an exhibit, or label it anew."""

    do: Literal["label"] = "label"
    exhibit: Key
    label: Label


class Repack(Deed):
    """Open an exhibit and pack it anew, or only look into it (no container)."""

    do: Literal["open"] = "open"
    exhibit: Key
    container: Container | None = None
    #: Why, for the record.
    note: Written = ""


class Duplicate(Deed):
    """Part a sample, seal both halves and leave the defence its own."""

    do: Literal["duplicate"] = "duplicate"
    exhibit: Key


class Keep(Deed):
    """Put an exhibit that one holds somewhere."""

    do: Literal["store"] = "store"
    exhibit: Key
    store: Store


class Record(Deed):
    """Write a line of an exhibit's custody log."""

    do: Literal["record"] = "record"
    exhibit: Key
    line: Line


class HandOver(Deed):
    """Hand an exhibit over: to another role, to an authority that is there, or with a request to who answers it."""

    do: Literal["hand_over"] = "hand_over"
    exhibit: Key
    to: Key
    #: Whether both looked at the seal and signed.
    signed: bool = False


class Receive(Deed):
    """Take over what another role hands over."""

    do: Literal["receive"] = "receive"
    exhibit: Key
    #: Whether the seal was looked at.
    checked: bool = False


class Notify(Deed):
    """Call an authority."""

    do: Literal["notify"] = "notify"
    authority: Key


class Ask(Deed):
    """Make a request, with the exhibits that go along."""

    do: Literal["request"] = "request"
    request: Key
    exhibits: list[Key] = Field(default=[], max_length=30)


class Read(Deed):
    """Open the answer to a request that has come."""

    do: Literal["read"] = "read"
    request: Key


class Tell(Deed):
    """Let another role know an answer, or an exhibit one has seen."""

    do: Literal["tell"] = "tell"
    to: Key
    what: Key


class Interview(Deed):
    """Ask a person about something, in one of three ways."""

    do: Literal["interview"] = "interview"
    person: Key
    topic: Key
    opening: Opening
    power: PowerUse = PowerUse()


class Hypothesise(Deed):
    """Commit to how likely each cause is: 0 ruled out, 1 unlikely, 2 possible, 3 likely; or say that it cannot be said."""

    do: Literal["hypothesise"] = "hypothesise"
    causes: dict[Key, Annotated[int, Field(ge=0, le=3)]] = Field(default={}, max_length=12)
    cannot_say: bool = False


class Decide(Deed):
    """Choose an option of a decision."""

    do: Literal["decide"] = "decide"
    decision: Key
    option: Key


class Wait(Deed):
    """Let time pass: minutes, or until the next answer or arrival."""

    do: Literal["wait"] = "wait"
    minutes: int | None = Field(default=None, ge=5, le=240)


class Conclude(Deed):
    """Close the case and send the file: what happened, who, which charge, and what it rests on."""

    do: Literal["conclude"] = "conclude"
    cause: Key
    charge: Key | None = None
    suspect: Key | None = None
    #: The exhibits of the file.
    file: list[Key] = Field(default=[], max_length=40)
    #: Element of the offence → exhibits, requests and persons (``request``, ``person`` keys) it is said to rest on.
    cites: dict[Key, list[Key]] = Field(default={}, max_length=12)


Action = Annotated[
    Move | Observe | Wear | TakeOff | Cordon | Photograph | Sketch | Measure | Note | Search | Collect | Seal | Relabel
    | Repack | Duplicate | Keep | Record | HandOver | Receive | Notify | Ask | Read | Tell | Interview | Hypothesise
    | Decide | Wait | Conclude,
    Field(discriminator="do"),
]  # fmt: skip
_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
#: The document of each kind of action, by its word.
SHAPES: dict[str, type[Deed]] = {
    shape.model_fields["do"].default: shape for shape in get_args(get_args(Action)[0])
}


def action_of(plain: Any) -> Action:
    """Read an action from its plain form. Raises pydantic.ValidationError."""
    return _ACTION.validate_python(plain)


def plain(action: Action) -> dict[str, Any]:
    """Return the plain form of an action, as the log keeps it: what is as usual is left out."""
    return {"do": action.do, **action.model_dump(mode="json", exclude_defaults=True)}


__all__ = ["AS_IT_IS", "Action", "ClockTime", "action_of", "plain"]
