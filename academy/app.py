"""The factory: puts the floors together. The only module that imports views."""

from __future__ import annotations

import sys
from datetime import datetime
from uuid import UUID

from flask import Flask, current_app, redirect, request, url_for
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from academy import db, i18n
from academy.accounts import queries as account_queries
from academy.accounts import service as account_service
from academy.accounts import views as account_views
from academy.actor import Actor
from academy.agencies import views as agency_views
from academy.capstones import queries as capstone_queries
from academy.capstones import rules as capstone_rules
from academy.capstones import service as capstone_service
from academy.capstones import views as capstone_views
from academy.caretaker import Duty
from academy.cases import queries as case_queries
from academy.cases import service as case_service
from academy.cases import views as case_views
from academy.cases.queries.checks import check_findings
from academy.cases.rules.kind import KIND as CASE_KIND
from academy.cases.service.checking import Looker
from academy.certificates import queries as certificate_queries
from academy.certificates import service as certificate_service
from academy.certificates import views as certificate_views
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
from academy.home import views as home_views
from academy.items import views as item_views
from academy.items.queries import personal as item_writers
from academy.items.queries import usage as item_usage
from academy.items.service import erasing as item_erasing
from academy.learning import queries as learning_queries
from academy.learning import service as learning_service
from academy.learning import views as learning_views
from academy.learning.queries.standings import standings_in_courses
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
from academy.privacy import service as privacy
from academy.privacy import views as privacy_views
from academy.privacy.service import Holder
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
from academy.reports import views as report_views
from academy.storage import Storage
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
from academy.web.pages import use_pages
from academy.web.transactions import use_transactions
from academy.web.words import use_words

#: A new kind of activity is a folder and one word here.
ACTIVITY_KINDS = (
    lesson_rules.KIND, quiz_rules.KIND, CASE_KIND, meeting_rules.KIND, practical_rules.KIND, survey_rules.KIND, linkage_rules.KIND, capstone_rules.KIND,
)  # fmt: skip
BLUEPRINTS = (
    home_views.blueprint,
    report_views.blueprint,
    privacy_views.blueprint,
    certificate_views.blueprint,
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
    pages.blueprint,
)


def _erase_holder(*, person_id: UUID, at: datetime) -> None:
    storage: Storage = current_app.extensions["storage"]
    certificate_service.erase_person(person_id=person_id, at=at, storage=storage)


def _erase_from_quizzes(*, person_id: UUID, at: datetime) -> None:
    storage: Storage = current_app.extensions["storage"]
    quiz_service.erase_person(person_id=person_id, at=at, storage=storage)


#: Who holds something of people, in the order of erasure: what points at others first, the account last.
HOLDERS = (
    Holder("certificates", certificate_queries.personal_data, _erase_holder),
    Holder("cohorts", cohort_queries.personal_data, cohort_service.erase_person),
    Holder("recall", recall_queries.personal_data, recall_service.erase_person),
    Holder("meetings", meeting_queries.personal_data, meeting_service.erase_person),
    Holder("practicals", practical_queries.personal_data, practical_service.erase_person),
    Holder("cases", case_queries.personal_data, case_service.erase_person),
    Holder("capstones", capstone_queries.personal_data, capstone_service.erase_person),
    Holder("quizzes", quiz_queries.personal_data, _erase_from_quizzes),
    Holder("learning", learning_queries.personal_data, learning_service.erase_person),
    Holder("items", item_writers.personal_data, item_erasing.erase_person),
    Holder("courses", authors.personal_data, erasing.erase_person),
    Holder("accounts", account_queries.personal_data, account_service.erase_person),
)

#: What has to happen without anybody's browser.
DUTIES = (
    Duty("close-attempts", quiz_service.close_overdue),
    Duty("regrades", quiz_views.regrades.go_on_with_regrades),
    Duty("figures", Keeper()),
    Duty("recall", recall_service.Gatherer()),
    Duty("check-cases", Looker()),
)  # fmt: skip


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
    use_doors(app, Doorkeeper(_find_signed_in, _touch, _note_refusal))
    use_filters(app)
    use_pages(app, assets)
    CSRFProtect(app)
    for kind in ACTIVITY_KINDS:
        kinds.register(kind)
    privacy.register(HOLDERS)
    app.extensions["duties"] = DUTIES
    course_views.programmes.ask_standings_of(standings_in_courses)
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
    app.extensions["post"] = Post(
        config.home / "mail",
        config.mail_from,
        config.smtp_url,
        show=None if config.smtp_url or config.is_testing else _show_letter,
    )


def _show_letter(letter: str) -> None:
    """Show a letter to whoever runs an academy that has no mail server."""
    sys.stdout.write(f"\n--- a letter ---\n{letter}--- its end ---\n")
    sys.stdout.flush()


def _find_signed_in(token: str, user_agent: str, at: datetime) -> SignedIn | None:
    found = account_queries.find_signed_in(token=token, user_agent=user_agent, at=at)
    return SignedIn(found.actor, token, found.last_seen_at) if found else None


def _touch(who: SignedIn, at: datetime) -> None:
    if who.actor.session_id:
        account_service.touch(session_id=who.actor.session_id, person_id=who.actor.person_id, at=at)


def _note_refusal(actor: Actor, where: str, at: datetime) -> None:
    account_service.note_refusal(actor=actor, where=where, at=at)


@public
def _front() -> Response:
    """Lead a visitor without a language in her path to the one her browser prefers."""
    preferred = i18n.negotiate(request.headers.get("Accept-Language", ""))
    return redirect(url_for("home.welcome", locale=preferred))
