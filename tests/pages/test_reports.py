"""The coordinator's pages, and the audit trail of the administrator: who enters, what is shown, what leaves."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from academy import clock, db
from academy.accounts.models import Person
from academy.audit.models import AuditEvent
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.reports.queries.kept import forget_kept
from tests.certificates import issued
from tests.lens import Lens
from tests.world import World

LensOf = Callable[..., Lens]


@pytest.fixture(autouse=True)
def _fresh_figures() -> Iterator[None]:
    forget_kept()
    yield
    forget_kept()


def events(verb: str) -> list[AuditEvent]:
    session.rollback()
    return list(session.scalars(select(AuditEvent).where(AuditEvent.verb == verb)))


def crowd(world: World, count: int) -> None:
    """Enrol many more people in the unit."""
    at = clock.now()
    with db.writing():
        for number in range(count):
            person = Person(call_sign=f"officer-{number:03}", legal_name=f"Person {number}", created_at=at)
            session.add(person)
            session.flush()
            learning.enrol(
                person_id=person.id, agency_id=world.north.id, edition=world.edition, by=None, at=at
            )


def advance(world: World) -> None:
    """Let Amina have read a lesson, passed the quiz behind it and run past her date."""
    at = clock.now()
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        learning.complete(enrolment=enrolment, activity="first-lesson", at=at)
        attempt = learning.start_attempt(
            enrolment=enrolment, activity="gate-quiz", begun=learning.Begun("en", "d", 1), at=at
        )
        learning.grade_attempt(
            attempt=attempt, grade=learning.Grade(score=0.87, is_passed=True, marks={}), at=at
        )
        enrolment.due_on = at.date() - timedelta(days=1)


def test_coordinator_sees_her_people(world: World, lens_of: LensOf) -> None:
    advance(world)
    page = lens_of(world.boris).get("/en/agency/")
    assert page.title == "Rangers"
    for shown in ("amina", "Amina Prvić", "87", "late", "Needs you"):
        assert shown in page.text
    for foreign in ("dina", "Dina", "Inspectors"):
        assert foreign not in page.html


def test_stranger_sees_her_own_people_only(world: World, lens_of: LensOf) -> None:
    page = lens_of(world.carla).get("/en/agency/")
    assert "Dina Daleka" in page.text
    assert "amina" not in page.html.lower()


@pytest.mark.parametrize("who", ["amina", "trajce", "ada"])
def test_other_roles_are_refused(world: World, lens_of: LensOf, who: str) -> None:
    lens_of(getattr(world, who)).get("/en/agency/", status=403)
    lens_of(getattr(world, who)).get(f"/en/agency/people/{world.enrolment.id}", status=403)


def test_visitor_is_asked_to_sign_in(world: World, lens: Lens) -> None:
    assert "/sign-in" in lens.get("/en/agency/").response.request.path


@pytest.mark.parametrize("name", ["branch", "unit", "edition"])
def test_foreign_unknown_and_malformed_ids_look_the_same(world: World, lens_of: LensOf, name: str) -> None:
    lens, foreign = lens_of(world.boris), world.inspectors.id
    pages = [lens.get(f"/en/agency/?{name}={each}", status=404).text for each in (foreign, uuid4(), "x")]
    assert len(set(pages)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "page=-1",
        "page=99999999999",
        "page=²",
        "q=" + "x" * 5000,
        "state=late&page=7",
    ],
)
def test_strange_filters_do_no_harm(world: World, lens_of: LensOf, query: str) -> None:
    assert "Dina" not in lens_of(world.boris).get(f"/en/agency/?{query}").text


def test_filters_narrow_the_list(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris)
    assert "Nobody fits this choice" in lens.get("/en/agency/?state=completed").text
    assert "Nobody fits this choice" in lens.get(f"/en/agency/?unit={world.north.id}").text
    assert "Amina Prvić" in lens.get("/en/agency/?q=prvi&state=not-started").text


def test_list_goes_on_over_pages(world: World, lens_of: LensOf) -> None:
    crowd(world, 30)
    first = lens_of(world.boris).get("/en/agency/?state=not-started")
    assert "1 to 25 of 31" in first.text
    second = first.follow("Further")
    assert "26 to 31 of 31" in second.text
    assert "officer-029" in second.text
    assert "officer-029" not in first.text


def test_agency_without_learners_says_so(world: World, lens_of: LensOf) -> None:
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = clock.now()
    assert "Nobody is enrolled yet" in lens_of(world.boris).get("/en/agency/").text


@pytest.mark.parametrize("locale", ["sr-Cyrl", "sr-Latn", "sq", "en-x-pseudo"])
def test_page_in_every_language(world: World, lens_of: LensOf, locale: str) -> None:
    advance(world)
    lens_of(world.boris).get(f"/{locale}/agency/")


def test_page_costs_the_same_for_many(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris)
    lens.get("/en/agency/")
    few = statements(lambda: lens.get("/en/agency/"))
    crowd(world, 60)
    many = statements(lambda: lens.get("/en/agency/"))
    assert len(many) == len(few) <= 12, "\n\n".join(many)


def statements(visit: Callable[[], Any]) -> list[str]:
    """Return the statements that ``visit`` runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        visit()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return seen


