"""Accepted answers as files have them: words, a share in per cent, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from academy.items.kinds.accepted import Accepted
from academy.items.kinds.exchange import Data, plain_number

ANY = "*"


def accepted(found: Sequence[tuple[str, Decimal, str]]) -> Data:
    """Return the fields of a short answer from (words, share, feedback) of each answer, in order."""
    data: Data = {"answers": []}
    for words, share, feedback in found:
        if words == ANY and share <= 0:
            if feedback:
                data["feedback"] = {"wrong": feedback}
            continue
        bare = words.replace("\\*", "")
        if ANY in bare:
            data["wildcards"] = True
        answer: Data = {"text": words.replace("\\*", ANY)}
        if share != 100:
            answer["score"] = plain_number(max(Decimal(0), share) / 100)
        if feedback:
            answer["feedback"] = feedback
        data["answers"].append(answer)
    return data


def share_of(each: Accepted) -> float:
    """Return what an accepted answer is worth, in per cent."""
    return round(each.score * 100, 5)
