"""Everything that happened on the way to a certificate, in the order of the clock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from academy.evidence.content import Happened

#: A line of the timeline shows no more of a response; the whole is in the attempt's own file.
LONGEST = 300
#: What follows from something else that happened at the same moment stands after it.
_AFTER = {"complete-activity": 1, "complete": 2, "issue": 3}


def timeline(certificate: Mapping[str, Any], learning: Mapping[str, Any] | None) -> Iterator[Happened]:
    """Yield the lines of a record but those of its attempts (``of_attempt``); in no order yet."""
    yield from of_certificate(certificate)
    if learning is not None:
        yield from of_learning(learning)


def of_certificate(record: Mapping[str, Any]) -> Iterator[Happened]:
    """Yield its issue and what was decided about it since."""
    yield Happened(record["issued_at"], "issue", record["number"])
    for each in record["decisions"]:
        yield Happened(each["at"], each["verdict"], record["number"], each["reason"], _who(each["by"]))


def of_learning(record: Mapping[str, Any]) -> Iterator[Happened]:
    """Yield what the learning record says beside attempts."""
    yield Happened(record["enrolled_at"], "enrol", f"{record['course']}, {record['agency']}")
    for each in record["completions"]:
        yield Happened(each["completed_at"], "complete-activity", each["activity"])
    if record["completed_at"]:
        yield Happened(record["completed_at"], "complete", record["course"])
    for each in record["moves"]:
        yield Happened(
            each["at"], "move", record["course"], f"{each['from']} → {each['to']}", _who(each["by"])
        )
    for each in record["exceptions"]:
        yield Happened(each["at"], "exception", each["activity"], each["reason"], _who(each["by"]))
    yield from _in_others_words(record)


def _in_others_words(record: Mapping[str, Any]) -> Iterator[Happened]:
    """Yield what somebody in office noted of her."""
    for each in record["prior_learning"]:
        by, evidence = _who(each["recorded_by"]), each["evidence"]
        yield Happened(each["recorded_at"], "prior-learning", each["activity"], evidence, by)
        if each["withdrawn_at"]:
            by = _who(each["withdrawn_by"])
            yield Happened(each["withdrawn_at"], "withdrawn", each["activity"], each["withdrawal"], by)
    for each in record["attendance"]:
        yield Happened(each["noted_at"], "attend", each["activity"], each["presence"], _who(each["noted_by"]))
    for each in record["sign_offs"]:
        met = sum(found["observed"] == "met" for found in each["findings"])
        detail = "; ".join(filter(None, [f"{met}/{len(each['findings'])}", each["note"]]))
        yield Happened(each["signed_at"], "sign-off", each["activity"], detail, _who(each["assessor"]))


def of_attempt(record: Mapping[str, Any]) -> Iterator[Happened]:
    """Yield an attempt from its beginning to the last change of its result."""
    subject = f"{record['activity']} {record['number']}"
    yield Happened(record["started_at"], "begin", subject, record["language"])
    for each in record["events"]:
        code = "late" if each["is_late"] else "act" if record["case"] else each["act"]
        yield Happened(each["at"], code, f"{subject}: {each['item']}", clipped(_said(each)))
    if record["submitted_at"]:
        yield Happened(record["submitted_at"], "hand-in", subject, _score(record["score"]))
    for each in (record["quiz"] or {}).get("marks", ()):
        yield Happened(
            each["at"], "mark", f"{subject}: {each['item']}", _score(each["score"]), _who(each["marker"])
        )
    for each in (record["quiz"] or {}).get("appeals", ()):
        yield Happened(each["at"], "appeal", f"{subject}: {each['item']}", clipped(each["reason"]))
        if each["decided_at"]:
            code = "uphold" if each["is_upheld"] else "dismiss"
            yield Happened(
                each["decided_at"],
                code,
                f"{subject}: {each['item']}",
                each["answer"],
                _who(each["decided_by"]),
            )
    for each in record["capstone_marks"]:
        yield Happened(each["at"], "mark", subject, clipped(each["comment"]), _who(each["marker"]))
    for each in record["changes"]:
        detail = "; ".join(
            filter(None, [f"{_score(each['score_before'])} → {_score(each['score_after'])}", each["reason"]])
        )
        yield Happened(each["at"], "change", f"{subject}: {each['item']}", detail, _who(each["by"]))


def in_order(happened: Iterable[Happened]) -> list[Happened]:
    """Return lines by the clock; of the same moment, causes before what followed from them."""
    return sorted(happened, key=lambda each: (each.at, _AFTER.get(each.code, 0)))


def clipped(text: str) -> str:
    """Return no more of a text than a line takes."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _said(event: Mapping[str, Any]) -> str:
    if event.get("in_words"):
        return str(event["in_words"])
    response = event["response"]
    return response if isinstance(response, str) else json.dumps(response, ensure_ascii=False, sort_keys=True)


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.0%}"


def _who(person: Any) -> str:
    return str(person["call_sign"]) if isinstance(person, Mapping) else ""
