"""The main menu, as data: what stands in it and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.actor import Actor, Role


@dataclass(frozen=True)
class Entry:
    """One word of the menu. ``section`` is the first part of the endpoints it stands for."""

    label: LazyString
    endpoint: str
    icon: str
    roles: tuple[Role, ...] = ()
    #: Other sections whose pages belong to it; for pages side by side, other endpoints.
    also: tuple[str, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether it is the very page shown, or one that ``also`` names."""
        return (request.endpoint or "") in (self.endpoint, *self.also)

    @property
    def waiting(self) -> int:
        """How many things wait there for whoever is signed in."""
        counter = _counters.get(self.endpoint)
        return counter(g.actor) if counter and g.get("actor") else 0

    @property
    def url(self) -> str:
        """Where it leads, in the request's language."""
        return url_for(self.endpoint)

    @property
    def is_current(self) -> bool:
        """Whether the page shown belongs to it."""
        return (request.endpoint or "").partition(".")[0] in (self.endpoint.partition(".")[0], *self.also)


#: Endpoint → how many things wait there for somebody; the floors above give it.
_counters: dict[str, Callable[[Actor], int]] = {}


def count_at(endpoint: str, counter: Callable[[Actor], int]) -> None:
    """Have a page's tab show how many things wait there."""
    _counters[endpoint] = counter


MENU = (
    Entry(_l("Home"), "home.start", "home"),
    Entry(_l("Courses"), "courses.catalogue", "book"),
    Entry(_l("Certificates"), "certificates.own", "award"),
    Entry(_l("Cohorts"), "learning.cohorts", "quiz", (Role.TRAINER, Role.ADMINISTRATOR), ("cohorts",)),
    Entry(_l("Authoring"), "authoring.desk", "edit", (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)),
    Entry(_l("Item bank"), "bank.items", "list", (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)),
    Entry(_l("Approvals"), "authoring.approvals", "check", (Role.REVIEWER,)),
    Entry(_l("Agency"), "reports.progress", "people", (Role.COORDINATOR,), ("evaluation", "cascade")),
    Entry(_l("Administration"), "agencies.overview", "settings", (Role.ADMINISTRATOR,)),
)


#: The pages about one's agency, side by side on each of them.
AGENCY_PAGES = (
    Entry(
        _l("Progress"),
        "reports.progress",
        "people",
        (Role.COORDINATOR,),
        ("reports.export", "reports.schedules", "reports.schedule"),
    ),
    Entry(
        _l("Cohorts compared"),
        "reports.cohorts_compared",
        "chart",
        (Role.COORDINATOR, Role.ADMINISTRATOR),
        ("reports.export_cohorts",),
    ),
    Entry(_l("Trained capacity"), "reports.overview", "chart", (Role.COORDINATOR, Role.ADMINISTRATOR)),
    Entry(
        _l("Evaluation"),
        "evaluation.agency",
        "chart",
        (Role.COORDINATOR,),
        (
            "evaluation.to_answer",
            "evaluation.supervisors",
            "evaluation.case_reports",
            "evaluation.report_cases",
            "evaluation.export",
        ),
    ),
    Entry(
        _l("Cascade"),
        "cascade.branch",
        "people",
        (Role.COORDINATOR, Role.ADMINISTRATOR),
        ("cascade.results", "cascade.branch_commitments"),
    ),
    Entry(
        _l("Frozen figures"),
        "snapshots.overview",
        "chart",
        (Role.COORDINATOR, Role.ADMINISTRATOR),
        ("snapshots.freeze", "snapshots.snapshot"),
    ),
    Entry(
        _l("People"),
        "accounts.people",
        "people",
        (Role.COORDINATOR,),
        (
            "accounts.roster",
            "accounts.roster_report",
            "accounts.take_roster",
            "accounts.waiting",
            "accounts.admit",
            "accounts.decline_admission",
            "accounts.branches",
            "accounts.name_deputy",
            "accounts.hand_over_branch",
        ),
    ),
    Entry(
        _l("Keeping"),
        "privacy.keeping",
        "lock",
        (Role.COORDINATOR,),
        ("privacy.agency_keeping", "privacy.kept"),
    ),
    Entry(
        _l("Certificates"),
        "certificates.agency",
        "award",
        (Role.COORDINATOR,),
        (
            "certificates.batches",
            "certificates.batch",
            "certificates.propose_batch",
            "certificates.templates",
            "certificates.new_template",
            "certificates.template",
            "certificates.arrange_template",
            "certificates.use_template",
            "certificates.signatory",
            "certificates.logo",
        ),
    ),
    Entry(_l("Programs"), "tokens.tokens", "settings", (Role.COORDINATOR,), ("tokens.make",)),
)


def agency_pages_for(actor: Actor | None) -> list[Entry]:
    """Return the pages about an agency that somebody may open."""
    return [] if actor is None else [entry for entry in AGENCY_PAGES if actor.has(*entry.roles)]


def menu_for(actor: Actor | None) -> list[Entry]:
    """Return the menu of one person; a visitor who is not signed in has none."""
    if actor is None:
        return []
    return [entry for entry in MENU if not entry.roles or actor.has(*entry.roles)]
