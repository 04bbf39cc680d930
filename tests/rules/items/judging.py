"""A sample of each kind that asks for judgement, items of them by chance, and their complete responses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations, product
from typing import Any

from hypothesis import strategies as st

from academy.items.content import letters

JUDGEMENT: dict[str, Any] = {
    "key": "colleague",
    "kind": "judgement",
    "prompt": "A colleague leaves a bag unsealed over lunch. What do you do?",
    "options": [
        {"text": "Write down what happened and tell the supervisor", "ranks": [1, 1, 2]},
        {"text": "Seal it now with the time of now", "ranks": [2, 2, 1]},
        {"text": "Say nothing", "ranks": [3, 4, 3]},
        {"text": "Seal it and write the time of the morning", "ranks": [4, 3, 4]},
    ],
}
CONCORDANCE: dict[str, Any] = {
    "key": "kite",
    "kind": "concordance",
    "prompt": "A dead red kite lies under a tree.",
    "hypothesis": "It was poisoned.",
    "information": "There are burns on both feet.",
    "panel": [{"votes": 6, "reason": "A power line"}, {"votes": 4}, {"votes": 2}, {}, {}],
}
DIFFERENTIAL: dict[str, Any] = {
    "key": "eagle",
    "kind": "differential",
    "prompt": "A dead eagle lies in a meadow.",
    "hypotheses": [
        {"key": "poison", "text": "Poison"},
        {"key": "line", "text": "A power line"},
        {"key": "open", "text": "I cannot say yet", "undecided": True},
    ],
    "accepted": ["open"],
    "signs": [
        {"text": "A fox lies dead nearby", "accepted": ["poison", "open"], "reason": "Two kinds at once"},
        {"text": "Meat with blue grains lies between them", "accepted": ["poison"]},
    ],
}
FAULTS: dict[str, Any] = {
    "key": "log",
    "kind": "faults",
    "prompt": "What is wrong with this log?",
    "document": "custody-log",
    "columns": ["Time", "Who"],
    "reasons": [{"key": "gap", "text": "A gap in time"}, {"key": "nobody", "text": "No signature"}],
    "lines": [
        {"cells": ["08:10", "Officer A"]},
        {
            "cells": ["08:40", "–"],
            "faulty": True,
            "reason": "nobody",
            "feedback": "Anybody could have had it.",
        },
        {"cells": ["12:00", "Officer B"]},
    ],
}


def responses_to_judging(of: Any) -> Iterator[Any]:
    """List every complete response to an item of these kinds, each once."""
    if of.kind == "judgement" and of.format == "rank":
        yield from ([*order] for order in permutations(letters(len(of.options))))
    elif of.kind == "judgement":
        yield from ({"best": one, "worst": other} for one, other in permutations(letters(len(of.options)), 2))
    elif of.kind == "concordance":
        yield from ("-2", "-1", "0", "+1", "+2")
    elif of.kind == "differential":
        yield from _paths(of)
    else:
        yield from _markings(of)


def _paths(of: Any) -> Iterator[Any]:
    held = [
        {"hypothesis": letter, "certainty": level}
        for letter, level in product(letters(len(of.hypotheses)), (1, 2, 3))
    ]
    for stages in product(held, repeat=len(of.signs) + 1):
        yield {"stages": [*stages], "committed": len(of.signs)}


def _markings(of: Any) -> Iterator[Any]:
    reasons = letters(len(of.reasons)) or (None,)
    names = letters(len(of.lines))
    for count in range(1, len(names) + 1):
        for marked in combinations(names, count):
            for chosen in product(reasons, repeat=count):
                yield dict(zip(marked, chosen, strict=True))


def judgements() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a judgement: three or four options, a panel of one to three that may give ranks twice."""
    ranks = st.tuples(st.integers(3, 4), st.integers(1, 3)).flatmap(
        lambda size: st.lists(
            st.lists(st.sampled_from([1, 1.5, 2, 2.5, 3]), min_size=size[1], max_size=size[1]),
            min_size=size[0],
            max_size=size[0],
        )
    )
    apart = ranks.filter(lambda rows: len({sum(row) for row in rows}) > 1)
    return st.tuples(apart, st.sampled_from(["rank", "best-worst"])).map(
        lambda pair: (
            JUDGEMENT
            | {
                "options": [{"text": f"Option {place}", "ranks": row} for place, row in enumerate(pair[0])],
                "format": pair[1],
            }
        )
    )


def concordances() -> st.SearchStrategy[dict[str, Any]]:
    """Draw the votes of a panel."""
    votes = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any)
    return votes.map(lambda counts: CONCORDANCE | {"panel": [{"votes": count} for count in counts]})


def differentials() -> st.SearchStrategy[dict[str, Any]]:
    """Draw two or three hypotheses, and what is accepted at two or three stages."""

    def of(count: int) -> st.SearchStrategy[dict[str, Any]]:
        names = [f"h{place}" for place in range(count)]
        accepted = st.lists(st.sampled_from(names), min_size=1, max_size=count - 1, unique=True)
        return st.lists(accepted, min_size=2, max_size=3).map(
            lambda stages: (
                DIFFERENTIAL
                | {
                    "hypotheses": [{"key": name, "text": name} for name in names],
                    "accepted": stages[0],
                    "signs": [{"text": f"Sign {at}", "accepted": each} for at, each in enumerate(stages[1:])],
                }
            )
        )

    return st.integers(2, 3).flatmap(of)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a document of two to four lines, with two reasons or three or none."""

    def of(rows: list[bool], count: int, picks: list[int]) -> dict[str, Any]:
        reasons = [{"key": f"r{place}", "text": f"Reason {place}"} for place in range(count)]
        lines: list[dict[str, Any]] = [
            {"cells": [f"Line {place}"], "faulty": faulty} for place, faulty in enumerate(rows)
        ]
        for line, pick in zip(lines, picks, strict=False):
            if line["faulty"] and count:
                line["reason"] = f"r{pick % count}"
        return FAULTS | {"columns": ["What"], "reasons": reasons, "lines": lines}

    rows = st.lists(st.booleans(), min_size=2, max_size=4).filter(lambda flags: len(set(flags)) == 2)
    picks = st.lists(st.integers(0, 5), min_size=4, max_size=4)
    return st.builds(of, rows, st.sampled_from([0, 2, 3]), picks)


#: Plain data of an item of any of these kinds.
JUDGING = st.one_of(judgements(), concordances(), differentials(), documents())
