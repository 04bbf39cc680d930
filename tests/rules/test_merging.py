"""Bringing two versions of a text together: what belongs to one author alone comes in by itself, nothing is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.courses.rules.merging import (
    MOST_PIECES,
    Conflict,
    entries,
    merge,
    paragraphs,
    places_apart,
    words_apart,
)

BASE = "One.\n\nTwo of them.\n\nThree.\n"

WORDS = st.sampled_from(
    ["tracks", "in", "snow", "carcass", "bait", "collar", "# Heading", "- item", ":::", "É."]
)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
TEXT = st.lists(PARAGRAPH, max_size=8)


@st.composite
def edited(draw: st.DrawFn, base: list[str]) -> list[str]:
    """Return what an author may make of ``base``: paragraphs taken out, rewritten, moved and put in."""
    made: list[str] = []
    for paragraph in base:
        deed = draw(st.sampled_from(["keep", "keep", "keep", "drop", "change", "add"]))
        if deed in ("keep", "add"):
            made.append(paragraph)
        if deed in ("change", "add"):
            made.append(draw(PARAGRAPH))
    return made + draw(st.lists(PARAGRAPH, max_size=2))


@st.composite
def three(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    base = draw(TEXT)
    return base, draw(edited(base)), draw(edited(base))


def text_of(pieces: list[str]) -> str:
    return "\n\n".join(pieces) + "\n"


@given(three())
@settings(max_examples=200, deadline=None)
def test_no_paragraph_is_ever_lost(versions: tuple[list[str], list[str], list[str]]) -> None:
    base, mine, theirs = versions
    merged = merge(*map(text_of, versions))
    held = set(paragraphs(merged.text))
    for conflict in merged.conflicts:
        held |= {*paragraphs(conflict.mine), *paragraphs(conflict.theirs)}
    new = {piece for version in (mine, theirs) for piece in paragraphs(text_of(version))}
    assert new - set(paragraphs(text_of(base))) <= held


@given(three())
@settings(max_examples=100, deadline=None)
def test_what_one_alone_did_is_done(versions: tuple[list[str], list[str], list[str]]) -> None:
    base, mine, _theirs = map(text_of, versions)
    for merged in (merge(base, mine, base), merge(base, base, mine), merge(base, mine, mine)):
        assert not merged.conflicts
        assert paragraphs(merged.text) == paragraphs(mine)


@given(three())
@settings(max_examples=100, deadline=None)
def test_both_see_the_same_conflicts(versions: tuple[list[str], list[str], list[str]]) -> None:
    base, mine, theirs = map(text_of, versions)
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(each.mine, each.theirs) for each in one.conflicts] == [
        (each.theirs, each.mine) for each in other.conflicts
    ]
    assert one.decided([each.mine for each in one.conflicts]) == other.decided(
        [each.theirs for each in other.conflicts]
    )


def test_different_paragraphs_come_together() -> None:
    merged = merge(BASE, BASE.replace("One.", "One, mine."), BASE.replace("Three.", "Three, theirs."))
    assert merged.text == "One, mine.\n\nTwo of them.\n\nThree, theirs.\n"


def test_neighbours_come_together_too() -> None:
    merged = merge(BASE, BASE.replace("One.", "One, mine."), BASE.replace("Two of", "Two, theirs, of"))
    assert not merged.conflicts
    assert merged.text == "One, mine.\n\nTwo, theirs, of them.\n\nThree.\n"


def test_the_same_paragraph_is_a_conflict_and_shows_the_base() -> None:
    merged = merge(BASE, BASE.replace("Two", "Two mine"), BASE.replace("Two", "Two theirs"))
    assert merged.conflicts == [Conflict("Two of them.", "Two mine of them.", "Two theirs of them.")]
    assert merged.text == "One.\n\nTwo theirs of them.\n\nTwo mine of them.\n\nThree.\n"
    assert merged.decided(["\nTwo.\n"]) == "One.\n\nTwo.\n\nThree.\n"
    assert merged.decided([""]) == "One.\n\nThree.\n"


def test_taken_out_here_and_changed_there_is_a_conflict() -> None:
    merged = merge(BASE, "One.\n\nThree.\n", BASE.replace("Two", "Two theirs"))
    assert merged.conflicts == [Conflict("Two of them.", "", "Two theirs of them.")]


def test_a_rewritten_paragraph_among_new_ones_is_known_again() -> None:
    mine = BASE.replace("Two of them.", "New before.\n\nTwo of them, said better.\n\nNew after.")
    merged = merge(BASE, mine, BASE.replace("Two of them.", "Two of them, theirs."))
    assert [each.base for each in merged.conflicts] == ["Two of them."]
    assert "New before." in merged.text and "New after." in merged.text


def test_both_add_at_one_place() -> None:
    merged = merge(BASE, BASE + "\nMine.\n", BASE + "\nTheirs.\n")
    assert merged.conflicts == [Conflict("", "Mine.", "Theirs.")]


LESSON = "---\ntitle: Bait\nminutes: 8\nchecks:\n  - key: one\n    prompt: Which?\n  - key: two\n    prompt: What?\n---\n"


def test_front_matter_comes_together_by_its_entries() -> None:
    mine = (LESSON + BASE).replace("minutes: 8", "minutes: 10").replace("One.", "One, mine.")
    theirs = (LESSON + BASE).replace("title: Bait", "title: Poisoned bait").replace("What?", "What now?")
    merged = merge(LESSON + BASE, mine, theirs)
    assert not merged.conflicts
    assert merged.text == mine.replace("title: Bait", "title: Poisoned bait").replace("What?", "What now?")


def test_a_file_without_front_matter_is_a_body() -> None:
    merged = merge(LESSON + BASE, LESSON + BASE.replace("One", "Uno"), "title: broken\n\n" + BASE)
    assert "Uno." in merged.text


QUIZ = "title: Gate\nitems:\n  - key: a\n    prompt: |\n      First.\n\n      Second.\n  - key: b\n    prompt: Why?\n"


def test_yaml_is_taken_exactly() -> None:
    assert "\n".join(entries(QUIZ)) + "\n" == QUIZ
    merged = merge(
        QUIZ, QUIZ.replace("Second", "Third"), QUIZ + "  - key: c\n    prompt: New\n", is_yaml=True
    )
    assert merged.text == QUIZ.replace("Second", "Third") + "  - key: c\n    prompt: New\n"


def test_two_items_that_differ_in_one_place() -> None:
    merged = merge(QUIZ, QUIZ.replace("Why?", "Mine?"), QUIZ.replace("Why?", "Theirs?"), is_yaml=True)
    assert merged.conflicts == [
        Conflict(
            "  - key: b\n    prompt: Why?", "  - key: b\n    prompt: Mine?", "  - key: b\n    prompt: Theirs?"
        )
    ]
    assert merged.decided(["  - key: b\n    prompt: Ours?"]) == QUIZ.replace("Why?", "Ours?")


def test_windows_lines_are_no_change() -> None:
    assert not merge(BASE, BASE.replace("\n", "\r\n"), BASE.replace("One", "Uno")).conflicts


def test_a_very_long_text_is_taken_as_a_whole() -> None:
    long = "\n\n".join(["Word."] * (MOST_PIECES + 1)) + "\n"
    merged = merge(long, long + "\nMine.\n", long + "\nTheirs.\n")
    assert len(merged.conflicts) == 1


def test_many_small_paragraphs_against_one() -> None:
    many = "\n\n".join(f"Word {number}." for number in range(400)) + "\n"
    other = "\n\n".join(f"Other {number}." for number in range(399)) + "\n"
    merged = merge(many, other, "One.\n")
    assert "One." in merged.text and "Other 398." in merged.text


def test_words_apart() -> None:
    mine, theirs = words_apart("Two mine of them.", "Two theirs of them.")
    assert [(run.text, run.is_apart) for run in mine] == [
        ("Two", False),
        (" mine", True),
        (" of them.", False),
    ]
    assert "".join(run.text for run in theirs) == "Two theirs of them."
    long = "a " * (MOST_PIECES + 1)
    assert words_apart(long, "b")[0][0].is_apart


@given(PARAGRAPH, PARAGRAPH)
def test_runs_are_the_whole_text(one: str, other: str) -> None:
    first, second = words_apart(one, other)
    assert ("".join(run.text for run in first), "".join(run.text for run in second)) == (one, other)


def test_places_apart() -> None:
    assert places_apart(BASE, BASE.replace("Two", "2") + "\nFour.\n") == [
        ("Two of them.", "2 of them."), ("", "Four."),
    ]  # fmt: skip
    assert places_apart(QUIZ, QUIZ, is_yaml=True) == []
