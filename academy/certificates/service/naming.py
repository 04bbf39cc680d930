"""Whether the public page shows the holder's name, and answering about a name somebody typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.accounts.rules.names import Shown
from academy.actor import Actor
from academy.certificates import queries
from academy.certificates.models import Certificate, NameCheck
from academy.certificates.rules import NAME_CHECK_WINDOW, NAME_CHECKS, is_same_name
from academy.certificates.service.records import note_deed
from academy.db import session
from academy.errors import Conflict, TooMany


def choose_name_shown(*, certificate: Certificate, shows: Shown, by: Actor, at: datetime) -> None:
    """Show the holder's name on the public page, in one form or both, or hide it again; only she may decide."""
    if certificate.person_id != by.person_id:
        raise Conflict("certificate-not-hers")
    if certificate.shown == shows:
        return
    certificate.shows_name = shows is not Shown.NOTHING
    certificate.shows_latin = shows is Shown.NAME_AND_LATIN
    note_deed(certificate, "choose-name-shown", by, at, "shows_name")


def show_everywhere(*, person: Person, by: Actor, at: datetime) -> int:
    """Let what a person wants shown of her name hold for all certificates she has, and return how many those are."""
    held = [each for each in queries.of_person(person.id) if each.holder_name]
    for certificate in held:
        choose_name_shown(certificate=certificate, shows=Shown(person.verification_shows), by=by, at=at)
    session.flush()
    return len(held)


def confirm_name(*, certificate: Certificate, name: str, at: datetime) -> bool:
    """Say whether ``name`` is the name on the certificate; the try is counted, neither name nor answer is kept.

    Raises TooMany after five tries within a day.
    """
    # on PostgreSQL two tries at once wait for each other here; SQLite has one writer anyway
    session.scalar(select(Certificate.id).where(Certificate.id == certificate.id).with_for_update())
    since = at - NAME_CHECK_WINDOW
    made, first = session.execute(
        select(func.count(), func.min(NameCheck.at)).where(
            NameCheck.certificate_id == certificate.id, NameCheck.at > since
        )
    ).one()
    if made >= NAME_CHECKS:
        wait: timedelta = first - since
        raise TooMany("name-checks-used-up", retry_after=max(1, round(wait.total_seconds())))
    session.add(NameCheck(certificate_id=certificate.id, at=at))
    names = (certificate.holder_name, certificate.said.latin_name)
    return any(is_same_name(name, each) for each in names if each)
