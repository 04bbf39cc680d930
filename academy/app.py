"""The factory: puts the floors together. The only module that imports views."""

from __future__ import annotations

import sys
from datetime import datetime
from uuid import UUID

from flask import Flask, current_app, redirect, request, url_for
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from academy import clock, db, i18n
from academy.accounts import queries as account_queries
from academy.accounts import service as account_service
from academy.accounts import views as account_views
from academy.accounts.rules.requirements import lacks_second_factor
from academy.actor import Actor
from academy.agencies import views as agency_views
from academy.api import queries as api_queries
from academy.api import service as api_service
from academy.api import views as api_views
from academy.audit import service as audit_service
from academy.capstones import queries as capstone_queries
from academy.capstones import rules as capstone_rules
from academy.capstones import service as capstone_service
from academy.capstones import views as capstone_views
from academy.caretaker import Duty
from academy.cascade import queries as cascade_queries
from academy.cascade import service as cascade_service
from academy.cascade import views as cascade_views
from academy.cases import queries as case_queries
from academy.cases import service as case_service
from academy.cases import views as case_views
from academy.cases.queries.checks import check_findings
from academy.cases.rules.kind import KIND as CASE_KIND
from academy.cases.service.checking import Looker
from academy.certificates import queries as certificate_queries
from academy.certificates import service as certificate_service
from academy.certificates import views as certificate_views
from academy.certificates.formats.archives import Archives
from academy.certificates.queries.batches import waiting_for_her
from academy.certificates.service import batch_erasing as certificate_batches
from academy.certificates.service.exporting import Sweeper
from academy.cli import academy_commands
from academy.cohorts import queries as cohort_queries
from academy.cohorts import service as cohort_service
from academy.cohorts import views as cohort_views
from academy.config import Config
from academy.courses import kinds
from academy.courses import views as course_views
from academy.courses.queries import personal as authors
from academy.courses.queries.publications import also_ask
from academy.courses.service import erasing
from academy.courses.service.publishing import on_published
from academy.evaluation import queries as evaluation_queries
from academy.evaluation import service as evaluation_service
from academy.evaluation import views as evaluation_views
from academy.evaluation.service import inheriting as follow_ups_inherited
from academy.evidence import views as evidence_views
from academy.home import views as home_views
from academy.items import views as item_views
from academy.items.queries import personal as item_writers
from academy.items.queries import usage as item_usage
from academy.items.service import erasing as item_erasing
from academy.jobs import Job
from academy.learning import queries as learning_queries
from academy.learning import service as learning_service
from academy.learning import views as learning_views
from academy.learning.queries.standings import standings_in_courses
from academy.learning.service import leaving as learning_leaving
from academy.lessons import rules as lesson_rules
from academy.lessons import views as lesson_views
from academy.linkage import rules as linkage_rules
from academy.linkage import views as linkage_views
from academy.mail import Post
from academy.meetings import queries as meeting_queries
from academy.meetings import rules as meeting_rules
from academy.meetings import service as meeting_service
from academy.meetings import views as meeting_views
from academy.practicals import queries as practical_queries
from academy.practicals import rules as practical_rules
from academy.practicals import service as practical_service
from academy.practicals import views as practical_views
from academy.privacy import queries as privacy_queries
from academy.privacy import service as privacy
from academy.privacy import views as privacy_views
from academy.privacy.document import letters as privacy_letters
from academy.privacy.formats import FILE as LEDGER
from academy.privacy.service import HeldFile, Holder, Retainer
from academy.quizzes import queries as quiz_queries
from academy.quizzes import rules as quiz_rules
from academy.quizzes import service as quiz_service
from academy.quizzes import views as quiz_views
from academy.quizzes.queries.bank import WITNESS
from academy.quizzes.service.indexing import index_edition
from academy.quizzes.service.statistics import Keeper
from academy.recall import queries as recall_queries
from academy.recall import service as recall_service
from academy.recall import views as recall_views
from academy.reports import queries as report_queries
from academy.reports import service as report_service
from academy.reports import views as report_views
from academy.reports.service import inheriting
from academy.reports.service.overview import keep_overview
from academy.signing.keys import KeyRing
from academy.snapshots import service as snapshot_service
from academy.snapshots import views as snapshot_views
from academy.snapshots.queries import personal as snapshot_queries
from academy.storage import WAITS, Storage
from academy.surveys import rules as survey_rules
from academy.surveys import views as survey_views
from academy.web import pages
from academy.web.access import Doorkeeper, SignedIn, check_doors, public, use_doors
from academy.web.assets import Assets
from academy.web.errors import use_errors
from academy.web.filters import use_filters
from academy.web.headers import use_headers
from academy.web.intake import use_intake
from academy.web.kept import use_kept
from academy.web.links import use_links
from academy.web.locale import use_locale
from academy.web.navigation import count_at
from academy.web.pages import use_pages
from academy.web.transactions import use_transactions
from academy.web.words import use_words

