"""What a cohort made of a board, for its trainer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from flask import render_template

from academy.actor import Role
from academy.courses.queries import reading
from academy.learning import queries as learning
from academy.linkage.content import Incident, LinkageContent
from academy.linkage.queries import HandedIn, handed_in
from academy.linkage.rules import Argument, Links, Sorting, judge
from academy.linkage.views.blueprint import blueprint
from academy.linkage.views.sitting import WORDS, board_of
from academy.web.access import actor, allow
from academy.web.locale import content_locale

#: How many links are named that most got wrong.
PITFALLS = 8


@dataclass(frozen=True)
class OfPerson:
    """One learner: her first board, which nobody had explained to her yet, and her latest."""

    first: HandedIn
    latest: HandedIn
    attempts: int
    #: Of her first board.
    links: Links
    #: Of her first board: letter → numbers of its incidents, and what she said of it.
    series: Mapping[str, tuple[list[int], Argument]]


@dataclass(frozen=True)
class Pitfall:
    """A link that many got wrong: its two incidents with their numbers."""

    one: tuple[int, Incident]
    other: tuple[int, Incident]
    is_false: bool
    people: int


@blueprint.get("/cohorts/<uuid:cohort_id>/boards/<slug:activity>")
@allow(Role.TRAINER)
def cohort(cohort_id: UUID, activity: str) -> str:
    """Show a trainer what her cohort made of a board, people by call-sign."""
    found = learning.cohort_for(actor(), cohort_id)
    board = board_of(reading(edition_id=found.edition_id, locale=content_locale(actor())), activity)
    rows = [each for each in handed_in(cohort_id, activity) if each.edition_id == found.edition_id]
    people = [_person(board, list(own)) for _who, own in groupby(rows, key=lambda each: each.call_sign)]
    return render_template(
        "linkage/cohort.html", cohort=found, activity=activity, board=board, people=people,
        pitfalls=_pitfalls(board, people), features={each.key: each for each in board.features}, **WORDS,
    )  # fmt: skip


def _person(board: LinkageContent, own: Sequence[HandedIn]) -> OfPerson:
    first = own[0]
    arguments = {
        letter: Argument(tuple(each["links"]), each["sentence"], each["certainty"])
        for letter, each in first.arguments.items()
    }
    sorting = Sorting(first.places, {}, arguments)
    numbers = {each.key: number for number, each in enumerate(board.incidents, start=1)}
    series = {
        letter: ([numbers[key] for key in members], arguments.get(letter, Argument()))
        for letter, members in sorting.series(board).items()
    }
    return OfPerson(first, own[-1], len(own), judge(board, sorting).links, series)


def _pitfalls(board: LinkageContent, people: Sequence[OfPerson]) -> list[Pitfall]:
    numbers = {each.key: (number, each) for number, each in enumerate(board.incidents, start=1)}
    counted = Counter((pair, True) for each in people for pair in each.links.false)
    counted.update((pair, False) for each in people for pair in each.links.missed)
    return [
        Pitfall(numbers[pair[0]], numbers[pair[1]], is_false, count)
        for (pair, is_false), count in counted.most_common(PITFALLS)
    ]
