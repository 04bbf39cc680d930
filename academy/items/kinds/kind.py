"""What a kind of item must be able to do, and the small values that pass between kinds and pages.

A *response* is JSON. ``None`` means unanswered, and every kind takes it everywhere. Parts of an item
(choices, steps, pairs) are named in responses by the letters of their authored order: ``a``, ``b``, ``c``….
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from pydantic import JsonValue

from academy.errors import Invalid
from academy.items.content import MOST_PARTS, Item

Response: TypeAlias = JsonValue

Item_contra = TypeVar("Item_contra", bound=Item, contravariant=True)


class BadResponse(Invalid):
    """A response that no honest form can give; or, with the reason ``not-a-number``, a slip of the pen."""

    def __init__(self, reason: str = "bad-response", *, field: str | None = None) -> None:
        super().__init__(reason, field=field)


@dataclass(frozen=True)
class Mark:
    """How right a response is: ``score`` from 0 to 1, and each part of it (None: that part is unanswered)."""

    score: float
    parts: Mapping[str, bool | None]
    #: Only a person can mark it, and nobody has yet.
    waits: bool = False

    @property
    def is_right(self) -> bool:
        """Say whether nothing at all is wrong; a gate asks for this."""
        return self.score == 1


@dataclass(frozen=True)
class Shown:
    """One part as a learner sees it: the ``letter`` its form field carries, and its text.

    ``stored`` is the letter of the authored order, which responses use. The authored order of steps and pairs
    *is* the answer key, so for these ``letter`` only tells the place on the page, and ``stored`` never leaves
    the server.
    """

    letter: str
    text: str
    stored: str = field(repr=False)


@dataclass(frozen=True)
class Gap:
    """A gap in a running text, numbered from 1: with choices it is picked from them, without any it is typed."""

    number: int
    choices: tuple[Shown, ...] = ()

    @property
    def options(self) -> list[tuple[str, str]]:
        """Its choices as (value, words) of a select field."""
        return [(choice.letter, choice.text) for choice in self.choices]


@dataclass(frozen=True)
class Spot:
    """A place on a picture: its letter, its number, and where it is in thousandths of the width and the height."""

    letter: str
    number: int
    x: int
    y: int

    @property
    def left(self) -> str:
        """How far from the left, as SVG has it."""
        return f"{self.x / 10:g}%"

    @property
    def top(self) -> str:
        """How far from the top."""
        return f"{self.y / 10:g}%"


@dataclass(frozen=True)
class Presented:
    """An item as one learner sees it, in the order of the attempt's seed and without its key."""

    key: str
    choices: tuple[Shown, ...] = ()
    lefts: tuple[Shown, ...] = ()
    rights: tuple[Shown, ...] = ()
    unit: str | None = None
    #: Which of a kind's ways of answering it asks for.
    format: str = ""
    #: What a situation is judged by: what was thought of it, and what was learnt then.
    hypothesis: str = ""
    information: str = ""
    #: The signs that were asked for, and how many there are.
    signs: tuple[str, ...] = ()
    sign_count: int = 0
    #: A document: the heads of its columns, and the cells of each line (``lefts`` names the lines).
    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    #: Places on its picture, in the order they are numbered.
    spots: tuple[Spot, ...] = ()
    #: Units a number can be given in, and whether one is only ``shown``, ``chosen`` or ``typed``.
    units: tuple[Shown, ...] = ()
    unit_is: str = "shown"
    #: A running text in pieces of clean markup, with the numbers of its gaps between them.
    running: tuple[str | int, ...] = ()
    gaps: tuple[Gap, ...] = ()
    #: How many choices may be picked, where more score nothing.
    most: int = 0

    @property
    def place_options(self) -> list[tuple[str, str]]:
        """The places its steps can take, from 1, as (value, words) of a select field."""
        return [(str(place), str(place)) for place in range(1, len(self.choices) + 1)]

    @property
    def right_options(self) -> list[tuple[str, str]]:
        """Its right sides as (value, words) of a select field."""
        return [(right.letter, right.text) for right in self.rights]

    @property
    def unit_options(self) -> list[tuple[str, str]]:
        """Its units as (value, words) of a select field."""
        return [(unit.letter, unit.text) for unit in self.units]


class Form(Protocol):
    """What a browser sent: a werkzeug MultiDict, or anything with its ``getlist``."""

    def getlist(self, key: str, /) -> list[str]:
        """Give every value sent under ``key``, none if there is none."""
        ...


@dataclass(frozen=True)
class Records:
    """A list of small parts inside a row, written one on a line: ``tape | why not``.

    The fields stand in their order, parted by ``|``; empty ones at the end are left out. A line that begins with
    ``=`` has its ``tick``. A backslash before either sign makes it a sign like others.
    """

    name: str
    fields: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    tick: str = ""


