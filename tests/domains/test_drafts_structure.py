"""The outline of a working copy: adding, ordering, copying, setting aside, restoring; settings that never collide unseen."""

from __future__ import annotations

import contextlib
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from academy import clock, db
from academy.courses import rules
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftRevision, ModuleDraft
from academy.courses.rules.slugs import KEPT_FOR
from academy.courses.service import copying, drafts, forgetting, shaping, structure
from academy.courses.service.outlines import hold
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from tests.world import World

AT = datetime.fromisoformat("2026-03-01T08:00:00+00:00")
SAID = {"by": None, "at": AT}


def begin(slug: str = "fresh", **other: Any) -> Course:
    return drafts.begin(
        slug=slug,
        title=slug.title(),
        agency_id=None,
        source_locale="en",
        level="basic",
        track=None,
        **SAID,
        **other,
    )


def module(course: Course, title: str) -> ModuleDraft:
    return structure.add_module(course_id=course.id, title=title, based_on=revision(course), **SAID)


def activity(into: ModuleDraft, title: str, kind: str = "lesson") -> ActivityDraft:
    based_on = session.get_one(CourseDraft, into.course_id).revision
    return structure.add_activity(module=into, kind=kind, title=title, based_on=based_on, **SAID)


def revision(course: Course) -> int:
    return session.get_one(CourseDraft, course.id).revision


def drawn(course: Course) -> str:
    """Write an outline as “module: activity activity / module: …”."""
    parts = hold(course.id).parts
    return " / ".join(
        ": ".join([p.module.slug, " ".join(a.slug for a in p.activities)]).strip() for p in parts
    )


@pytest.fixture
def course(world: World) -> Course:
    """A course of two modules: one: a b / two: c."""
    with db.writing():
        made = begin()
        first, second = module(made, "One"), module(made, "Two")
        for title, into in (("A", first), ("B", first), ("C", second)):
            activity(into, title)
    return made


def find(course: Course, slug: str) -> Any:
    outline = hold(course.id)
    rows = [*(part.module for part in outline.parts), *outline.activities()]
    return next(row for row in rows if row.slug == slug)


def test_adding_twice_adds_once(course: Course) -> None:
    """A second press of the same page finds what the first one made."""
    with db.writing():
        seen = revision(course)
        first = structure.add_module(course_id=course.id, title="Три", based_on=seen, **SAID)
        again = structure.add_module(course_id=course.id, title="Три", based_on=seen, **SAID)
        assert first is again and first.slug == "tri"
        one = structure.add_activity(module=first, kind="quiz", title="Квиз", based_on=seen, **SAID)
        assert structure.add_activity(module=first, kind="quiz", title="Квиз", based_on=seen, **SAID) is one
        assert one.slug == "kviz" and one.source and one.revision == 1
        assert activity(first, "Квиз").slug == "kviz-2"
        assert session.get(DraftRevision, (one.id, 1)) is not None


def test_the_order_is_saved_as_one(course: Course) -> None:
    with db.writing():
        one, two = find(course, "one"), find(course, "two")
        a, b, c = (find(course, each) for each in "abc")
        structure.reorder(
            course_id=course.id,
            order=[(two.id, [b.id, c.id]), (one.id, [a.id])],
            based_on=revision(course),
            **SAID,
        )
        assert drawn(course) == "two: b c / one: a"
        assert structure.spot(hold(course.id), c.id) == structure.Spot("C", 2, 2, "Two")
        assert structure.spot(hold(course.id), one.id) == structure.Spot("One", 2, 2)
        assert structure.spot(hold(course.id), uuid4()) is None


def test_a_stale_order_is_refused(course: Course) -> None:
    """Neither an old revision nor an order that forgets or repeats something is taken."""
    with db.writing():
        one, two = find(course, "one").id, find(course, "two").id
        a, b, c = (find(course, each).id for each in "abc")
        old = revision(course)
        activity(find(course, "two"), "D")
        for order, seen in (
            ([(one, [a, b]), (two, [c])], old),
            ([(one, [a, b]), (two, [c])], revision(course)),
            ([(one, [a, a, b]), (two, [c])], revision(course)),
            ([(one, [a, b, c, uuid4()]), (two, [])], revision(course)),
        ):
            with pytest.raises(Conflict):
                structure.reorder(course_id=course.id, order=order, based_on=seen, **SAID)
        with pytest.raises(Conflict):
            structure.step(course_id=course.id, item=a, is_up=False, based_on=old, **SAID)
        assert drawn(course) == "one: a b / two: c d"