def exported(
    lens: Lens, data: dict[str, Any] | None = None, *, query: str = ""
) -> tuple[Any, list[list[str]]]:
    response = lens.get(f"/en/agency/{query}").submit("/agency/export", data).response
    separator = (data or {}).get("separator", ",")
    text = response.get_data().decode("utf-8-sig")
    return response, list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def test_export_holds_the_filtered_people_with_scores(world: World, lens_of: LensOf) -> None:
    advance(world)
    response, (header, *rows) = exported(lens_of(world.boris, stepped_up=True))
    assert response.mimetype == "text/csv"
    assert header[:3] == ["Call-sign", "Legal name", "Unit"]
    (row,) = rows
    assert row[:6] == ["amina", "Amina Prvić", "Rangers", "A small course", "1", "Spring"]
    assert row[9:] == ["2", "4", "done", "87", "", ""]
    assert "Dina" not in response.get_data(as_text=True)
    (line,) = events("export")
    assert line.object_id == f"{world.edition.id}:1"
    assert line.agency_id == world.rangers.id
    assert "legal_name" in line.fields
    assert "Amina" not in repr(line.fields)


def test_export_follows_the_filter(world: World, lens_of: LensOf) -> None:
    crowd(world, 2)
    _response, rows = exported(lens_of(world.boris, stepped_up=True), query=f"?unit={world.north.id}")
    assert [row[0] for row in rows[1:]] == ["officer-000", "officer-001"]


def test_export_offers_separator_and_mark(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris, stepped_up=True)
    response, rows = exported(lens, {"separator": ";"})
    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert rows[1][0] == "amina"
    # a browser leaves an unticked box out altogether
    response = lens.post("/en/agency/export", {"separator": ",", "csrf_token": lens.token()}).response
    assert response.get_data().startswith(b'"Call-sign",')


def test_export_starts_no_formula(world: World, lens_of: LensOf) -> None:
    with db.writing():
        session.get_one(Person, world.amina.id).legal_name = "=HYPERLINK(0)"
    _response, rows = exported(lens_of(world.boris, stepped_up=True))
    assert rows[1][1] == "'=HYPERLINK(0)"


def test_export_has_a_name_in_any_script(world: World, lens_of: LensOf) -> None:
    response, _rows = exported(lens_of(world.boris, stepped_up=True))
    day = clock.now().date().isoformat()
    header = response.headers["Content-Disposition"]
    assert f'filename="progress-small-{day}.csv"' in header
    assert f"filename*=UTF-8''Progress%20A%20small%20course%20{day}.csv" in header


def test_export_wants_the_second_factor_again(world: World, lens_of: LensOf) -> None:
    response = lens_of(world.boris).client.post("/en/agency/export", data={"separator": ","})
    assert response.status_code in {302, 400}
    assert events("export") == []


def test_export_refuses_another_separator_in_words(world: World, lens_of: LensOf) -> None:
    page = lens_of(world.boris, stepped_up=True).get("/en/agency/")
    assert "Not a valid choice" in page.submit("/agency/export", {"separator": "|"}, status=422).text
    assert events("export") == []


@pytest.mark.parametrize("name", ["branch", "unit", "edition"])
def test_export_of_another_agency_does_not_exist(world: World, lens_of: LensOf, name: str) -> None:
    page = lens_of(world.boris, stepped_up=True).get("/en/agency/")
    page.submit("/agency/export", {name: str(world.inspectors.id)}, status=404)
    assert events("export") == []


def test_record_shows_attempts_and_is_noted(world: World, lens_of: LensOf) -> None:
    advance(world)
    page = lens_of(world.boris).get("/en/agency/").follow("amina")
    assert page.title == "amina"
    for shown in ("Amina Prvić", "87%", "Passed", "Past the due date"):
        assert shown in page.text
    (line,) = events("consult")
    assert (line.object_id, line.actor_id, line.agency_id) == (
        str(world.enrolment.id), world.boris.id, world.rangers.id,
    )  # fmt: skip


def test_foreign_and_unknown_records_look_the_same(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris)
    foreign = lens.get(f"/en/agency/people/{world.foreign_enrolment.id}", status=404)
    unknown = lens.get(f"/en/agency/people/{uuid4()}", status=404)
    assert foreign.text == unknown.text
    assert events("consult") == []


def test_record_lists_certificates(app: Flask, world: World, lens_of: LensOf) -> None:
    certificate = issued(app, world)
    page = lens_of(world.boris).get(f"/en/agency/people/{world.enrolment.id}")
    assert certificate.number in page.text


def test_administrator_reads_the_trail(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.ada)
    page = lens.get("/en/audit-trail")
    assert "Enrolled" in page.text
    assert "Nothing of this kind yet" in lens.get("/en/audit-trail?verb=nonsense").text
    lens.get("/en/audit-trail?before=99999999999999999999999")


@pytest.mark.parametrize("who", ["amina", "boris", "trajce"])
def test_nobody_else_reads_the_trail(world: World, lens_of: LensOf, who: str) -> None:
    lens_of(getattr(world, who)).get("/en/audit-trail", status=403)
