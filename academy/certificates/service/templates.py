"""Making templates: what is put on one, in which order, and from when certificates are printed with it.

Nothing here touches a certificate that was issued: what it says is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.certificates.models import Logo, Signatory, Template
from academy.db import session
from academy.errors import Conflict

#: What there is room for on the sheet.
MOST_SIGNATORIES = 3
MOST_LOGOS = 4


@dataclass(frozen=True)
class Aim:
    """What a template is called and whose certificates it is for."""

    name: str
    agency_id: UUID | None
    course_id: UUID | None


@dataclass(frozen=True)
class Signing:
    """Who signs, and as what in which language; ``picture`` is the digest of her signature."""

    name: str
    role: Mapping[str, str]
    picture: str | None


@dataclass(frozen=True)
class Marked:
    """A logo: the digest of its picture, and whose it is in words."""

    picture: str
    alt: str


def make_template(*, aim: Aim, by: Actor, at: datetime) -> Template:
    """Begin a template; nothing is printed with it yet. The same wish twice is one template."""
    made = session.scalar(
        select(Template).where(
            Template.name == aim.name, Template.agency_id.is_not_distinct_from(aim.agency_id),
            Template.course_id.is_not_distinct_from(aim.course_id), Template.made_by_id == by.person_id,
            Template.used_from.is_(None), Template.retired_at.is_(None), Template.revision == 1,
        )
    )  # fmt: skip
    if made is not None:
        return made
    made = Template(
        name=aim.name, agency_id=aim.agency_id, course_id=aim.course_id, made_at=at, made_by_id=by.person_id, revision=1
    )  # fmt: skip
    session.add(made)
    session.flush()
    _note(made, "make-template", by, at)
    return made


def change_template(*, template: Template, aim: Aim, based_on: int, by: Actor, at: datetime) -> None:
    """Call a template something else, or let it be for others. Raises Conflict where it has changed since."""
    wanted = {"name": aim.name, "agency_id": aim.agency_id, "course_id": aim.course_id}
    changed = [name for name, value in wanted.items() if getattr(template, name) != value]
    if not changed:
        return
    _hold(template, based_on)
    for name in changed:
        setattr(template, name, wanted[name])
    _changed(template, changed, by, at)


def put_signatory(
    *, template: Template, number: int, signing: Signing, based_on: int, by: Actor, at: datetime
) -> None:
    """Write the signatory in a place anew, or add one behind the last. Raises Conflict where it has changed since."""
    found = template.signatories[number - 1] if number <= len(template.signatories) else None
    if found and (found.name, found.role, found.signature_digest) == (
        signing.name,
        dict(signing.role),
        signing.picture,
    ):
        return
    _hold(template, based_on)
    if found is None:
        _must_have_room(len(template.signatories), MOST_SIGNATORIES)
        found = Signatory(position=len(template.signatories) + 1)
        template.signatories.append(found)
    found.name, found.role, found.signature_digest = signing.name, dict(signing.role), signing.picture
    _changed(template, ["signatories"], by, at)


def put_logo(
    *, template: Template, number: int, marked: Marked, based_on: int, by: Actor, at: datetime
) -> None:
    """Put another logo in a place, or one behind the last. Raises Conflict where the template has changed since."""
    found = template.logos[number - 1] if number <= len(template.logos) else None
    if found and (found.file_digest, found.alt) == (marked.picture, marked.alt):
        return
    _hold(template, based_on)
    if found is None:
        _must_have_room(len(template.logos), MOST_LOGOS)
        found = Logo(position=len(template.logos) + 1)
        template.logos.append(found)
    found.file_digest, found.alt = marked.picture, marked.alt
    _changed(template, ["logos"], by, at)


def put_forward(
    *, template: Template, part: str, number: int, based_on: int, by: Actor, at: datetime
) -> None:
    """Let a signatory or a logo change places with the one before it. Raises Conflict where that is gone."""

    def forward(places: list[Any]) -> None:
        if number < 2:
            raise Conflict("template-moved-on")
        places.insert(number - 2, places.pop(number - 1))

    _arrange(template, part, number, based_on, forward)
    _changed(template, [part], by, at)


def take_off(*, template: Template, part: str, number: int, based_on: int, by: Actor, at: datetime) -> None:
    """Take a signatory or a logo off. Raises Conflict where the template has changed since."""

    def off(places: list[Any]) -> None:
        places.pop(number - 1)

    _arrange(template, part, number, based_on, off)
    _changed(template, [part], by, at)


def use_template(*, template: Template, based_on: int, by: Actor, at: datetime) -> None:
    """Print certificates with it from now on; what was in use for the same people and course is retired.

    Raises Conflict where it has changed since, or has nothing on it.
    """
    if template.used_from is not None and template.retired_at is None:
        return
    _hold(template, based_on)
    if not template.signatories and not template.logos:
        raise Conflict("template-empty")
    former = session.scalars(
        select(Template).where(
            Template.used_from.is_not(None), Template.retired_at.is_(None),
            Template.agency_id.is_not_distinct_from(template.agency_id),
            Template.course_id.is_not_distinct_from(template.course_id),
        )
    ).all()  # fmt: skip
    for each in former:
        retire_template(template=each, by=by, at=at)
    template.used_from = at
    session.flush()
    _note(template, "use-template", by, at)


def retire_template(*, template: Template, by: Actor, at: datetime) -> None:
    """Print nothing new with it. A second time changes nothing."""
    if template.retired_at is not None:
        return
    template.retired_at = at
    session.flush()
    _note(template, "retire-template", by, at)


def _hold(template: Template, based_on: int) -> None:
    """Let nobody write over what somebody else has changed since. Raises Conflict."""
    if template.retired_at is not None:
        raise Conflict("template-retired")
    if template.revision != based_on:
        raise Conflict("template-moved-on")


def _must_have_room(count: int, most: int) -> None:
    if count >= most:
        raise Conflict("template-full", most=most)


def _arrange(
    template: Template,
    part: str,
    number: int,
    based_on: int,
    change: Callable[[list[Any]], None],
) -> None:
    _hold(template, based_on)
    places: list[Any] = template.signatories if part == "signatories" else template.logos
    if not 1 <= number <= len(places):
        raise Conflict("template-moved-on")
    change(places)
    for place, each in enumerate(places, start=1):
        each.position = -place  # no two may stand in one place even for a moment
    session.flush()
    for each in places:
        each.position = -each.position


def _changed(template: Template, fields: list[str], by: Actor, at: datetime) -> None:
    template.revision += 1
    session.flush()
    _note(template, "change-template", by, at, fields)


def _note(template: Template, verb: str, by: Actor, at: datetime, fields: list[str] | None = None) -> None:
    audit.record(
        by=by, verb=verb, object_type="certificate_template", object_id=template.id, at=at,
        agency_id=template.agency_id, fields=fields or (),
    )  # fmt: skip