@pytest.mark.parametrize(
    ("slug", "is_up", "after"),
    [
        ("a", True, "one: a b / two: c"), ("a", False, "one: b a / two: c"), ("b", False, "one: a / two: b c"),
        ("c", True, "one: a b c / two:"), ("c", False, "one: a b / two: c"), ("two", True, "two: c / one: a b"),
        ("one", True, "one: a b / two: c"), ("one", False, "two: c / one: a b"),
    ],
)  # fmt: skip
def test_a_step(course: Course, slug: str, is_up: bool, after: str) -> None:
    """An activity at the edge of its module goes on into the next; at the end of all it stays."""
    with db.writing():
        structure.step(
            course_id=course.id, item=find(course, slug).id, is_up=is_up, based_on=revision(course), **SAID
        )
        assert drawn(course) == after


def test_a_step_of_nothing_is_not_found(course: Course) -> None:
    with db.writing(), pytest.raises(NotFound):
        structure.step(course_id=course.id, item=uuid4(), is_up=True, based_on=revision(course), **SAID)


def test_what_is_set_aside_comes_back(course: Course) -> None:
    """A module comes back with what went with it; a slug that was taken meanwhile gets a number."""
    with db.writing():
        one, b = find(course, "one"), find(course, "b")
        structure.retire_activity(activity=b, by=None, at=AT)
        structure.retire_activity(activity=b, by=None, at=AT + timedelta(days=1))
        structure.retire_module(module=one, by=None, at=AT + timedelta(days=2))
        assert drawn(course) == "two: c" and b.retired_at == AT
        activity(find(course, "two"), "A")
        structure.restore_module(module=one, by=None, at=AT + timedelta(days=3))
        structure.restore_module(module=one, by=None, at=AT + timedelta(days=3))
        assert drawn(course) == "one: a-2 / two: c a"
        structure.restore_activity(activity=b, by=None, at=AT + timedelta(days=4))
        assert drawn(course) == "one: a-2 b / two: c a"


def test_an_activity_whose_module_is_gone_comes_back_to_the_last(course: Course) -> None:
    with db.writing():
        one, a = find(course, "one"), find(course, "a")
        structure.retire_activity(activity=a, by=None, at=AT)
        structure.retire_module(module=one, by=None, at=AT)
        structure.restore_activity(activity=a, by=None, at=AT)
        assert drawn(course) == "two: a c"
        structure.retire_module(module=find(course, "two"), by=None, at=AT + timedelta(hours=1))
        with pytest.raises(Conflict):
            structure.restore_activity(activity=a, by=None, at=AT + timedelta(hours=1))


def test_after_ninety_days_nothing_comes_back(course: Course) -> None:
    with db.writing():
        one, c = find(course, "one"), find(course, "c")
        structure.retire_module(module=one, by=None, at=AT)
        structure.retire_activity(activity=c, by=None, at=AT)
        for verb in (
            lambda: structure.restore_module(module=one, by=None, at=AT + KEPT_FOR),
            lambda: structure.restore_activity(activity=c, by=None, at=AT + KEPT_FOR),
        ):
            with pytest.raises(Invalid):
                verb()


def test_copies(course: Course) -> None:
    """Copies get numbers; conditions inside a copied module ask for the copies."""
    with db.writing():
        one, b = find(course, "one"), find(course, "b")
        b.settings = {**b.settings, "requires": {"all": [{"done": "a"}, {"score": "c", "at_least": 0.5}]}}
        seen = revision(course)
        copy = copying.copy_activity(activity=b, based_on=seen, **SAID)
        assert copying.copy_activity(activity=b, based_on=seen, **SAID) is copy
        assert (copy.slug, copy.title, "B (2)" in copy.source) == ("b-2", "B (2)", True)
        made = copying.copy_module(module=one, based_on=revision(course), **SAID)
        assert drawn(course) == "one: a b b-2 / one-2: a-2 b-3 b-2-2 / two: c"
        assert made.settings["title"] == "One (2)"
        assert find(course, "b-3").settings["requires"] == {
            "all": [{"done": "a-2"}, {"score": "c", "at_least": 0.5}]
        }


