"""Trained capacity by country, kind of agency, level and track: exact, and therefore only of one's own branches."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.actor import Role
from academy.agencies.forms import KINDS
from academy.agencies.queries import countries
from academy.courses.forms import LEVELS, track_name
from academy.reports.queries import overview as queries
from academy.reports.queries.kept import store
from academy.reports.rules.overview import Capacity, Counted, Group, by_country
from academy.reports.service.overview import count_anew
from academy.reports.views.blueprint import blueprint
from academy.web.access import actor, allow, prepares

#: What the bars show; the table beside them has every column.
SERIES = (_l("Enrolled"), _l("Completed"), _l("Certified"))
COLUMNS = (*SERIES, _l("Valid certificates"), _l("Expiring within 90 days"))
#: Until the caretaker has kept the first count, this process keeps its own.
_first = store(1)


@blueprint.get("/agency/overview")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def overview() -> str:
    """Show how many people were trained, where and in what."""
    counted, counted_at = _counted(clock.now())
    groups = by_country(queries.places_for(actor()), counted)
    return render_template(
        "reports/overview.html", groups=groups, counted_at=counted_at, series=SERIES, columns=COLUMNS,
        total=sum((group.total for group in groups), Capacity()), taught_name=taught_name, bars_of=bars_of,
        countries={country.code: country.name for country in countries()}, kinds=KINDS,
    )  # fmt: skip


@blueprint.post("/agency/overview")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
@prepares
def count_overview() -> ResponseReturnValue:
    """Count now what the caretaker counts every quarter of an hour."""
    count_anew(at=clock.now())
    flash(_("Counted anew."), "success")
    return redirect(url_for("reports.overview"))


def taught_name(level: str, track: str | None) -> str:
    """Return a level, with its track where it has one."""
    name = str(LEVELS.get(level, level))
    return f"{name}: {track_name(track)}" if track else name


def bars_of(group: Group) -> list[tuple[str, list[int]]]:
    """Return a country's bars: for each level and track, how many came how far."""
    found = sorted(
        group.by_level.items(),
        key=lambda each: (list(LEVELS).index(each[0][0]) if each[0][0] in LEVELS else 9, each[0][1] or ""),
    )
    return [(taught_name(*taught), capacity.numbers[: len(SERIES)]) for taught, capacity in found]


def _counted(at: datetime) -> tuple[list[Counted], datetime]:
    """Return what was counted last, and when; the first reader has it counted."""
    kept = queries.kept()
    if kept is not None:
        return queries.counted_in(kept.figures), kept.counted_at
    found = _first.get(queries.KEY, at)
    if found is None:
        found = (queries.count_capacity(at), at)
        _first.keep(queries.KEY, found, at, lambda moment: (queries.count_capacity(moment), moment))
    counted, counted_at = found
    return counted, counted_at
