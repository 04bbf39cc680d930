"""Items for the file formats: of every kind they can say, with words that are hard on every grammar."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from academy import richtext
from academy.items.content import Item
from academy.items.formats import Going
from academy.items.kinds import parse
from tests import media_files as made

#: Signs of Markdown, HTML, GIFT, Aiken and Moodle's cloze, and letters of three scripts.
SIGNS = "abTF1 đљα*_[]()<>&\\`~=#{}:%-!\"'/|.,;$@\n"
_plain_words = st.text(SIGNS, min_size=1, max_size=24)
_marked = st.sampled_from(
    ["**bold**", "*slanted* word", "a `code` b", "[site](https://example.org/a?b=c)", "one\\\ntwo", "x\n\ny", "5 < 6 & 7 > 2",
     "{=a ~b}", "::t::", "A) b", "ANSWER: A", "%50%x", "a -> b", "[html]<b>x</b>", "// c", "{1:SA:=x}", "&lt;b&gt;", "T", "#", "$CATEGORY: x"]
)  # fmt: skip
KINDS = (
    "single-choice", "multiple-choice", "true-false", "ordering", "matching", "numeric", "short-answer", "cloze", "categorise",
    "essay", "upload", "key-feature", "judgement", "concordance", "differential", "faults", "hotspot", "labels",
)  # fmt: skip
#: A picture to answer on, higher than it is wide.
PICTURE = made.saved(made.photograph(size=(60, 90)), "PNG")


#: Spaces that HTML takes for one, or for none: what travels as HTML cannot bring them back.
UNSEEN = re.compile(r"  |<code> | </code>")


def _is_text(text: str) -> bool:
    is_kept = richtext.folded(text) == text and not UNSEEN.search(richtext.inline(text))
    return bool(richtext.plain(text).strip()) and is_kept


texts = st.one_of(
    st.sampled_from(["Stop", "Who goes first?", "Жути кљун"]), _marked, _plain_words.map(richtext.folded)
).filter(_is_text)
some_text = st.none() | texts


def _choices(rights: list[bool], words: list[str], said: list[str | None]) -> list[dict[str, Any]]:
    return [
        {"text": text, **({"right": True} if right else {}), **({"feedback": each} if each else {})}
        for right, text, each in zip(rights, words, said, strict=False)
    ]


@st.composite
def _data(draw: st.DrawFn, kind: str) -> dict[str, Any]:  # noqa: PLR0912
    count = draw(st.integers(2, 4))
    words = draw(
        st.lists(
            texts,
            min_size=6,
            max_size=6,
            unique_by=lambda text: " ".join(richtext.plain(text).split()).casefold(),
        )
    )
    said = draw(st.lists(some_text, min_size=6, max_size=6))
    plain = [" ".join(each.split()) for each in words if any(sign.isalnum() for sign in each)]
    match kind:
        case "single-choice":
            right = draw(st.integers(0, count - 1))
            return {"choices": _choices([place == right for place in range(count)], words, said)}
        case "multiple-choice":
            rights = draw(
                st.lists(st.booleans(), min_size=count, max_size=count).filter(
                    lambda flags: len(set(flags)) == 2
                )
            )
            marking = draw(st.sampled_from(["partial", "partial-unpenalised", "all-or-nothing"]))
            return {"choices": _choices(rights, words, said), "marking": marking}
        case "true-false":
            return {"answer": draw(st.booleans())}
        case "ordering":
            return {"steps": words[:count], "marking": draw(st.sampled_from(["exact", "distance"]))}
        case "matching":
            return {
                "pairs": [
                    {"left": left, "right": right} for left, right in zip(words[:2], words[2:4], strict=True)
                ],
                "extra": words[4 : count + 2],
            }
        case "numeric":
            data: dict[str, Any] = {
                "answer": draw(st.decimals(-1000, 1000, places=3)),
                "tolerance": draw(st.decimals(0, 10, places=2)),
            }
            data["tolerance_in"] = draw(st.sampled_from(["number", "percent"]))
            if draw(st.booleans()):
                data["unit"] = words[0]
            if "unit" in data and draw(st.booleans()):
                data |= {
                    "unit_is": "typed",
                    "unit_penalty": 0.5,
                    "units": [
                        {
                            "text": words[1],
                            "factor": draw(st.sampled_from([1000, 0.001, 3])),
                            "also": [words[2]],
                        }
                    ],
                }
            return data
        case "short-answer":
            return {
                "answers": _accepted(plain, said),
                "wildcards": draw(st.booleans()),
                "case_sensitive": draw(st.booleans()),
            }
        case "cloze":
            gaps: list[dict[str, Any]] = [
                {"answers": _accepted(plain, said), "points": 2},
                {"choices": _choices([True, False], words[2:4], said)},
            ]
            return {"text": f"{words[0]} {{{{1}}}} and {{{{2}}}}.", "gaps": gaps}
        case "categorise":
            return {
                "categories": [
                    {"text": words[0], "cards": words[1:3]},
                    {"text": words[3], "cards": words[4:6]},
                ]
            }
        case "key-feature" | "judgement" | "concordance" | "differential" | "faults":
            return _judged(kind, words, said)
        case "hotspot" | "labels":
            return _pictured(kind, words, draw(st.booleans()))
    levels = [{"title": "Not", "points": 0}, {"title": "Yes", "points": 2}]
    data = {"criteria": [{"key": "all", "title": words[0], "guidance": words[1], "levels": levels}]}
    return data | ({"least": 5, "most": 50} if kind == "essay" else {"files": 2})


def _judged(kind: str, words: list[str], said: list[str | None]) -> dict[str, Any]:
    match kind:
        case "key-feature":
            options = [
                {"text": words[0], "points": 1.5},
                {"text": words[1], "harmful": True, "feedback": said[0]},
            ]
            return {"options": [*options, {"text": words[2]}], "most": 2}
        case "judgement":
            ranks = [[1, 2], [2, 1.5], [3, 3]]
            return {"options": [{"text": text, "ranks": each, "feedback": feedback}
                                for text, each, feedback in zip(words, ranks, said, strict=False)], "format": "best-worst"}  # fmt: skip
        case "concordance":
            panel = [{"votes": place, "reason": each} for place, each in enumerate(said[:5])]
            return {"hypothesis": words[0], "information": words[1], "scale": "useful", "panel": panel}
        case "differential":
            hypotheses = [{"key": "one", "text": words[0]}, {"key": "two", "text": words[1], "undecided": True},
                          {"key": "three", "text": words[2]}]  # fmt: skip
            signs = [{"text": words[3], "accepted": ["one", "three"], "reason": said[0]}]
            return {"hypotheses": hypotheses, "accepted": ["two"], "reason": said[1], "signs": signs}
    lines = [
        {"cells": words[2:4], "faulty": True, "reason": "late", "feedback": said[0]},
        {"cells": words[4:6]},
    ]
    reasons = [{"key": "late", "text": words[2]}, {"key": "early", "text": words[3]}]
    return {"document": "custody-log", "columns": words[:2], "lines": lines, "reasons": reasons}


def _pictured(kind: str, words: list[str], is_whole: bool) -> dict[str, Any]:
    marking = {"marking": "all-or-nothing"} if is_whole else {}
    picture = {"picture": {"file": "map.png", "alt": "A map"}, **marking}
    if kind == "labels":
        spots = [{"x": 111, "y": 999, "label": words[0]}, {"x": 503, "y": 7, "label": words[1]}]
        return {**picture, "spots": spots, "extra": words[2:3]}
    regions = [
        {"label": words[0], "shape": "circle", "x": 333, "y": 101, "radius": 77, "right": True},
        {"label": words[1], "shape": "rect", "x": 1, "y": 11, "width": 501, "height": 13, "right": True},
        {"label": words[2], "shape": "polygon", "corners": "120,80 401,83 263,999"},
    ]
    return {**picture, "mode": "several", "regions": regions}


def _accepted(plain: list[str], said: list[str | None]) -> list[dict[str, Any]]:
    found = [{"text": "seal"}, *({"text": text, "score": 0.5} for text in plain[:2])]
    return [
        {**each, **({"feedback": words} if words else {})} for each, words in zip(found, said, strict=False)
    ]


@st.composite
def going(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS, is_bare: bool = False) -> Going:
    """Draw an item of any kind that some format can say, with what every item may have; less of it when bare."""
    kind = draw(st.sampled_from(kinds))
    right, wrong = draw(some_text), draw(some_text)
    data = {
        "key": draw(st.from_regex(r"[a-z]{1,5}(-[a-z0-9]{1,3})?", fullmatch=True)), "kind": kind, "prompt": draw(texts),
        "points": draw(st.sampled_from([1, 0.5, 3])), "tags": draw(st.sampled_from([(), ("field", "law-1")])),
        "competency": draw(st.sampled_from([None, "scene"])), **draw(_data(kind)),
    }  # fmt: skip
    if not is_bare:
        data |= {
            "gate": draw(st.booleans()), "pilot": draw(st.booleans()), "keep_order": draw(st.booleans()),
            "hints": draw(st.lists(texts, max_size=2)), "source": draw(st.sampled_from([None, "Own work"])),
        }  # fmt: skip
    if feedback := {side: text for side, text in (("right", right), ("wrong", wrong)) if text}:
        data["feedback"] = feedback
    files = {"map.png": PICTURE} if "picture" in data else {}
    try:
        return Going(parse(data), draw(st.sampled_from(["", "Field", "Field/Law"])), files)
    except ValidationError:
        return Going(parse({"key": "spare", "kind": "true-false", "prompt": "Spare", "answer": True}))


def meaning(item: Item) -> Any:
    """Return what an item says, however its Markdown is spelt."""
    return _meant(item.model_dump(exclude_defaults=True))


def _meant(value: Any) -> Any:
    if isinstance(value, str):
        return richtext.inline(value)
    if isinstance(value, dict):
        return {name: _meant(each) for name, each in value.items()}
    return [_meant(each) for each in value] if isinstance(value, (list, tuple)) else value