def test_a_course_is_copied_under_another_slug(course: Course, world: World) -> None:
    with db.writing():
        find(course, "a").source = "not in order"
        copy = copying.copy_course(course=course, title="Fresh", agency_id=world.rangers.id, **SAID)
        again = copying.copy_course(course=course, title="Fresh", agency_id=world.rangers.id, **SAID)
        assert copy.id == again.id and copy.slug == "fresh-2" and copy.live_edition_id is None
        assert drawn(copy) == drawn(course)
        source = select(ActivityDraft.source).where(
            ActivityDraft.course_id == copy.id, ActivityDraft.slug == "a"
        )
        assert session.scalar(source) == "not in order"


def _seen(course: Course, names: dict[str, Any]) -> str:
    return rules.seal(session.get_one(CourseDraft, course.id).settings, names)


def test_settings_of_a_course(course: Course) -> None:
    """A stale form is noticed; another part that changed meanwhile is no matter."""
    with db.writing():
        typed = {"title": "Fresher", "level": "advanced", "hours": 4}
        seen = _seen(course, typed)
        module(course, "Three")
        shaping.change_course(course=course, settings=typed, seen=seen, **SAID)
        draft = session.get_one(CourseDraft, course.id)
        assert draft.settings["title"] == "Fresher" and course.level == "advanced"
        with pytest.raises(Conflict):
            shaping.change_course(course=course, settings=typed | {"hours": 5}, seen=seen, **SAID)
        before = draft.revision
        shaping.change_course(course=course, settings=typed, seen=_seen(course, typed), **SAID)
        assert draft.revision == before


def test_circles_are_refused_by_name(course: Course) -> None:
    """Within a course, whoever makes the circle: settings, a move into a module, a restore."""
    with db.writing():
        a, b, c, two = (find(course, each) for each in ("a", "b", "c", "two"))
        place(a, {"done": "b"})
        with pytest.raises(Invalid) as refusal:
            place(b, {"any": [{"done": "a"}, {"since": "2026-01-01"}]})
        assert refusal.value.values["path"] == "“A” → “B” → “A”"
    with db.writing():
        two = find(course, "two")
        shaping.change_module(
            module=two, slug="two", settings={"requires": {"done": "b"}},
            seen=rules.seal(shaping.module_said(two), shaping.module_said(two)), **SAID,
        )  # fmt: skip
        with pytest.raises(Invalid):
            structure.step(
                course_id=course.id, item=find(course, "b").id, is_up=False, based_on=revision(course), **SAID
            )
    assert c.slug == "c"


def place(activity: ActivityDraft, requires: Any, slug: str = "", module_id: UUID | None = None) -> None:
    said = shaping.activity_said(activity)
    shaping.change_activity(
        activity=activity, slug=slug or activity.slug, module_id=module_id or activity.module_id,
        settings={"requires": requires}, seen=rules.seal(said, said), **SAID,
    )  # fmt: skip


def test_circles_between_courses_are_refused(course: Course) -> None:
    with db.writing():
        other, third = begin("other"), begin("third")
        for each, asked in ((other, "third"), (third, "fresh")):
            settings = {"requires": {"course": asked}}
            shaping.change_course(course=each, settings=settings, seen=_seen(each, settings), **SAID)
        with pytest.raises(Invalid) as refusal:
            settings = {"requires": {"any": [{"course": "other"}, {"role": "trainer"}]}}
            shaping.change_course(course=course, settings=settings, seen=_seen(course, settings), **SAID)
        assert refusal.value.values["path"] == "“Fresh” → “Other” → “Third” → “Fresh”"


def test_a_new_slug_is_followed(course: Course) -> None:
    """Conditions go on naming what was renamed; a slug in use is refused."""
    with db.writing():
        a, b = find(course, "a"), find(course, "b")
        place(b, {"all": [{"done": "a"}, {"role": "trainer"}]})
        place(a, None, slug="alpha", module_id=find(course, "two").id)
        assert b.settings["requires"] == {"all": [{"done": "alpha"}, {"role": "trainer"}]}
        assert drawn(course) == "one: b / two: c alpha"
        with pytest.raises(Invalid):
            place(a, None, slug="two")
        with pytest.raises(Conflict):
            shaping.change_activity(
                activity=a, slug="x", module_id=a.module_id, settings={}, seen="what was seen", **SAID
            )


