"""Who reaches what: every route × every kind of person × things of her own, of her agency, of elsewhere, of nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from academy import db
from academy.web.access import Access, access_of
from tests.fences.scene import ACTORS, UNKNOWN, Scene, methods, normal, owned_argument, rules, send

OWN = {name: {name} for name in ("amina", "edo", "dina")}
#: Whom an overseer looks after.
BRANCH = {"boris": {"amina", "edo"}, "carla": {"dina"}}
ALL = {"ada": {"amina", "edo", "dina"}}

#: Whose working copies open to whom: the academy's people write everybody's, others those of their own branch.
DRAFTS = {name: {"trajce", "vera"} for name in ("trajce", "ada")}

#: Whose cohorts are run by whom.
RUN = {"trajce": {"trajce"}, "ada": {"trajce", "vera"}}

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
    "certificates.choose_name_shown": OWN,
    "certificates.revoke": ALL,
    "certificates.verified": {name: {"amina"} for name in ACTORS},
    "learning.cohort": RUN,
    "cohorts.settings": RUN,
    "cohorts.close": RUN,
    "cohorts.nominations": RUN,
    "cohorts.announcements": RUN,
    "cohorts.questions": RUN,
    "cohorts.approve": {"trajce": {"amina"}, "ada": {"amina", "dina"}},
    "cohorts.decline": {"trajce": {"amina"}, "ada": {"amina", "dina"}},
    "cohorts.question": {"trajce": {"amina"}, "ada": {"amina", "dina"}},
    "cohorts.nominating": {"boris": {"trajce"}, "carla": {"trajce", "vera"}},
    "cohorts.nominate": {"boris": {"trajce"}, "carla": {"trajce", "vera"}},
    "cohorts.withdraw": {"boris": {"amina"}, "carla": {"dina"}},
    "cohorts.class_page": {name: {"trajce"} for name in ("amina", "edo", "dina")},
    "cohorts.ask": {name: {"trajce"} for name in ("amina", "edo", "dina")},
    "calendars.feed": {name: {"amina"} for name in ACTORS},
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
    "accounts.person": BRANCH | ALL,
    "accounts.send_letter": BRANCH | ALL,
    "accounts.print_code": BRANCH | ALL,
    "accounts.add_membership": ALL,
    "accounts.end_membership": ALL,
    "accounts.disable": ALL,
    "accounts.enable": ALL,
    "accounts.remove_lost_second_factor": ALL,
    "accounts.end_session": OWN,
    "accounts.invitation": {name: {"edo"} for name in ACTORS},
    "accounts.reset_password": {name: {"edo"} for name in ACTORS},
    "agencies.change_agency": {"ada": {"rangers", "inspectors"}},
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
    "courses.programme": {name: {"trajce", "vera"} for name in ACTORS},
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
#: One person of each role.
ONE_EACH = ("amina", "boris", "trajce", "ada", "nobody")
ROLES = {"amina": "learner", "edo": "learner", "dina": "learner", "boris": "coordinator", "carla": "coordinator",
         "trajce": "trainer", "ada": "administrator"}  # fmt: skip


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
    if actor == "nobody":
        return status == 302 and "/sign-in" in location
    if access.roles and ROLES[actor] not in access.roles:
        return status == 403
    return "/sign-in" not in location and status != 403 and status < 500


def test_foreign_and_unknown_are_the_same(still: Scene) -> None:
    """What is not hers answers 404 (403 behind another role's door), byte for byte as what does not exist."""
    wrong = []
    for rule in rules(still.app):
        for method in methods(rule) if owned_argument(rule) else ():
            for actor in ACTORS:
                wrong.extend(_leaks(still, rule, method, actor))
    assert not wrong, "\n" + "\n".join(wrong)


def _leaks(scene: Scene, rule: Rule, method: str, actor: str) -> list[str]:
    opened = REACH[rule.endpoint].get(actor, set())
    missing, hidden = scene.path(rule, UNKNOWN), ""
    nothing = send(scene.lenses[actor], method, missing)
    argument = owned_argument(rule) or ""
    found = []
    if nothing.status_code not in (302, 403, 404):
        found.append(f"{method} {missing} as {actor} answers {nothing.status_code} for what does not exist")
    for owner in scene.owners(rule):
        path = scene.path(rule, owner)
        answer = send(scene.lenses[actor], method, path)
        where = f"{method} {rule.endpoint} of {owner} as {actor}: {answer.status_code}"
        if owner in opened:
            if answer.status_code in (403, 404) or answer.status_code >= 500:
                found.append(f"{where}, but it is hers")
            continue
        hidden = next(iter(set(path.split("/")) - set(missing.split("/"))))
        absent = next(iter(set(missing.split("/")) - set(path.split("/"))))
        if answer.status_code != nothing.status_code or normal(answer, hidden) != normal(nothing, absent):
            found.append(
                f"{where} differs from an unknown {argument} ({nothing.status_code}): it can be told apart"
            )
        if answer.headers.get("Location", "").replace(hidden, "") != nothing.headers.get(
            "Location", ""
        ).replace(absent, ""):
            found.append(f"{where} leads elsewhere than an unknown {argument}")
    return found
