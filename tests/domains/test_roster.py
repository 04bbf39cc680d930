"""An agency's list of people is taken in whole or not at all, and again without effect."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from academy import db
from academy.accounts import service
from academy.accounts.models import Admission, Membership, OneTimeCode, Person
from academy.accounts.queries.roster import branch_for
from academy.accounts.rules.roster import Fate, Report, Row, judge
from academy.accounts.service.roster import Taken
from academy.agencies.models import Agency
from academy.audit.models import AuditEvent
from academy.db import session
from academy.errors import Conflict, Invalid
from tests.world import World

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
LANGUAGES = {"sq": "sq", "en": "en"}
LIST = [
    Row(2, {"call_sign": "Sokol-1", "legal_name": "Вук Вуковић", "email": "vuk@rangers.example", "unit": "Rangers North"}),
    Row(3, {"call_sign": "Sokol-2", "legal_name": "Ana Anić", "latin_name": "Ana Anic", "leaves_on": "2026-12-31"}),
    Row(4, {"call_sign": "AMINA", "legal_name": "Amina Prvić", "unit": "Rangers North"}),
]  # fmt: skip


def reported(world: World, rows: list[Row], agency: Agency | None = None, by: Person | None = None) -> Report:
    """Judge a list, Boris's for the Rangers where nothing else is said."""
    branch = branch_for(
        rows, agency=agency or world.rangers, by=world.actor(by or world.boris), languages=LANGUAGES, language="en",
        on=AT.date(),
    )  # fmt: skip
    return judge(rows, branch)


def taken(world: World, rows: list[Row], **given: Any) -> Taken:
    """Take a list in as it was reported on."""
    seen = given.pop("seen", None) or reported(world, rows).digest
    session.rollback()
    with db.writing():
        return service.take_roster(
            rows=rows, agency=world.rangers, languages=LANGUAGES, language="en", seen=seen,
            **{"knows": True, "by": world.actor(world.boris), "at": AT, **given},
        )  # fmt: skip


def counts() -> list[int | None]:
    return [
        session.scalar(select(func.count()).select_from(each))
        for each in (Person, Membership, OneTimeCode, Admission, AuditEvent)
    ]


def test_a_list_comes_in_whole_and_again_changes_nothing(world: World) -> None:
    """New people with their codes and what vouched for them, a move, a last day; the same list again is done."""
    before = reported(world, LIST)
    assert [row.fate for row in before.rows] == [Fate.ADD, Fate.ADD, Fate.MOVE]
    invited = taken(world, LIST).invited
    assert [(each.person.call_sign, each.purpose.value) for each in invited] == [
        ("Sokol-1", "invitation"),
        ("Sokol-2", "printed"),
    ]
    people = {each.call_sign: each for each in session.scalars(select(Person))}
    assert people["Sokol-2"].latin_name == "Ana Anic"
    held = session.execute(
        select(Person.call_sign, Agency.name, Membership.ends_on)
        .join(Membership, Membership.person_id == Person.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Person.call_sign.in_(["Sokol-1", "Sokol-2", "amina"]))
        .order_by(Person.call_sign_key, Membership.starts_on)
    ).all()
    assert [tuple(each) for each in held] == [
        ("amina", "Rangers", AT.date()),
        ("amina", "Rangers North", None),
        ("Sokol-1", "Rangers North", None),
        ("Sokol-2", "Rangers", date(2027, 1, 1)),
    ]
    vetting = select(Admission.vetting).where(Admission.person_id == people["Sokol-1"].id)
    assert session.scalars(vetting).all() == ["approval"]
    found = counts()
    again = taken(world, LIST)
    assert (again.report.is_done, again.invited) == (True, [])
    assert counts() == found


def test_a_refused_row_writes_nothing(world: World) -> None:
    """Nor does a list for which nobody vouches, or one that comes to something else than was read."""
    found = counts()
    session.rollback()
    dina = Row(5, {"call_sign": "Dina", "legal_name": "Anybody"})
    assert reported(world, [*LIST, dina]).rows[3].problems[0].code == "cannot-be-taken"
    with pytest.raises(Invalid, match="roster-refused"):
        taken(world, [*LIST, dina])
    with pytest.raises(Invalid, match="vouch-needed"):
        taken(world, LIST, knows=False)
    with pytest.raises(Conflict, match="roster-moved-on"):
        taken(world, LIST, seen="0" * 64)
    assert counts() == found


def test_what_another_agency_has_is_told_of_in_one_way(world: World) -> None:
    """A call-sign, an address, and somebody who has left: the same words, and nothing of the person."""
    rows = [
        Row(2, {"call_sign": "dina", "legal_name": "A"}),
        Row(3, {"call_sign": "Sokol-9", "legal_name": "A", "email": "DINA@example.org"}),
    ]
    problems = {
        tuple((each.code, each.column) for each in row.problems) for row in reported(world, rows).rows
    }
    assert problems == {(("cannot-be-taken", ""),)}
    northern = reported(world, [Row(2, {"call_sign": "amina", "legal_name": "A"})], world.north)
    assert northern.rows[0].problems[0].code == "cannot-be-taken"  # she is Rangers', not of their unit
    assert northern.missing == []


def test_an_account_with_roles_of_others_is_not_changed(world: World) -> None:
    """Boris cannot change his own account by a list, nor that of somebody who holds more than he could give."""
    row = Row(2, {"call_sign": "boris", "legal_name": "Boris Carski"})
    (judged,) = reported(world, [row]).rows
    assert [each.code for each in judged.problems] == ["not-yours-to-change"]


def test_a_new_address_ends_the_codes_sent_to_the_old_one(world: World) -> None:
    """Somebody who has not come yet is invited at her new address; what was sent to the old one opens nothing."""
    taken(world, LIST[:1])
    moved = [Row(2, {"call_sign": "Sokol-1", "legal_name": "Вук Вуковић", "email": "new@rangers.example"})]
    (invited,) = taken(world, moved).invited
    codes = session.scalars(select(OneTimeCode).where(OneTimeCode.person_id == invited.person.id)).all()
    assert sorted(code.used_at is None for code in codes) == [False, True]
    assert invited.person.email_key == "new@rangers.example"


def test_texts_of_strangers_reach_no_database(world: World) -> None:
    """What cannot be a call-sign or an address is never asked for: PostgreSQL would stumble over a zero byte."""
    row = Row(2, {"call_sign": "a\x00b", "legal_name": "N\x00", "email": "x\x00@y.example", "unit": "\x00"})
    (judged,) = reported(world, [row]).rows
    assert judged.fate is Fate.REFUSED
