"""What a changed text said in the edition before, so that its old translation serves until there is a new one."""

from __future__ import annotations

from difflib import SequenceMatcher

from academy.courses.content import Course
from academy.courses.kinds import kind_named
from academy.languages.content import texts


def former(before: Course, after: Course) -> dict[str, str]:
    """Return new text → the text that stood in its place, for the texts ``before`` does not have.

    A place is a slot; the paragraphs of an activity's body are paired in their order between those that stayed.
    """
    slots, bodies = dict(texts(before)), _bodies(before)
    known = {*slots.values(), *(text for body in bodies.values() for text in body)}
    found: dict[str, str] = {}
    for slot, text in texts(after):
        if text not in known and slot in slots:
            found.setdefault(text, slots[slot])
    for slug, body in _bodies(after).items():
        for text, old in _paired(bodies.get(slug, []), body):
            if text not in known:
                found.setdefault(text, old)
    return found


def _bodies(course: Course) -> dict[str, list[str]]:
    return {
        activity.slug: kind_named(activity.kind).units(activity.content)
        for _module, activity in course.activities()
    }


def _paired(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Pair what was replaced by as many texts as there were; where that differs nobody can tell which is which."""
    return [
        pair
        for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after).get_opcodes()
        if what == "replace" and old_to - old_from == new_to - new_from
        for pair in zip(after[new_from:new_to], before[old_from:old_to], strict=True)
    ]
