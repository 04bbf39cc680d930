"""One item of each kind in plain words, items of any size by chance, and their responses in full."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations, product
from typing import Any

from hypothesis import strategies as st

from academy.items.content import Item, letters
from academy.items.kinds import parse

from .judging import CONCORDANCE, DIFFERENTIAL, FAULTS, JUDGEMENT
from .writing import CATEGORISE, WRITTEN

SINGLE: dict[str, Any] = {
    "key": "who-first",
    "kind": "single-choice",
    "prompt": "Who goes first?",
    "choices": [
        {"text": "Nobody"},
        {"text": "Two officers", "right": True},
        {"text": "The herder"},
        {"text": "A dog"},
    ],
}
MULTIPLE: dict[str, Any] = {
    "key": "what-to-wear",
    "kind": "multiple-choice",
    "prompt": "What do you wear?",
    "choices": [
        {"text": "Gloves", "right": True},
        {"text": "Sandals"},
        {"text": "A mask", "right": True},
        {"text": "A scarf"},
    ],
}
TRUE_FALSE: dict[str, Any] = {
    "key": "wash",
    "kind": "true-false",
    "prompt": "Wash your hands.",
    "answer": True,
}
ORDERING: dict[str, Any] = {
    "key": "steps",
    "kind": "ordering",
    "prompt": "In which order?",
    "steps": ["Stop", "Look", "Call", "Wait"],
}
MATCHING: dict[str, Any] = {
    "key": "bags",
    "kind": "matching",
    "prompt": "What goes where?",
    "pairs": [{"left": "Feather", "right": "Paper bag"}, {"left": "Bait", "right": "Sealed jar"}],
    "extra": ["Pocket"],
}
NUMERIC: dict[str, Any] = {
    "key": "minutes",
    "kind": "numeric",
    "prompt": "How long?",
    "answer": 30,
    "tolerance": 2.5,
    "unit": "minutes",
}
SIMPLE = (SINGLE, MULTIPLE, TRUE_FALSE, ORDERING, MATCHING, NUMERIC)
SAMPLES = (*SIMPLE, *WRITTEN, JUDGEMENT, CONCORDANCE, DIFFERENTIAL, FAULTS)


def item(sample: dict[str, Any], **changes: Any) -> Item:
    """Read a sample, with some of its fields changed."""
    return parse({**sample, **changes})


def choices_of(rights: tuple[bool, ...]) -> list[dict[str, Any]]:
    """Write choices, right as told."""
    return [{"text": f"Choice {place}", "right": right} for place, right in enumerate(rights)]


def every_response(of: Item) -> Iterator[Any]:
    """List every complete response to an item (numbers aside), each once."""
    names = letters(len(getattr(of, "choices", getattr(of, "steps", getattr(of, "pairs", ())))))
    if of.kind == "single-choice":
        yield from names
    elif of.kind == "multiple-choice":
        for count in range(1, len(names) + 1):
            yield from ([*picks] for picks in combinations(names, count))
    elif of.kind == "true-false":
        yield from (True, False)
    elif of.kind == "ordering":
        yield from ([*order] for order in permutations(names))
    elif of.kind == "matching":
        rights = letters(len(of.rights))  # type: ignore[attr-defined]
        for chosen in product(rights, repeat=len(names)):
            yield dict(zip(names, chosen, strict=True))
    elif of.kind == "categorise":
        cards, places = letters(len(of.cards)), letters(len(of.categories))  # type: ignore[attr-defined]
        for chosen in product(places, repeat=len(cards)):
            yield dict(zip(cards, chosen, strict=True))


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Draw an item of any kind, small enough for its responses to be listed."""
    kind = draw(st.sampled_from([sample["kind"] for sample in (*SIMPLE, CATEGORISE)]))
    key = draw(st.from_regex(r"[a-z]{1,5}(-[a-z0-9]{1,3})?", fullmatch=True))
    common = {"key": key, "kind": kind, "prompt": "?", "gate": draw(st.booleans())}
    common["points"] = draw(st.sampled_from([0.5, 1, 2, 3]))
    return parse({**common, **draw(_interaction(kind))})


def _interaction(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    counts = st.integers(2, 5)
    if kind == "single-choice":
        return counts.flatmap(
            lambda n: st.integers(0, n - 1).map(lambda k: _choices(tuple(i == k for i in range(n))))
        )
    if kind == "multiple-choice":
        rights = st.lists(st.booleans(), min_size=2, max_size=5).filter(lambda flags: len(set(flags)) == 2)
        marking = st.sampled_from(["partial", "partial-unpenalised", "all-or-nothing"])
        return st.tuples(rights, marking).map(lambda pair: _choices(tuple(pair[0])) | {"marking": pair[1]})
    if kind == "true-false":
        return st.booleans().map(lambda answer: {"answer": answer})
    if kind == "ordering":
        marking = st.sampled_from(["exact", "distance"])
        return st.tuples(counts, marking).map(
            lambda pair: {"steps": [f"Step {place}" for place in range(pair[0])], "marking": pair[1]}
        )
    if kind == "matching":
        return st.tuples(st.integers(2, 3), st.integers(0, 2)).map(lambda pair: _pairs(*pair))
    if kind == "categorise":
        sizes = st.lists(st.integers(0, 2), min_size=2, max_size=3).filter(
            lambda counts: 2 <= sum(counts) <= 4
        )
        return st.tuples(sizes, st.sampled_from(["partial", "all-or-nothing"])).map(
            lambda pair: _sorted(*pair)
        )
    numbers = st.decimals(-10_000, 10_000, places=3)
    return st.tuples(numbers, st.decimals(0, 10, places=2)).map(
        lambda two: {"answer": two[0], "tolerance": two[1]}
    )


def _choices(rights: tuple[bool, ...]) -> dict[str, Any]:
    return {"choices": choices_of(rights)}


def _pairs(count: int, extra: int) -> dict[str, Any]:
    return {
        "pairs": [{"left": f"Left {place}", "right": f"Right {place}"} for place in range(count)],
        "extra": [f"Extra {place}" for place in range(extra)],
    }


def _sorted(sizes: list[int], marking: str) -> dict[str, Any]:
    categories = [
        {"text": f"Category {place}", "cards": [f"Card {place}.{card}" for card in range(size)]}
        for place, size in enumerate(sizes)
    ]
    return {"categories": categories, "marking": marking}
