"""Writing quizzes: what moves where, what is drawn from how many, what the check finds, and the same text each time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.courses.rules.checks import SENTENCES, sentence
from academy.items.content import Item
from academy.items.editing.choosing import groups_of_kinds
from academy.items.kinds import KINDS, parse
from academy.quizzes.content import Draw, QuizContent, Reveal, Review, Section
from academy.quizzes.rules import (
    KIND,
    arranged,
    asked_count,
    parts,
    placed,
    pooled,
    rehearsed,
    sections_of,
    shaped,
    with_section,
    with_terms,
)

from .items.samples import items

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
SHARES = st.floats(0, 1, allow_nan=False)
REVEALS = st.frozensets(st.sampled_from(list(Reveal)))
DRAWS = st.builds(Draw, competency=SLUGS, tag=st.none() | SLUGS, count=st.integers(1, 50))


def plain(key: str, **more: Any) -> Item:
    """Return an item of which nothing matters but what is said."""
    return parse({"key": key, "kind": "true-false", "prompt": f"Is it {key}?", "answer": True, **more})


def quiz(*keys: str, **terms: Any) -> QuizContent:
    """Return a quiz of plain items."""
    return QuizContent(title="Quiz", minutes=5, items=[plain(key) for key in keys], **terms)


def two_parts() -> QuizContent:
    """Return a quiz with items in front and in two sections."""
    return quiz(
        "a", "b", "c", "d", "e",
        sections=[Section(slug="one", title="One", items=["d", "b"]), Section(slug="two", title="Two", items=["e"])],
    )  # fmt: skip


def standing(content: QuizContent) -> list[list[str]]:
    """Return the keys of the front and of each section."""
    return [[item.key for item in part.items] for part in parts(content)]


@st.composite
def quizzes(draw: st.DrawFn) -> QuizContent:
    """Return a quiz with terms of every sort."""
    found = draw(st.lists(items(), max_size=4, unique_by=lambda item: item.key))
    keys = draw(st.permutations([item.key for item in found]))
    cut = draw(st.integers(0, len(keys)))
    slugs = draw(st.lists(SLUGS, min_size=2, max_size=2, unique=True))
    sections = [
        Section(
            slug=slug, title=draw(WORDS), instructions=draw(st.just("") | WORDS), shuffle=draw(st.booleans()), items=list(part),
            draws=draw(st.lists(DRAWS, max_size=2)),
        )
        for slug, part in zip(slugs, (keys[:cut], keys[cut:]), strict=True)
    ]  # fmt: skip
    return draw(
        st.builds(
            QuizContent, title=WORDS, minutes=st.integers(1, 600), instructions=st.just("") | WORDS, pass_mark=SHARES,
            shuffle=st.booleans(), attempts=st.none() | st.integers(1, 99), wait_hours=st.floats(0, 8760),
            time_limit=st.none() | st.integers(1, 1440), on_timeout=st.sampled_from(["submit", "grace", "abandon"]),
            grace=st.integers(1, 1440), navigation=st.sampled_from(["free", "linear"]),
            feedback=st.sampled_from(["deferred", "immediate", "interactive"]), penalty=SHARES, certainty=st.booleans(),
            review=st.builds(Review, during=REVEALS, at_once=REVEALS, later=REVEALS, closed=REVEALS),
            practice=st.sampled_from(["no", "always", "after"]), entry=st.sampled_from(["open", "password", "code"]),
            draws=st.lists(DRAWS, max_size=2, unique_by=lambda each: each.name), sections=st.just(sections), items=st.just(found),
        )
    )  # fmt: skip


@given(quizzes())
def test_a_quiz_is_read_as_it_was_written(content: QuizContent) -> None:
    """Its file gives it back, and is the one file it has; so with its frozen form."""
    text = KIND.write(content)
    assert KIND.read(text) == content
    assert KIND.write(KIND.read(text)) == text
    assert QuizContent.model_validate_json(content.model_dump_json()) == content


@given(quizzes(), st.integers(0, 10**6))
def test_what_is_tried_is_what_is_asked(content: QuizContent, seed: int) -> None:
    """An author meets each item once, all that always stand, and as many as the page says."""
    found = [item.key for item in rehearsed(content, seed)]
    assert len(set(found)) == len(found) <= asked_count(content)
    pool = {item.key for item in pooled(content)}
    assert {item.key for item in content.items} - pool <= set(found)
    named = {key: section.slug for section in content.sections for key in section.items}
    shown = sections_of(content, found)
    assert all(shown[key].slug == slug for key, slug in named.items())


def test_items_move_among_their_own() -> None:
    """Up and down stay in the part; at its end nothing happens."""
    content = two_parts()
    assert standing(content) == [["a", "c"], ["d", "b"], ["e"]]
    assert standing(arranged(content, "up:c")) == [["c", "a"], ["d", "b"], ["e"]]
    assert standing(arranged(content, "down:d")) == [["a", "c"], ["b", "d"], ["e"]]
    assert standing(arranged(content, "up:d")) == standing(arranged(content, "down:e")) == standing(content)


def test_copies_and_what_is_taken_out() -> None:
    """A copy stands after its model, in the same section; what is taken out is named nowhere."""
    content = two_parts()
    assert standing(arranged(content, "copy:d"))[1] == ["d", "d-6", "b"]
    without = arranged(content, "remove:d")
    assert standing(without) == [["a", "c"], ["b"], ["e"]]
    assert KIND.read(KIND.write(without)) == without


@pytest.mark.parametrize("deed", ["", "up", "up:", "up:nobody", "away:a", "remove:"])
def test_what_is_no_deed_changes_nothing(deed: str) -> None:
    """Neither of an item nor of a section."""
    assert arranged(two_parts(), deed) == shaped(two_parts(), deed) == two_parts()


def test_items_are_placed() -> None:
    """Whoever stays keeps the place; whoever comes stands last; a strange section is the front."""
    content = placed(two_parts(), {"a": "one", "d": "one", "b": "two", "e": "nowhere", "nobody": "one"})
    assert standing(content) == [["c", "e"], ["d", "a"], ["b"]]
    assert placed(content, {}) == content


def test_sections_move_and_go() -> None:
    """What stood in a section that is taken out stands in front again."""
    content = two_parts()
    assert [each.slug for each in shaped(content, "up:two").sections] == ["two", "one"]
    assert shaped(content, "up:one") == shaped(content, "down:two") == content
    assert standing(shaped(content, "remove:one")) == [["a", "b", "c", "d"], ["e"]]


def test_a_section_takes_its_items_from_others() -> None:
    """Nothing ever stands in two."""
    new = with_section(two_parts(), Section(slug="new", title="New", items=["d", "a"]))
    assert standing(new) == [["c"], ["b"], ["e"], ["d", "a"]]
    again = with_section(new, Section(slug="one", title="First", items=["d"]))
    assert standing(again) == [["b", "c"], ["d"], ["e"], ["a"]]


def test_the_pool_is_apart() -> None:
    """What a draw could take is asked only where it is drawn; gates and what a section names always are."""
    content = QuizContent(
        title="Quiz", minutes=5, draws=[Draw(competency="x", tag="night", count=2)],
        items=[plain("a"), plain("b", competency="x", tags=["night"]), plain("c", competency="x"),
               plain("d", competency="x", tags=["night"], gate=True), plain("e", competency="x", tags=["night"])],
    )  # fmt: skip
    assert [item.key for item in pooled(content)] == ["b", "e"]
    assert parts(content)[0].draws == ((content.draws[0], 2),)
    assert asked_count(content) == 5
    assert standing(arranged(content, "up:e")) == standing(content)
    assert [item.key for item in pooled(arranged(content, "up:e"))] == ["e", "b"]


def test_a_pretest_loses_what_it_cannot_have() -> None:
    """An exam that becomes a pre-test is no exam any more."""
    found = with_terms(
        two_parts(), {"pretest_of": "later", "entry": "code", "certainty": True, "time_limit": 9}
    )
    assert (found.items, found.sections, found.entry, found.certainty) == ([], [], "open", False)
    assert found.time_limit == 9
    assert KIND.read(KIND.write(found)) == found


SHARED = [plain(key, competency="x", tags=["night"]) for key in "abcd"]


@pytest.mark.parametrize(
    ("terms", "code", "blocks"),
    [
        ({"time_limit": 1, "items": [plain(key) for key in "abcd"]}, "time-short", False),
        ({"certainty": True, "items": "differential"}, "certainty-twice", False),
        ({"time_limit": 60, "items": "essay"}, "manual-closed", False),
        ({"items": [plain("a")], "sections": [Section(slug="one", title="One")]}, "empty-section", False),
        (
            {"items": SHARED, "sections": [Section(slug="one", title="One", draws=[Draw(tag="night", count=5)])]},
            "pool-small-in", True,
        ),
        ({"items": SHARED, "draws": [Draw(tag="night", count=3)]}, "pool-small", False),
        ({"items": SHARED, "draws": [Draw(tag="night", count=2), Draw(competency="x", count=2)]}, "", False),
        (
            {"items": SHARED + [plain(key, competency="x") for key in "ef"],
             "draws": [Draw(competency="x", count=3), Draw(tag="night", count=2)]},
            "pool-shared", False,
        ),
    ],
)  # fmt: skip
def test_the_check(terms: dict[str, Any], code: str, blocks: bool) -> None:
    """Each is found where it is so, with its sentence."""
    said = dict(terms)
    if isinstance(said["items"], str):
        said["items"] = [one_of(said["items"])]
    found = {each.code: each for each in KIND.findings(QuizContent(title="Quiz", minutes=5, **said))}
    ours = {
        "time-short",
        "certainty-twice",
        "manual-closed",
        "empty-section",
        "pool-small-in",
        "pool-small",
        "pool-shared",
    }
    assert found.keys() & ours == ({code} if code else set())
    if code:
        assert found[code].blocks == blocks
        assert sentence(found[code])
        assert code in SENTENCES


CRITERIA = [
    {
        "key": "what",
        "title": "What",
        "levels": [{"title": "None", "points": 0}, {"title": "All", "points": 2}],
    }
]


def one_of(kind: str) -> Item:
    """Return an item of a kind that finds itself asked about above."""
    if kind == "essay":
        return parse({"key": "report", "kind": "essay", "prompt": "Report.", "criteria": CRITERIA})
    signs = [{"text": f"Sign {number}", "accepted": ["a"]} for number in range(3)]
    hypotheses = [{"key": key, "text": key} for key in "abc"]
    return parse(
        {
            "key": "case",
            "kind": "differential",
            "prompt": "Why?",
            "hypotheses": hypotheses,
            "accepted": ["a"],
            "signs": signs,
        }
    )


def test_every_kind_is_offered_once() -> None:
    """In one group, with a sentence."""
    offered = [offer.kind for group in groups_of_kinds() for offer in group.offers]
    assert sorted(offered) == sorted(kind.name for kind in KINDS)
    assert all(offer.sentence for group in groups_of_kinds() for offer in group.offers)
