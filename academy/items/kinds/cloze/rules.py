"""Cloze. Response: what each gap was given, ``{"1": "paper", "2": "b"}``: typed words, or the letter of a choice."""

from __future__ import annotations

from math import fsum

from academy.items.content import letters
from academy.items.kinds.cloze.content import Cloze, ClozeGap
from academy.items.kinds.kind import (
    BadResponse,
    Form,
    Gap,
    Layout,
    Mark,
    Plain,
    Presented,
    Records,
    Response,
    Rows,
    only_value,
)
from academy.items.kinds.order import lettered, relettered, shuffled
from academy.items.kinds.typed import as_typed, is_typed, read_typed

_GAPS = Rows(
    "gaps",
    ("answers", "choices", "points"),
    numbers=("points",),
    records=(
        Records("answers", ("text", "score", "feedback"), numbers=("score",)),
        Records("choices", ("text", "feedback"), tick="right"),
    ),
    least=1,
    most=20,
)


class ClozeKind(Plain):
    """The score is the sum of what each gap is given, weighted by the gaps' points."""

    name = "cloze"
    content = Cloze
    layout = Layout(
        words=("text",), ticks=("wildcards", "case_sensitive", "strict_diacritics"), rows=(_GAPS,)
    )

    def presented(self, item: Cloze, seed: int | None, response: Response = None) -> Presented:
        """Part the text at its gaps, and shuffle each gap's choices unless they keep their order."""
        gaps = (_gap(item, number, seed) for number in range(1, len(item.gaps) + 1))
        return Presented(item.key, running=item.running, gaps=tuple(gaps))

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a field ``<name>.<number>`` for each gap."""
        given: dict[str, Response] = {}
        for gap in presented.gaps:
            field = f"{name}.{gap.number}"
            value = _picked(gap, form, field) if gap.choices else read_typed(form, field)
            if value is not None:
                given[str(gap.number)] = value
        return given or None

    def check(self, item: Cloze, response: Response) -> None:
        """Refuse all but gaps with what can stand in them."""
        _given(item, response)

    def is_complete(self, item: Cloze, response: Response) -> bool:
        """Say whether no gap is left."""
        return len(_given(item, response)) == len(item.gaps)

    def mark(self, item: Cloze, response: Response) -> Mark:
        """Mark each gap, under its number."""
        given = _given(item, response)
        scores = {number: _score(item, int(number), given[number]) for number in given}
        numbers = [str(number) for number in range(1, len(item.gaps) + 1)]
        parts = {number: scores[number] == 1 if number in scores else None for number in numbers}
        if all(parts.values()):
            return Mark(1.0, parts)
        earned = fsum(item.gaps[int(number) - 1].points * score for number, score in scores.items())
        return Mark(earned / _points(item), parts)

    def outline(self, item: Cloze, response: Response) -> str:
        """Write what each gap was given."""
        given = _given(item, response)
        return "; ".join(
            f"{number}. {item.words_of(int(number), given[number])}" for number in sorted(given, key=int)
        )

    def key_response(self, item: Cloze) -> Response:
        """Give each gap what is right in it."""
        return {
            str(number): as_typed(item.model(number)) if gap.answers else _right(gap)
            for number, gap in enumerate(item.gaps, start=1)
        }

    def guess(self, item: Cloze) -> float:
        """One in n for a gap with n choices, nothing for one to type, weighted by their points."""
        gained = fsum(gap.points / len(gap.choices) for gap in item.gaps if gap.choices)
        return gained / _points(item)


def _gap(item: Cloze, number: int, seed: int | None) -> Gap:
    choices = lettered([choice.text for choice in item.gaps[number - 1].choices])
    if not item.keep_order:
        choices = shuffled(choices, seed=seed, key=f"{item.key}.{number}")
    return Gap(number, relettered(choices))


def _picked(gap: Gap, form: Form, field: str) -> str | None:
    value = only_value(form, field)
    stored = {choice.letter: choice.stored for choice in gap.choices}
    if value is not None and value not in stored:
        raise BadResponse(field=field)
    return None if value is None else stored[value]


def _points(item: Cloze) -> float:
    return fsum(gap.points for gap in item.gaps)


def _score(item: Cloze, number: int, value: str) -> float:
    gap = item.gaps[number - 1]
    if gap.choices:
        return float(value == _right(gap))
    found = item.taken_by(number, value)
    return found.score if found else 0.0


def _right(gap: ClozeGap) -> str:
    named = zip(letters(len(gap.choices)), gap.choices, strict=True)
    return next(letter for letter, choice in named if choice.right)


def _given(item: Cloze, response: Response) -> dict[str, str]:
    if response is None:
        return {}
    gaps = {str(number): gap for number, gap in enumerate(item.gaps, start=1)}
    if not isinstance(response, dict) or not response:
        raise BadResponse(field=item.key)
    given: dict[str, str] = {}
    for number, value in response.items():
        if number not in gaps or not isinstance(value, str) or not _can_stand(gaps[number], value):
            raise BadResponse(field=item.key)
        given[number] = value
    return given


def _can_stand(gap: ClozeGap, value: str) -> bool:
    return value in letters(len(gap.choices)) if gap.choices else is_typed(value)
