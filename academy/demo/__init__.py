"""The demo academy: two countries with different law, four agencies, some forty people, a running cohort, a practice
day to be nominated for, a case book. Everything in it is fictitious. Only the people of ``ACCOUNTS`` can sign in.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import exists, select

from academy import clock, db
from academy.accounts.models import Person
from academy.accounts.rules import passwords
from academy.agencies.models import Country
from academy.certificates.service import Issuer
from academy.courses import service as courses
from academy.db import session
from academy.demo import (
    bank,
    casebook,
    door,
    figures,
    graduates,
    outcomes,
    paper,
    people,
    practice,
    promises,
    renewal,
    summer,
    walks,
)
from academy.jurisdictions import service as jurisdictions
from academy.jurisdictions.models import EntryKind
from academy.jurisdictions.service import NewEntry
from academy.languages import service as languages
from academy.languages.rules import State


class DemoError(Exception):
    """The demo may not be loaded here."""


def load(curriculum: Path, issuer: Issuer) -> None:
    """Load the demo into an empty database. Raises DemoError where there are people already.

    ``issuer`` issues its certificates. The cases that ship are checked by the tests
    (``tests/rules/cases/test_curriculum.py``), not once more in each demo.
    """
    if session.scalar(select(exists().where(Person.id.is_not(None)))):
        raise DemoError(
            "This academy has people already; the demo is for an empty data folder. Set another ACADEMY_HOME."
        )
    storage = issuer.storage
    package = courses.prepare(curriculum / "basic", keep=storage.put)
    day = courses.prepare(curriculum / "practice-day", keep=storage.put)
    book = courses.prepare(curriculum / "casebook", keep=storage.put)
    retest = courses.prepare(curriculum / "basic-retest", keep=storage.put)
    password_hash, forgotten = passwords.hash_password(passwords.DEMO_PASSWORD), people.password_of_nobody()
    with db.writing():
        _countries(curriculum / "demo" / "jurisdictions.yaml")
        everybody = people.settle(password_hash, forgotten)
        banked = bank.fill(package, everybody.accounts["demo-author"], everybody.accounts["demo-trainer"])
        edition = courses.publish(package=banked, by=None, at=clock.now()).edition
        paper.lay_out(storage, everybody.accounts["demo-administrator"])
        walks.run_cohort(edition, everybody.learners, everybody.accounts["demo-trainer"])
    walks.certify(issuer)
    practice.open_day(day, everybody)
    casebook.open_book(book, everybody, curriculum / "demo" / "runs.yaml")
    outcomes.follow_up(everybody)
    summer.look_back(everybody, curriculum / "demo" / "summer.yaml")
    figures.freeze(everybody)
    graduates.hand_on(everybody, issuer)
    promises.commit_her()
    renewal.let_end(retest, everybody, issuer)
    with db.writing():
        door.furnish(everybody)


def _countries(path: Path) -> None:
    at = clock.now()
    for code, entries in yaml.safe_load(path.read_text()).items():
        session.add(Country(code=code, name={"XA": "Demo Country A", "XB": "Demo Country B"}[code]))
        session.flush()
        new = [_entry(entry) for entry in entries]
        jurisdictions.write(country=code, entries=new, source_locale="en", by=None, at=at)
        for locale in ("sr-Cyrl", "sq"):
            texts = [
                ("", text["en"], text[locale])
                for entry in entries
                for text in entry.values()
                if isinstance(text, dict) and locale in text
            ]
            languages.import_catalogue(locale=locale, entries=texts, state=State.DRAFT, at=at)


def _entry(entry: dict[str, Any]) -> NewEntry:
    return NewEntry(
        key=entry["key"], kind=EntryKind(entry["kind"]), occasion=entry["occasion"]["en"], title=entry["title"]["en"],
        body=entry["body"]["en"] if "body" in entry else None, contact=entry.get("contact"), source=entry["source"],
        effective_on=date(2025, 1, 1), verified_on=entry["verified_on"], terms=entry.get("terms"),
    )  # fmt: skip
