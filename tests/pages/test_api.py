"""What programs read, and what they may not; the coordinator's page of tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from sqlalchemy import delete, func, select

from academy import clock, db
from academy.agencies.models import Agency
from academy.api import service
from academy.api.models import ApiTally, ApiToken
from academy.api.rules import REQUESTS, Cursor, Scope, cursor_from
from academy.audit.models import AuditEvent
from academy.db import session
from academy.learning import service as learning
from tests.lens import Lens
from tests.world import World

EVERYTHING = tuple(Scope)


def token_of(world: World, agency: Agency, *scopes: Scope, days: int = 30) -> str:
    at = clock.now()
    with db.writing():
        _token, text = service.make_token(
            agency=agency, name="Personnel", scopes=scopes or EVERYTHING, expires_at=at + timedelta(days=days),
            by=world.actor(world.boris), at=at,
        )  # fmt: skip
    return text


@pytest.fixture
def ask(app: Flask) -> Callable[..., Any]:
    """Ask as a program that shows a token."""
    client = app.test_client()

    def get(path: str, token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.get(path if path.startswith("/") else f"/api/v1/{path}", headers=headers)

    return get


def test_a_program_reads_its_branch_and_nothing_else(world: World, ask: Callable[..., Any]) -> None:
    with db.writing():
        learning.complete(enrolment=session.merge(world.enrolment), activity="why", at=clock.now())
    token = token_of(world, world.rangers)
    people = ask("people", token).json
    assert {each["call_sign"] for each in people["items"]} == {"amina", "boris"}
    assert people["items"][0]["legal_name"]
    (enrolment,) = ask("enrolments", token).json["items"]
    assert (enrolment["person_id"], enrolment["course"]) == (str(world.amina.id), "small")
    (result,) = ask("results", token).json["items"]
    assert (result["activity"], result["enrolment_id"]) == ("why", enrolment["id"])
    assert ask(f"people/{world.amina.id}", token).json["call_sign"] == "amina"
    assert ask(f"enrolments/{enrolment['id']}", token).json == enrolment


@pytest.mark.parametrize("path", ["people/{person}", "enrolments/{enrolment}", "certificates/{person}"])
def test_foreign_and_unknown_are_the_same_bytes(world: World, ask: Callable[..., Any], path: str) -> None:
    token = token_of(world, world.rangers)
    foreign = ask(path.format(person=world.dina.id, enrolment=world.foreign_enrolment.id), token)
    unknown = ask(path.format(person=uuid4(), enrolment=uuid4()), token)
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.mimetype == "application/problem+json"
    assert foreign.data == unknown.data


def test_names_are_told_only_to_who_may_read_them(world: World, ask: Callable[..., Any]) -> None:
    text = ask("people", token_of(world, world.rangers, Scope.PEOPLE)).text
    assert "amina" in text
    assert "Prvić" not in text
    assert "example.org" not in text


def test_each_door_asks_for_its_own_scope(world: World, ask: Callable[..., Any]) -> None:
    for scope in EVERYTHING:
        token = token_of(world, world.rangers, scope)
        open_to = {
            name
            for name in ("people", "enrolments", "results", "certificates")
            if ask(name, token).status_code == 200
        }
        assert open_to == ({scope.value.partition(":")[0]} if scope is not Scope.NAMES else set())
    refused = ask("people", token_of(world, world.rangers, Scope.RESULTS))
    assert (refused.status_code, refused.json["status"]) == (403, 403)


def test_a_token_ends(world: World, ask: Callable[..., Any]) -> None:
    """By its date, by its coordinator, with its agency; one that never was looks the same."""
    over, revoked = token_of(world, world.rangers), token_of(world, world.rangers)
    assert ask("people", revoked).status_code == 200
    with db.writing():
        token = session.scalars(select(ApiToken).where(ApiToken.hint == revoked[-4:])).first()
        assert token is not None
        service.revoke_token(token=token, by=world.actor(world.boris), at=clock.now())
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        answers = [ask("people", each) for each in (over, revoked, "wca_nothing", "")]
    assert {each.status_code for each in answers} == {401}
    assert len({each.data for each in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_no_door_for_programs_and_a_token_no_page(
    world: World, ask: Callable[..., Any], lens_of: Callable[..., Lens]
) -> None:
    assert lens_of(world.boris).client.get("/api/v1/people").status_code == 401
    assert ask("/en/agency/", token_of(world, world.rangers)).status_code == 302


def test_a_list_is_paged_without_losing_or_doubling(world: World, ask: Callable[..., Any]) -> None:
    token, found, path = token_of(world, world.rangers), [], "people?limit=1"
    while path:
        answer = ask(path, token)
        found += [each["call_sign"] for each in answer.json["items"]]
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.json["next"])
        path = link.partition(">")[0].removeprefix("<")
    assert sorted(found) == ["amina", "boris"]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=nonsense", "cursor=W10", "since=yesterday", "since=2026-01-01T00:00:00",
     "until=2026", "cursor=1.2"],
)  # fmt: skip
def test_what_cannot_be_read_is_named(world: World, ask: Callable[..., Any], query: str) -> None:
    answer = ask(f"people?{query}", token_of(world, world.rangers))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_cursor_comes_back_as_it_went() -> None:
    cursor = Cursor(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), uuid4(), "activity")
    assert cursor_from(cursor.written()) == cursor


def test_too_many_requests_wait_a_minute(world: World, ask: Callable[..., Any]) -> None:
    token = token_of(world, world.rangers)
    with time_machine.travel(datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC), tick=False) as travel:
        with db.writing():
            session.scalars(select(ApiToken)).one().expires_at = clock.now() + timedelta(days=1)
        first = ask("people", token)
        assert first.headers["RateLimit"] == f'"minute";r={REQUESTS - 1};t=55'
        token_id = session.scalars(select(ApiToken.id)).one()
        session.rollback()
        with db.writing():
            for _each in range(REQUESTS - 1):
                service.count_request(token_id=token_id, at=clock.now())
        refused = ask("people", token)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "55")
        travel.shift(55)
        assert ask("people", token).status_code == 200


def test_what_was_told_is_in_the_audit_trail(world: World, ask: Callable[..., Any]) -> None:
    """How many and which fields; never a value."""
    ask("people", token_of(world, world.rangers))
    event = session.scalars(select(AuditEvent).where(AuditEvent.verb == "disclose")).one()
    assert event.agency_id == world.rangers.id
    assert event.object_id.endswith(":2")
    assert {"legal_name", "email"} <= set(event.fields)


def test_a_refused_question_tells_nothing_and_notes_nothing(world: World, ask: Callable[..., Any]) -> None:
    ask("people?limit=0", token_of(world, world.rangers))
    assert not session.scalar(
        select(func.count()).select_from(AuditEvent).where(AuditEvent.verb == "disclose")
    )


@pytest.mark.parametrize(("method", "path", "status"), [
    ("POST", "/api/v1/people", 405), ("DELETE", "/api/v1/people", 405), ("GET", "/api/v2/people", 404),
])  # fmt: skip
def test_every_refusal_is_a_problem(app: Flask, method: str, path: str, status: int) -> None:
    answer = app.test_client().open(path, method=method)
    if method != "GET" and answer.status_code == 400:
        status = 400  # a form without its token is refused before the method is looked at
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.data)["status"] == status


def test_the_description_is_valid_and_needs_no_token(app: Flask, ask: Callable[..., Any]) -> None:
    said = ask("openapi.json").json
    validate(said)
    assert said["openapi"].startswith("3.1")
    assert set(said["paths"]) == {
        "/api/v1/people", "/api/v1/people/{person_id}", "/api/v1/enrolments", "/api/v1/enrolments/{enrolment_id}",
        "/api/v1/results", "/api/v1/certificates", "/api/v1/certificates/{certificate_id}",
        "/api/v1/verify/{reference}",
    }  # fmt: skip


def test_the_doors_keep_what_the_description_says(app: Flask, world: World) -> None:
    """Schemathesis makes questions up from the description, sound and unsound, and holds the answers against it."""
    token = token_of(world, world.rangers)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    for found in schema.get_all_operations():
        _hold(found.ok(), token)


def _hold(operation: Any, token: str) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def hold(case: Any) -> None:
        with db.writing():
            session.execute(delete(ApiTally))
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    hold()


def test_a_coordinator_makes_a_token_and_ends_it(world: World, lens_of: Callable[..., Lens]) -> None:
    lens = lens_of(world.boris, stepped_up=True)
    page = lens.post("/en/agency/programs/new", status=200, data={
        "name": "Personnel", "agency": str(world.rangers.id), "scopes": ["people:read"], "days": "90", "csrf_token": lens.token(),
    })  # fmt: skip
    token = session.scalars(select(ApiToken)).one()
    session.rollback()
    assert "wca_" in page.text
    assert "wca_" not in lens.get("/en/agency/programs/").text
    lens.post(f"/en/agency/programs/{token.id}/revoke", {"csrf_token": lens.token()})
    session.expire_all()
    assert session.get_one(ApiToken, token.id).revoked_at is not None


def test_a_token_of_nothing_is_refused(world: World, lens_of: Callable[..., Lens]) -> None:
    page = (lens := lens_of(world.boris, stepped_up=True)).post("/en/agency/programs/new", status=422, data={
        "name": "Personnel", "agency": str(world.rangers.id), "days": "90", "csrf_token": lens.token(),
    })  # fmt: skip
    assert page.status == 422
    assert "Choose what it may read." in page.text


def test_a_token_of_another_agency_is_nobodys(world: World, lens_of: Callable[..., Lens]) -> None:
    token_of(world, world.rangers)
    token = session.scalars(select(ApiToken)).one()
    session.rollback()
    carla = lens_of(world.carla, stepped_up=True)
    carla.post(f"/en/agency/programs/{token.id}/revoke", {"csrf_token": carla.token()}, status=404)
    assert "Personnel" not in carla.get("/en/agency/programs/").text
    assert session.get_one(ApiToken, token.id).revoked_at is None
