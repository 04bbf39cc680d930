"""What a person is called on paper: her legal name, its Latin form, and what certificates show of it in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy.accounts.models import Person
from academy.accounts.rules.names import PrintedName, Shown, is_latin_name
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Invalid


@dataclass(frozen=True)
class OwnIdentity:
    """What a person says herself of her name."""

    #: As her passport writes it.
    latin_name: str
    #: What her next certificates show in public.
    shows: Shown
    #: Which name may be printed where a certificate is issued without her claiming it; None is neither.
    printed: PrintedName | None


def set_own_identity(*, person: Person, wanted: OwnIdentity, by: Actor, at: datetime) -> None:
    """Keep what a person says of her name. Raises Invalid where the Latin form has letters of another script."""
    kept = {"latin_name": _latin(wanted.latin_name), "verification_shows": wanted.shows.value}
    _change(person, {**kept, "certificate_name": wanted.printed}, by, at)


def correct_names(*, person: Person, legal_name: str, latin_name: str, by: Actor, at: datetime) -> bool:
    """Correct what somebody is called on paper, and say whether that changed anything; certificates stay as issued.

    Raises Invalid where the Latin form has letters of another script.
    """
    return _change(person, {"legal_name": legal_name, "latin_name": _latin(latin_name)}, by, at)


def _latin(typed: str) -> str | None:
    if typed and not is_latin_name(typed):
        raise Invalid("latin-name-malformed", field="latin_name")
    return typed or None


def _change(person: Person, wanted: dict[str, str | None], by: Actor, at: datetime) -> bool:
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    session.flush()
    if changed:
        audit.record(
            by=by, verb="change-identity", object_type="person", object_id=person.id, at=at, fields=changed
        )
    return bool(changed)
