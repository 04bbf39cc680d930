"""A wider world for the fences: one of everything that has an address, for people near and far."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from academy import clock, db
from academy.accounts.models import Membership, Person, SignInSession
from academy.accounts.rules.codes import Purpose
from academy.accounts.service.one_time import make_code
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.certificates import queries as certificate_queries
from academy.certificates import service as certificates
from academy.certificates.models import Certificate
from academy.courses import rules as course_rules
from academy.courses.models import ActivityDraft, Course, EditionMedium, ModuleDraft, Publication
from academy.courses.queries import reading
from academy.courses.service import drafts, programmes
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.rules import Dates
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent
from tests.certificates import complete, prepared
from tests.fences.authoring_scene import SECTION, part_quizzes
from tests.fences.bank_scene import bank_items, file_of_items
from tests.fences.cascade_scene import commitments, trainings
from tests.fences.case_drafts_scene import case_drafts
from tests.fences.cases_scene import CASE_SLUG, CASES_COURSE, JOINT_SLUG, OF_A_JOINT_CASE, case_runs
from tests.fences.certificates_scene import certificate_batches, certificate_templates
from tests.fences.class_scene import classes
from tests.fences.editions_scene import REVISED_COURSE, revise
from tests.fences.kinds_scene import KINDS_COURSE, OF_EVERY_KIND, SLUGS, add_kinds, keep_files, kinds_package
from tests.fences.marking_scene import marks
from tests.fences.people_scene import at_the_doors, file_of_people, follow_ups, of_agencies, passkeys
from tests.fences.recall_scene import recall_cards
from tests.lens import Lens
from tests.teams import with_joint
from tests.world import PACKAGES, World, sign_in

COURSE, LESSON, GATE = "small", "first-lesson", "gate-quiz"
#: Stands for a thing that does not exist.
UNKNOWN = "unknown"
#: Who acts: a learner, her colleague, a learner elsewhere, their coordinators, a trainer, an administrator, nobody.
ACTORS = ("amina", "edo", "dina", "boris", "carla", "trajce", "ada", "nobody")
#: Who owns nothing here: a learner and a coordinator of another agency in the Rangers' country, and of their own unit.
NEIGHBOURS = ("frida", "goran", "lana")
#: Who owns things of a learner's own.
LEARNERS = ("amina", "edo", "dina")
CODE = "A" * 43


@dataclass(frozen=True)
class Scene:
    """The wider world: addresses of things by the name of their owner, and a browser for everybody."""

    app: Flask
    people: dict[str, Person]
    lenses: dict[str, Lens]
    #: argument of a route → owner → value
    things: dict[str, dict[str, str]]
    #: The same, where one endpoint wants a thing in another state.
    special: dict[str, dict[str, dict[str, str]]]

    def owners(self, rule: Rule) -> list[str]:
        """Return whose things a route may name; empty where it names nobody's."""
        argument = owned_argument(rule)
        return list(self._of(rule, argument)) if argument else []

    def path(self, rule: Rule, owner: str = "", *, locale: str = "en") -> str:
        """Return a route's address for the thing of ``owner``, or for one that does not exist."""
        values: dict[str, Any] = {"locale": locale} if "locale" in rule.arguments else {}
        plain = {
            "course": COURSE,
            "activity": GATE,
            "key": "upwind",
            "number": 1,
            "section": SECTION,
            "name": "square.svg",
            "lang": "en",
            "deed": "note",
            "verdict": "suspend",
            "purpose": "revocation",
        }
        if rule.endpoint.startswith("lessons."):
            plain["activity"] = LESSON
        if rule.endpoint in ("learning.newer_edition", "learning.move_self"):
            plain["course"] = REVISED_COURSE
        if rule.endpoint in (
            "quizzes.edit_item",
            "quizzes.newer_in_bank",
            "quizzes.appeal",
            "quizzes.regrade",
            "quizzes.item_statistics",
            "quizzes.cohort_item_statistics",
        ):
            plain["key"] = "gloves"
        if rule.endpoint == "quizzes.mark_response":
            plain["key"] = "report"
        if rule.endpoint.startswith("capstones."):
            plain["key"] = "who"
        if rule.endpoint.startswith("cases."):
            plain |= {"course": CASES_COURSE, "activity": CASE_SLUG}
        if rule.endpoint in OF_A_JOINT_CASE:
            plain["activity"] = JOINT_SLUG
        if (kind := rule.endpoint.partition(".")[0]) in SLUGS:
            plain |= {"course": KINDS_COURSE, "activity": SLUGS[kind]}
        for argument in rule.arguments - {"locale"}:
            if argument in plain:
                values[argument] = plain[argument]
            else:
                known = self._of(rule, argument)
                values[argument] = (
                    _nothing(argument) if owner == UNKNOWN else known[owner or next(iter(known))]
                )
        with self.app.test_request_context():
            adapter = self.app.url_map.bind("localhost")
            return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))

    def item_pages(self, actor: str, *, locale: str = "en") -> list[str]:
        """Return the pages of an open attempt at a quiz with every kind of item; one learner's are enough."""
        if actor != LEARNERS[0]:
            return []
        attempt_id = self.special["quizzes.send_file"]["attempt_id"][actor]
        paper = session.get_one(Attempt, UUID(attempt_id)).paper or []
        session.rollback()
        return [f"/{locale}/attempts/{attempt_id}/items/{number}" for number in range(1, len(paper) + 1)]

    def _of(self, rule: Rule, argument: str) -> dict[str, str]:
        return self.special.get(rule.endpoint, {}).get(argument) or self.things[argument]


