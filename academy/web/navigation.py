"""The main menu, as data: what stands in it and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
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
    #: Other sections whose pages belong to it.
    also: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it leads, in the request's language."""
        return url_for(self.endpoint)

    @property
    def is_current(self) -> bool:
        """Whether the page shown belongs to it."""
        return (request.endpoint or "").partition(".")[0] in (self.endpoint.partition(".")[0], *self.also)


MENU = (
    Entry(_l("Home"), "home.start", "home"),
    Entry(_l("Courses"), "courses.catalogue", "book"),
    Entry(_l("Certificates"), "certificates.own", "award"),
    Entry(_l("Cohorts"), "learning.cohorts", "quiz", (Role.TRAINER, Role.ADMINISTRATOR), ("cohorts",)),
    Entry(_l("Authoring"), "authoring.desk", "edit", (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)),
    Entry(_l("Item bank"), "bank.items", "list", (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)),
    Entry(_l("Approvals"), "authoring.approvals", "check", (Role.REVIEWER,)),
    Entry(_l("Agency"), "reports.progress", "people", (Role.COORDINATOR,)),
    Entry(_l("Administration"), "agencies.overview", "settings", (Role.ADMINISTRATOR,)),
)


def menu_for(actor: Actor | None) -> list[Entry]:
    """Return the menu of one person; a visitor who is not signed in has none."""
    if actor is None:
        return []
    return [entry for entry in MENU if not entry.roles or actor.has(*entry.roles)]