#: A new kind of activity is a folder and one word here.
ACTIVITY_KINDS = (
    lesson_rules.KIND, quiz_rules.KIND, CASE_KIND, meeting_rules.KIND, practical_rules.KIND, survey_rules.KIND, linkage_rules.KIND, capstone_rules.KIND,
)  # fmt: skip
BLUEPRINTS = (
    home_views.blueprint,
    evaluation_views.blueprint,
    evidence_views.blueprint,
    report_views.blueprint,
    snapshot_views.blueprint,
    privacy_views.blueprint,
    cascade_views.blueprint,
    certificate_views.blueprint,
    certificate_views.published.blueprint,
    cohort_views.blueprint,
    cohort_views.feeds,
    recall_views.blueprint,
    lesson_views.blueprint,
    quiz_views.blueprint,
    case_views.blueprint,
    meeting_views.blueprint,
    practical_views.blueprint,
    survey_views.blueprint,
    linkage_views.blueprint,
    capstone_views.blueprint,
    item_views.blueprint,
    item_views.bank_blueprint,
    item_views.exchange_blueprint,
    learning_views.blueprint,
    course_views.blueprint,
    course_views.authoring.blueprint,
    account_views.blueprint,
    agency_views.blueprint,
    api_views.blueprint,
    api_views.token_pages,
    pages.blueprint,
)


def _erase_holder(*, person_id: UUID, at: datetime) -> None:
    storage: Storage = current_app.extensions["storage"]
    certificate_batches.forget(person_id=person_id, at=at, archives=current_app.extensions["archives"])
    certificate_service.erase_person(person_id=person_id, at=at, storage=storage)


def _erase_from_quizzes(*, person_id: UUID, at: datetime) -> None:
    storage: Storage = current_app.extensions["storage"]
    quiz_service.erase_person(person_id=person_id, at=at, storage=storage)


def _forget_files(*, enrolment_id: UUID, at: datetime) -> None:
    storage: Storage = current_app.extensions["storage"]
    quiz_service.forget_answers(enrolment_id=enrolment_id, at=at, storage=storage)


def _letters_of(person_id: UUID) -> dict[str, object]:
    return privacy.letters_of(person_id, post=current_app.extensions["post"])


def _forget_letters(*, person_id: UUID, at: datetime) -> None:
    """Forget letters to her, and every upload that waits for somebody's word: a list of people may name her."""
    privacy.forget_letters(person_id=person_id, at=at, post=current_app.extensions["post"])
    storage: Storage = current_app.extensions["storage"]
    db.after_commit(lambda: storage.forget_waiting(at=at + 2 * WAITS))


def _printed(person_id: UUID) -> list[HeldFile]:
    return [
        HeldFile(f"certificate-{each.number}.pdf", each.document_digest)
        for each in certificate_queries.of_person(person_id)
    ]


def _handed_in(person_id: UUID) -> list[HeldFile]:
    return [HeldFile(name, digest) for name, digest in quiz_queries.files_of(person_id)]


#: Who holds something of people, in the order of erasure: what points at others first, the account last.
HOLDERS = (
    Holder("letters", _letters_of, _forget_letters),
    Holder("evaluation", evaluation_queries.personal_data, evaluation_service.erase_person),
    Holder("snapshots", snapshot_queries.personal_data, snapshot_service.erase_person),
    Holder("reports", report_queries.personal_data, report_service.erase_person),
    Holder("cascade", cascade_queries.personal_data, cascade_service.erase_person),
    Holder("certificates", certificate_queries.personal_data, _erase_holder, files=_printed),
    Holder("cohorts", cohort_queries.personal_data, cohort_service.erase_person),
    Holder(
        "recall", recall_queries.personal_data, recall_service.erase_person, recall_service.forget_answers
    ),
    Holder("meetings", meeting_queries.personal_data, meeting_service.erase_person),
    Holder("practicals", practical_queries.personal_data, practical_service.erase_person),
    Holder("cases", case_queries.personal_data, case_service.erase_person, case_service.forget_answers),
    Holder(
        "capstones",
        capstone_queries.personal_data,
        capstone_service.erase_person,
        capstone_service.forget_answers,
    ),
    Holder("quizzes", quiz_queries.personal_data, _erase_from_quizzes, _forget_files, _handed_in),
    Holder(
        "learning",
        learning_queries.personal_data,
        learning_service.erase_person,
        learning_service.forget_answers,
    ),
    Holder("items", item_writers.personal_data, item_erasing.erase_person),
    Holder("courses", authors.personal_data, erasing.erase_person),
    Holder("privacy", privacy_queries.personal_data, privacy.forget_warning),
    Holder("api", api_queries.personal_data, api_service.erase_person),
    Holder("accounts", account_queries.personal_data, account_service.erase_person),
)

