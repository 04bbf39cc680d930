"""What going on in a newer edition means for one learner."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from academy.courses.content import Activity, ActivityContent, Course, Module
from academy.courses.rules import Facts
from academy.learning.rules import digest_of, moved

TODAY = date(2026, 6, 1)
EDITION = UUID(int=1)


def course(activities: str) -> Course:
    """Make a course of activities, by their letters; a capital is optional."""
    parts = [
        Activity(
            slug=slug.lower(), kind="lesson", is_required=slug.islower(), content=ActivityContent(title=slug, minutes=1)
        )
        for slug in activities
    ]  # fmt: skip
    return Course(
        slug="c", level="basic", title="T", summary="S", statement="S", hours=1,
        modules=[Module(slug="m", title="M", activities=parts)],
    )  # fmt: skip


def known(done: str) -> Facts:
    """Say what is done."""
    return Facts(TODAY, dict.fromkeys(done))


def test_kept_new_and_gone() -> None:
    """Done and still there, asked for the first time, done and no longer there."""
    move = moved(course("abc"), course("bcd"), known("ab"))
    assert (move.kept, move.new_to_do, move.gone, move.left_to_do) == (("b",), ("d",), ("a",), 2)
    assert not move.becomes_complete


def test_fewer_required_may_complete() -> None:
    """Who has done all that is left is complete through the move."""
    assert moved(course("abc"), course("ab"), known("ab")).becomes_complete
    assert moved(course("abc"), course("abC"), known("ab")).becomes_complete
    assert not moved(course("abc"), course("ab"), known("ab"), is_finished=True).becomes_complete


def test_what_was_optional_and_is_required_is_new() -> None:
    """Unless it is done already."""
    assert moved(course("aB"), course("ab"), known("")).new_to_do == ("b",)
    assert moved(course("aB"), course("ab"), known("b")).new_to_do == ()


LETTERS = st.lists(st.sampled_from("abcDEF"), min_size=1, unique_by=str.lower).map("".join)


@given(old=LETTERS, new=LETTERS, done=st.sets(st.sampled_from("abcdef")).map("".join))
def test_nothing_done_is_lost(old: str, new: str, done: str) -> None:
    """Everything done of the old edition is kept or stays on record, and nothing done is asked for again."""
    move = moved(course(old), course(new), known(done))
    of_old = {slug for slug in done if slug in old.lower()}
    assert of_old <= {*move.kept, *move.gone}
    assert not {*move.new_to_do} & {*done}
    assert not {*move.kept} & {*move.gone}
    assert move.becomes_complete == (move.left_to_do == 0)


@given(done=st.sets(st.sampled_from("abc")).map("".join), more=st.sets(st.sampled_from("abc")).map("".join))
def test_the_digest_is_of_what_was_shown(done: str, more: str) -> None:
    """Another state gives another digest; the order of people gives none."""
    people = [UUID(int=2), UUID(int=3)]
    shown = [(each, moved(course("abc"), course("bcd"), known(done))) for each in people]
    now = [(each, moved(course("abc"), course("bcd"), known(more))) for each in reversed(people)]
    assert (digest_of(EDITION, shown) == digest_of(EDITION, now)) == (set(done) == set(more))
    assert digest_of(EDITION, shown) != digest_of(UUID(int=9), shown)
