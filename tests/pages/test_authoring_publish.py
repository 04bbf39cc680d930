"""Publishing in the browser: the check list, what changed, release notes, a second person, editions compared and restored."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftMedium, Edition, Publication
from academy.courses.queries import reading
from academy.courses.queries.publications import checked
from academy.db import session
from tests.lens import Lens, Page
from tests.world import World

PUBLISH = "/en/author/courses/small/publish"
EDITIONS = "/en/author/courses/small/editions/"

LensOf = Callable[[Person], Lens]


@pytest.fixture
def licensed(world: World) -> World:
    """The small world, its drawings under a licence."""
    with db.writing():
        for medium in session.scalars(select(DraftMedium)):
            medium.card = {**medium.card, "licence": "CC0-1.0"}
    return world


def numbers() -> list[int]:
    """The editions of the small course."""
    session.rollback()
    return list(
        session.scalars(
            select(Edition.number)
            .join(Course, Course.id == Edition.course_id)
            .where(Course.slug == "small")
            .order_by(Edition.number)
        )
    )


def live() -> int:
    """The number of the live edition."""
    session.rollback()
    return session.scalars(
        select(Edition.number)
        .join(Course, Course.live_edition_id == Edition.id)
        .where(Course.slug == "small")
    ).one()


def edit(slug: str, before: str, after: str, *, by: Person | None = None) -> None:
    """Change an activity's file as an author does."""
    with db.writing():
        row = session.scalars(
            select(ActivityDraft).where(ActivityDraft.slug == slug).options(undefer(ActivityDraft.source))
        ).one()
        assert before in row.source
        row.source = row.source.replace(before, after)
        row.revision += 1
        row.edited_at, row.edited_by_id = clock.now(), by.id if by else None


def demand_approval() -> None:
    """Let the small course ask for two people."""
    with db.writing():
        draft = session.scalars(select(CourseDraft).join(Course).where(Course.slug == "small")).one()
        draft.settings = {**draft.settings, "needs_approval": True}


def person(world: World, name: str, role: Role, agency: object = None) -> Person:
    """Add somebody."""
    with db.writing():
        made = Person(call_sign=name, legal_name=name.title(), created_at=clock.now())
        session.add(made)
        session.flush()
        root = (
            agency
            or session.scalars(
                select(Membership.agency_id).where(Membership.person_id == world.trajce.id)
            ).one()
        )
        session.add(
            Membership(
                person_id=made.id, agency_id=root, role=role, starts_on=clock.now().date() - timedelta(days=3)
            )
        )
    return made


def publish(page: Page, notes: str = "Clearer words.", **options: object) -> Page:
    """Fill in the form and send it."""
    return page.submit("publish", {"notes": notes}, **options)  # type: ignore[arg-type]


def test_the_check_list_says_what_keeps_it(world: World, lens_of: LensOf) -> None:
    """The drawing has no licence: that is said, with the way to mend it, and there is no button to publish."""
    page = lens_of(world.trajce).get(PUBLISH)
    assert "has no licence" in page.text
    assert "/en/author/courses/small/media/" in page.links()
    assert not [form for form in page.forms() if "publish" in (form.get("action") or "")]


def test_what_breaks_a_text_is_said_in_the_readers_language(
    world: World, lens_of: LensOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence within the sentence too, with its values; the way leads to the editor, under the course's title."""
    edit("first-lesson", "## Why", "# Why")
    page = lens_of(world.trajce).get(PUBLISH)
    assert "The text cannot be read: Headings have two to four “#”." in page.text
    edit("first-lesson", "# Why", "::: unheard-of\n:::\n\n## Why")
    lens = lens_of(world.trajce)
    assert "There is no block “unheard-of”; there are safety" in lens.get(PUBLISH).text
    monkeypatch.setattr("academy.courses.forms.telling.gettext", lambda text: f"⟦{text}⟧")
    assert "⟦The text cannot be read: ⟦There is no block “unheard-of”" in lens.get(PUBLISH).text
    with db.writing():
        draft = session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "first-lesson")).one()
    crumbs = lens.get(f"/en/author/lessons/{draft.id}").text
    assert "A small course" in crumbs


