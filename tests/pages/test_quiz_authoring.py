"""All terms of a quiz, its sections, what is drawn, new items of every kind, and the quiz as its author tries it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses.models import ActivityDraft
from academy.courses.service.saving import save_source
from academy.db import session
from academy.items.kinds import KINDS
from academy.learning.models import AnswerEvent, Attempt
from academy.quizzes.content import Draw, QuizContent, Review, Section
from academy.quizzes.rules import KIND
from tests.lens import Lens
from tests.world import PACKAGES, World

LensOf = Callable[[Person], Lens]
EVERY_KIND = PACKAGES / "kinds/modules/all/every-kind.quiz.yaml"


@pytest.fixture
def gate(world: World) -> ActivityDraft:
    """The draft of the small course's gate quiz."""
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "gate-quiz")).one()


@pytest.fixture
def author(world: World, lens_of: LensOf) -> Lens:
    """The browser of somebody who may write it."""
    return lens_of(world.trajce)


@pytest.fixture
def every_kind(gate: ActivityDraft) -> ActivityDraft:
    """The same draft with an item of every kind."""
    content = KIND.read(EVERY_KIND.read_text(encoding="utf-8"))
    assert isinstance(content, QuizContent)
    _write(gate, content)
    return gate


def _now(draft: ActivityDraft) -> QuizContent:
    session.expire_all()
    content = KIND.read(
        session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft.id)) or ""
    )
    assert isinstance(content, QuizContent)
    return content


def _url(draft: ActivityDraft, rest: str = "") -> str:
    return f"/en/author/quizzes/{draft.id}{rest}"


def _write(draft: ActivityDraft, content: QuizContent) -> None:
    with db.writing():
        save_source(
            activity=draft, source=KIND.write(content), based_on=draft.revision, by=None, at=clock.now()
        )


TERMS = {
    "time_limit": "45", "on_timeout": "grace", "grace": "3", "attempts": "2", "wait_hours": "12.5", "navigation": "linear",
    "feedback": "interactive", "penalty": "25", "practice": "after", "entry": "code",
}  # fmt: skip


def test_every_term_is_written(gate: ActivityDraft, author: Lens) -> None:
    """What is chosen is in the draft; what is not touched stays as it was."""
    before = _now(gate)
    page = author.get(_url(gate))
    page = page.submit(
        "#terms", {**TERMS, "review_at_once": ["response"], "review_later": ["response", "marks"]}
    )
    quiz = _now(gate)
    assert (quiz.time_limit, quiz.on_timeout, quiz.grace, quiz.attempts) == (45, "grace", 3, 2)
    assert (quiz.wait_hours, quiz.navigation, quiz.feedback, quiz.penalty) == (
        12.5,
        "linear",
        "interactive",
        0.25,
    )
    assert (quiz.practice, quiz.entry, quiz.certainty, quiz.shuffle) == (
        "after",
        "code",
        before.certainty,
        before.shuffle,
    )
    assert sorted(quiz.review.at_once) == ["response"]
    assert sorted(quiz.review.later) == ["marks", "response"]
    assert quiz.review.closed == Review().closed
    assert "Time limit 45 min" in page.text
    assert "It goes one way" in page.text
    page.submit("#terms", {})
    assert _now(gate) == quiz


def test_an_untouched_form_changes_nothing(gate: ActivityDraft, author: Lens) -> None:
    """A third of the points is not a third any more once somebody rounds it."""
    before = gate.source
    author.get(_url(gate)).submit("#terms", {})
    session.expire_all()
    assert session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == gate.id)) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_limit", "0"),
        ("grace", ""),
        ("wait_hours", "-1"),
        ("penalty", "101"),
        ("on_timeout", "explode"),
        ("entry", ""),
    ],
)
def test_wrong_terms_are_said_beside_their_field(
    gate: ActivityDraft, author: Lens, field: str, value: str
) -> None:
    """Nothing is saved and nothing typed is lost; the group with the slip is open."""
    before = _now(gate)
    page = author.get(_url(gate))
    token = page.form("#terms").findall(".//input[@name='csrf_token']")[0].get("value") or ""
    data = {"csrf_token": token, "revision": "1", "title": "Kept", "minutes": "9", "pass_mark": "80", "grace": "5",
            "penalty": "30", "on_timeout": "submit", "navigation": "free", "feedback": "deferred", "practice": "no",
            "entry": "open", "pretest_of": ""} | {field: value}  # fmt: skip
    refused = author.post(_url(gate), data, status=422)
    assert 'value="Kept"' in refused.html
    assert '<details class="terms-group" open' in refused.html
    assert _now(gate) == before


