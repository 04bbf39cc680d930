"""The first pages: of the academy for a visitor, of her own work for whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.accounts.queries import waiting_count
from academy.actor import Role
from academy.cascade.queries import to_report_count
from academy.courses.kinds import kind_named
from academy.courses.queries import catalogue
from academy.evaluation.queries import count_to_answer
from academy.home import queries
from academy.learning.forms.wording import due
from academy.recall.queries import due_count
from academy.web.access import actor, public, signed_in, visitor
from academy.web.locale import content_locale

#: Courses shown on the first page; the others are in the catalogue.
FEATURED = 6

blueprint = Blueprint("home", __name__, url_prefix="/<locale:locale>", template_folder="templates")


@blueprint.get("/")
@public
def welcome() -> ResponseReturnValue:
    """Say what the academy is."""
    if visitor() is not None:
        return redirect(url_for("home.start"))
    courses = catalogue(locale=content_locale(None), limit=FEATURED)
    return render_template("home/welcome.html", courses=courses)


@blueprint.get("/home")
@signed_in
def start() -> str:
    """Show the learner her next step, and each role the way to its work."""
    who, on = actor(), clock.now().date()
    found = queries.start(who, locale=content_locale(who), today=clock.now().date())
    return render_template(
        "home/start.html",
        start=found,
        kind_named=kind_named,
        Role=Role,
        today=clock.now().date(),
        due=due,
        to_follow_up=count_to_answer(who, on=clock.now().date()),
        waiting=waiting_count(who, on=on) if who.has(Role.COORDINATOR, Role.ADMINISTRATOR) else 0,
        to_report=to_report_count(who.person_id, at=clock.now()) if found.certificates else 0,
        to_recall=due_count(who.person_id, at=clock.now()),
    )
