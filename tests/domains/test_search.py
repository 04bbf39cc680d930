"""Search: both scripts of Serbian, without diacritics, whatever is typed, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from academy import db
from academy.courses import queries, rules, service
from academy.courses.models import Course, CourseText
from academy.courses.service.publishing import ready
from academy.db import session
from academy.languages.rules import to_latin
from tests.domains.documents import course, lesson
from tests.world import World

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def shelf(app: Flask, world: World) -> World:
    """Some courses beside the small one."""
    publish(course("poison", title="Poisoning of eagles", level="advanced", track="rangers", activities=[
        lesson("carcass", "The carcass", "A carbofuran bait lies beside the carcass. Wear *gloves*."),
        lesson("upwind", "Staying upwind", "The wind carries the poison away from you."),
    ]))  # fmt: skip
    publish(course("trovanje", title="Тровање орлова", source="sr-Cyrl", activities=[
        lesson("mamci", "Затровани мамци", "Ђорђе је нашао љубичасте зрнце: њушка џепног пса је жута."),
    ]))  # fmt: skip
    publish(course("dogs", title="Detection dogs", activities=[
        lesson("pas", "Čuvar i đerdan", "Žuta šuma, ćuprija i đavo: Ljubljana."),
        lesson("skylos", "Ο σκύλος", "Το δηλητήριο στην Ελλάδα."),
    ]))  # fmt: skip
    return world


def publish(document: object) -> None:
    """Publish a document as it stands."""
    service.publish_in_steps(ready=ready(document), by=None, at=AT)  # type: ignore[arg-type]


def found(words: str, locale: str = "en", **where: object) -> list[str]:
    """What a search finds, as course/activity."""
    return [f"{hit.course}/{hit.activity}" for hit in queries.search(words, locale=locale, **where)]  # type: ignore[arg-type]


def test_words_are_found_in_titles_first(shelf: World) -> None:
    """The course of that name before a lesson that only says the word."""
    hits = found("poison")
    assert hits[0] == "poison/"
    assert "poison/upwind" in hits


def test_all_words_must_be_there(shelf: World) -> None:
    """Two words of different lessons find neither."""
    assert found("carbofuran bait") == ["poison/carcass"]
    assert found("carbofuran wind") == []


def test_the_last_word_may_be_a_beginning(shelf: World) -> None:
    """As one types; the words before it are whole."""
    assert found("carbo") == ["poison/carcass"]
    assert found("bait carbo") == ["poison/carcass"]
    assert found("carbo bait") == []


@pytest.mark.parametrize(
    "words", ["Đorđe", "DORDE", "Ђорђе", "ЂОРЂЕ", "ljubicaste", "љубичасте", "njuska dzepnog", "њушка џепног"]
)
def test_scripts_and_diacritics_do_not_matter(shelf: World, words: str) -> None:
    """What is written in Cyrillic is found in either script, with accents or without."""
    assert found(words) == ["trovanje/mamci"]


@pytest.mark.parametrize(
    ("words", "activity"),
    [("чувар", "pas"), ("ђердан", "pas"), ("Љубљана", "pas"), ("ljubljana", "pas"),
     ("zuta suma", "pas"), ("cuprija davo", "pas"), ("δηλητηριο", "skylos"), ("ΕΛΛΑΔΑ", "skylos")],
)  # fmt: skip
def test_latin_is_found_from_cyrillic(shelf: World, words: str, activity: str) -> None:
    """And Greek without its tonos."""
    assert found(words) == [f"dogs/{activity}"]


HOSTILE = [
    "", " ", "\0", '"', "'", "*", "a*b", "NEAR(poison, 3)", "poison AND NOT eagles", "poison OR", '"poison', "poison'", "folded:poison",
    "col : poison", "^poison", "-poison", "poison & !eagles", "poison:*", "(((", "\\", "%", "_", "poison\0wind", "x" * 10_000,
    "poison " * 2_000, "😀", "<script>alert(1)</script>", "'; DROP TABLE course; --", "\u202epoison", "½ ﬁ", "a" * 3_000 + ":*",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_just_words(shelf: World, words: str) -> None:
    """No operator, no quotation mark and no length makes it more than words."""
    queries.search(words, locale="en")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Course)) == 4


@given(st.text(max_size=300))
def test_any_text_makes_plain_words(question: str) -> None:
    """Letters and digits only, few and short, whatever was typed."""
    asked = rules.asked(question)
    assert len(asked) <= 10
    assert all(word.isalnum() and len(word) <= 40 for word in asked)


@given(st.text(max_size=200), st.lists(st.text(alphabet="abcčđžљњ", min_size=1, max_size=5), max_size=3))
def test_an_excerpt_quotes_the_text(said: str, words: list[str]) -> None:
    """What a snippet shows stands in the text, in its order."""
    pieces = rules.excerpt(said, [rules.folded(word) for word in words if rules.folded(word)])
    shown = "".join(piece for piece, _is_hit in pieces)
    assert shown.removeprefix("… ").removesuffix(" …") in said or not shown


@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџш ", max_size=60))
def test_cyrillic_and_latin_fold_alike(said: str) -> None:
    """A text and its Latin form have the same words."""
    assert rules.folded(said) == rules.folded(to_latin(said))


def test_snippets_mark_what_was_asked(shelf: World) -> None:
    """In the text as it is written."""
    hit = queries.search("gloves", locale="en")[0]
    assert ("gloves", True) in hit.snippet
    assert "carbofuran" in "".join(piece for piece, _is_hit in hit.snippet)


def test_level_and_track_narrow(shelf: World) -> None:
    """Together with the words."""
    assert found("poison", level="basic") == []
    assert "poison/" in found("poison", level="advanced", track="rangers")
    assert found("poison", track="customs") == []


def test_pages_of_hits(shelf: World) -> None:
    """One after the other, none twice."""
    whole = found("poison")
    assert [found("poison", limit=1, offset=place)[0] for place in range(len(whole))] == whole


def test_a_closed_course_shows_no_lesson(shelf: World) -> None:
    """Its title and its activities' titles stand on its public page; what its lessons say does not."""
    publish(
        course("closed", is_open=False, activities=[lesson("secret", "A title", "Unguessable sentence.")])
    )
    assert found("unguessable") == []
    assert "closed/secret" in found("title")


