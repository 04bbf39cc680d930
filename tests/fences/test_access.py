"""Who reaches what: every route × every kind of person × things of her own, of her agency, of elsewhere, of nobody."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from academy import db
from academy.web.access import Access, access_of
from tests.conftest import POSTGRESQL, SQLITE
from tests.fences.people_scene import RANGERS_TOKEN
from tests.fences.scene import (
    ACTORS,
    NEIGHBOURS,
    UNKNOWN,
    Scene,
    methods,
    normal,
    owned_argument,
    rules,
    send,
)
from tests.lens import Lens

EVERYBODY = (*ACTORS, *NEIGHBOURS)
OWN = {name: {name} for name in ("amina", "edo", "dina")}
#: Whom an overseer looks after.
BRANCH = {"boris": {"amina", "edo"}, "carla": {"dina"}}
ALL = {"ada": {"amina", "edo", "dina"}}

#: Whose working copies open to whom: the academy's people write everybody's, others those of their own branch.
DRAFTS = {name: {"trajce", "vera"} for name in ("trajce", "ada")}

#: To whose cohorts who may nominate: the academy's are open to every agency.
NOMINATING = {name: {"trajce"} for name in ("boris", "goran", "lana")} | {"carla": {"trajce", "vera"}}

#: Whose cohorts are run by whom.
RUN = {"trajce": {"trajce"}, "ada": {"trajce", "vera"}}

#: Which agencies' frozen figures are whose.
FROZEN = {"boris": {"rangers"}, "carla": {"inspectors"}, "ada": {"rangers", "inspectors"}}

#: Whose certificate templates are whose; the academy's are for everybody.
TEMPLATES = {"boris": {"rangers"}, "carla": {"inspectors"}, "ada": {"rangers", "inspectors", "academy"}}

#: Whose batches of certificates are whose; an archive is for who asked for it.
BATCHES = {"boris": {"rangers"}, "carla": {"inspectors"}, "ada": {"rangers", "inspectors"}}

#: endpoint → who acts → whose things open to her. Everything else answers as if it did not exist.
#: A route that names somebody's thing must stand here.
REACH: dict[str, dict[str, set[str]]] = {
    "quizzes.item": OWN,
    "quizzes.save": OWN,
    "quizzes.review": OWN,
    "quizzes.saved": OWN,
    "quizzes.submit": OWN,
    "quizzes.result": OWN,
    "quizzes.appeal": OWN,
    "quizzes.answer_file": OWN | {"trajce": {"amina", "edo"}} | ALL,
    "quizzes.mark_response": {"trajce": {"amina", "edo"}} | ALL,
    "quizzes.decide_appeal": {"trajce": {"amina", "edo", "dina"}}
    | ALL,  # all three are in his cohort of the small course
    "quizzes.exams": RUN,
    "quizzes.new_exam": RUN,
    "quizzes.exam": RUN,
    "quizzes.change_exam": RUN,
    "quizzes.call_off_exam": RUN,
    "quizzes.exam_wall": RUN,
    "quizzes.give_time": RUN,
    "quizzes.sign_exam": RUN,
    "quizzes.regrades": DRAFTS,
    "quizzes.regrade": {name: {"trajce"} for name in ("trajce", "ada")},  # elsewhere nothing is published
    "quizzes.send_file": OWN,
    "quizzes.remove_file": OWN,
    "certificates.claim": OWN,
    "certificates.issue": OWN,
    "certificates.certificate": OWN | BRANCH | ALL,
    "certificates.document": OWN | BRANCH | ALL,
    "certificates.credential": OWN | BRANCH | ALL,
    "certificates.card": OWN,
    "certificates.choose_name_shown": OWN,
    "certificates.batch": BATCHES,
    "certificates.batch_version": BATCHES,
    "certificates.approve_batch": BATCHES,
    "certificates.change_batch": BATCHES,
    "certificates.archive": {"boris": {"rangers"}, "carla": {"inspectors"}},
    "certificates.decide": BRANCH | ALL,
    "certificates.replace": ALL,
    "certificates.renew": OWN,
    "certificates.template": TEMPLATES,
    "certificates.arrange_template": TEMPLATES,
    "certificates.use_template": TEMPLATES,
    "certificates.retire_template": TEMPLATES,
    "certificates.specimen": TEMPLATES,
    "certificates.signatory": TEMPLATES,
    "certificates.logo": TEMPLATES,
    "certificates.signature_picture": TEMPLATES,
    "certificates.logo_picture": TEMPLATES,
    "cascade.training": OWN | BRANCH | {"trajce": {"amina", "dina"}} | ALL,
    "cascade.approve_training": BRANCH | ALL,
    "cascade.decline_training": BRANCH | ALL,
    "cascade.cancel_training": OWN | BRANCH | ALL,
    "cascade.report_training": OWN,
    "cascade.commit_to": OWN,
    "cascade.report_commitment": OWN,
    "cascade.withdraw_commitment": OWN,
    "cascade.observe": {"trajce": {"amina", "dina"}} | ALL,
    "certificates.verified": {name: {"amina"} for name in EVERYBODY},
    "learning.cohort": RUN,
    "cohorts.settings": RUN,
    "cohorts.close": RUN,
    "cohorts.nominations": RUN,
    "cohorts.announcements": RUN,
    "cohorts.questions": RUN,
    "cohorts.approve": {"trajce": {"amina"}, "ada": {"amina", "dina"}},
    "cohorts.decline": {"trajce": {"amina"}, "ada": {"amina", "dina"}},
    "cohorts.question": {"trajce": {"amina"}, "ada": {"amina", "dina"}},
    "cohorts.nominating": NOMINATING,
    "cohorts.nominate": NOMINATING,
    "cohorts.withdraw": {"boris": {"amina"}, "carla": {"dina"}},
    "cohorts.class_page": {name: {"trajce"} for name in ("amina", "edo", "dina")},
    "cohorts.ask": {name: {"trajce"} for name in ("amina", "edo", "dina")},
    "calendars.feed": {name: {"amina"} for name in EVERYBODY},
    "learning.overrides": {"trajce": {"trajce"}, "ada": {"trajce", "vera"}},
    "learning.override": {"trajce": {"trajce"}, "ada": {"trajce", "vera"}},
    "learning.remove_override": {"trajce": {"trajce"}, "ada": {"trajce", "vera"}},
    "learning.move": {"trajce": {"trajce"}, "ada": {"trajce", "vera"}},
    "learning.move_cohort": {"trajce": {"trajce"}, "ada": {"trajce", "vera"}},
    "learning.learner": {name: {"amina", "edo", "dina"} for name in ("trajce", "ada")},
    "learning.record_prior_learning": {"trajce": {"amina", "edo", "dina"}},
    "learning.withdraw_prior_learning": {name: {"amina"} for name in ("trajce", "ada")},
    "quizzes.cohort_results": {"trajce": {"trajce"}},
    "quizzes.cohort_gain": {"trajce": {"trajce"}},
    "quizzes.cohort_statistics": {"trajce": {"trajce"}},
    "quizzes.cohort_item_statistics": {"trajce": {"trajce"}},
    "quizzes.cohort_statistics_table": {"trajce": {"trajce"}},
    "quizzes.statistics": DRAFTS,
    "quizzes.statistics_table": DRAFTS,
    "quizzes.item_statistics": {
        name: {"trajce"} for name in ("trajce", "ada")
    },  # elsewhere nobody has answered
    "recall.card": OWN,
    "recall.answer": OWN,
    "recall.verdict": OWN,
    "recall.hard": OWN,
    "recall.put_away": OWN,
    "quizzes.edit": DRAFTS,
    "quizzes.arrange": DRAFTS,
    "quizzes.edit_item": DRAFTS,
    "quizzes.new_item": DRAFTS,
    "quizzes.preview": DRAFTS,
    "quizzes.summary": DRAFTS,
    "quizzes.try_out": DRAFTS,
    "quizzes.new_section": DRAFTS,
    "quizzes.edit_section": DRAFTS,
    "quizzes.edit_draws": DRAFTS,
    "quizzes.choose_from_bank": DRAFTS,
    "quizzes.newer_in_bank": {
        name: {"trajce"} for name in ("trajce", "ada")
    },  # only there is its item of the bank
    "quizzes.take_newer": DRAFTS,
    "quizzes.deposit": DRAFTS,
    "quizzes.send_back": DRAFTS,
    "quizzes.export": DRAFTS,
    "quizzes.export_file": DRAFTS,
    "bank.item": DRAFTS,
    "bank.edit": DRAFTS,
    "bank.compare": DRAFTS,
    "bank.restore": DRAFTS,
    "bank.review": DRAFTS,
    "bank.retire": DRAFTS,
    "bank.bring_back": DRAFTS,
    "bank.comment": DRAFTS,
    "bank.settle": DRAFTS,
    "bank.add_picture": DRAFTS,
    "bank.picture": DRAFTS,
    "bank.replace_picture": DRAFTS,
    "bank.remove_picture": DRAFTS,
    "exchange.report": {"trajce": {"trajce"}},  # what she sent waits for nobody else
    "exchange.confirm": {"trajce": {"trajce"}},
    "accounts.roster_report": {"boris": {"boris"}},  # the same
    "accounts.take_roster": {"boris": {"boris"}},
    "meetings.cohort_meetings": {"trajce": {"trajce"}},
    "meetings.arrange": {"trajce": {"trajce"}},
    "meetings.change": {"trajce": {"trajce"}},
    "meetings.cancel": {"trajce": {"trajce"}},
    "meetings.attendance": {"trajce": {"trajce"}},
    "meetings.wall": {"trajce": {"trajce"}},
    "meetings.open_code": {"trajce": {"trajce"}},
    "meetings.close_code": {"trajce": {"trajce"}},
    "meetings.here": {"amina": {"trajce"}, "edo": {"trajce"}, "dina": {"vera"}},
    "meetings.scanned": {},  # leads everybody on to the page above, whatever it names
    "practicals.group": {"trajce": {"trajce", "vera"}},
    "practicals.sheet": {"trajce": {"trajce", "vera"}},
    "practicals.assess": {"trajce": {"dina"}},  # of her own class she assesses nobody
    "surveys.results": {"trajce": {"trajce"}},
    "linkage.step": OWN,
    "linkage.save": OWN,
    "linkage.review": OWN,
    "linkage.hand_in": OWN,
    "linkage.saved": OWN,
    "linkage.result": OWN,
    "linkage.cohort": {"trajce": {"trajce"}},
    "linkage.edit": DRAFTS,
    "capstones.inventory": OWN,
    "capstones.thing": OWN,
    "capstones.save_object": OWN,
    "capstones.close": OWN,
    "capstones.findings": OWN,
    "capstones.save_row": OWN,
    "capstones.profile": OWN,
    "capstones.save_answer": OWN,
    "capstones.review": OWN,
    "capstones.hand_in": OWN,
    "capstones.debrief": OWN,
    "capstones.mark": {"trajce": {"amina", "edo"}} | ALL,
    "capstones.edit": DRAFTS,
    "cases.scene": OWN,
    "cases.fields": OWN,
    "cases.act": OWN,
    "cases.book": OWN,
    "cases.team": OWN,
    "cases.leave_seat": OWN,
    "cases.version": OWN,
    "cases.begin_team": OWN | {"trajce": {"amina", "edo"}} | ALL,
    "cases.close_team": {"trajce": {"amina", "edo"}},
    "cases.take_seat": {},  # they learn in no cohort of this course
    "cases.open_team_for": {"trajce": {"trajce"}},
    "cases.court": OWN,
    "cases.debriefing": OWN,
    "cases.cohort": {"trajce": {"trajce"}},
    "cases.edit": DRAFTS,
    "cases.findings": DRAFTS,
    "cases.map": DRAFTS,
    "cases.rehearse": DRAFTS,
    "cases.rehearse_fields": DRAFTS,
    "cases.begin_rehearsal": DRAFTS,
    "cases.act_in_rehearsal": DRAFTS,
    "cases.step_back_in_rehearsal": DRAFTS,
    "meetings.edit": DRAFTS,
    "practicals.edit": DRAFTS,
    "surveys.edit": DRAFTS,
    "reports.person": BRANCH,
    "reports.scheduled": {"boris": {"boris"}, "carla": {"carla"}},
    "reports.end_schedule": {"boris": {"boris"}, "carla": {"carla"}},
    "evidence.evidence": ALL,
    "evidence.give": ALL,
    "evaluation.cohort": RUN,
    "evaluation.answer": BRANCH,
    "evaluation.supervisor": BRANCH,
    "evaluation.case_report": {"boris": {"rangers"}, "carla": {"inspectors"}},
    "snapshots.snapshot": FROZEN,
    "snapshots.as_csv": FROZEN,
    "snapshots.as_workbook": FROZEN,
    "snapshots.as_print": FROZEN,
    "snapshots.as_json": FROZEN,
    "accounts.person": BRANCH | ALL,
    "accounts.correct_names": BRANCH | ALL,
    "accounts.send_letter": BRANCH | ALL,
    "accounts.print_code": BRANCH | ALL,
    "accounts.add_membership": ALL,
    "accounts.end_membership": BRANCH | ALL,
    "accounts.leave": BRANCH | ALL,
    "accounts.transfer": BRANCH | ALL,
    "accounts.admit": {"boris": {"rangers"}, "carla": {"inspectors"}},  # both have coordinators, who decide
    "accounts.decline_admission": {"boris": {"rangers"}, "carla": {"inspectors"}},
    "accounts.accept_transfer": {"boris": {"dina"}, "carla": {"amina"}},
    "accounts.decline_transfer": {"boris": {"dina"}, "carla": {"amina"}},
    "accounts.withdraw_transfer": {"boris": {"amina"}, "carla": {"dina"}},
    "accounts.name_deputy": {name: {name} for name in ("boris", "carla")},
    "accounts.hand_over_branch": {name: {name} for name in ("boris", "carla")},
    "accounts.disable": ALL,
    "accounts.enable": ALL,
    "accounts.remove_lost_second_factor": ALL,
    "accounts.end_session": OWN,
    "accounts.rename_passkey": OWN,
    "accounts.remove_passkey": OWN,
    "accounts.invitation": {name: {"edo"} for name in EVERYBODY},
    "accounts.reset_password": {name: {"edo"} for name in EVERYBODY},
    "api.person": {},  # programs read these, people do not: see test_programs_reach_their_own_branch
    "api.enrolment": {},
    "api.certificate": {},
    "api.verified": {name: {"amina"} for name in EVERYBODY},
    "api.compared": {name: {"amina"} for name in EVERYBODY},
    "tokens.revoke": {"boris": {"rangers"}, "carla": {"inspectors"}},
    "privacy.erase": ALL,
    "privacy.agency_keeping": {"boris": {"rangers"}, "carla": {"inspectors"}},
    "privacy.drop_rule": {"boris": {"rangers"}, "carla": {"inspectors"}},
    "agencies.change_agency": {"ada": {"rangers", "inspectors"}},
    "agencies.domains": {"ada": {"rangers", "inspectors"}},
    "agencies.forget_domain": {"ada": {"rangers", "inspectors"}},
    "agencies.close_agency": {"ada": {"rangers", "inspectors"}},
    "agencies.reopen_agency": {"ada": {"rangers", "inspectors"}},
    "agencies.change_country": {"ada": {"amina"}},
    "lessons.edit": DRAFTS,
    "lessons.preview": DRAFTS,
    "authoring.module": DRAFTS,
    "authoring.activity_settings": DRAFTS,
    "authoring.new_activity": DRAFTS,
    "authoring.copy_module": DRAFTS,
    "authoring.retire_module": DRAFTS,
    "authoring.restore_module": DRAFTS,
    "authoring.copy_activity": DRAFTS,
    "authoring.retire_activity": DRAFTS,
    "authoring.restore_activity": DRAFTS,
    "authoring.programme": DRAFTS,
    "authoring.programme_courses": DRAFTS,
    "authoring.place_programme": DRAFTS,
    "authoring.copy_programme": DRAFTS,
    "authoring.retire_programme": DRAFTS,
    "authoring.restore_programme": DRAFTS,
    "courses.programme": {name: {"trajce", "vera"} for name in EVERYBODY},
    "authoring.approve": DRAFTS,
    "authoring.decline": DRAFTS,
    "authoring.withdraw": DRAFTS,
    "authoring.source": DRAFTS,
    "authoring.merge": DRAFTS,
    "authoring.history": DRAFTS,
    "authoring.version": DRAFTS,
    "authoring.bring_back": DRAFTS,
    "lessons.medium": {name: {"amina"} for name in ("amina", "edo", "dina", "trajce", "ada")},
    "lessons.drawing": {name: {"amina"} for name in ("amina", "edo", "dina", "trajce", "ada")},
}
#: What a door that stands open still answers: there is nobody to enrol without an agency to learn in,
#: and whoever signs out is led to the sign-in page.
ANSWERS = {("learning.enrol", actor): 403 for actor in ("boris", "trajce", "ada")} | {
    (f"accounts.{endpoint}", actor): 302
    for endpoint in ("sign_out", "sign_out_everywhere")
    for actor in ("amina", "boris", "trajce", "ada")
}
#: Before a release everybody is asked, with a method that no page uses, too.
RELEASE = bool(os.environ.get("RELEASE"))
EVERY_METHOD = ("GET", "HEAD", "POST", "PUT")
#: In `make test` SQLite asks all but two of the neighbours, PostgreSQL a learner and coordinators near and far.
ASKED = {SQLITE: (*ACTORS, "goran"), POSTGRESQL: ("dina", "boris", "goran")}
FEWEST = {SQLITE: 8_000, POSTGRESQL: 2_500}
#: Whose agency is which, and in which country.
HOMES = {
    **dict.fromkeys(("amina", "edo", "boris", "rangers", "lana"), ("rangers", "XA")),
    **dict.fromkeys(("dina", "carla", "vera", "inspectors"), ("inspectors", "XB")),
    **dict.fromkeys(("frida", "goran"), ("wardens", "XA")),
}
RELATIONS = {"own", "same agency", "other agency", "other country", "unknown"}
#: One person of each role.
ONE_EACH = ("amina", "boris", "trajce", "ada", "nobody")
ROLES = {"amina": "learner", "edo": "learner", "dina": "learner", "boris": "coordinator", "carla": "coordinator",
         "trajce": "trainer", "ada": "administrator"}  # fmt: skip


@dataclass
class Seen:
    """What a walk through the matrix found: how many cells of which relation, and what is wrong."""

    cells: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch, scene: Scene) -> Scene:
    """The wider world in which nothing that is done is kept, so that every cell is asked of the same world."""
    settle = db.settle
    monkeypatch.setattr(db, "settle", lambda *, keep: settle(keep=False))
    monkeypatch.setitem(scene.app.config, "WTF_CSRF_ENABLED", False)
    return scene


def test_every_route_that_names_a_thing_is_in_the_table(base_app: Flask) -> None:
    """A new route of this sort gets a line in REACH."""
    naming = {rule.endpoint for rule in rules(base_app) if owned_argument(rule)}
    assert naming - set(REACH) == set(), "add who reaches what to REACH in tests/fences/test_access.py"
    assert set(REACH) - naming == set(), "REACH names routes that are gone: remove them"


def test_doors_open_to_their_roles_only(still: Scene) -> None:
    """Each door answers 403 to another role and leads whoever is not signed in to the sign-in page."""
    wrong = []
    for rule in rules(still.app):
        access = access_of(still.app.view_functions[rule.endpoint])
        assert access is not None
        for method in methods(rule):
            path = still.path(rule)
            for actor in ONE_EACH:
                response = send(still.lenses[actor], method, path)
                answer = (response.status_code, response.headers.get("Location", ""))
                if not _is_as_marked(access, actor, answer) and answer[0] != ANSWERS.get(
                    (rule.endpoint, actor)
                ):
                    wrong.append(f"{method} {path} as {actor}: {answer}, the door says {access}")
    assert not wrong, "\n" + "\n".join(wrong)


def _is_as_marked(access: Access, actor: str, answer: tuple[int, str]) -> bool:
    status, location = answer
    if access.kind == "public":
        return status not in (401, 403) and status < 500
    if access.kind == "token":
        return status == 401
    if actor == "nobody":
        return status == 302 and "/sign-in" in location
    if access.roles and ROLES[actor] not in access.roles:
        return status == 403
    return "/sign-in" not in location and status != 403 and status < 500


@pytest.mark.parametrize("database_kind", [SQLITE, POSTGRESQL], indirect=True)
def test_foreign_and_unknown_are_the_same(still: Scene, database_kind: str) -> None:
    """What is not hers answers 404 (403 behind another role's door), byte for byte as what does not exist, headers and all."""
    seen = Seen()
    for rule in rules(still.app):
        if owned_argument(rule):
            for method in EVERY_METHOD if RELEASE else methods(rule):
                for actor in EVERYBODY if RELEASE else ASKED[database_kind]:
                    _look(still, rule, method, actor, seen)
    told = ", ".join(f"{count:,} {relation}" for relation, count in sorted(seen.cells.items()))
    print(f"{database_kind}: {seen.cells.total():,} cells: {told}")
    assert not seen.wrong, "\n" + "\n".join(seen.wrong)
    assert seen.cells.total() > (20_000 if RELEASE else FEWEST[database_kind]), "the matrix has become small"
    assert set(seen.cells) >= RELATIONS, "a relation is no longer tried"


def test_programs_reach_their_own_branch(still: Scene) -> None:
    """A token of the Rangers reads amina and edo; dina is as unknown to it as nobody, byte for byte."""
    lens = Lens(still.app.test_client(), still.app)
    lens.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {RANGERS_TOKEN}"
    naming = [
        rule
        for rule in rules(still.app)
        if owned_argument(rule) not in (None, "reference") and rule.endpoint.startswith("api.")
    ]
    assert len(naming) == 3
    for rule in naming:
        unknown = send(lens, "GET", still.path(rule, UNKNOWN))
        assert unknown.status_code == 404
        for owner in still.owners(rule):
            answer = send(lens, "GET", still.path(rule, owner))
            if owner in BRANCH["boris"]:
                assert answer.status_code == 200, rule.endpoint
            elif owner in ("dina", "carla"):
                assert (answer.status_code, answer.data) == (404, unknown.data), f"{rule.endpoint} of {owner}"


def _look(scene: Scene, rule: Rule, method: str, actor: str, seen: Seen) -> None:
    opened = REACH[rule.endpoint].get(actor, set())
    missing = scene.path(rule, UNKNOWN)
    nothing = send(scene.lenses[actor], method, missing)
    argument = owned_argument(rule) or ""
    seen.cells["unknown"] += 1
    if nothing.status_code not in (302, 401, 403, 404, 405):
        seen.wrong.append(
            f"{method} {missing} as {actor} answers {nothing.status_code} for what does not exist"
        )
    for owner in scene.owners(rule):
        path = scene.path(rule, owner)
        answer = send(scene.lenses[actor], method, path)
        seen.cells[_relation(actor, owner)] += 1
        where = f"{method} {rule.endpoint} of {owner} as {actor}: {answer.status_code}"
        if owner in opened:
            if answer.status_code in (403, 404) or answer.status_code >= 500:
                seen.wrong.append(f"{where}, but it is hers")
            continue
        hidden = next(iter(set(path.split("/")) - set(missing.split("/"))))
        absent = next(iter(set(missing.split("/")) - set(path.split("/"))))
        if answer.status_code != nothing.status_code or normal(answer, hidden) != normal(nothing, absent):
            seen.wrong.append(
                f"{where} differs from an unknown {argument} ({nothing.status_code}): it can be told apart"
            )
        if (told := _headers(answer, hidden)) != (untold := _headers(nothing, absent)):
            seen.wrong.append(f"{where} has other headers than an unknown {argument}: {told ^ untold}")


def _headers(response: TestResponse, hidden: str) -> set[tuple[str, str]]:
    """Return the headers without what differs from request to request; a cookie's value is sealed and salted."""
    return {
        (
            name,
            re.sub(
                r"nonce-[^']+|(?<==)[^;]+" if name == "Set-Cookie" else r"nonce-[^']+",
                "",
                value.replace(hidden, ""),
            ),
        )
        for name, value in response.headers
        if name not in ("Content-Length", "X-Request-Id")  # the length is that of the body, which is compared
    }


def _relation(actor: str, owner: str) -> str:
    """Say how far away an owner is from who acts."""
    if actor == owner:
        return "own"
    (agency, country), (other, elsewhere) = HOMES.get(actor, ("", "")), HOMES.get(owner, ("", ""))
    if not (agency and other):
        return "of the academy or nobody"
    return "same agency" if agency == other else "other agency" if country == elsewhere else "other country"
