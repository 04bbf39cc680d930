"""A list of people held against a branch: whatever order its rows stand in, and again after it was taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.accounts.formats.roster import read
from academy.accounts.rules.names import fold_call_sign, fold_email
from academy.accounts.rules.roster import Branch, Fate, Judged, Known, Place, Report, Row, Said, Unit, judge
from academy.sheets.reading import Unreadable

ON = date(2026, 6, 1)
NAMES = UUID(int=1)
RANGERS, NORTH = Unit(uuid5(NAMES, "r"), "Rangers"), Unit(uuid5(NAMES, "n"), "Rangers North")
LANGUAGES = {"sq": "sq", "shqip": "sq", "en": "en"}


def known(call_sign: str, unit: Unit | None = RANGERS, **given: object) -> Known:
    """Return somebody the branch knows."""
    places = [Place(uuid5(NAMES, f"place {call_sign}"), unit.id, date(2026, 1, 1), None)] if unit else []
    usual = {
        "legal_name": call_sign.title(), "latin_name": "", "email": f"{call_sign}@agency.example", "language": "en",
        "places": places, "has_come": True,
    }  # fmt: skip
    return Known(uuid5(NAMES, call_sign), call_sign, **{**usual, **given})  # type: ignore[arg-type]


def branch(*people: Known, taken: Sequence[str] = (), domains: Sequence[str] = ()) -> Branch:
    return Branch(
        [RANGERS, NORTH], RANGERS, people, frozenset(taken), LANGUAGES, "en",
        {unit.id: frozenset(domains) for unit in (RANGERS, NORTH)}, ON,
    )  # fmt: skip


def row(number: int = 2, **cells: str) -> Row:
    return Row(number, cells)


def new(number: int = 2, **cells: str) -> Row:
    return row(number, **{"call_sign": "Sokol-12", "legal_name": "Вук Вуковић", **cells})


def one(cells: Row, *people: Known, taken: Sequence[str] = ()) -> Judged:
    (judged,) = judge([cells], branch(*people, taken=taken)).rows
    return judged


def after(report: Report, before: Branch) -> Branch:
    """Return what the branch knows once a report is written."""
    people = {each.id: each for each in before.people}
    for each in report.rows:
        wanted = each.wanted
        if each.fate is Fate.ADD:
            unit = wanted.unit or before.home
            place = Place(uuid5(NAMES, f"new {wanted.call_sign}"), unit.id, ON, wanted.ends_on)
            added = known(wanted.call_sign, None)
            people[added.id] = replace(
                added, legal_name=wanted.legal_name, latin_name=wanted.latin_name, email=wanted.email,
                language=wanted.language, places=[place], has_come=False,
            )  # fmt: skip
        elif each.known and each.changes:
            places = list(each.known.places)
            if "unit" in each.changes and wanted.unit:
                places = [Place(uuid5(NAMES, f"moved {wanted.call_sign}"), wanted.unit.id, ON, None)]
            if "leaves_on" in each.changes:
                places = [replace(place, ends_on=wanted.ends_on) for place in places]
            is_here = any(place.ends_on is None or place.ends_on > ON for place in places)
            people[each.known.id] = replace(
                each.known, call_sign=wanted.call_sign, legal_name=wanted.legal_name, latin_name=wanted.latin_name,
                email=wanted.email, language=wanted.language, places=places if is_here else [], is_here=is_here,
                left_on=wanted.ends_on,
            )  # fmt: skip
    return replace(before, people=list(people.values()))


PEOPLE = [
    known(f"old-{number}", RANGERS if number % 2 else NORTH, has_come=number > 2) for number in range(5)
]
ROWS = st.builds(
    lambda call_sign, mail, cells: Row(0, {"call_sign": call_sign, "email": mail, **cells}),
    st.sampled_from(["", "x", "Old-1", "old_2", "old-3", "New-1", "new-2", "NEW-3", "taken-1"]),
    st.sampled_from(["", "old-1@agency.example", "OLD-4@agency.example", "a@b.example", "no address"]),
    st.fixed_dictionaries({}, optional={
        "legal_name": st.sampled_from(["", "Ana Anić", "Ana  Ani\u0107", "Ana\u202e", "Аna"]),
        "latin_name": st.sampled_from(["", "Ana", "Ана"]),
        "unit": st.sampled_from(["", "rangers", "Rangers North", "Elsewhere"]),
        "language": st.sampled_from(["", "Shqip", "sq", "xx"]),
        "leaves_on": st.sampled_from(["", "2026-12-31", "31.12.2026.", "2026-05-31", "soon"]),
    }),
)  # fmt: skip
LISTS = st.lists(ROWS, max_size=6).map(
    lambda rows: [replace(each, number=n) for n, each in enumerate(rows, 2)]
)


@given(LISTS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[Row], random: object) -> None:
    """Every row comes to the same, wherever it stands."""
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    held = branch(*PEOPLE, taken=["taken-1"])
    found = {each.number: each for each in judge(shuffled, held).rows}
    assert found == {each.number: each for each in judge(rows, held).rows}


@given(LISTS)
def test_the_same_list_again_changes_nothing(rows: list[Row]) -> None:
    """Once a list is written, it comes to nothing more."""
    before = branch(*PEOPLE, taken=["taken-1"])
    accepted = [each.number for each in judge(rows, before).rows if each.fate is not Fate.REFUSED]
    rows = [each for each in rows if each.number in accepted]
    report = judge(rows, before)
    assert not report.is_refused
    again = judge(rows, after(report, before))
    assert again.is_done, [(each.fate, each.changes, each.problems) for each in again.rows]


@given(LISTS)
def test_no_two_people_share_a_name_afterwards(rows: list[Row]) -> None:
    """Neither a call-sign nor an address is anybody else's once a list without refusals is written."""
    before = branch(*PEOPLE, taken=["taken-1"])
    report = judge(rows, before)
    if report.is_refused:
        return
    people = after(report, before).people
    for names in (
        [fold_call_sign(each.call_sign) for each in people],
        [fold_email(each.email) for each in people if each.email],
    ):
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"call_sign": ""}, "call-sign-missing"),
        ({"call_sign": "š"}, "call-sign-malformed"),
        ({"legal_name": ""}, "name-missing"),
        ({"legal_name": "Vuk\u202eGnal"}, "name-hidden"),
        ({"legal_name": "Vuk\u200bVuk"}, "name-hidden"),
        ({"legal_name": "12"}, "name-no-letters"),
        ({"legal_name": "V" * 201}, "name-long"),
        ({"latin_name": "Вук"}, "name-not-latin"),
        ({"email": "vuk@"}, "email-malformed"),
        ({"unit": "Inspectors"}, "unit-unknown"),
        ({"language": "Klingon"}, "language-unknown"),
        ({"leaves_on": "31.02.2026"}, "day-malformed"),
        ({"leaves_on": "2026-05-31"}, "day-past"),
    ],
)
def test_what_is_refused_of_somebody_new(cells: dict[str, str], code: str) -> None:
    judged = one(new(**cells))
    assert judged.fate is Fate.REFUSED
    assert code in {said.code for said in judged.problems}