def owned_argument(rule: Rule) -> str | None:
    """Return the argument of a route that names somebody's thing."""
    shared = {
        "locale",
        "course",
        "activity",
        "key",
        "number",
        "name",
        "lang",
        "section",
        "deed",
        "verdict",
        "purpose",
    }
    return next(iter(sorted(rule.arguments - shared)), None)


def rules(app: Flask) -> list[Rule]:
    """Return every route, in a stable order."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def methods(rule: Rule) -> list[str]:
    """Return what can be asked of a route."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def send(lens: Lens, method: str, path: str, **options: Any) -> TestResponse:
    """Send one request as a server would, without looking at the page; the browser forgets what came of it."""
    kept = lens.client.get_cookie("academy")
    with ThreadPoolExecutor(max_workers=1) as server:
        response = server.submit(lens.client.open, path, method=method, buffered=True, **options).result()
    if kept is not None:  # neither signed out nor shown what an earlier request flashed
        lens.client.set_cookie("academy", kept.value, httponly=True, samesite="Lax")
    session.rollback()
    session.expire_all()
    return response


def normal(response: TestResponse, *hidden: str) -> str:
    """Return a response's bytes without what differs from request to request."""
    text = response.get_data(as_text=True)
    for value in hidden:
        text = text.replace(value, "THING")
    text = re.sub(r'nonce="[^"]+"', 'nonce=""', text)
    return re.sub(r'name="csrf_token"[^>]*', "csrf", text)