def test_the_guess_score_is_always_shown(licensed: World, lens_of: LensOf) -> None:
    """Beside the pass mark, for every quiz."""
    page = lens_of(licensed.trajce).get(PUBLISH)
    assert "Guessing alone scores" in page.text
    assert "are not translated" in page.text


def test_publishing_makes_an_edition(licensed: World, lens_of: LensOf) -> None:
    """What changed stands there before; afterwards it is live, and whoever learns stays where she was."""
    edit("first-lesson", "minutes: ", "minutes: 1")
    page = lens_of(licensed.trajce).get(PUBLISH)
    assert "Stay upwind" in page.text
    assert "[removed:" in page.html
    done = publish(page)
    assert "Edition 2 is published" in done.text
    assert "Clearer words." in done.text
    assert (numbers(), live()) == ([1, 2], 2)
    assert reading(edition_id=licensed.edition.id, locale="en").edition_number == 1


def test_notes_are_required(licensed: World, lens_of: LensOf) -> None:
    """422, and nothing is published."""
    edit("first-lesson", "minutes: ", "minutes: 1")
    page = publish(lens_of(licensed.trajce).get(PUBLISH), notes="  ", status=422)
    assert "what is new in this edition" in page.text
    assert numbers() == [1]


def test_nothing_new_is_nothing_to_publish(licensed: World, lens_of: LensOf) -> None:
    """The same content again is the edition there is."""
    lens = lens_of(licensed.trajce)
    publish(lens.get(PUBLISH))
    page = lens.get(PUBLISH)
    assert "There is nothing to publish" in page.text
    answer = lens.post(PUBLISH, {"csrf_token": lens.token(), "notes": "Again", "digest": _digest()})
    assert "edition 2 already" in answer.text
    assert numbers() == [1, 2]


def test_double_clicks_publish_once(licensed: World, app: Flask, lens_of: LensOf) -> None:
    """Two posts of the same form at once."""
    lens = lens_of(licensed.trajce)
    page = lens.get(PUBLISH)
    form = page.form("publish")
    values = {field.get("name"): field.get("value", "") for field in form.iter("input")} | {"notes": "Once."}
    with ThreadPoolExecutor(max_workers=2) as hands:
        answers = list(hands.map(lambda _hand: lens.client.post(PUBLISH, data=values).status_code, range(2)))
    assert answers == [302, 302]
    assert numbers() == [1, 2]


def test_a_draft_that_moved_on_is_shown_again(licensed: World, lens_of: LensOf) -> None:
    """409 with who changed what, the notes as they were typed; the next try publishes what is shown now."""
    lens = lens_of(licensed.trajce)
    page = lens.get(PUBLISH)
    edit("second-lesson", "minutes: ", "minutes: 1", by=licensed.ada)
    shown = publish(page, notes="Mine.", status=409)
    assert "ada changed “" in shown.text
    assert "Mine." in shown.html
    assert numbers() == [1]
    assert "Edition 2 is published" in publish(shown).text


def test_a_broken_draft_is_told_by_file_and_line(licensed: World, lens_of: LensOf) -> None:
    """What cannot be read has a way to its text."""
    edit("gate-quiz", "items:", "items: [unclosed")
    lens = lens_of(licensed.trajce)
    page = lens.get(PUBLISH)
    assert "modules/one/gate-quiz.quiz.yaml, line" in page.text
    assert [link for link in page.links() if link.endswith("/source")]
    lens.post(PUBLISH, {"csrf_token": lens.token(), "notes": "No", "digest": "0" * 64}, status=422)
    lens.get("/en/author/courses/small/compare")
    assert numbers() == [1]


