"""Samples of what is typed, sorted or picked from a long menu."""

from __future__ import annotations

from typing import Any

SHORT_ANSWER: dict[str, Any] = {
    "key": "record",
    "kind": "short-answer",
    "prompt": "What is the record called?",
    "answers": [
        {"text": "chain of custody"},
        {"text": "custody", "score": 0.5},
        {"text": "log", "score": 0},
    ],
}
CLOZE: dict[str, Any] = {
    "key": "note",
    "kind": "cloze",
    "prompt": "Fill the gaps.",
    "text": "It goes into a {{2}} with a {{1}}.",
    "gaps": [
        {"answers": [{"text": "seal"}, {"text": "tag", "score": 0.5}], "points": 2},
        {"choices": [{"text": "sack"}, {"text": "bag", "right": True}, {"text": "hat"}]},
    ],
}
CATEGORISE: dict[str, Any] = {
    "key": "whom",
    "kind": "categorise",
    "prompt": "Whom do you call?",
    "categories": [
        {"text": "Police", "cards": ["A shot", "A trap"]},
        {"text": "Vet", "cards": ["A living kite"]},
        {"text": "Nobody"},
    ],
}
KEY_FEATURE: dict[str, Any] = {
    "key": "minutes-that-count",
    "kind": "key-feature",
    "prompt": "What decides?",
    "most": 3,
    "options": [
        {"text": "Leash the dog", "points": 1},
        {"text": "Call the team", "points": 3},
        {"text": "Touch the bait", "harmful": True},
        {"text": "Count sheep"},
        {"text": "Look at the sky"},
        {"text": "Ask the name"},
    ],
}
WRITTEN = (SHORT_ANSWER, CLOZE, CATEGORISE, KEY_FEATURE)
