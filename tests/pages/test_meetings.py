"""Meetings: dates, the list, the code in the room, the learner's page, the author's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses.models import ActivityDraft, Course
from academy.courses.service import drafts
from academy.db import session
from academy.learning import queries as learning
from academy.mail import Post
from academy.meetings.content import MeetingContent
from academy.meetings.models import Attendance, Meeting
from academy.meetings.rules import KIND, room_code
from tests.conftest import SECRET
from tests.kinds import MEETING, Field, course_id, in_the_field
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

SHOW = f"/en/courses/kinds/meetings/{MEETING}"


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


@pytest.fixture
def trajce(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.trajce)


@pytest.fixture
def amina(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.amina)


def show_code(field: Field) -> str:
    with db.writing():
        session.get_one(Meeting, field.meeting.id).code_until = clock.now() + timedelta(minutes=5)
    return room_code(SECRET, field.meeting.id, clock.now())


def test_her_meeting(field: Field, amina: Lens) -> None:
    page = amina.get(SHOW)
    assert page.title == "A day at the range"
    for words in ("mock scene", "Boots", "Range 2", "Skopje time", "In a room", "Join online"):
        assert words in page.text
    assert "I am here" not in page.text
    assert learning.completions(field.amina.id) == {}, "opening completes nothing"


def test_few_statements(field: Field, amina: Lens) -> None:
    amina.get(SHOW)
    with statements() as found:
        amina.get(SHOW)
    assert len(found) <= 8, "\n".join(found)


def test_the_code_in_the_room(field: Field, amina: Lens) -> None:
    """Scan, look, send: present, once."""
    code = show_code(field)
    page = amina.get(f"/here/{field.meeting.id}?code={code}")
    assert page.url == f"/en/meetings/{field.meeting.id}/here?code={code}"
    assert learning.completions(field.amina.id) == {}, "scanning changes nothing"
    done = page.submit("here")
    assert "noted as present" in done.text
    assert done.url == SHOW
    assert MEETING in learning.completions(field.amina.id)
    again = amina.get(SHOW)
    assert "Present" in again.text
    amina.post(f"/en/meetings/{field.meeting.id}/here", {"code": code, "csrf_token": amina.token()})
    assert len(session.scalars(select(Attendance)).all()) == 1


def test_a_wrong_code_and_then_a_wait(field: Field, amina: Lens) -> None:
    show_code(field)
    page = amina.get(SHOW).follow("I am here")
    for _guess in range(5):
        page = page.submit("here", {"code": "ZZZZZZ"}, status=422)
        assert "not the code that is shown now" in page.text
    assert "Too many tries" in page.submit("here", {"code": show_code(field)}, status=429).text
    assert learning.completions(field.amina.id) == {}


def test_no_code_is_taken_before_and_after(field: Field, amina: Lens) -> None:
    code = room_code(SECRET, field.meeting.id, clock.now())
    address = f"/en/meetings/{field.meeting.id}/here"
    assert "No code is taken" in amina.get(address).text
    page = amina.post(address, {"code": code, "csrf_token": amina.token()}, status=422)
    assert "No code is taken" in page.text
    assert learning.completions(field.amina.id) == {}


def test_not_in_this_class(field: Field, world: World, lens_of: Callable[[Person], Lens]) -> None:
    code = show_code(field)
    lens = lens_of(world.boris)
    foreign = lens.get(f"/en/meetings/{field.meeting.id}/here?code={code}", status=404)
    unknown = lens.get(f"/en/meetings/{uuid4()}/here", status=404)
    assert foreign.text == unknown.text
    lens.post(f"/en/meetings/{field.meeting.id}/here", {"code": code, "csrf_token": lens.token()}, status=404)
    lens.get(SHOW, status=404)


def test_the_wall(field: Field, trajce: Lens) -> None:
    address = f"/en/meetings/{field.meeting.id}/wall"
    page = trajce.get(address)
    assert "half an hour" in page.text
    shown = page.submit("wall/open")
    code = room_code(SECRET, field.meeting.id, clock.now())
    assert f"{code[:3]} {code[3:]}" in shown.text or "half minute" in shown.text
    assert "data-seconds" in shown.html
    assert 'http-equiv="refresh"' in shown.html
    assert "<svg" in shown.html
    assert "0 of 2 are there" in shown.text
    listed = shown.submit("wall/close")
    assert "no longer taken" in listed.text


def test_the_wall_out_of_hours(app: Flask, world: World, trajce: Lens) -> None:
    field = in_the_field(app, world, starts_in=timedelta(days=2))
    assert "from an hour before" in trajce.get(f"/en/meetings/{field.meeting.id}/wall").text
    page = trajce.post(
        f"/en/meetings/{field.meeting.id}/wall/open", {"csrf_token": trajce.token()}, status=409
    )
    assert "from an hour before" in page.text


def test_the_list(field: Field, trajce: Lens) -> None:
    page = trajce.get(f"/en/cohorts/{field.cohort.id}/meetings").follow("Attendance")
    sent = {f"presence-{field.amina.id}": "present", f"presence-{field.dina.id}": "excused"}
    saved = page.submit("attendance", sent)
    assert "2 entries are noted" in saved.text
    assert "1 of 2 are there" in saved.text
    assert "Nothing was changed" in saved.submit("attendance").text
    assert "1 of 2 were there" in trajce.get(f"/en/cohorts/{field.cohort.id}/meetings").text


def test_a_stale_list_is_shown_again(field: Field, trajce: Lens, amina: Lens) -> None:
    page = trajce.get(f"/en/meetings/{field.meeting.id}/attendance")
    amina.post(
        f"/en/meetings/{field.meeting.id}/here", {"code": show_code(field), "csrf_token": amina.token()}
    )
    refused = page.submit("attendance", {f"presence-{field.amina.id}": "absent"}, status=409)
    assert "Now noted: Present" in refused.text
    assert "used the code in the room" in refused.text
    saved = refused.submit("attendance")  # what she had ticked is still ticked
    assert "1 entry is noted" in saved.text
    assert learning.completions(field.amina.id) == {}


def test_what_no_form_of_ours_sends(field: Field, trajce: Lens) -> None:
    address = f"/en/meetings/{field.meeting.id}/attendance"
    sent = {
        f"presence-{field.amina.id}": "drunk",
        f"presence-{uuid4()}": "present",
        "csrf_token": trajce.token(),
    }
    assert "Nothing was changed" in trajce.post(address, sent).text


TYPED = {
    "day": "2031-05-06",
    "starts": "09:00",
    "ends": "12:30",
    "ends_on": "",  # the date it changes may run past midnight
    "zone": "Europe/Skopje",
    "place": "Hall",
    "link": "",
}


def test_a_new_date(field: Field, trajce: Lens) -> None:
    page = trajce.get(f"/en/cohorts/{field.cohort.id}/meetings").follow("Add a date")
    made = page.submit("new", TYPED)
    assert "09:00–12:30 (Skopje time)" in made.text
    meeting = session.scalars(select(Meeting).where(Meeting.place == "Hall")).one()
    assert meeting.starts_at.isoformat() == "2031-05-06T07:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends": "08:00"}, "ends before it begins"), ({"ends_on": "2031-07-06"}, "two weeks at most"), ({"place": ""}, "Say where"),
        ({"day": "2031-03-30", "starts": "02:30"}, "put forward"), ({"link": "javascript:alert(1)"}, "begins with https"),
        ({"day": "soon"}, "Not a valid date"), ({"zone": "Mars/Olympus"}, "Not a valid choice"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be(field: Field, trajce: Lens, wrong: dict[str, str], words: str) -> None:
    page = trajce.get(f"/en/cohorts/{field.cohort.id}/meetings/{MEETING}/new").submit(
        "new", TYPED | wrong, status=422
    )
    assert words in page.text
    typed = (TYPED | wrong)["day"]
    assert typed in page.html, "what was typed is still there"


def test_changing_and_calling_off(field: Field, trajce: Lens, amina: Lens) -> None:
    page = trajce.get(f"/en/meetings/{field.meeting.id}")
    assert "The date is changed" in page.submit("meetings", TYPED).text
    stale = page.submit("meetings", TYPED | {"place": "Elsewhere"}, status=409)
    assert "Somebody changed this date" in stale.text
    assert "09:00–12:30" in stale.text
    assert "Elsewhere" in stale.submit("meetings").text
    assert "Elsewhere" in amina.get(SHOW).text
    off = trajce.get(f"/en/meetings/{field.meeting.id}").submit("cancel")
    assert "Called off" in off.text
    seen = amina.get(SHOW)
    assert "Called off" in seen.text
    assert "called off" in trajce.get(f"/en/meetings/{field.meeting.id}/attendance").text


def test_the_class_is_written_to(
    field: Field, trajce: Lens, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for a date that moved and once where it is called off; not for what is pressed twice or changes nothing."""
    monkeypatch.setitem(app.extensions, "post", Post(tmp_path, "academy@example.org"))
    with db.writing():
        session.get_one(Person, field.amina.person_id).email = "amina@example.org"

    def letters() -> list[str]:
        found = [each.read_text() for each in tmp_path.glob("*.eml")]
        return [each for each in found if "To: amina@example.org" in each]

    for expected, data in ((1, TYPED), (1, {})):
        trajce.get(f"/en/meetings/{field.meeting.id}").submit("meetings", data)
        assert len(letters()) == expected
    page = trajce.get(f"/en/meetings/{field.meeting.id}")
    for _press in (1, 2):
        page.submit("cancel")
    assert len(letters()) == 2
    for each in letters():
        assert "A date of your class has changed" in each and f"/en/classes/{field.cohort.id}" in each
        assert TYPED["place"] not in each