def build(app: Flask, world: World) -> Scene:
    """Add one of everything to the small world."""
    at = clock.now() - timedelta(days=5)
    package = kinds_package(app, PACKAGES / "kinds")
    with TemporaryDirectory() as folder:
        of_cases = kinds_package(app, with_joint(Path(folder) / "cases"))
    keep_files(app, LEARNERS)
    with db.writing():
        people = _people(world, at)
        enrolments = {
            name: session.scalars(select(Enrolment).where(Enrolment.person_id == people[name].id)).one().id
            for name in LEARNERS
        }
        foreign = learning.open_cohort(
            name="Elsewhere", edition=world.edition, starts_on=at.date(), closes_on=None,
            trainers=[people["vera"].id], by=None, at=at,
        ).id  # fmt: skip
        overrides = {
            name: _override(cohort_id, world.actor(people[name])) for name, cohort_id in
            (("trajce", world.cohort.id), ("vera", foreign))
        }  # fmt: skip
        record = learning.record_prior_learning(
            enrolment=session.get_one(Enrolment, enrolments["amina"]), activity="first-lesson", evidence="A post held",
            reason="Seen by a trainer", by=world.actor(world.trajce), at=at,
        ).id  # fmt: skip
        elsewhere = _course_elsewhere(world, at)
        roads = _programmes(world, elsewhere, at)
        wishes = _publications(world, elsewhere, at)
        in_classes = classes(world, people, foreign)
        in_bank = bank_items(world, at)
        of_branches = of_agencies(world, at)
        waiting = at_the_doors(world, at)
        asked = follow_ups(enrolments, at)
        keys = passkeys(people, at, *LEARNERS)
        cards = recall_cards(world, people, at, *LEARNERS)
        gates = _of_courses(world, elsewhere, ActivityDraft, GATE)
        part_quizzes(gates, at)
        of_kinds = add_kinds(world, people, package)
        runs = case_runs(of_cases, world, people, LEARNERS, at)
        written = case_drafts(people, at)
    revise(world, people, LEARNERS)
    attempts = {name: _attempts(world, enrolments[name], at) for name in LEARNERS}
    issued = {name: _certificate(app, world, people[name], enrolments[name]) for name in LEARNERS}
    prints = certificate_templates(app, world, at)
    of_many = certificate_batches(app, world, issued, at)
    with db.writing():
        taught = trainings(world, people, {name: each.id for name, each in issued.items()}, at)
        promised = commitments(people, {name: each.id for name, each in issued.items()}, at)
    lenses = {"nobody": Lens(app.test_client(), app)}
    for name in (*ACTORS[:-1], *NEIGHBOURS):
        lenses[name] = Lens(app.test_client(), app)
        sign_in(lenses[name].client, people[name], at=clock.now(), stepped_up=True)
    things = {
        "attempt_id": {name: str(attempts[name][1]) for name in LEARNERS},
        "enrolment_id": {name: str(enrolments[name]) for name in LEARNERS},
        "certificate_id": {name: str(issued[name].id) for name in LEARNERS},
        "template_id": prints,
        "batch_id": of_many["suspend"],
        "person_id": {name: str(people[name].id) for name in LEARNERS},
        "membership_id": _ids(people, Membership),
        "session_id": _ids(people, SignInSession),
        "cohort_id": {"trajce": str(world.cohort.id), "vera": str(foreign)},
        "override_id": {name: str(override_id) for name, override_id in overrides.items()},
        "record_id": {"amina": str(record)},
        "activity_id": _of_courses(world, elsewhere, ActivityDraft, LESSON),
        "module_id": _of_courses(world, elsewhere, ModuleDraft, "one"),
        "programme": roads,
        "publication_id": wishes,
        "agency_id": {"rangers": str(world.rangers.id), "inspectors": str(world.inspectors.id)},
        "card_id": cards,
        "run_id": runs["cases.scene"]["run_id"],
        **in_classes,
        **in_bank,
        **of_branches,
        **waiting,
        "follow_up_id": asked,
        "training_id": taught,
        "commitment_id": promised,
        "passkey_id": keys,
        "code": {"amina": "XA"},
        "digest": {"amina": session.scalars(select(EditionMedium.digest)).first() or ""},
        "reference": {"amina": issued["amina"].code},
    }
    closed = {name: str(attempts[name][0]) for name in LEARNERS}
    of_marking = marks(app, world, people, closed)
    special = {
        "quizzes.result": {"attempt_id": closed},
        "certificates.archive": {"batch_id": of_many["export"]},
        **file_of_items(app, world),
        **file_of_people(app, world),
        "accounts.invitation": {"code": {"edo": CODE}},
        "accounts.reset_password": {"code": {"edo": CODE[::-1] + "b"}},
        **of_kinds,
        **runs,
        **of_marking,
        **written,
        **_editors(app, {"quizzes": gates}),
        **{endpoint: of_kinds[endpoint] for endpoint in OF_EVERY_KIND},
    }
    session.rollback()
    return Scene(app, people, lenses, things, special)


def _course_elsewhere(world: World, at: Any) -> Course:
    """Begin a course like the small one that belongs to another agency."""
    course = drafts.begin(
        slug="elsewhere", title="Elsewhere", agency_id=world.inspectors.id, source_locale="en", level="basic", track=None,
        by=None, at=at,
    )  # fmt: skip
    document = course_rules.thaw(world.edition.document)
    drafts.fill(course=course, document=document.model_copy(update={"slug": "elsewhere"}), by=None, at=at)
    return course


def _programmes(world: World, elsewhere: Course, at: Any) -> dict[str, str]:
    """Found a programme of the academy and one of another agency; return their slugs by their authors."""
    academy = session.scalars(select(Agency.id).where(Agency.parent_id.is_(None))).one()
    found = {}
    for name, agency_id, course_id in (
        ("trajce", academy, world.edition.course_id), ("vera", world.inspectors.id, elsewhere.id)
    ):  # fmt: skip
        said = programmes.Particulars(f"Road of {name}", "From first to last.", "en", agency_id)
        programme = programmes.found_programme(particulars=said, by=None, at=at)
        programmes.order_courses(programme=programme, course_ids=[course_id], based_on=1, by=None, at=at)
        found[name] = programme.slug
    return found


def _publications(world: World, elsewhere: Course, at: Any) -> dict[str, str]:
    """Ask for an edition of the academy's own course, and of the other one."""
    courses = {"trajce": world.edition.course_id, "vera": elsewhere.id}
    asked = {
        name: Publication(course_id=course, digest="0" * 64, notes="Asked for", asked_at=at)
        for name, course in courses.items()
    }
    session.add_all(asked.values())
    session.flush()
    return {name: str(publication.id) for name, publication in asked.items()}


def _of_courses(world: World, elsewhere: Course, model: Any, slug: str) -> dict[str, str]:
    """Return that part of the academy's own working copy, and that of the course of another agency's trainer."""
    courses = {"trajce": world.edition.course_id, "vera": elsewhere.id}
    return {
        name: str(
            session.scalars(select(model.id).where(model.course_id == course, model.slug == slug)).one()
        )
        for name, course in courses.items()
    }


