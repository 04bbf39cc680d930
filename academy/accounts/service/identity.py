"""What a person is called on paper: her legal name, its Latin form, and what certificates show of it in public."""

from __future__ import annotations

from datetime import datetime

from academy.accounts.models import Person
from academy.accounts.rules.names import Shown, is_latin_name
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Invalid


def set_own_identity(*, person: Person, latin_name: str, shows: Shown, by: Actor, at: datetime) -> None:
    """Keep the Latin form of her name as her passport writes it, and what her next certificates show in public.

    Raises Invalid where the form has letters of another script.
    """
    _change(person, {"latin_name": _latin(latin_name), "verification_shows": shows.value}, by, at)


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
