"""The quiz editor: terms, items, order, preview; nothing typed is lost; only the course's authors come in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from academy.accounts.models import Person
from academy.courses.models import ActivityDraft
from academy.db import session
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import KIND
from tests.lens import Lens
from tests.world import World

LensOf = Callable[[Person], Lens]


@pytest.fixture
def gate(world: World) -> ActivityDraft:
    """The draft of the small course's gate quiz."""
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "gate-quiz")).one()


def _now(draft: ActivityDraft) -> QuizContent:
    session.expire_all()
    return KIND.read(session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft.id)) or "")


def _url(draft: ActivityDraft, rest: str = "") -> str:
    return f"/en/author/quizzes/{draft.id}{rest}"


def test_the_terms_are_saved(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """A changed pass mark and title are in the draft; the guess score stands beside the pass mark."""
    page = lens_of(world.trajce).get(_url(gate))
    assert "Guessing alone scores" in page.text
    page.submit("#terms", {"title": "The gate, again", "pass_mark": "92.5", "attempts": "2"})
    quiz = _now(gate)
    assert (quiz.title, quiz.pass_mark, quiz.attempts) == ("The gate, again", 0.925, 2)
    assert [item.key for item in quiz.items] == [item.key for item in _now(gate).items]


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("minutes", "0"), ("minutes", "x"), ("pass_mark", "101"), ("attempts", "0")],
)
def test_wrong_terms_change_nothing(
    gate: ActivityDraft, world: World, lens_of: LensOf, field: str, value: str
) -> None:
    """A refused form says where, keeps what was typed, and leaves the draft."""
    before = _now(gate)
    page = (
        lens_of(world.trajce)
        .get(_url(gate))
        .submit("#terms", {field: value, "instructions": "kept"}, status=422)
    )
    assert "kept" in page.html
    assert _now(gate) == before


def test_items_are_moved_copied_and_taken_out(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """Every button of the list does what it says."""
    keys = [item.key for item in _now(gate).items]
    page = lens_of(world.trajce).get(_url(gate))
    page = page.submit("/items", {"do": f"down:{keys[0]}"})
    assert [item.key for item in _now(gate).items][:2] == [keys[1], keys[0]]
    page = page.submit("/items", {"do": f"copy:{keys[0]}"})
    assert len(_now(gate).items) == len(keys) + 1
    page.submit("/items", {"do": f"remove:{keys[0]}"})
    assert keys[0] not in [item.key for item in _now(gate).items]


def test_an_item_is_written_from_nothing(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """A half-written item is refused with everything kept; rows can be added before; then it is in the quiz."""
    page = lens_of(world.trajce).get(_url(gate, "/new-item?kind=single-choice"))
    typed = {
        "item.prompt": "Which glove is clean?", "item.choices.0.text": "The new one", "item.choices.1.text": "The old one",
        "item.choices.2.text": "",
    }  # fmt: skip
    page = page.submit("author/quizzes", {**typed, "item.do": "choices.add"})
    assert page.html.count('name="item.choices.row"') == 4
    page = page.submit("author/quizzes", {"item.choices.right": "0"}, status=422)
    assert "Which glove is clean?" in page.html
    page = page.submit("author/quizzes", {"item.do": "choices.remove.3"})
    page = page.submit("author/quizzes", {"item.do": "choices.remove.2"})
    page.submit("author/quizzes", {"item.gate": "1"})
    item = _now(gate).items[-1]
    assert (item.prompt, item.gate, item.key) == ("Which glove is clean?", True, "single-choice-3")


def test_an_item_is_changed_in_place(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """Key and place stay; the words change."""
    first = _now(gate).items[0]
    lens_of(world.trajce).get(_url(gate, f"/items/{first.key}")).submit(
        "author/quizzes", {"item.prompt": "Said anew?"}
    )
    assert (_now(gate).items[0].key, _now(gate).items[0].prompt) == (first.key, "Said anew?")


def test_the_preview_shows_the_right_answers(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """Authors see what learners see after handing in."""
    assert "CANARY" in lens_of(world.trajce).get(_url(gate, "/preview")).html


def test_two_authors_at_one_quiz(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """What one changed while the other's page stood open is merged, not overwritten."""
    trajce, ada = lens_of(world.trajce), lens_of(world.ada)
    stale = ada.get(_url(gate))
    trajce.get(_url(gate)).submit("#terms", {"title": "Trajče’s title"})
    stale.submit("#terms", {"minutes": "55"})
    quiz = _now(gate)
    assert (quiz.title, quiz.minutes) == ("Trajče’s title", 55)


def test_it_becomes_a_pretest(gate: ActivityDraft, world: World, lens_of: LensOf) -> None:
    """A quiz without items may take them from another."""
    page = lens_of(world.trajce).get(_url(gate))
    for item in _now(gate).items:
        page = page.submit("/items", {"do": f"remove:{item.key}"})
    page.submit("#terms", {"pretest_of": "kinds-quiz"})
    assert _now(gate).pretest_of == "kinds-quiz"


@pytest.mark.parametrize("rest", ["", "/preview", "/new-item?kind=numeric"])
def test_others_stay_outside(gate: ActivityDraft, world: World, lens_of: LensOf, rest: str) -> None:
    """Learners and coordinators may not author; an unknown draft, kind or item is not found."""
    for person in (world.amina, world.boris, world.carla):
        lens_of(person).get(_url(gate, rest), status=403)
    author = lens_of(world.trajce)
    author.get(f"/en/author/quizzes/00000000-0000-0000-0000-000000000000{rest}", status=404)
    author.get(_url(gate, "/new-item?kind=riddle"), status=404)
    author.get(_url(gate, "/items/nothing"), status=404)
