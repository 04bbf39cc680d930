"""What single and multiple choice share: showing choices, reading picks, saying which picks are right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from academy.items.content import Choice, letters
from academy.items.kinds.kind import BadResponse, Form, Presented
from academy.items.kinds.order import lettered, shuffled


def presented_choices(choices: Sequence[Choice], *, seed: int | None, key: str) -> Presented:
    """Show the texts of ``choices``; their authored letters say nothing of which is right."""
    shown = lettered([choice.text for choice in choices])
    return Presented(key, choices=tuple(shown if seed is None else shuffled(shown, seed=seed, key=key)))


def read_picks(presented: Presented, form: Form, name: str) -> list[str]:
    """Give the picked letters in order, each once; raises BadResponse for one that was not on offer."""
    picks = sorted({value for value in form.getlist(name) if value})
    if not {choice.stored for choice in presented.choices}.issuperset(picks):
        raise BadResponse(field=name)
    return picks


def right_letters(choices: Sequence[Choice]) -> list[str]:
    """Give the letters of the right choices."""
    return [letter for letter, choice in zip(letters(len(choices)), choices, strict=True) if choice.right]


def parts_of_picks(choices: Sequence[Choice], picks: Collection[str]) -> dict[str, bool | None]:
    """Say of each choice whether picking it was right; None where it was not picked."""
    named = zip(letters(len(choices)), choices, strict=True)
    return {letter: choice.right if letter in picks else None for letter, choice in named}


def texts_of_picks(choices: Sequence[Choice], picks: Iterable[str]) -> str:
    """Write the texts of the picked choices on one line."""
    texts = dict(zip(letters(len(choices)), choices, strict=True))
    return "; ".join(str(texts[letter].text) for letter in picks)


def choice_data(text: str, feedback: str, *, right: bool) -> dict[str, Any]:
    """Return a choice as plain data, as files bring it."""
    data: dict[str, Any] = {"text": text}
    if right:
        data["right"] = True
    if feedback:
        data["feedback"] = feedback
    return data