def test_a_script_hears_how_learners_will_read_it(gate: ActivityDraft, author: Lens) -> None:
    """The summary follows what is typed; nothing is saved, and what cannot be read is no summary."""
    before = gate.source
    page = author.get(_url(gate))
    token = page.form("#terms").findall(".//input[@name='csrf_token']")[0].get("value") or ""
    data = {"csrf_token": token, "revision": "1", "title": "Quiz", "minutes": "9", "pass_mark": "80", "grace": "7",
            "penalty": "30", "on_timeout": "grace", "navigation": "free", "feedback": "immediate", "practice": "always",
            "entry": "password", "pretest_of": "", "time_limit": "20", "certainty": "y"}  # fmt: skip
    said = author.client.post(_url(gate, "/summary"), data=data).get_json()["html"]
    for words in (
        "20 min",
        "7 minutes to hand in",
        "checked once",
        "how sure you are",
        "practised at any time",
        "password",
    ):
        assert words in said, words
    assert author.client.post(_url(gate, "/summary"), data=data | {"pass_mark": "x"}).status_code == 422
    session.expire_all()
    assert gate.source == before


def test_a_pretest_shows_what_applies(gate: ActivityDraft, author: Lens) -> None:
    """It has a time limit, but neither a pass mark nor an exam; as a quiz again it has them."""
    _write(gate, QuizContent(title="Before", minutes=5, pretest_of="kinds-quiz", pass_mark=0.3))
    page = author.get(_url(gate))
    assert 'name="pass_mark"' not in page.html
    assert 'name="entry"' not in page.html
    page.submit("#terms", {"time_limit": "10"})
    assert (_now(gate).time_limit, _now(gate).pass_mark, _now(gate).pretest_of) == (10, 0.3, "kinds-quiz")
    page = author.get(_url(gate)).submit("#terms", {"pretest_of": ""})
    assert 'name="pass_mark"' in page.html


def test_sections_are_added_filled_and_moved(gate: ActivityDraft, author: Lens) -> None:
    """Heading, items and draws; up and down; out, and its items are in front again."""
    first, second = [item.key for item in _now(gate).items]
    page = author.get(_url(gate, "/new-section")).submit(
        "new-section", {"title": "У пољу", "instructions": "Read.", "item": [second]}
    )
    assert _now(gate).sections == [
        Section(slug="u-polju", title="У пољу", instructions="Read.", items=[second])
    ]
    page = author.get(_url(gate, "/new-section")).submit("new-section", {"title": "Law"})
    page = page.submit("/items", {f"part.{first}": "law", "do": "section-up:law"})
    quiz = _now(gate)
    assert [(section.slug, section.items) for section in quiz.sections] == [
        ("law", [first]),
        ("u-polju", [second]),
    ]
    page = page.submit("/items", {"do": "section-remove:law"})
    assert [section.slug for section in _now(gate).sections] == ["u-polju"]
    author.get(_url(gate, "/sections/u-polju")).submit(
        "sections/u-polju", {"title": "In the field", "item": []}
    )
    assert _now(gate).sections[0] == Section(slug="u-polju", title="In the field", instructions="Read.")
    author.get(_url(gate, "/sections/law"), status=404)


def test_draws_say_how_many_items_fit(gate: ActivityDraft, author: Lens) -> None:
    """By competency, by tag or by both; slips are said beside the row and nothing is lost."""
    quiz = _now(gate)
    items = [
        item.model_copy(update={"competency": "law", "tags": ("night",), "gate": False})
        for item in quiz.items
    ]
    _write(gate, quiz.model_copy(update={"items": items}))
    page = author.get(_url(gate, "/draws"))
    page = page.submit(
        "/draws", {"draw.0.count": "1", "draw.1.count": "many", "draw.1.tag": "night"}, status=422
    )
    assert "Choose a competency, a tag, or both." in page.text
    assert "Write how many, from 1 to 50." in page.text
    assert 'value="many"' in page.html
    page = page.submit("/draws", {"draw.0.competency": "law", "draw.0.tag": "night", "draw.1.count": "3"})
    assert _now(gate).draws == [Draw(competency="law", tag="night", count=1), Draw(tag="night", count=3)]
    assert "Draws 3 of 2 items that fit" in page.text
    assert "Too few" in page.text
    assert "Asked only where they are drawn" in page.text
    page = author.get(_url(gate, "/draws"))
    page = page.submit("/draws", {"draw.1.competency": "law", "draw.1.tag": "night"}, status=422)
    assert "Another draw of this part asks for the same" in page.text
    page.submit("/draws", {"draw.1.count": ""})
    assert _now(gate).draws == [Draw(competency="law", tag="night", count=1)]


