"""The class as its learners see it, and their dates in a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import icalendar
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.cli import academy_commands
from academy.cohorts.models import Question
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment, Override
from academy.meetings.models import Meeting
from tests.lens import Lens
from tests.pages.test_cohorts_running import mail
from tests.world import World

LensOf = Callable[[Person], Lens]


def meeting(world: World, **changed: object) -> Meeting:
    """Let the cohort meet tomorrow."""
    begins = clock.now().replace(microsecond=0) + timedelta(days=1)
    values: dict[str, object] = {
        "cohort_id": world.cohort.id, "activity": "first-lesson", "starts_at": begins, "place": "Hall 2; north, left",
        "ends_at": begins + timedelta(hours=2), "zone": "Europe/Skopje", "link": "https://example.org/secret-room",
    }  # fmt: skip
    with db.writing():
        made = Meeting(**values | changed)
        session.add(made)
    return made


# The class


def test_from_the_course(world: World, lens_of: LensOf) -> None:
    """Dates, trainers by call-sign, the next meeting."""
    meeting(world)
    page = lens_of(world.amina).get("/en/courses/small/").follow("Your class")
    assert page.title == "Spring"
    assert "trajce" in page.text
    assert "Trajče" not in page.html
    assert "Hall 2; north, left" in page.text
    assert "No news yet" in page.text


def test_asking(app: Flask, world: World, lens_of: LensOf) -> None:
    """The question reaches the trainers by letter and page; only she reads it until it is shared."""
    mail(app)
    page = lens_of(world.amina).get(f"/en/classes/{world.cohort.id}/")
    page.submit("/questions", {"text": "  "}, status=422)
    page.submit("/questions", {"text": "x" * 2001}, status=422)
    page.submit("/questions", {"text": "Why?", "activity": "of-elsewhere"}, status=422)
    page = page.submit("/questions", {"text": "Why two <b>pairs</b>?", "activity": "gate-quiz"})
    assert "Why two <b>pairs</b>?" in page.text
    assert "Not answered yet" in page.text
    asked = session.scalars(select(Question)).one()
    assert (asked.activity, asked.asker_id) == ("gate-quiz", world.amina.id)
    [letter] = mail(app)
    assert "To: trajce@example.org" in letter
    assert "amina" not in letter and "pairs" not in letter
    assert "pairs" not in lens_of(world.dina).get(f"/en/classes/{world.cohort.id}/").text


def test_ladder(world: World, lens_of: LensOf, lens: Lens) -> None:
    """Who does not learn in it finds nothing, coordinators and trainers included; nobody signs in first."""
    path = f"/en/classes/{world.cohort.id}/"
    for person in (world.boris, world.carla, world.trajce, world.ada):
        gone = lens_of(person).get(path, status=404)
        assert gone.text == lens_of(person).get(f"/en/classes/{uuid4()}/", status=404).text
        token = lens_of(person)
        token.post(f"{path}questions", {"csrf_token": token.token(), "text": "x"}, status=404)
    assert "/en/sign-in" in lens.client.get(path).headers["Location"]
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = clock.now()
    lens_of(world.amina).get(path, status=404)


# The calendar


def address(world: World, lens_of: LensOf) -> str:
    """Make Amina's address and return its path."""
    page = lens_of(world.amina).get("/en/account").follow("calendar")
    page = page.submit("/account/calendar")
    found = re.search(r"http://localhost(/calendar/[\w-]{43}\.ics)", page.text)
    assert found
    return found[1]


def events(lens: Lens, path: str) -> dict[str, icalendar.Event]:
    """Read the feed as a calendar program does."""
    response = lens.client.get(path)
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(response.get_data())
    return {str(each["uid"]): each for each in calendar.walk("VEVENT")}


def test_the_address_is_shown_once(world: World, lens_of: LensOf, lens: Lens) -> None:
    """Then nobody can show it again; a new one ends it, and it can be ended."""
    first = address(world, lens_of)
    page = lens_of(world.amina).get("/en/account/calendar")
    assert first not in page.html
    assert lens.client.get(first).status_code == 200
    page = page.submit("/account/calendar")
    second = urlsplit(re.search(r"http://localhost\S+\.ics", page.text)[0]).path  # type: ignore[index]
    gone, unknown = lens.client.get(first), lens.client.get(f"/calendar/{'A' * 43}.ics")
    assert gone.status_code == unknown.status_code == 404
    assert lens.client.get(second).status_code == 200
    lens_of(world.amina).get("/en/account/calendar").submit("/account/calendar/end")
    assert lens.client.get(second).status_code == 404


def test_nobody_behind_a_closed_account(world: World, lens_of: LensOf, lens: Lens) -> None:
    path = address(world, lens_of)
    with db.writing():
        session.get_one(Person, world.amina.id).disabled_at = clock.now()
    assert lens.client.get(path).status_code == 404


