"""Programmes for anyone to see: the way from Basic through the tracks to Supreme, and how far its walker is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import render_template

from academy.actor import Actor
from academy.courses.forms import LEVELS, track_name
from academy.courses.queries import programmes as queries
from academy.courses.views.blueprint import blueprint
from academy.web.access import public, visitor
from academy.web.locale import content_locale

#: Of some courses: which one a person has completed (``done``) or begun (``begun``); the others are absent.
Standings = Callable[[Actor, Collection[UUID]], Mapping[UUID, str]]


@dataclass
class _Known:
    """Who is asked about the courses of a person: the learning record lies above, so the factory names it."""

    standings: Standings | None = None


_known = _Known()


def ask_standings_of(standings: Standings) -> None:
    """Name the query that says how a person stands in courses."""
    _known.standings = standings


@blueprint.get("/programmes/")
@public
def programmes() -> str:
    """List the programmes."""
    found = queries.programmes(locale=content_locale(visitor()))
    return render_template("courses/programmes.html", programmes=found)


@blueprint.get("/programmes/<slug:programme>/")
@public
def programme(programme: str) -> str:
    """Show a programme as a way, with what the visitor has done of it."""
    who = visitor()
    way = queries.way(programme, locale=content_locale(who))
    standings = _known.standings(who, way.course_ids) if who and _known.standings else {}
    done = sum(state == "done" for state in standings.values())
    return render_template(
        "courses/programme.html",
        way=way,
        standings=standings,
        done=done,
        levels=LEVELS,
        track_name=track_name,
    )