def test_other_people(field: Field, world: World, lens_of: Callable[[Person], Lens], lens: Lens) -> None:
    """A trainer of elsewhere finds nothing, other roles the door, nobody the sign-in page."""
    pages = [
        f"/en/cohorts/{field.cohort.id}/meetings", f"/en/cohorts/{field.cohort.id}/meetings/{MEETING}/new",
        *(f"/en/meetings/{field.meeting.id}{end}" for end in ("", "/attendance", "/wall")),
    ]  # fmt: skip
    for page in pages:
        assert lens_of(field.vera).get(page, status=404).text
        for person in (world.amina, world.boris, world.ada):
            assert "another role" in lens_of(person).get(page, status=403).text
        assert "/en/sign-in" in lens.client.get(page).headers["Location"]
    trajce = lens_of(world.trajce)
    trajce.get(f"/en/cohorts/{field.cohort.id}/meetings/scene-entry/new", status=404)
    trajce.get(f"/en/cohorts/{field.cohort.id}/meetings/nothing/new", status=404)


def test_without_a_cohort(app: Flask, world: World, field: Field, amina: Lens) -> None:
    with db.writing():
        session.get_one(type(field.amina), field.amina.id).cohort_id = None
    assert "on your own" in amina.get(SHOW).text


def drafted(field: Field, slug: str) -> ActivityDraft:
    """Give the course a draft, and return an activity of it."""
    with db.writing():
        course = session.get_one(Course, course_id())
        drafts.fill(course=course, document=field.course, by=None, at=clock.now())
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == slug)).one()


def source(draft: ActivityDraft) -> str:
    session.expire_all()
    return str(session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft.id)))


def test_writing_a_meeting(field: Field, trajce: Lens, amina: Lens) -> None:
    draft = drafted(field, MEETING)
    page = trajce.get(f"/en/author/meetings/{draft.id}")
    assert "Boots" in page.html
    saved = page.submit(
        "author/meetings",
        {"title": "Two days", "mode": "either", "bring": "Boots\r\n\r\nA *pen*", "minutes": "500"},
    )
    assert saved.status == 200
    session.expire_all()
    assert KIND.read(source(draft)) == MeetingContent(
        title="Two days", minutes=500, mode="either", about="We walk a *mock scene* together.", bring=["Boots", "A *pen*"]
    )  # fmt: skip
    refused = trajce.get(f"/en/author/meetings/{draft.id}").submit(
        "author/meetings", {"minutes": "9999", "title": ""}, status=422
    )
    assert "Give it a title" in refused.text
    amina.get(f"/en/author/meetings/{draft.id}", status=403)
    trajce.get(f"/en/author/surveys/{draft.id}", status=404)