def test_what_the_calendar_says(world: World, lens_of: LensOf, lens: Lens) -> None:
    """Meetings in UTC, days as days, nothing of anybody."""
    made = meeting(world, revision=3)
    called_off = meeting(world, cancelled_at=clock.now())
    due_on = clock.now().date() + timedelta(days=9)
    with db.writing():
        session.get_one(Cohort, world.cohort.id).closes_on = date(2030, 1, 2)
        session.add(
            Override(cohort_id=world.cohort.id, activity="gate-quiz", due_on=due_on, set_at=clock.now())
        )
    path = address(world, lens_of)
    found = events(lens, path)
    met = found[f"meeting-{made.id}@localhost"]
    assert met["dtstart"].dt == made.starts_at.astimezone(UTC)
    assert met["dtend"].dt - met["dtstart"].dt == timedelta(hours=2)
    assert (met["sequence"], met["status"], met["location"]) == (3, "CONFIRMED", "Hall 2; north, left")
    assert found[f"meeting-{called_off.id}@localhost"]["status"] == "CANCELLED"
    assert found[f"due-{world.enrolment.id}-gate-quiz@localhost"]["dtstart"].dt == due_on
    assert found[f"cohort-start-{world.cohort.id}@localhost"]["dtstart"].dt == world.cohort.starts_on
    assert found[f"cohort-close-{world.cohort.id}@localhost"]["dtstart"].dt == date(2030, 1, 2)
    text = lens.client.get(path).get_data(as_text=True)
    for secret in ("Amina", "amina", "trajce", "Trajče", "secret-room", "Rangers", "example.org"):
        assert secret not in text


def test_uids_stay(world: World, lens_of: LensOf, lens: Lens) -> None:
    """From fetch to fetch, and for the next address."""
    meeting(world)
    first = events(lens, address(world, lens_of)).keys()
    assert first == events(lens, address(world, lens_of)).keys()


def test_what_is_done_is_not_due(world: World, lens_of: LensOf, lens: Lens) -> None:
    with db.writing():
        day = clock.now().date() + timedelta(days=2)
        session.add(
            Override(cohort_id=world.cohort.id, activity="first-lesson", due_on=day, set_at=clock.now())
        )
    path = address(world, lens_of)
    key = f"due-{world.enrolment.id}-first-lesson@localhost"
    assert key in events(lens, path)
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        learning.complete(enrolment=enrolment, activity="first-lesson", at=clock.now())
    assert key not in events(lens, path)


def test_the_file_is_as_rfc_5545_says(world: World, lens_of: LensOf, lens: Lens) -> None:
    """CRLF, lines of 75 octets at most, each property once, nothing smuggled in by a typed place."""
    meeting(world, place="Ж" * 60 + "\nEND:VEVENT\nBEGIN:VEVENT\nUID:false, \\; one")
    response = lens.client.get(address(world, lens_of))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"].startswith("private")
    raw = response.get_data()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and "VERSION:2.0" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    for event in "\n".join(lines).split("\nBEGIN:VEVENT\n")[1:]:
        names = [re.split("[:;]", line)[0] for line in event.strip().split("\n") if ":" in line]
        own = names[: names.index("END")]
        assert len(own) == len(set(own))
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"} <= set(own)
        assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", event, re.MULTILINE)
    assert "TZID" not in raw.decode()


def test_in_her_language(world: World, lens_of: LensOf, lens: Lens) -> None:
    """The words of the academy are those of her pages, whatever the calendar program asks for."""
    with db.writing():
        session.get_one(Person, world.amina.id).interface_locale = "sr-Latn"
    path = address(world, lens_of)
    plain = lens.client.get(path, headers={"Accept-Language": "sq"}).get_data()
    assert b"/sr-Latn/classes/" in plain.replace(b"\r\n ", b"")


# Reminders


def test_reminders_by_command(app: Flask, world: World) -> None:
    """One letter to each, without names or details, once; in the reader's language."""
    mail(app)
    with db.writing():
        day = clock.now().date() + timedelta(days=1)
        for slug in ("first-lesson", "gate-quiz"):
            session.add(Override(cohort_id=world.cohort.id, activity=slug, due_on=day, set_at=clock.now()))
        session.get_one(Person, world.dina.id).interface_locale = "sr-Cyrl"
    runner = app.test_cli_runner()
    assert "2 reminders sent" in runner.invoke(academy_commands, ["send-reminders"]).output
    assert "0 reminders sent" in runner.invoke(academy_commands, ["send-reminders"]).output
    letters = {re.search("To: (.*)", letter)[1]: letter.replace("=\n", "") for letter in mail(app)}  # type: ignore[index]
    assert letters.keys() == {"amina@example.org", "dina@example.org"}
    assert "/en/home" in letters["amina@example.org"]
    for letter in letters.values():
        assert not any(word in letter.partition("\n\n")[2] for word in ("amina", "Spring", "Gate", "small"))


def test_reminders_late(app: Flask, world: World) -> None:
    mail(app)
    with db.writing():
        day = clock.now().date() - timedelta(days=1)
        session.add(
            Override(enrolment_id=world.enrolment.id, activity="gate-quiz", due_on=day, set_at=clock.now())
        )
    app.test_cli_runner().invoke(academy_commands, ["send-reminders"])
    [letter] = mail(app)
    assert "past its due date" in letter
