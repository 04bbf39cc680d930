"""One attempt at a board as its pages see it, and what they call its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from academy.courses.queries import Reading, reading
from academy.errors import NotFound
from academy.learning import queries
from academy.learning.forms.envelope import mark_of
from academy.learning.models import OPEN_STATES, Attempt
from academy.learning.queries import Saved
from academy.learning.rules import Current, fold, given
from academy.linkage.content import LETTERS, Feature, Incident, LinkageContent, Sort
from academy.linkage.forms import Part, parts_of
from academy.linkage.rules import ALONE, OPEN, Sorting, sorting_of
from academy.web.access import actor
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Sitting:
    """An open or closed attempt with its board, in the learner's language."""

    attempt: Attempt
    reading: Reading
    board: LinkageContent

    @cached_property
    def saved(self) -> Saved:
        """What the server holds."""
        return queries.saved(self.attempt.id)

    @cached_property
    def currents(self) -> dict[str, Current]:
        """What counts at each item that something was saved at."""
        return fold(self.saved.answers)

    @cached_property
    def sorting(self) -> Sorting:
        """The board as it is now."""
        certainties = {item: each.certainty for item, each in self.currents.items()}
        return sorting_of(self.board, given(self.currents), certainties)

    @property
    def is_open(self) -> bool:
        """Whether it was not handed in yet."""
        return self.attempt.state in OPEN_STATES

    @property
    def numbered(self) -> list[tuple[int, Incident]]:
        """The incidents with their numbers."""
        return list(enumerate(self.board.incidents, start=1))

    @property
    def features(self) -> list[tuple[int, Feature]]:
        """The features with their numbers."""
        return list(enumerate(self.board.features, start=1))

    @property
    def series(self) -> dict[str, list[tuple[int, Incident]]]:
        """Letter → the numbered incidents of each series she has made."""
        return {
            letter: [each for each in self.numbered if each[1].key in members]
            for letter, members in self.sorting.series(self.board).items()
        }

    def features_of(self, members: Sequence[tuple[int, Incident]]) -> list[tuple[int, Feature, list[int]]]:
        """Return the features of some incidents: (number, feature, numbers of the incidents that have it)."""
        found = (
            (number, feature, [place for place, each in members if feature.key in each.features])
            for number, feature in self.features
        )
        return [each for each in found if each[2]]

    def picture(self, incident: Incident) -> str | None:
        """Return the address of an incident's picture."""
        pictures: dict[str, str] = self.reading.extras.get(self.attempt.activity) or {}
        return pictures.get(incident.key)

    def mark(self, part: Part) -> str:
        """Return what a page carries to tell whether a part was changed on it at all."""
        current = self.currents.get(part.item)
        return mark_of(current.response if current else None, current.certainty if current else None)

    def marks(self, *kinds: str) -> dict[str, str]:
        """Return the hidden fields of the marks of all parts whose names begin so."""
        return {
            f"was-{part.name}": self.mark(part)
            for part in parts_of(self.board)
            if part.name.partition("-")[0] in kinds
        }


def sitting_of(attempt_id: UUID, *, is_saving: bool = False) -> Sitting:
    """Return one of the actor's own attempts at a board. Raises NotFound."""
    attempt = queries.own_attempt(actor(), attempt_id, is_saving=is_saving)
    read = (
        reading(edition_id=attempt.edition_id, locale=attempt.locale, digest=attempt.rendition_digest)
        if is_saving
        else reading(edition_id=attempt.edition_id, locale=content_locale(actor()))
    )
    return Sitting(attempt, read, board_of(read, attempt.activity))


def board_of(read: Reading, activity: str) -> LinkageContent:
    """Return a board of an edition. Raises NotFound."""
    found = read.course.activity(activity)
    if found is None or not isinstance(found[1].content, LinkageContent):
        raise NotFound()
    return found[1].content


def place_words(place: Any) -> str:
    """Say where an incident was put."""
    if place in LETTERS and place:
        return str(_("Series %(letter)s", letter=place))
    return {ALONE: str(_("Stands alone")), OPEN: str(_("Cannot say yet"))}.get(place, str(_("Not sorted")))


def sort_words(sort: Any) -> str:
    """Say what a feature was called."""
    words = {
        Sort.WAY_OF_WORKING.value: str(_("Way of working")),
        Sort.SIGNATURE.value: str(_("Signature")),
        Sort.CIRCUMSTANCE.value: str(_("Circumstance")),
    }
    return words.get(sort, str(_("Not sorted")))


def certainty_words(certainty: int | None) -> str:
    """Say how sure somebody was."""
    words = {1: _("Not sure"), 2: _("Fairly sure"), 3: _("Very sure")}
    return str(words[certainty]) if certainty in words else ""


#: What every page of a board calls its parts with.
WORDS = {"place_words": place_words, "sort_words": sort_words, "certainty_words": certainty_words}