def test_clear_out_forgets_what_is_over(course: Course, world: World) -> None:
    """A course that was published stays; one that never was is gone with all its rows."""
    live = session.get_one(Course, world.edition.course_id)
    with db.writing():
        structure.retire_module(module=find(course, "one"), by=None, at=AT)
        forgetting.clear_out(at=AT + KEPT_FOR - timedelta(days=1))
        assert session.scalar(_count(ModuleDraft, course)) == 2
        forgetting.clear_out(at=AT + KEPT_FOR + timedelta(days=1))
        assert session.scalar(_count(ModuleDraft, course)) == 1
        assert session.scalar(_count(ActivityDraft, course)) == 1
        for each in (course, live):
            each.retired_at = AT
        session.flush()
        forgetting.clear_out(at=AT + KEPT_FOR + timedelta(days=1))
    left = set(session.scalars(select(Course.slug)))
    assert "fresh" not in left and live.slug in left
    with db.writing(), pytest.raises(NotFound):
        forgetting.restore_course(course=live, by=None, at=AT + KEPT_FOR)


def _count(model: Any, course: Course) -> Any:
    return select(func.count()).select_from(model).where(model.course_id == course.id)


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_keeps_positions_dense_and_slugs_unique(world: World, seed: int) -> None:
    """Whatever authors do, places have no gaps, no two things share a slug, nothing is lost."""
    dice = random.Random(seed)
    at = clock.now()
    with db.writing():
        course = begin()
        for number in range(40):
            at += timedelta(days=dice.randint(0, 5))
            _deed(course, dice, at, number)
            _is_in_order(course)


def _deed(course: Course, dice: random.Random, at: datetime, number: int) -> None:
    outline = hold(course.id)
    modules, activities = [part.module for part in outline.parts], list(outline.activities())
    said: dict[str, Any] = {"by": None, "at": at}
    seen = outline.draft.revision
    rows = session.scalars(select(ActivityDraft).where(ActivityDraft.course_id == course.id)).all()
    aside = session.scalars(select(ModuleDraft).where(ModuleDraft.retired_at.is_not(None))).all()
    deeds: list[Any] = [
        lambda: structure.add_module(course_id=course.id, title=dice.choice("αБc"), based_on=seen, **said)
    ]
    if modules:
        chosen = dice.choice(modules)
        deeds += [
            lambda: structure.add_activity(
                module=chosen, kind="lesson", title=dice.choice("ABC"), based_on=seen, **said
            ),
            lambda: copying.copy_module(module=chosen, based_on=seen, **said),
            lambda: structure.retire_module(module=chosen, **said),
            lambda: _shuffle(course, dice, said),
        ]
    if activities:
        one = dice.choice(activities)
        deeds += [
            lambda: copying.copy_activity(activity=one, based_on=seen, **said),
            lambda: structure.retire_activity(activity=one, **said),
            lambda: structure.step(
                course_id=course.id, item=one.id, is_up=dice.random() < 0.5, based_on=seen, **said
            ),
        ]
    if gone := [row for row in rows if row.retired_at]:
        deeds.append(lambda: structure.restore_activity(activity=dice.choice(gone), **said))
    if aside:
        deeds.append(lambda: structure.restore_module(module=dice.choice(list(aside)), **said))
    with contextlib.suppress(Conflict, Invalid):  # no module to restore to, or no longer kept
        dice.choice(deeds)()


def _shuffle(course: Course, dice: random.Random, said: dict[str, Any]) -> None:
    outline = hold(course.id)
    modules = [part.module.id for part in outline.parts]
    dice.shuffle(modules)
    order: dict[UUID, list[UUID]] = {each: [] for each in modules}
    for each in outline.activities():
        order[dice.choice(modules)].append(each.id)
    structure.reorder(course_id=course.id, order=list(order.items()), based_on=outline.draft.revision, **said)


def _is_in_order(course: Course) -> None:
    outline = hold(course.id)
    assert [part.module.position for part in outline.parts] == list(range(len(outline.parts)))
    for part in outline.parts:
        assert [each.position for each in part.activities] == list(range(len(part.activities)))
    slugs = [part.module.slug for part in outline.parts] + [each.slug for each in outline.activities()]
    assert len(slugs) == len(set(slugs))
    live = select(func.count()).where(
        ActivityDraft.course_id == course.id, ActivityDraft.retired_at.is_(None)
    )
    assert session.scalar(live) == len(list(outline.activities())), "an activity in use stands in no module"