@dataclass(frozen=True)
class Rows:
    """A list of parts in a form: choices, pairs, steps."""

    name: str
    #: The fields of each row; none where a row is one text.
    fields: tuple[str, ...] = ()
    #: The field that is a tick.
    tick: str = ""
    #: Fields that are numbers, and fields whose lines (one on a line) are read as a list.
    numbers: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    records: tuple[Records, ...] = ()
    #: How many a new item begins with, and how many there can be.
    least: int = 2
    most: int = MOST_PARTS


@dataclass(frozen=True)
class Layout:
    """What a kind's form has beside what every item's has."""

    rows: tuple[Rows, ...] = ()
    #: Single fields of text; ``numbers`` may be written with a comma.
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    #: Fields that are ``true`` or ``false``.
    answers: tuple[str, ...] = ()
    #: Fields that are ticked or left out.
    ticks: tuple[str, ...] = ()
    #: Texts written one on a line, read as a list.
    lines: tuple[str, ...] = ()


class Plain:
    """What holds for most kinds: marked by rule, answered in one go, fit for a check in a lesson."""

    #: Whether a person marks it.
    is_manual = False
    #: Whether it can stand in a lesson as a check, which keeps nothing.
    is_a_check = True
    #: Whether what is shown of it depends on what was answered, as signs that come one by one.
    unfolds = False

    def may_follow(self, _item: Any, _earlier: Response, _response: Response) -> bool:
        """Let any response take the place of an earlier one."""
        return True

    def findings(self, _item: Any) -> list[str]:
        """Find nothing to warn an author of."""
        return []


class ItemKind(Protocol[Item_contra]):
    """One kind of item. Everything is pure: the same arguments give the same answer, on any machine."""

    @property
    def name(self) -> str:
        """The kind as authors write it, for example ``single-choice``.

        With underscores it names the kind's folder, and its template in ``templates/items/`` with the macros
        ``show(presented, item, response, name, disabled)`` and ``review(item, response, mark, released)``.
        """
        ...

    @property
    def content(self) -> type[Item]:
        """The model of an authored item of this kind."""
        ...

    @property
    def layout(self) -> Layout:
        """What its form has; the macro ``edit(data, name, errors)`` of its template shows it."""
        ...

    @property
    def is_manual(self) -> bool:
        """Whether a person marks it: ``mark`` then gives a mark that waits."""
        ...

    @property
    def is_a_check(self) -> bool:
        """Whether it can stand in a lesson as a check."""
        ...

    @property
    def unfolds(self) -> bool:
        """Whether ``presented`` depends on the response that is saved."""
        ...

    def presented(self, item: Item_contra, seed: int | None, response: Response = None) -> Presented:
        """Arrange ``item`` by an attempt's seed; without one, as authored where that gives nothing away.

        Where an item unfolds, ``response`` (what is saved) says how much of it is shown; the rest never leaves.
        """
        ...

    def may_follow(self, item: Item_contra, earlier: Response, response: Response) -> bool:
        """Say whether ``response`` may take the place of ``earlier``; what was committed stays committed."""
        ...

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the response to the item shown as ``presented`` with its fields called ``name``.

        None when nothing was filled in. Raises BadResponse for values the form cannot give.
        """
        ...

    def check(self, item: Item_contra, response: Response) -> None:
        """Raise BadResponse unless ``response`` is one that ``read`` could have given for ``item``."""
        ...

    def is_complete(self, item: Item_contra, response: Response) -> bool:
        """Say whether nothing is left to fill in."""
        ...

    def mark(self, item: Item_contra, response: Response) -> Mark:
        """Mark ``response``; raises BadResponse as ``check`` does."""
        ...

    def outline(self, item: Item_contra, response: Response) -> str:
        """Write ``response`` as one line of plain text for lists and CSV; empty when unanswered."""
        ...

    def key_response(self, item: Item_contra) -> Response:
        """Give the right response."""
        ...

    def guess(self, item: Item_contra) -> float:
        """Give the expected score of someone who answers at random (Moodle's random guess score)."""
        ...

    def findings(self, item: Item_contra) -> list[str]:
        """Give the codes of what its author should think over (``courses.rules.checks`` has the sentences)."""
        ...


def only_value(form: Form, name: str) -> str | None:
    """Give the one value sent under ``name``, stripped; None if empty. Raises BadResponse for several."""
    values = [stripped for value in form.getlist(name) if (stripped := value.strip())]
    if len(values) > 1:
        raise BadResponse(field=name)
    return values[0] if values else None