def test_somebody_new_comes_in() -> None:
    """Composed, tidied, where her row says or else the agency chosen; two scripts in a name are pointed out."""
    judged = one(new(legal_name="  Ana   Anic\u0301 ", language="shqip", leaves_on="31/12/2026"))
    assert (judged.fate, judged.wanted.legal_name, judged.wanted.language) == (Fate.ADD, "Ana Anić", "sq")
    assert (judged.wanted.unit, judged.wanted.ends_on) == (RANGERS, date(2027, 1, 1))
    assert [said.code for said in one(new(legal_name="Вук Bуковић")).notes] == ["mixed-scripts"]


def test_what_is_somebody_elses_is_refused_in_the_same_words() -> None:
    """By call-sign, by address, by both, or for having left: nobody learns which."""
    gone = known("gone", None, is_here=False, left_on=date(2026, 3, 1))
    found = [
        one(new(), taken=["sokol-12"]),
        one(new(email="Far@away.example"), taken=["far@away.example"]),
        one(new(email="old-1@agency.example"), *PEOPLE, taken=["sokol-12"]),
        one(new(call_sign="gone"), gone),
        one(new(email="gone@agency.example"), gone),
        one(new(email="gone@agency.example", call_sign="old-1"), gone, *PEOPLE),
    ]
    assert all(each.problems == (Said("cannot-be-taken"),) for each in found)
    assert all(each.known is None for each in found)
    assert one(new(call_sign="gone", leaves_on="2026-02-28"), gone).fate is Fate.UNCHANGED


