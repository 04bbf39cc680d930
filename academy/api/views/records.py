"""What programs read: people, enrolments, results and certificates of their token's branch."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, current_app, request
from pydantic import BaseModel
from spectree import Response as Answers

from academy import clock
from academy.api import document, queries
from academy.api.document import Asked, AskedEnrolments, AskedResults, Problem
from academy.api.queries import Listed
from academy.api.rules import Scope
from academy.api.views.blueprint import blueprint, described, spec
from academy.api.views.door import note, reader
from academy.web.access import for_programs, public

_TOKEN: dict[str, list[str]] = {"token": []}


def _answers(model: type[BaseModel], *, is_one: bool = False) -> Answers:
    """Return what a door may answer."""
    found = Answers(HTTP_200=model, HTTP_401=Problem, HTTP_403=Problem, HTTP_422=Problem, HTTP_429=Problem)
    if is_one:
        found.add_model(404, Problem)
    return found


@blueprint.get("/people")
@for_programs(Scope.PEOPLE)
@spec.validate(resp=_answers(document.People), security=_TOKEN, tags=["people"], operation_id="list_people")
def people(query: Asked) -> Response:
    """People with a role in the branch, in the order in which their accounts were made."""
    return _page(document.People, "person", queries.people(reader(), query, on=clock.now().date()))


@blueprint.get("/people/<uuid:person_id>")
@for_programs(Scope.PEOPLE)
@spec.validate(
    resp=_answers(document.Person, is_one=True), security=_TOKEN, tags=["people"], operation_id="get_person"
)
def person(person_id: UUID) -> Response:
    """One of them."""
    return _one("person", queries.person(reader(), person_id, on=clock.now().date()))


@blueprint.get("/enrolments")
@for_programs(Scope.ENROLMENTS)
@spec.validate(
    resp=_answers(document.Enrolments), security=_TOKEN, tags=["enrolments"], operation_id="list_enrolments"
)
def enrolments(query: AskedEnrolments) -> Response:
    """Enrolments whose record counts in the branch, in the order in which they began."""
    return _page(document.Enrolments, "enrolment", queries.enrolments(reader(), query))


@blueprint.get("/enrolments/<uuid:enrolment_id>")
@for_programs(Scope.ENROLMENTS)
@spec.validate(
    resp=_answers(document.Enrolment, is_one=True), security=_TOKEN, tags=["enrolments"], operation_id="get_enrolment"
)  # fmt: skip
def enrolment(enrolment_id: UUID) -> Response:
    """One of them."""
    return _one("enrolment", queries.enrolment(reader(), enrolment_id))


@blueprint.get("/results")
@for_programs(Scope.RESULTS)
@spec.validate(
    resp=_answers(document.Results), security=_TOKEN, tags=["results"], operation_id="list_results"
)
def results(query: AskedResults) -> Response:
    """Activities that are done in those enrolments, with their scores, in the order in which they were done."""
    return _page(document.Results, "result", queries.results(reader(), query))


@blueprint.get("/certificates")
@for_programs(Scope.CERTIFICATES)
@spec.validate(
    resp=_answers(document.Certificates), security=_TOKEN, tags=["certificates"], operation_id="list_certificates"
)  # fmt: skip
def certificates(query: Asked) -> Response:
    """Certificates issued in the branch, in the order in which they were issued."""
    return _page(document.Certificates, "certificate", queries.certificates(reader(), query, at=clock.now()))


@blueprint.get("/certificates/<uuid:certificate_id>")
@for_programs(Scope.CERTIFICATES)
@spec.validate(
    resp=_answers(document.Certificate, is_one=True), security=_TOKEN, tags=["certificates"],
    operation_id="get_certificate",
)  # fmt: skip
def certificate(certificate_id: UUID) -> Response:
    """One of them."""
    return _one("certificate", queries.certificate(reader(), certificate_id, at=clock.now()))


@blueprint.get("/openapi.json")
@public
def description() -> Response:
    """Describe all of this to a program (OpenAPI 3.1)."""
    said = described(current_app._get_current_object())  # type: ignore[attr-defined]
    return Response(json.dumps(said, ensure_ascii=False), mimetype="application/json")


def _page(model: type[document.Page[Any]], what: str, found: Listed) -> Response:
    answer = _json(model(items=list(found.items), next=found.next))
    note(what, len(found.items), type(found.items[0]).model_fields if found.items else ())
    if found.next:
        wanted = urlencode({**request.args.to_dict(), "cursor": found.next})
        answer.headers["Link"] = f'<{request.path}?{wanted}>; rel="next"'
    return answer


def _one(what: str, found: BaseModel) -> Response:
    note(what, 1, type(found).model_fields)
    return _json(found)


def _json(said: BaseModel) -> Response:
    return Response(said.model_dump_json(), mimetype="application/json")