def test_a_retired_course_is_not_found(shelf: World) -> None:
    """Nor one that is not published."""
    with db.writing():
        service.retire(course_id=_id("poison"), by=None, at=AT)
    assert found("carbofuran") == []


def test_the_index_follows_the_live_edition(shelf: World) -> None:
    """What is published anew is found anew; what is gone is not found."""
    publish(course("dogs", title="Sniffing dogs", activities=[lesson("pas", "A dog", "Only this now.")]))
    assert found("sniffing") == ["dogs/"]
    assert found("detection") == []
    assert found("ljubljana") == []


def test_what_did_not_change_is_not_written_again(shelf: World) -> None:
    """Rows keep their ids."""
    before = {row.id: row.folded for row in session.execute(select(CourseText.id, CourseText.folded))}
    publish(course("dogs", title="Detection dogs", activities=[
        lesson("pas", "Čuvar i đerdan", "Žuta šuma, ćuprija i đavo: Ljubljana."),
        lesson("skylos", "Ο σκύλος", "Another text."),
    ]))  # fmt: skip
    after = {row.id: row.folded for row in session.execute(select(CourseText.id, CourseText.folded))}
    assert before.keys() == after.keys()
    assert sum(before[name] != after[name] for name in before) == 4


@pytest.mark.only("sqlite")
def test_the_index_agrees_with_its_rows(shelf: World) -> None:
    """SQLite's own check of a full-text table against what it indexes."""
    with db.engine().connect() as connection:
        connection.execute(
            text("INSERT INTO course_search (course_search, rank) VALUES ('integrity-check', 1)")
        )


def test_readers_search_in_their_language(shelf: World) -> None:
    """A text without a translation is found in its own words, in every language."""
    assert "small/" in found("mali kurs", "sr-Cyrl")
    assert "small/" in found("мали курс", "sr-Latn")
    assert found("мали курс", "en") == []
    assert "poison/carcass" in found("carbofuran", "sq")


def test_the_catalogue_is_a_page_at_a_time(shelf: World) -> None:
    """By level, then by name; phrases say when they are in another language."""
    listed = queries.catalogue(locale="en", limit=20)
    assert [each.slug for each in listed] == ["dogs", "small", "trovanje", "poison"]
    assert [each.slug for each in queries.catalogue(locale="en", limit=2, offset=1)] == ["small", "trovanje"]
    assert [each.slug for each in queries.catalogue(locale="en", track="rangers", limit=9)] == ["poison"]
    assert next(each for each in listed if each.slug == "trovanje").title.lang == "sr-Cyrl"  # type: ignore[attr-defined]
    assert queries.tracks() == ["rangers"]


def test_markup_in_titles_is_text(shelf: World) -> None:
    """What looks like markup is escaped once."""
    publish(course("markup", title="A <b>bold</b> & title", activities=[lesson("one", "<i>x</i>", "Text.")]))
    listed = next(each for each in queries.catalogue(locale="en", limit=20) if each.slug == "markup")
    assert "<b>" not in listed.title.html  # type: ignore[attr-defined]


def _id(slug: str) -> object:
    return session.scalars(select(Course.id).where(Course.slug == slug)).one()
