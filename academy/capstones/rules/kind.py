"""The capstone as a kind of activity, and what the check before publication finds in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, cast

from academy.capstones.content import CapstoneContent, Criterion
from academy.courses.content import ActivityContent
from academy.courses.kinds import Finding, References, Translate, WrittenInYaml
from academy.richtext import Shown

#: Fewer objects than this are searched in one glance.
FEWEST_OBJECTS = 3


class CapstoneKind(WrittenInYaml):
    """Capstones, for the register of activity kinds."""

    name = "capstone"
    suffix = ".capstone.yaml"
    icon = "search"
    endpoint = "capstones.overview"
    editor = "capstones.edit"
    content = CapstoneContent
    starter_minutes = 120

    def references(self, content: ActivityContent) -> References:
        """Return the pictures of its objects and the lesson it sends back to."""
        capstone = _capstone(content)
        pictures = frozenset(each.picture.file for each in capstone.objects if each.picture)
        return References(media=pictures, activities=frozenset([capstone.lesson] if capstone.lesson else []))

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say what is not written yet, what cannot be marked, and where the expert's work does not fit the bag."""
        capstone = _capstone(content)
        return [*_unwritten(capstone), *_of_rubric(capstone), *_of_model(capstone)]

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, Shown]) -> Any:
        """Return the addresses of the pictures by object."""
        return {each.key: media[each.picture.file].url for each in _capstone(content).objects if each.picture}


KIND = CapstoneKind()


def _unwritten(capstone: CapstoneContent) -> Iterator[Finding]:
    if not capstone.briefing:
        yield Finding("no-briefing")
    if not capstone.safety:
        yield Finding("no-bag-safety", blocks=False)
    if len(capstone.objects) < FEWEST_OBJECTS:
        yield Finding("few-objects", values=(("fewest", FEWEST_OBJECTS),))
    for each in capstone.objects:
        if not each.near:
            yield Finding("object-not-near", values=(("object", each.key),), blocks=False)
    if not capstone.questions:
        yield Finding("no-profile-questions")


def _of_rubric(capstone: CapstoneContent) -> Iterator[Finding]:
    if not capstone.criteria:
        yield Finding("no-rubric")
    for each in capstone.criteria:
        if len({level.points for level in each.levels}) < len(each.levels) or each.most <= 0:
            yield Finding("levels-alike", values=(("criterion", each.key),))
    step = _smallest_step(capstone.criteria)
    if step is not None and capstone.tolerance < step:
        yield Finding("tolerance-below-step", values=(("step", round(step * 100)),), blocks=False)


def _of_model(capstone: CapstoneContent) -> Iterator[Finding]:
    """Find where the expert's work is missing or incomplete."""
    model = capstone.model
    if not model.findings or not model.limits:
        yield Finding("no-model-answer")
    yield from _astray(capstone)
    open_ones = {each.key for each in capstone.questions} - {each.key for each in model.profile}
    for key in sorted(open_ones):
        yield Finding("model-question-open", values=(("question", key),), blocks=False)
    for number, row in enumerate(model.findings, start=1):
        if bool(row.inference) != bool(row.certainty):
            yield Finding("model-certainty", values=(("number", number),))


def _astray(capstone: CapstoneContent) -> Iterator[Finding]:
    """Find where the expert speaks of what is not there."""
    objects, questions = {each.key for each in capstone.objects}, {each.key for each in capstone.questions}
    model = capstone.model
    named = [each.key for each in model.inventory] + [key for row in model.findings for key in row.objects]
    for key in dict.fromkeys(named):
        if key not in objects:
            yield Finding("model-object-unknown", values=(("object", key),))
    for note in model.profile:
        if note.key not in questions:
            yield Finding("model-question-unknown", values=(("question", note.key),))


def _smallest_step(criteria: list[Criterion]) -> float | None:
    """Return the share of all points between two neighbouring levels where they lie nearest."""
    total = sum(each.most for each in criteria)
    steps = []
    for each in criteria:
        points = sorted({level.points for level in each.levels})
        steps += [after - before for before, after in pairwise(points)]
    return min(steps) / total if steps and total else None


def _capstone(content: ActivityContent) -> CapstoneContent:
    return cast(CapstoneContent, content)  # the register pairs each kind with its own content
