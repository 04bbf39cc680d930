"""Situational judgement.

Response: the letters in the learner's order, ``["c", "a", "b"]``, or the places of an unfinished one
(``kinds.places``). Best and worst: ``{"best": "a", "worst": "c"}``; one of them may be missing.

Authors like to write the best first, so options are shuffled and named by their place on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from academy.items.content import letters
from academy.items.kinds.judgement.content import Judgement
from academy.items.kinds.kind import (
    BadResponse,
    Form,
    Layout,
    Mark,
    Plain,
    Presented,
    Response,
    Rows,
    only_value,
)
from academy.items.kinds.order import lettered, relettered, shuffled
from academy.items.kinds.places import in_words, is_order, own_places, places_in, read_places

#: Below this a panel's ranks and votes say little (script concordance asks for ten to fifteen people).
SMALL_PANEL = 10
_ENDS = ("best", "worst")


class JudgementKind(Plain):
    """Ranked: the largest sum of |rank - the panel's mean rank| less one's own, over what there is to gain.

    That is the maximum minus the summed rank distances, brought to 0–1. The panel's own order comes nearest to
    its mean ranks and its reverse farthest (the rearrangement inequality), also where a mean is no whole number;
    so the panel's order scores 1, its reverse 0, and to swap two options the panel held nearly equal costs little.

    Best and worst: half for each; of options the panel held equal each is as good.
    """

    name = "judgement"
    content = Judgement
    layout = Layout(rows=(Rows("options", ("text", "ranks", "feedback"), least=4),), words=("format",))

    def presented(self, item: Judgement, seed: int | None, response: Response = None) -> Presented:
        """Shuffle the options, with a seed or without, unless they are to keep their order."""
        options = lettered([option.text for option in item.options])
        ordered = options if item.keep_order else shuffled(options, seed=seed, key=item.key)
        return Presented(item.key, choices=relettered(ordered), format=item.format)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a place for each option, or the fields ``<name>.best`` and ``<name>.worst``."""
        if presented.format == "rank":
            return read_places(presented, form, name)
        stored = {choice.letter: choice.stored for choice in presented.choices}
        picks: dict[str, Response] = {}
        for end in _ENDS:
            value = only_value(form, f"{name}.{end}")
            if value is not None and value not in stored:
                raise BadResponse(field=name)
            if value is not None:
                picks[end] = stored[value]
        return picks or None

    def check(self, item: Judgement, response: Response) -> None:
        """Refuse all but an order, an unfinished one, or picks, as the item asks."""
        if item.format == "rank":
            _places(item, response)
        else:
            _picks(item, response)

    def is_complete(self, item: Judgement, response: Response) -> bool:
        """Say whether every option has its place, or two different ones are picked."""
        if item.format == "rank":
            return is_order(_places(item, response), len(item.options))
        return len(set(_picks(item, response).values())) == len(_ENDS)

    def mark(self, item: Judgement, response: Response) -> Mark:
        """Mark ranks by their distance to the panel's, picks by halves; what is given twice counts for nothing."""
        return _mark_places(item, response) if item.format == "rank" else _mark_picks(item, response)

    def outline(self, item: Judgement, response: Response) -> str:
        """Write the options by their places, or the two picks: + the best, − the worst."""
        texts = item.texts_by_letter
        if item.format == "rank":
            return in_words(_places(item, response), texts)
        picks = _picks(item, response)
        signs = {"best": "+", "worst": "−"}
        return "; ".join(f"{sign} {texts[picks[end]]}" for end, sign in signs.items() if end in picks)

    def key_response(self, item: Judgement) -> Response:
        """Give the panel's order, or its two ends."""
        order = [*item.options_by_letter]
        return [*order] if item.format == "rank" else {"best": order[0], "worst": order[-1]}

    def guess(self, item: Judgement) -> float:
        """Expect every order, or every pair of different picks, to be as likely as any other.

        Ranked: each option stands at each place in as many orders, so its expected distance is the mean of its
        distances. Picks: each half is right for as many options as the panel held equally best, or worst.
        """
        means, count = list(item.means.values()), len(item.options)
        if item.format == "best-worst":
            return float(Fraction(means.count(min(means)) + means.count(max(means)), 2 * count))
        expected = sum(abs(place - mean) for mean in means for place in range(1, count + 1)) / count
        least, most = _least_and_most(means)
        return float((most - expected) / (most - least))

    def findings(self, item: Judgement) -> list[str]:
        """Warn of a panel too small to trust."""
        return ["small-panel"] if item.panel < SMALL_PANEL else []


def _least_and_most(means: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the smallest and the largest sum of distances that an order can have."""
    ordered = sorted(means)
    least = sum((abs(place - mean) for place, mean in enumerate(ordered, start=1)), Fraction())
    most = sum((abs(place - mean) for place, mean in enumerate(reversed(ordered), start=1)), Fraction())
    return least, most


def _distance(place: int | None, mean: Fraction, count: int) -> Fraction:
    return max(mean - 1, count - mean) if place is None else abs(place - mean)


def _has_its_place(place: int, means: Sequence[Fraction], mean: Fraction) -> bool:
    """Say whether a place is the panel's; options it held equal share the places they take."""
    before = sum(each < mean for each in means)
    return before < place <= before + means.count(mean)


def _mark_places(item: Judgement, response: Response) -> Mark:
    own, means = own_places(_places(item, response)), item.means
    panel = list(means.values())
    parts = {
        letter: _has_its_place(own[letter], panel, mean) if letter in own else None
        for letter, mean in means.items()
    }
    off = sum(_distance(own.get(letter), mean, len(panel)) for letter, mean in means.items())
    least, most = _least_and_most(panel)
    return Mark(max(0.0, float((most - off) / (most - least))), parts)


def _mark_picks(item: Judgement, response: Response) -> Mark:
    picks, means = _picks(item, response), item.means
    ends = {"best": min(means.values()), "worst": max(means.values())}
    parts: dict[str, bool | None] = dict.fromkeys(_ENDS)
    if len(set(picks.values())) == len(picks):
        parts |= {end: means[letter] == ends[end] for end, letter in picks.items()}
    return Mark(sum(part is True for part in parts.values()) / len(_ENDS), parts)


def _places(item: Judgement, response: Response) -> dict[str, int]:
    return places_in(response, letters(len(item.options)), field=item.key)


def _picks(item: Judgement, response: Response) -> dict[str, str]:
    if response is None:
        return {}
    names = letters(len(item.options))
    if not isinstance(response, dict) or not response:
        raise BadResponse(field=item.key)
    picks: dict[str, str] = {}
    for end, letter in response.items():
        if end not in _ENDS or not isinstance(letter, str) or letter not in names:
            raise BadResponse(field=item.key)
        picks[end] = letter
    return picks
