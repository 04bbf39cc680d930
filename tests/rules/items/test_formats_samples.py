"""Files written by others (Moodle's own samples), where ``ACADEMY_SAMPLES`` names their folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from academy.items import formats
from academy.items.formats import Going, Level
from academy.items.kinds import parse

#: File → its items, and its questions that are refused.
SAMPLES = {
    "aiken/aiken_errors.txt": (3, 3),
    "aiken/questions.aiken.txt": (2, 0),
    "gift/questions.gift.txt": (9, 0),
    "gift/questions_in_category.gift.txt": (4, 0),
    "xml/category_with_description.xml": (1, 0),
    "xml/error_invalid_grades.xml": (1, 0),
    "xml/multichoice.xml": (1, 0),
    "xml/nested_categories_with_questions.xml": (5, 0),
    "xml/truefalse.xml": (2, 0),
}


def test_samples_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of them is dropped in silence: each question comes in or is refused, and goes out and in unchanged."""
    folder = os.environ.get("ACADEMY_SAMPLES")
    if not folder:
        with capsys.disabled():
            print(f"\n{len(SAMPLES)} samples of question files skipped: ACADEMY_SAMPLES is not set")
        pytest.skip(f"{len(SAMPLES)} samples skipped: ACADEMY_SAMPLES is not set")
    found = {}
    for name in SAMPLES:
        path = Path(folder) / "moodle" / name
        reading = formats.read(path.read_bytes(), path.name)
        found[name] = (len(reading.items), reading.count(Level.REFUSED))
        items = [Going(parse(entry.data), entry.category, entry.files) for entry in reading.items]
        first = formats.write("moodle", items)
        back = formats.read(first.content, "x.xml").items
        again = formats.write("moodle", [Going(parse(each.data), each.category, each.files) for each in back])
        assert again.content == first.content, name
    assert found == SAMPLES