def test_identity() -> None:
    """By call-sign, else by address; two people in one row are refused, and so is one person in two rows."""
    renamed = one(new(call_sign="Orao-1", legal_name="", email="OLD-1@agency.example"), *PEOPLE)
    assert (renamed.fate, renamed.changes, renamed.wanted.call_sign) == (
        Fate.CHANGE,
        ("call_sign",),
        "Orao-1",
    )
    both = one(new(call_sign="old-1", email="old-3@agency.example"), *PEOPLE)
    assert both.problems == (Said("two-people", "email", {"call_sign": "old-3"}),)
    rows = [new(2, call_sign="old_1"), new(3, call_sign="Orao", email="old-1@agency.example"), new(4)]
    twins = judge(rows, branch(*PEOPLE)).rows
    assert [each.fate for each in twins] == [Fate.REFUSED, Fate.REFUSED, Fate.ADD]
    assert twins[0].problems == (Said("row-twice", values={"rows": "3"}),)


def test_moving_and_leaving() -> None:
    """A unit moves somebody; a last day ends her place; both at once, or with several places, are for her own page."""
    her = known("old-1")
    assert one(row(call_sign="old-1", unit="rangers north"), her).fate is Fate.MOVE
    assert one(row(call_sign="old-1", unit="RANGERS"), her).fate is Fate.UNCHANGED
    assert one(row(call_sign="old-1", leaves_on="2026-05-01"), her).changes == ("leaves_on",)
    here_and_there = replace(her, places=[*her.places, replace(her.places[0], unit_id=NORTH.id)])
    leaving = replace(her, places=[replace(her.places[0], ends_on=ON + timedelta(days=9))])
    for who, cells, code in (
        (her, {"unit": "Rangers North", "leaves_on": "2026-12-31"}, "moves-and-leaves"),
        (leaving, {"unit": "Rangers North"}, "moves-and-leaves"),
        (here_and_there, {"leaves_on": "2026-12-31"}, "many-units"),
        (her, {"leaves_on": "2025-12-30"}, "day-before-beginning"),
        (known("old-1", None), {"leaves_on": "2026-12-31"}, "no-unit-to-leave"),
        (replace(her, may_change=False), {"legal_name": "Other"}, "not-yours-to-change"),
    ):
        assert [said.code for said in one(row(call_sign="old-1", **cells), who).problems] == [code]
    assert one(row(call_sign="old-1", unit="Rangers North"), known("old-1", None)).changes == ("unit",)


def test_what_is_empty_stays_and_a_language_is_her_own() -> None:
    """An empty cell takes nothing away; whoever has come has chosen her language herself."""
    empty = dict.fromkeys(("legal_name", "latin_name", "email", "unit", "leaves_on"), "")
    assert one(row(call_sign="OLD 1", language="sq", **empty), known("old-1")).fate is Fate.UNCHANGED
    assert one(row(call_sign="old-1", language="sq"), known("old-1", has_come=False)).changes == ("language",)


def test_who_is_not_in_the_list_and_who_needs_a_word() -> None:
    """Learners whom the list does not name are only named; an address of the agency vouches for somebody new."""
    boss = known("boss", None)
    report = judge([row(call_sign="old-1")], branch(*PEOPLE, boss))
    assert [each.call_sign for each in report.missing] == ["old-0", "old-2", "old-3", "old-4"]
    held = branch(domains=["agency.example"])
    assert not judge([new(email="vuk@agency.example")], held).needs_word
    assert judge([new(email="vuk@elsewhere.example")], held).needs_word
    assert judge([new()], held).needs_word


def test_a_file_is_no_larger_than_a_list() -> None:
    """Ten megabytes in one line are refused before they are read; so is what unpacks to far more."""
    with pytest.raises(Unreadable, match="file-large"):
        read(b"x" * 10_000_000, "a.csv", heads={})
