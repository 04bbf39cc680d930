"""Categories, versions and figures of the bank's items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.items.content import Origin
from academy.items.rules.categories import DEEPEST, LONGEST, tidy, tree
from academy.items.rules.statistics import FEWEST, facility
from academy.items.rules.versions import (
    TITLE,
    differences,
    files_of,
    is_mere_filing,
    plain,
    renamed,
    title_of,
)
from academy.quizzes.content import QuizContent
from academy.quizzes.rules.bank import copy_for, newer_copy, origins, with_copy
from tests.banking import unknown, written

PICTURE = {"file": "square.svg", "alt": "A square"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" Law ", "Law"), ("Law//Fines/ ", "Law/Fines"), ("a   b/ c", "a b/c"), ("/".join("abcdefghijk"), "/".join("abcdefgh"))],
)  # fmt: skip
def test_a_category_is_kept_tidy(typed: str, kept: str) -> None:
    """Single spaces, no empty names, no endless depth."""
    assert tidy(typed) == kept


@given(st.text(max_size=400))
def test_a_tidy_category_stays_as_it_is(typed: str) -> None:
    """Whatever is typed, what is kept fits and is a path."""
    kept = tidy(typed)
    assert tidy(kept) == kept
    assert len(kept) <= LONGEST
    assert kept.count("/") < DEEPEST


def test_the_tree_has_every_category_above() -> None:
    """A category that holds nothing itself stands there for what lies below it, with the sum."""
    found = tree({"Law/Fines": 2, "Law": 1, "": 5, "Evidence/Custody/Seals": 3})
    assert [(each.path, each.count, each.depth) for each in found] == [
        ("Evidence", 3, 0), ("Evidence/Custody", 3, 1), ("Evidence/Custody/Seals", 3, 2), ("Law", 3, 0), ("Law/Fines", 2, 1),
    ]  # fmt: skip
    assert found[-1].name == "Fines"


def test_differences_say_where_and_in_which_words() -> None:
    """Field by field; a place that one version does not have is empty there."""
    before, after = plain(written()), plain(written("Who seals the box?", tags=["custody"]))
    found = {each.place: each for each in differences(before, after)}
    assert list(found) == ["prompt", "tags.0"]
    assert [run.text for run in found["prompt"].after if run.is_apart] == [" box?"]
    assert found["tags.0"].before == []
    assert differences(before, before) == []


def test_tags_alone_are_mere_filing() -> None:
    """A reviewer looks at what is asked, not at where it is filed."""
    one = plain(written())
    assert is_mere_filing(one, plain(written(tags=["law"])))
    assert not is_mere_filing(one, plain(written(competency="law", tags=["law"])))


def test_pictures_are_found_and_renamed_wherever_they_stand() -> None:
    """Also inside lists of a kind’s own."""
    data = {
        "picture": PICTURE,
        "shots": [{"picture": {**PICTURE, "file": "b.png"}}],
        "file": "no-picture.txt",
    }
    assert files_of(data) == {"square.svg", "b.png"}
    assert files_of(renamed(data, {"b.png": "b-2.png"})) == {"square.svg", "b-2.png"}


def test_a_title_is_the_beginning_of_the_prompt() -> None:
    """In one line, cut where it is long."""
    assert title_of({"prompt": " Two\n lines "}) == "Two lines"
    assert len(title_of({"prompt": "x" * 500})) == TITLE
    assert title_of({}) == ""


def test_facility_is_withheld_for_few() -> None:
    """Nine attempts say nothing."""
    assert facility([1.0] * (FEWEST - 1)) is None


def test_facility_has_wilsons_interval() -> None:
    """Against published examples: 81 of 263 and others (Newcombe, Statistics in Medicine 17, 1998, p. 857–872, table I)."""
    found = facility([1.0] * 81 + [0.0] * 182)
    assert found is not None
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.3080, 0.2553, 0.3662)
    for right, count, low, high in ((1, 29, 0.0061, 0.1718), (0, 20, 0.0, 0.1611), (15, 148, 0.0624, 0.1605)):
        other = facility([1.0] * right + [0.0] * (count - right))
        assert other is not None
        assert (round(other.low, 4), round(other.high, 4)) == (low, high)


@given(st.lists(st.floats(0, 1), min_size=FEWEST, max_size=60))
def test_facility_lies_in_its_interval(scores: list[float]) -> None:
    """And the interval among the shares there are."""
    found = facility(scores)
    assert found is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def quiz_with(*items: object) -> QuizContent:
    return QuizContent.model_validate({"title": "Q", "minutes": 5, "items": list(items)})


def test_a_copy_has_a_key_of_its_own_and_its_origin() -> None:
    """The quiz’s keys stay unique, whatever the bank calls its items."""
    quiz, bank = quiz_with(written()), unknown()
    copy = copy_for(quiz, plain(written("Another?")), origin=Origin(item=bank, version=3), names={})
    assert (copy.key, copy.origin) == ("seal-2", Origin(item=bank, version=3))
    both = with_copy(quiz, copy)
    assert with_copy(both, copy) == both
    assert origins(both) == {bank: 3}


def test_what_is_the_quizs_own_stays_when_a_newer_version_is_taken() -> None:
    """Key, points, gate and pilot."""
    origin = {"item": str(unknown()), "version": 1}
    old = written(key="mine", points=3, gate=True, origin=origin)
    new = newer_copy(old, plain(written("Better?", points=1, pilot=True)), version=4, names={})
    assert (new.key, float(new.points), new.gate, new.pilot) == ("mine", 3.0, True, False)
    assert new.prompt == "Better?"
    assert new.origin is not None
    assert new.origin.version == 4
    assert newer_copy(written(), plain(written("Better?")), version=4, names={}) == written()
