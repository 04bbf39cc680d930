"""Cases and their checker: what is saved is checked aside, once, and nothing is published that was not, or has faults."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.cases.models import CaseCheck
from academy.cases.rules.checking import Fault
from academy.cases.service import checking
from academy.cases.service.checking import FaultyCases, Looker, Outcome, refuse_faulty
from academy.courses.models import ActivityDraft, Course, CourseDraft, ModuleDraft
from academy.courses.queries import publications
from academy.courses.service.saving import save_source
from academy.courses.service.structure import add_activity
from academy.db import session
from tests.cases import HERE
from tests.world import World

pytestmark = pytest.mark.domains

AT = datetime(2026, 6, 2, 12, tzinfo=UTC)
FAULT = Fault("case-criterion-unlosable", (("name", "gloves"),), ())


@pytest.fixture
def draft(world: World, app: Flask) -> ActivityDraft:
    """A case as an author's first press makes it."""
    with db.writing():
        module = session.scalars(select(ModuleDraft).order_by(ModuleDraft.slug)).first()
        assert module is not None
        outline = session.get_one(CourseDraft, module.course_id).revision
        return add_activity(
            module=module, kind="case", title="The owl", based_on=outline, by=world.actor(world.trajce), at=AT
        )


def said(course_id: UUID) -> list[str]:
    """What keeps the course from being published, of cases."""
    session.rollback()
    found = publications.checked(course_id, on=date(2026, 6, 2))
    return [each.code for each in found.findings if each.code.startswith("case-") and each.blocks]


def save(draft: ActivityDraft, old: str, new: str, world: World) -> None:
    """Change the text of the case."""
    with db.writing():
        held = session.get_one(ActivityDraft, draft.id)
        assert old in held.source
        save_source(
            activity=held, source=held.source.replace(old, new), based_on=held.revision,
            by=world.actor(world.trajce), at=AT,
        )  # fmt: skip


def kept() -> int:
    return session.scalar(select(func.count()).select_from(CaseCheck)) or 0


@pytest.mark.only("postgresql")
def test_from_saved_to_publishable(draft: ActivityDraft, world: World, app: Flask) -> None:
    """In a process of its own; the same text is never checked twice; a fault keeps the course back, by name."""
    course_id, looker = draft.course_id, Looker()
    assert said(course_id) == ["case-unchecked"]
    assert (looker(AT), looker(AT), Looker()(AT)) == (1, 0, 0)
    assert said(course_id) == []
    check = session.scalars(select(CaseCheck)).one()
    assert check.findings == [] and check.states > 1000 and check.seconds > 0
    save(draft, "{do: wear, gear: [gloves, mask]}", "{do: note}", world)
    assert said(course_id) == ["case-unchecked"]
    assert looker(AT) == 1 and said(course_id) == ["case-expert-critical"]
    newest = max(session.scalars(select(CaseCheck)), key=lambda each: len(each.findings))
    assert [step["do"] for step in newest.findings[0][2]] == ["collect", "conclude"]


def test_what_cannot_be_played_is_not_checked(draft: ActivityDraft, world: World, app: Flask) -> None:
    save(draft, "cause: shot", "cause: sharks", world)
    assert Looker()(AT) == 0 and set(said(draft.course_id)) == {"case-unknown-name"}
    save(draft, "cause: sharks", "cause: [", world)
    assert Looker()(AT) == 0 and kept() == 0


def test_some_in_each_round(
    draft: ActivityDraft, world: World, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other duties do not wait for all of them; and nothing is kept of two lookers but the first word."""
    asked: list[object] = []
    monkeypatch.setattr(checking, "check_aside", lambda case: asked.append(case) or Outcome((FAULT,), 5, 0.1))
    monkeypatch.setattr(checking, "IN_A_ROUND", 1)
    with db.writing():
        module = session.get_one(ModuleDraft, draft.module_id)
        outline = session.get_one(CourseDraft, module.course_id).revision
        other = add_activity(module=module, kind="case", title="Other", based_on=outline, by=None, at=AT)
    save(other, "minutes: 180", "minutes: 240", world)
    looker = Looker()
    assert [looker(AT), looker(AT), looker(AT)] == [1, 1, 0]
    digest = session.scalars(select(CaseCheck.digest)).first()
    with db.writing():
        checking.keep(digest=str(digest), outcome=Outcome(()), at=AT)
    assert len(asked) == kept() == 2
    assert all(check.findings for check in session.scalars(select(CaseCheck)))


@pytest.mark.only("sqlite")
def test_a_checker_that_dies(draft: ActivityDraft, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and nothing hangs."""
    monkeypatch.setattr(checking, "PATIENCE", 0.01)
    assert Looker()(AT) == 1
    assert said(draft.course_id) == ["case-unchecked-broken"]


@pytest.mark.only("sqlite")
def test_whoever_publishes_at_once(draft: ActivityDraft, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands have checked what is not kept yet, and say every fault with its place and path."""
    course = publications.checked(draft.course_id, on=date(2026, 6, 2)).course
    assert course is not None
    monkeypatch.setattr(checking, "check_aside", lambda _case: Outcome((FAULT,), 5, 0.1))
    with pytest.raises(FaultyCases, match="the-owl: case-criterion-unlosable: The criterion “gloves”"):
        refuse_faulty([course], at=AT)
    monkeypatch.setattr(checking, "check_aside", lambda _case: pytest.fail("it is kept"))
    with pytest.raises(FaultyCases):
        refuse_faulty([course], at=AT)
    assert session.get(Course, draft.course_id) is not None


@pytest.mark.only("sqlite")
def test_command(app: Flask, tmp_path: Path) -> None:
    """It reads the YAML alone, names the fault, numbers the path, and leaves with 1."""
    runner, text = app.test_cli_runner(), (HERE / "feeding-place.case.yaml").read_text(encoding="utf-8")
    (tmp_path / "dead.case.yaml").write_text(
        text.replace("  none: {title: No case, text: The file is closed.}\n", "")
    )
    (tmp_path / "bad.case.yaml").write_text(text.replace("cause: poisoning", "cause: []"))
    good = runner.invoke(args=["academy", "check-case", str(HERE / "feeding-place.case.yaml")])
    assert good.exit_code == 0 and "in order, everything is shown in" in good.output
    dead = runner.invoke(args=["academy", "check-case", str(tmp_path / "dead.case.yaml")])
    assert dead.exit_code == 1
    assert (
        "case-dead-end: A dead end:" in dead.output
        and "    1. {do: conclude, cause: cannot_say}" in dead.output
    )
    bad = runner.invoke(args=["academy", "check-case", str(tmp_path / "bad.case.yaml")])
    assert bad.exit_code == 1 and "cause" in bad.output