def test_two_people_for_one_edition(licensed: World, lens_of: LensOf) -> None:
    """Who asks does not approve; a reviewer does, and exactly what was asked for is published."""
    demand_approval()
    rrezarta = person(licensed, "rrezarta", Role.REVIEWER)
    author, reviewer = lens_of(licensed.trajce), lens_of(rrezarta)
    asked = publish(author.get(PUBLISH), notes="Please look.")
    assert "Approval is asked for" in asked.text
    assert numbers() == [1]
    publication = _publication()
    author.post(_deed(publication, "approve"), {"csrf_token": author.token()}, status=403)
    author.post(_deed(publication, "decline"), {"csrf_token": author.token(), "reason": "x"}, status=403)
    page = reviewer.get("/en/author/approvals").follow("A small course")
    assert "Please look." in page.text
    assert not [link for link in page.links() if "/activities/" in link]
    done = page.submit("approve")
    assert "Edition 2 is approved and published" in done.text
    assert live() == 2
    reviewer.post(_deed(publication, "approve"), {"csrf_token": reviewer.token()}, status=409)
    assert session.get_one(Publication, publication).is_approved


def test_a_changed_draft_is_not_approved(licensed: World, lens_of: LensOf) -> None:
    """409; withdrawn and asked again it is."""
    demand_approval()
    author, other = lens_of(licensed.trajce), lens_of(licensed.ada)
    publish(author.get(PUBLISH))
    publication = _publication()
    edit("first-lesson", "minutes: ", "minutes: 1")
    assert "has changed since" in other.get(PUBLISH).text
    other.post(_deed(publication, "approve"), {"csrf_token": other.token()}, status=409)
    assert numbers() == [1]
    author.get(PUBLISH).submit("withdraw")
    assert "Approval is asked for" in publish(author.get(PUBLISH)).text
    other.get(PUBLISH).submit("approve")
    assert live() == 2


def test_declining_says_why(licensed: World, lens_of: LensOf) -> None:
    """The reason is required, and the author reads it."""
    demand_approval()
    author, other = lens_of(licensed.trajce), lens_of(licensed.ada)
    publish(author.get(PUBLISH))
    page = other.get(PUBLISH).submit("decline", {"reason": ""}, status=422)
    assert "what has to be changed first" in page.text
    other.get(PUBLISH).submit("decline", {"reason": "The law has changed."})
    assert "The law has changed." in author.get(PUBLISH).text
    assert numbers() == [1]


def test_asking_twice_is_asking_once(licensed: World, lens_of: LensOf) -> None:
    """The same form sent again; another state waits its turn."""
    demand_approval()
    lens = lens_of(licensed.trajce)
    publish(lens.get(PUBLISH))
    lens.post(PUBLISH, {"csrf_token": lens.token(), "notes": "Again", "digest": _digest()})
    edit("first-lesson", "minutes: ", "minutes: 1")
    lens.post(PUBLISH, {"csrf_token": lens.token(), "notes": "Again", "digest": _digest()}, status=409)
    assert session.scalar(select(func.count()).select_from(Publication)) == 1


def test_approval_cannot_be_talked_away(licensed: World, lens_of: LensOf) -> None:
    """Once an edition asks for two people, a draft that does not ask needs them still."""
    demand_approval()
    author, other = lens_of(licensed.trajce), lens_of(licensed.ada)
    publish(author.get(PUBLISH))
    other.get(PUBLISH).submit("approve")
    with db.writing():
        draft = session.scalars(select(CourseDraft).join(Course).where(Course.slug == "small")).one()
        draft.settings = {**draft.settings, "needs_approval": False}
    assert "Approval is asked for" in publish(author.get(PUBLISH)).text


