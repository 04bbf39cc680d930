"""Choosing a kind for a new item: the kinds in groups, what each asks for, an example where one says more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.items.forms import KIND_NAMES


@dataclass(frozen=True)
class Offer:
    """A kind as it is offered."""

    kind: str
    name: LazyString
    sentence: LazyString
    example: LazyString | str = ""


@dataclass(frozen=True)
class Group:
    """Kinds that ask for one sort of doing."""

    title: LazyString
    offers: Sequence[Offer]


_GROUPS: Sequence[tuple[LazyString, Sequence[str]]] = (
    (_l("Choose"), ("single-choice", "multiple-choice", "true-false", "key-feature")),
    (_l("Write"), ("numeric", "short-answer", "cloze")),
    (_l("Order and sort"), ("ordering", "matching", "categorise")),
    (_l("On a picture"), ("hotspot", "labels")),
    (_l("Judge"), ("differential", "judgement", "concordance", "faults")),
    (_l("By hand"), ("essay", "upload")),
)
#: Kind → what it asks for, and an example.
_SENTENCES: Mapping[str, tuple[LazyString, LazyString | str]] = {
    "single-choice": (_l("One of several choices is right."), ""),
    "multiple-choice": (_l("Several choices are right; all of them count together, or each by itself."), ""),
    "true-false": (_l("A statement that holds or does not. Guessing is right half the time."), ""),
    "key-feature": (
        _l("A case with many options, of which a few decide it. Whoever picks too many scores nothing."),
        _l("Which three of these do you do before anything else?"),
    ),
    "numeric": (_l("A number within a tolerance, with its unit."), _l("How wide is a cordon of 50 m around the bait?")),
    "short-answer": (
        _l("A word or two. Capitals, accents and the Serbian script make no difference unless you say so."),
        _l("What is the record of who held a piece of evidence called?"),
    ),
    "cloze": (_l("A text with gaps to type in or to choose for."), _l("The carcass goes into a {{1}} with a numbered {{2}}.")),
    "ordering": (_l("Steps to bring into their order; nearly right can count in part."), ""),
    "matching": (_l("Pairs to put together; the right sides can be more than the left."), ""),
    "categorise": (_l("Cards to sort into a few categories."), _l("Which authority does each of these calls go to?")),
    "hotspot": (_l("A place on a picture to be pointed at, with a list for whoever does not see or point."), ""),
    "labels": (_l("Names to put where they belong on a picture."), ""),
    "differential": (
        _l("Signs come one by one, and before each a hypothesis with its certainty. “Cannot say yet” can be right."),
        _l("Poisoned, shot, electrocuted, or not to be said yet?"),
    ),
    "judgement": (_l("What to do, ranked and compared with how a panel of experts ranked it."), ""),
    "concordance": (
        _l("How much new information changes a hypothesis, compared with the votes of a panel."),
        _l("You think of poison. Then you learn that the crop is empty."),
    ),
    "faults": (_l("A document in which faulty lines are to be found."), _l("Which lines of this custody log are wrong?")),
    "essay": (_l("A text of some length; a person marks it by your rubric, and a second one where you ask for it."), ""),
    "upload": (_l("Files, such as a photograph or a report; a person marks them by your rubric."), ""),
}  # fmt: skip


def groups_of_kinds() -> list[Group]:
    """Return all kinds in their groups."""
    return [
        Group(title, [Offer(name, KIND_NAMES[name], *_SENTENCES[name]) for name in names])
        for title, names in _GROUPS
    ]
