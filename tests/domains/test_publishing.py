"""Publishing: in steps or in one unit, once, repaired where it was cut short, never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import undefer

from academy import db, i18n
from academy.actor import Role
from academy.audit.models import AuditEvent
from academy.courses import content, queries, rules, service
from academy.courses.models import Course, CourseText, Edition, EditionMedium, Publication, Rendition
from academy.courses.queries.editions import damaged, edition_numbered, editions_of
from academy.courses.service import approving, publishing
from academy.courses.service.publishing import ready
from academy.db import session
from academy.errors import Conflict, Forbidden, NotFound
from academy.languages import service as languages
from academy.languages.rules import State
from tests.domains.documents import course, lesson
from tests.world import World

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


def publish(document: content.Course, **said: object) -> service.Published:
    """Publish a document in steps."""
    return service.publish_in_steps(ready=ready(document), by=None, at=AT, **said)  # type: ignore[arg-type]


def poison(body: str = "A bait lies here.", **said: object) -> content.Course:
    """Return a course of one lesson."""
    return course("poison", title="Poison", activities=[lesson("bait", "The bait", body)], **said)


def translate(locale: str, pairs: dict[str, str], state: State = State.DRAFT) -> None:
    """Translate some texts."""
    with db.writing():
        languages.store_units(source_locale="en", texts=[("", source) for source in pairs])
        languages.import_catalogue(
            locale=locale,
            entries=[("", source, target) for source, target in pairs.items()],
            state=state,
            at=AT,
        )


def row(slug: str = "poison") -> Course:
    """Return a course."""
    session.rollback()
    return session.scalars(select(Course).where(Course.slug == slug)).one()


def test_an_edition_has_a_rendition_for_every_language(app: Flask) -> None:
    """And the course says what its live edition says."""
    done = publish(poison(level="advanced", track="rangers", hours=7, is_open=False), notes="First.")
    assert done.is_new
    found = row()
    assert (found.level, found.track, found.hours, found.is_open) == ("advanced", "rangers", 7, False)
    assert found.live_edition_id == done.edition.id
    locales = set(session.scalars(select(Rendition.locale).where(Rendition.edition_id == done.edition.id)))
    assert locales == set(i18n.LANGUAGES)
    assert [issue.notes for issue in editions_of(found.id)] == ["First."]


def test_the_same_again_is_the_same(app: Flask) -> None:
    """No edition, no rendition, no word in the audit trail."""
    first = publish(poison()).edition.id
    before = _counts()
    again = publish(poison())
    assert (again.edition.id, again.is_new) == (first, False)
    assert _counts() == before


def test_numbers_only_grow(app: Flask) -> None:
    """An earlier content that is published again is a new edition with the old digest."""
    for body in ("One.", "Two.", "One."):
        publish(poison(body))
    issues = editions_of(row().id)
    assert [issue.number for issue in issues] == [3, 2, 1]
    assert [issue.is_live for issue in issues] == [True, False, False]
    assert issues[0].digest == issues[2].digest != issues[1].digest


def test_an_edition_keeps_its_readers(app: Flask) -> None:
    """Each reads what it froze, also where only a pass mark tells two apart."""
    ids = [publish(poison(hours=hours)).edition.id for hours in (1, 2)]
    assert [queries.reading(edition_id=id_, locale="en").course.hours for id_ in ids] == [1, 2]
    renditions = [queries.reading(edition_id=id_, locale="en").rendition_digest for id_ in ids]
    assert renditions[0] == renditions[1]


@contextmanager
def cut_at(monkeypatch: pytest.MonkeyPatch, unit: int) -> Iterator[None]:
    """Let the power fail as a write unit begins."""
    writing, count = db.writing, [0]

    @contextmanager
    def failing() -> Iterator[None]:
        count[0] += 1
        if count[0] == unit:
            raise KeyboardInterrupt
        with writing():
            yield

    with monkeypatch.context() as patch:
        patch.setattr(db, "writing", failing)
        with suppress(KeyboardInterrupt):
            yield
    assert count[0] >= unit, "fewer units than this test thinks"
    session.rollback()


@pytest.mark.parametrize("unit", range(1, 13))
def test_a_cut_is_repaired_by_publishing_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, unit: int
) -> None:
    """Wherever it was cut, readers see a whole edition: the one before or the new one; again gives the same number."""
    publish(poison("Before."))
    before = row().live_edition_id
    with cut_at(monkeypatch, unit):
        publish(poison("After. It is longer."))
    now = queries.reading(edition_id=row().live_edition_id, locale="sq")  # type: ignore[arg-type]
    assert now.edition_number == (1 if row().live_edition_id == before else 2)
    done = publish(poison("After. It is longer."))
    assert done.edition.number == 2
    assert row().live_edition_id == done.edition.id
    assert [hit.activity for hit in queries.search("longer", locale="sr-Latn")] == ["bait"]
    assert set(session.scalars(select(Edition.number).where(Edition.course_id == row().id))) == {1, 2}


def test_two_at_once_make_one_edition(app: Flask) -> None:
    """The same content from two windows; every edition whole, none twice."""
    publish(poison("Before."))
    session.remove()

    def go(_hand: int) -> int:
        with app.app_context():
            try:
                return publish(poison("After.")).edition.number
            finally:
                session.remove()

    with ThreadPoolExecutor(max_workers=2) as hands:
        assert set(hands.map(go, range(2))) == {2}
    assert [issue.number for issue in editions_of(row().id)] == [2, 1]
    count = session.scalar(
        select(func.count()).select_from(Rendition).where(Rendition.edition_id == row().live_edition_id)
    )
    assert count == len(i18n.LANGUAGES)


def test_different_ones_at_once_both_stand(app: Flask) -> None:
    """The newest number is the live one, whoever came first."""
    publish(poison("Before."))
    session.remove()

    def go(body: str) -> None:
        with app.app_context():
            try:
                publish(poison(body))
            finally:
                session.remove()

    with ThreadPoolExecutor(max_workers=3) as hands:
        list(hands.map(go, ("One.", "Two.", "Three.")))
    issues = editions_of(row().id)
    assert [issue.number for issue in issues] == [4, 3, 2, 1]
    assert issues[0].is_live


def test_published_documents_refuse_change(app: Flask) -> None:
    """Whatever a verb tries."""
    edition_id = publish(poison()).edition.id
    with pytest.raises(RuntimeError, match="never changes"), db.writing():
        session.get_one(Edition, edition_id, options=[undefer(Edition.document)]).document = "{}"
    with pytest.raises(RuntimeError, match="never changes"), db.writing():
        session.scalars(select(Rendition).where(Rendition.edition_id == edition_id)).first().digest = "0"  # type: ignore[union-attr]
    with pytest.raises(RuntimeError, match="never changes"), db.writing():
        session.get_one(Edition, edition_id).number = 7


def test_what_was_changed_behind_our_back_is_noticed(app: Flask) -> None:
    """The doctor compares every document with its digest."""
    edition_id = publish(poison()).edition.id
    assert list(damaged()) == []
    with db.writing():
        session.execute(text("UPDATE edition SET document = '{}' WHERE number = 1 AND digest = :digest"),
                        {"digest": session.get_one(Edition, edition_id).digest})  # fmt: skip
        session.execute(
            update(Rendition)
            .where(Rendition.edition_id == edition_id, Rendition.locale == "sq")
            .values(document="x")
        )
    assert list(damaged()) == ["poison, edition 1", "poison, edition 1, sq"]


def test_outdated_words_are_offered_until_there_are_new_ones(app: Flask) -> None:
    """A changed text shows its old translation, not counted as done, also in the edition after the next."""
    translate("sq", {"A bait lies here.": "Karremi është këtu.", "The bait": "Karremi"})
    first = publish(poison()).edition
    second = publish(poison("A bait lies over there.")).edition
    third = publish(poison("A bait lies over there.", hours=9)).edition
    for edition in (second, third):
        shown = queries.reading(edition_id=edition.id, locale="sq")
        assert "Karremi është këtu." in str(shown.extras["bait"])
    counts = [_translated(edition.id) for edition in (first, second, third)]
    assert counts[0] == counts[1] + 1 == counts[2] + 1
    translate("sq", {"A bait lies over there.": "Karremi është atje."})
    with db.writing():
        made = service.render(edition_id=third.id, at=AT)
    assert [rendition.locale for rendition in made] == ["sq"]
    assert "atje" in str(queries.reading(edition_id=third.id, locale="sq").extras["bait"])
    assert "këtu" in str(queries.reading(edition_id=second.id, locale="sq").extras["bait"])
    assert [hit.activity for hit in queries.search("atje", locale="sq")] == ["bait"]


def test_rendering_again_changes_nothing(app: Flask) -> None:
    """Where no translation is new."""
    edition_id = publish(poison()).edition.id
    with db.writing():
        assert service.render(edition_id=edition_id, at=AT) == []
    with pytest.raises(NotFound), db.writing():
        service.render(edition_id=row().id, at=AT)


def test_media_of_an_edition(app: Flask, world: World) -> None:
    """The files an edition shows are noted once."""
    small = edition_numbered(world.edition.course_id, 1)
    edition = publish(small.model_copy(update={"hours": 9})).edition
    assert session.scalar(
        select(func.count()).select_from(EditionMedium).where(EditionMedium.edition_id == edition.id)
    ) == len({file.digest for file in small.media.values()})


def test_a_wish_is_decided_once(app: Flask, world: World) -> None:
    """By somebody else, for exactly what was asked."""
    publish(poison())
    by, other = world.actor(world.trajce), world.actor(world.ada)
    assert by.has(Role.TRAINER)
    new, course_id = ready(poison("New.")), row().id
    with db.writing():
        asked = approving.ask(course_id=course_id, digest=new.digest, notes="New.", by=by, at=AT)
        assert approving.ask(course_id=course_id, digest=new.digest, notes="x", by=by, at=AT).id == asked.id
        with pytest.raises(Conflict):
            approving.ask(course_id=course_id, digest="0" * 64, notes="x", by=by, at=AT)
    publication = session.get_one(Publication, asked.id)
    with pytest.raises(Forbidden):
        approving.approve(publication=publication, ready=new, by=by, at=AT)
    with pytest.raises(Conflict):
        approving.approve(publication=publication, ready=ready(poison("Other.")), by=other, at=AT)
    done = approving.approve(publication=publication, ready=new, by=other, at=AT)
    assert (done.edition.number, done.edition.notes) == (2, "New.")
    with pytest.raises(Conflict):
        approving.approve(publication=session.get_one(Publication, asked.id), ready=new, by=other, at=AT)
    with pytest.raises(Conflict), db.writing():
        approving.withdraw(publication=session.get_one(Publication, asked.id), by=by, at=AT)


def test_withdrawn_while_it_is_published(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes the wish back in time keeps the edition from readers."""
    publish(poison())
    by, other = world.actor(world.trajce), world.actor(world.ada)
    new, course_id = ready(poison("New.")), row().id
    with db.writing():
        asked = approving.ask(course_id=course_id, digest=new.digest, notes="New.", by=by, at=AT).id
    go_live = publishing._Publication._go_live

    def slow(self: publishing._Publication, course: object, edition: object) -> bool:
        approving.withdraw(publication=session.get_one(Publication, asked), by=by, at=AT)
        return go_live(self, course, edition)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing._Publication, "_go_live", slow)
    with pytest.raises(Conflict):
        approving.approve(publication=session.get_one(Publication, asked), ready=new, by=other, at=AT)
    assert queries.newest_edition("poison").number == 1


def test_texts_of_the_demo_fold(app: Flask, world: World) -> None:
    """What the small course says is searched in every language it is shown in."""
    assert set(session.scalars(select(CourseText.locale))) == set(i18n.LANGUAGES)
    assert rules.digest(rules.freeze(edition_numbered(world.edition.course_id, 1))) == world.edition.digest


def _translated(edition_id: object) -> int:
    return session.scalars(
        select(Rendition.translated_count).where(Rendition.edition_id == edition_id, Rendition.locale == "sq")
    ).one()


def _counts() -> list[int]:
    return [
        session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Edition, Rendition, CourseText, AuditEvent)
    ]