#: What has to happen without anybody's browser.
DUTIES = (
    Duty("close-attempts", quiz_service.close_overdue),
    Duty("regrades", quiz_views.regrades.go_on_with_regrades),
    Duty("figures", Keeper()),
    Duty("capacity", keep_overview),
    Duty("recall", recall_service.Gatherer()),
    Duty("check-cases", Looker()),
    Duty("admissions", account_service.withdraw_forgotten),
    Duty("leavings", account_service.settle_leavings),
    Duty("follow-ups", evaluation_views.asking.FollowUps()),
    Duty("expiry-warnings", certificate_views.warnings.Warnings()),
    Duty("commitments", cascade_views.asking.Asking()),
    Duty("report-letters", report_views.schedules.send_letters),
    Duty("progress-figures", report_queries.renew_kept),
)  # fmt: skip

#: Long work that a worker carries out, and goes on with when one dies.
JOBS: tuple[Job, ...] = (certificate_views.working.JOB,)


def create_app(config: Config | None = None) -> Flask:
    """Build the application from ``config``, or from the environment."""
    config = config or Config.from_env()
    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    _configure(app, config)
    assets = Assets(config.home / "assets")
    db.connect(config.database_url)
    use_transactions(app)
    use_headers(app, is_secure=config.is_secure)
    use_errors(app)
    use_locale(app, has_pseudo_locale=config.has_pseudo_locale)
    use_words(app)
    use_links(app)
    use_kept(app)
    use_intake(app)
    use_doors(
        app,
        Doorkeeper(_find_signed_in, _touch, _note_refusal, lacks_second_factor, learning_queries.is_guest),
    )
    use_filters(app)
    use_pages(app, assets)
    CSRFProtect(app).exempt(
        api_views.blueprint
    )  # programs bring no session, and a session opens nothing there
    for kind in ACTIVITY_KINDS:
        kinds.register(kind)
    privacy.register(HOLDERS, ledger=config.home / LEDGER)
    app.extensions["retainer"] = Retainer(
        app.extensions["post"], lambda people: privacy_letters.warn(app, people)
    )
    app.extensions["duties"] = (
        *DUTIES,
        Duty("archives", Sweeper(app.extensions["archives"])),
        Duty("credentials", certificate_service.Crediting(app.extensions["issuer"])),
        Duty("retention", app.extensions["retainer"]),
    )
    app.extensions["jobs"] = JOBS
    course_views.programmes.ask_standings_of(standings_in_courses)
    count_at("accounts.people", _waiting_at_the_door)
    count_at("certificates.agency", waiting_for_her)
    account_service.when_people_move(learning_leaving.follow)
    account_service.when_people_move(cohort_views.decisions.follow)
    account_service.when_branches_change_hands(inheriting.inherit)
    account_service.when_branches_change_hands(follow_ups_inherited.inherit)
    learning_service.when_overrides_change(quiz_service.move_deadlines)
    item_usage.ask(WITNESS)
    on_published(index_edition)
    also_ask(check_findings)
    meeting_views.dates.tell_classes_by(cohort_views.talk.tell_of_dates)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "front", _front)
    app.cli.add_command(academy_commands)
    check_doors(app)
    app.config["IS_DEMO"] = account_queries.holds_demo()
    db.let_go()
    app.wsgi_app = assets.serve(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.is_testing,
        SESSION_COOKIE_NAME="__Host-academy" if config.is_secure else "academy",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=[config.host, "127.0.0.1", "localhost"],
        WTF_CSRF_TIME_LIMIT=None,  # a lesson may stay open for a shift; the session itself ends
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=1000,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["academy"] = config
    app.extensions["storage"] = Storage(config.home / "files")
    app.extensions["archives"] = Archives(config.home / "exports")
    app.extensions["issuer"] = certificate_service.Issuer(
        config.base_url, app.extensions["storage"], KeyRing(config.home / "keys")
    )
    audit_service.note_heads_in(config.home)
    app.extensions["post"] = Post(
        config.home / "mail",
        config.mail_from,
        config.smtp_url,
        show=None if config.smtp_url or config.is_testing else _show_letter,
        secret=config.secret_key,
    )


def _show_letter(letter: str) -> None:
    """Show a letter to whoever runs an academy that has no mail server."""
    sys.stdout.write(f"\n--- a letter ---\n{letter}--- its end ---\n")
    sys.stdout.flush()


def _find_signed_in(token: str, user_agent: str, at: datetime) -> SignedIn | None:
    found = account_queries.find_signed_in(token=token, user_agent=user_agent, at=at)
    return SignedIn(found.actor, token, found.last_seen_at, found.is_locked) if found else None


def _touch(who: SignedIn, at: datetime) -> None:
    if who.actor.session_id:
        account_service.touch(session_id=who.actor.session_id, person_id=who.actor.person_id, at=at)


def _waiting_at_the_door(actor: Actor) -> int:
    return account_queries.waiting_count(actor, on=clock.now().date())


def _note_refusal(actor: Actor, where: str, at: datetime) -> None:
    account_service.note_refusal(actor=actor, where=where, at=at)


@public
def _front() -> Response:
    """Lead a visitor without a language in her path to the one her browser prefers."""
    preferred = i18n.negotiate(request.headers.get("Accept-Language", ""))
    return redirect(url_for("home.welcome", locale=preferred))