def test_editions_are_compared_and_restored(licensed: World, lens_of: LensOf) -> None:
    """An old edition goes into the draft and becomes a new one; the old ones stay."""
    lens = lens_of(licensed.trajce)
    publish(lens.get(PUBLISH), notes="With licences.")
    edit("first-lesson", "minutes: ", "minutes: 1")
    publish(lens.get(PUBLISH))
    page = lens.get(EDITIONS)
    assert "Clearer words." in page.text
    compared = page.follow("Compare with the one before")
    assert "Stay upwind" in compared.text
    assert "[added:" in compared.html
    restored = page.submit("editions/2/restore")
    assert "what edition 2 said" in restored.text
    assert "Edition 4 is published" in publish(restored, notes="Back again.").text
    assert (numbers(), live()) == ([1, 2, 3, 4], 4)
    digests = list(session.scalars(select(Edition.digest).order_by(Edition.number)))
    assert digests[1] == digests[3]


def test_any_two_can_be_compared(licensed: World, lens_of: LensOf) -> None:
    """Also one with itself; what is not there answers 404."""
    lens = lens_of(licensed.trajce)
    assert "They say the same" in lens.get("/en/author/courses/small/compare?from=1&to=1").text
    for query in ("from=7", "to=x", "from=-1", "from=1'"):
        lens.get(f"/en/author/courses/small/compare?{query}", status=404)
    for number in (0, 9, 10**12):
        lens.post(f"{EDITIONS}{number}/restore", {"csrf_token": lens.token()}, status=404)


@pytest.mark.parametrize("path", [PUBLISH, EDITIONS, "/en/author/courses/small/compare"])
def test_doors(world: World, lens: Lens, lens_of: LensOf, path: str) -> None:
    """Authors and reviewers of this course only; to others of their kind it is not there."""
    assert "/sign-in" in lens.client.get(path).headers["Location"]
    lens_of(world.amina).get(path, status=403)
    lens_of(person(world, "strange", Role.AUTHOR, world.inspectors.id)).get(path, status=404)
    lens_of(person(world, "reviewing", Role.REVIEWER)).get(path)
    lens_of(world.trajce).get(path.replace("small", "nothing"), status=404)


def test_a_reviewer_does_not_write(licensed: World, lens_of: LensOf) -> None:
    """Neither publish, restore nor withdraw."""
    lens = lens_of(person(licensed, "reviewing", Role.REVIEWER))
    page = lens.get(PUBLISH)
    assert not [form for form in page.forms() if "publish" in (form.get("action") or "")]
    for path in (PUBLISH, f"{EDITIONS}1/restore", _deed(uuid4(), "withdraw")):
        lens.post(path, {"csrf_token": lens.token(), "notes": "x"}, status=403)


@pytest.mark.parametrize("deed", ["approve", "decline", "withdraw"])
def test_publications_of_others_are_not_there(licensed: World, lens_of: LensOf, deed: str) -> None:
    """404 as for one that does not exist."""
    demand_approval()
    publish(lens_of(licensed.trajce).get(PUBLISH))
    stranger = lens_of(person(licensed, "strange", Role.AUTHOR, licensed.inspectors.id))
    for publication in (_publication(), uuid4()):
        stranger.post(_deed(publication, deed), {"csrf_token": stranger.token(), "reason": "x"}, status=404)


def test_get_publishes_nothing(licensed: World, lens_of: LensOf) -> None:
    """Looking writes no row."""
    before = _counts()
    lens = lens_of(licensed.trajce)
    for path in (PUBLISH, EDITIONS, "/en/author/courses/small/compare", "/en/author/approvals"):
        lens.get(path)
    assert _counts() == before


def _counts() -> list[int]:
    return [
        session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Edition, Publication, ActivityDraft)
    ]


def _digest() -> str:
    session.rollback()
    found = checked(
        session.scalars(select(Course.id).where(Course.slug == "small")).one(), on=clock.now().date()
    )
    session.rollback()
    return found.digest


def _publication() -> object:
    session.rollback()
    return session.scalars(select(Publication.id).where(Publication.decided_at.is_(None))).one()


def _deed(publication: object, deed: str) -> str:
    return f"/en/author/publications/{publication}/{deed}"