def test_kinds_are_offered_in_groups(gate: ActivityDraft, author: Lens) -> None:
    """Every kind's form opens from there, keeps its section, and comes back filled in where it was incomplete."""
    _write(gate, _now(gate).model_copy(update={"sections": [Section(slug="one", title="One")]}))
    page = author.get(_url(gate, "/new-item?section=one"))
    assert len([link for link in page.links() if "kind=" in link]) == len(KINDS)
    for kind in KINDS:
        form = author.get(_url(gate, f"/new-item?kind={kind.name}&section=one"))
        form.submit("author/quizzes", {"item.prompt": "Said so far"}, status=422)
    form = author.get(_url(gate, "/new-item?kind=true-false&section=one"))
    form.submit("author/quizzes", {"item.prompt": "Is it so?", "item.answer": "true"})
    assert _now(gate).sections[0].items == [_now(gate).items[-1].key]


def test_every_kind_is_saved_as_it_was(every_kind: ActivityDraft, author: Lens) -> None:
    """Nested lists and all: a form that nobody touched gives the same item."""
    before = _now(every_kind)
    for item in before.items:
        author.get(_url(every_kind, f"/items/{item.key}")).submit("author/quizzes", {})
    assert _now(every_kind) == before


def test_the_preview_shows_every_kind(every_kind: ActivityDraft, author: Lens) -> None:
    """Each item once, with what is right."""
    assert author.get(_url(every_kind, "/preview")).html.count("<article") == len(_now(every_kind).items)


def test_an_author_tries_the_quiz(gate: ActivityDraft, author: Lens) -> None:
    """Answered and marked on the spot, and nothing of it is kept."""
    page = author.get(_url(gate, "/try?seed=7"))
    assert "CANARY" not in page.html
    page = page.submit("/try", {})
    assert "Not passed" in page.text
    assert "CANARY" in page.html
    for model in (Attempt, AnswerEvent):
        assert session.scalar(select(func.count()).select_from(model)) == 0


def test_every_kind_can_be_tried(every_kind: ActivityDraft, author: Lens) -> None:
    """With certainty too; a slip is said beside its item; the next sign of a case comes without marking."""
    _write(every_kind, _now(every_kind).model_copy(update={"certainty": True, "shuffle": False}))
    page = author.get(_url(every_kind, "/try?seed=7"))
    keys = [item.key for item in _now(every_kind).items]
    number = f"try-{keys.index('numeric')}"
    page = page.submit("/try", {f"{number}": "many"}, status=422)
    assert "Write a number, with digits only" in page.text
    case = f"try-{keys.index('differential')}"
    page = page.submit(
        "/try",
        {number: "1.2", f"{case}.0.hypothesis": "a", f"{case}.0.certainty": "1", "stay": f"{case}.commit.0"},
    )
    assert f'name="{case}.committed" value="1"' in page.html
    assert 'value="1.2"' in page.html
    page = page.submit("/try", {f"{number}-certainty": "3", f"try-{keys.index('essay')}": "Seen at dawn."})
    assert "What a person marks is left out of this." in page.text


@pytest.mark.parametrize("rest", ["/try", "/new-section", "/draws"])
def test_others_stay_outside(
    gate: ActivityDraft, world: World, lens_of: LensOf, app: Flask, rest: str
) -> None:
    """Learners and coordinators may not author; an unknown draft is not found."""
    for person in (world.amina, world.boris):
        lens_of(person).get(_url(gate, rest), status=403)
    lens_of(world.trajce).get(f"/en/author/quizzes/00000000-0000-0000-0000-000000000000{rest}", status=404)
