"""What a regrade makes of a response that was marked before."""

from __future__ import annotations

from dataclasses import replace

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse, Presented, Response
from academy.quizzes.rules.adjusting import FULL_CREDIT, NONE, Adjustment, adjusted


def reads_alike(asked: Item, anew: Item) -> bool:
    """Say whether a response to one item means the same to the other: only what is right may differ.

    Responses name parts by letters; where these stand for other words, or where their order is the key, the new key
    cannot speak of old responses.
    """
    if asked.kind != anew.kind:
        return False
    kind = kind_named(asked.kind)
    return _parts(kind.presented(asked, None)) == _parts(kind.presented(anew, None))


def regraded(asked: Item, response: Response, adjustment: Adjustment) -> float | None:
    """Return what a response scores under a regrade; None where the regrade does not touch it.

    That is where it was only recorded, and where the new key cannot speak of the response: the item was asked otherwise.
    """
    if adjustment.policy == NONE:
        return None
    if adjustment.policy != FULL_CREDIT and not _speaks_of(adjustment.item, asked, response):
        return None
    mark = adjusted(asked, response, adjustment)
    return None if mark.waits else mark.score


def _speaks_of(anew: Item | None, asked: Item, response: Response) -> bool:
    if anew is None or not reads_alike(asked, anew):
        return False
    try:
        kind_named(anew.kind).check(anew, response)
    except BadResponse:
        return False
    return True


def _parts(presented: Presented) -> tuple[object, ...]:
    """Return what a learner was shown, whatever order its parts stood in."""
    lists = (presented.choices, presented.lefts, presented.rights, presented.units)
    rest = replace(presented, key="", choices=(), lefts=(), rights=(), units=())
    return (rest, *({(each.stored, each.text) for each in parts} for parts in lists))
