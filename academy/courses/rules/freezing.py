"""Freezing a course: canonical JSON, its digest, its texts, and the course in one language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from academy.courses.content import Course
from academy.courses.kinds import Translate, kind_named
from academy.languages.content import Phrase, replace_texts, texts


def canonical(document: object) -> str:
    """Return the one JSON text of a document: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical document, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(course: Course) -> str:
    """Return the canonical JSON of a course."""
    return canonical(course.model_dump(mode="json"))


def thaw(document: str) -> Course:
    """Return the course of a frozen document, each activity's content read by its own kind."""
    return parse(json.loads(document))


def parse(data: dict[str, Any]) -> Course:
    """Build a course from its JSON data. Raises pydantic's ValidationError, or KeyError for an unknown kind."""
    modules = [
        {**module, "activities": [_activity(each) for each in module["activities"]]}
        for module in data["modules"]
    ]
    return Course.model_validate({**data, "modules": modules})


def units(course: Course) -> list[str]:
    """Return every distinct text of a course that is translated, in reading order."""
    found: list[str] = []
    for _slot, text in texts(course):
        found.append(text)
    for _module, activity in course.activities():
        found.extend(kind_named(activity.kind).units(activity.content))
    return list(dict.fromkeys(found))


def phrases(
    course: Course, translate: Translate, to_html: Callable[[str], str]
) -> dict[str, tuple[str, str, str | None]]:
    """Return slot → (text, clean HTML, fallback language) for every translatable leaf."""
    kept: dict[str, tuple[str, str, str | None]] = {}
    for slot, source in texts(course):
        text, lang, _is_stale = translate(source)
        kept[slot] = (text, to_html(text), lang)
    return kept


def localised(course: Course, kept: Mapping[str, tuple[str, str, str | None]]) -> Course:
    """Return the course with each translatable leaf replaced by its phrase."""

    def phrase(slot: str, _source: str) -> str:
        text, html, lang = kept[slot]
        return Phrase(text, html=html, lang=lang)

    return replace_texts(course, phrase)


def _activity(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "content": kind_named(data["kind"]).content.model_validate(data["content"])}
