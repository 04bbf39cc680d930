"""An action without a word that anybody typed: for a team one of whose members is forgotten."""

from __future__ import annotations

import re
from typing import Any

from academy.cases.content import Action, action_of, plain
from academy.cases.content.actions import AS_IT_IS

#: Stands where something was typed: an empty field would be a fault of the record that she did not make.
TYPED = "–"
#: What names nobody and the case goes by: times, numbers, seals of a few letters and a number.
_BARE = re.compile(r"[^\W\d_]{0,4}[\W_]*\d[\d\W_]*")


def blanked(action: Action) -> Action:
    """Return an action as it stays in a team's log: what was done, with times and numbers, and no words of hers."""
    kept = plain(action)
    for name in ("text", "note"):
        if name in kept:
            kept[name] = TYPED
    if "seal" in kept:
        kept["seal"] = _blank(kept["seal"])
    for name in ("label", "line"):
        if kept.get(name):
            kept[name] = {part: said if part == "step" else _blank(said) for part, said in kept[name].items()}
    return action_of(kept)


def _blank(said: Any) -> Any:
    return said if not said or said == AS_IT_IS or _BARE.fullmatch(said) else TYPED