def _editors(app: Flask, drafts_of: dict[str, dict[str, str]]) -> dict[str, dict[str, dict[str, str]]]:
    """Give each kind's own editor a draft of its kind."""
    return {
        rule.endpoint: {"activity_id": drafts_of[blueprint]}
        for rule in app.url_map.iter_rules()
        if "activity_id" in rule.arguments and (blueprint := rule.endpoint.partition(".")[0]) in drafts_of
    }


def _override(cohort_id: UUID, trainer: Actor) -> UUID:
    return learning.set_override(
        holder=session.get_one(Cohort, cohort_id), activity=LESSON, stands=Dates(due_on=clock.now().date()),
        reason="Field week", by=trainer, at=clock.now(),
    ).id  # fmt: skip


def _nothing(argument: str) -> str:
    return {"code": "ZZ", "digest": "0" * 64, "reference": "ZZZZZZZZ"}.get(argument, str(uuid4()))


def _people(world: World, at: Any) -> dict[str, Person]:
    people = {
        name: getattr(world, name) for name in (*LEARNERS, "boris", "carla", "trajce", "ada") if name != "edo"
    }
    wardens = _neighbours(world)
    for name, legal, agency, role in (
        ("edo", "Edo Kolega", world.rangers, Role.LEARNER),
        ("vera", "Vera Tuđa", world.inspectors, Role.TRAINER),
        ("frida", "Frida Susedna", wardens, Role.LEARNER),
        ("goran", "Goran Sused", wardens, Role.COORDINATOR),
        ("lana", "Lana Severna", world.north, Role.COORDINATOR),
    ):
        people[name] = _person(name, legal, agency, role, at)
    learning.enrol(
        person_id=people["edo"].id,
        agency_id=world.rangers.id,
        edition=world.edition,
        cohort=world.cohort,
        by=None,
        at=at,
    )
    for purpose, code in ((Purpose.INVITATION, CODE), (Purpose.RESET, CODE[::-1] + "b")):
        make_code(person=people["edo"], purpose=purpose, code=code, by=None, at=clock.now())
    return people


def _neighbours(world: World) -> Agency:
    """Found another agency in the country of the Rangers."""
    above = session.get_one(Agency, world.rangers.parent_id)
    identity = uuid4()
    wardens = Agency(
        id=identity, parent_id=above.id, path=f"{above.path}{identity}/", kind=world.rangers.kind, country_code="XA",
        name="Wardens",
    )  # fmt: skip
    session.add(wardens)
    session.flush()
    return wardens


def _person(name: str, legal_name: str, agency: Agency, role: Role, at: Any) -> Person:
    person = Person(
        call_sign=name,
        legal_name=legal_name,
        email=f"{name}@example.org",
        email_key=f"{name}@example.org",
        created_at=at,
    )
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, agency_id=agency.id, role=role, starts_on=at.date()))
    session.flush()
    return person


def _attempts(world: World, enrolment_id: UUID, at: Any) -> tuple[UUID, UUID]:
    """Pass the gate once, and begin a second attempt at it."""
    read = reading(edition_id=world.edition.id, locale="en")
    found = read.course.activity(GATE)
    assert found is not None
    quiz = found[1].content
    assert isinstance(quiz, QuizContent)
    with db.writing():
        enrolment = session.get_one(Enrolment, enrolment_id)
        learning.complete(enrolment=enrolment, activity=LESSON, at=at)
        first = quizzes.start(enrolment=enrolment, activity=GATE, quiz=quiz, reading=read, at=at)
        for key, answer in (("gloves", "a"), ("alone", False)):
            item = quiz.item(key)
            assert item is not None
            quizzes.save(
                attempt=first,
                quiz=quiz,
                item=item,
                save=Save(key, answer, "device-01", 1, uuid4().hex),
                at=at,
            )
        quizzes.submit(attempt=first, quiz=quiz, items=quiz.items, at=at)
        second = quizzes.start(enrolment=enrolment, activity=GATE, quiz=quiz, reading=read, at=at)
    return first.id, second.id


def _certificate(app: Flask, world: World, person: Person, enrolment_id: UUID) -> Certificate:
    complete(session.get_one(Enrolment, enrolment_id))
    print_ = prepared(app, world, enrolment=session.get_one(Enrolment, enrolment_id))
    session.rollback()
    actor = world.actor(person)
    with db.writing():
        enrolment = certificate_queries.enrolment_to_certify(actor, enrolment_id)
        return certificates.claim(
            enrolment=enrolment,
            prepared=print_,
            issuer=app.extensions["issuer"],
            by=actor,
            at=print_.facts.issued_at,
        )


def _ids(people: dict[str, Person], model: Any) -> dict[str, str]:
    return {
        name: str(session.scalars(select(model.id).where(model.person_id == people[name].id)).first())
        for name in LEARNERS
    }
