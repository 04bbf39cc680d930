"""Every deed that the academy writes into its audit trail, and every kind of thing, has words on the trail's page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import academy
from academy.accounts.models import TransferState
from academy.accounts.rules.codes import Purpose
from academy.accounts.service.passwords import _VERBS
from academy.certificates.rules import Verdict
from academy.certificates.rules.batches import Act
from academy.courses.models import ActivityDraft, CourseDraft, ModuleDraft
from academy.reports.views.deeds import DEEDS, THINGS, deed, thing

#: Put together where they are written.
MADE_UP = {
    *(f"{state.value}-transfer" for state in TransferState if state is not TransferState.ASKED),
    *(f"send-{purpose.value}" for purpose in (Purpose.INVITATION, Purpose.RESET)),
    *_VERBS.values(),
    *(verdict.value for verdict in Verdict),
    *(act.value for act in Act if act is not Act.FINISH),
}
DRAFTS = {model.__tablename__ for model in (ActivityDraft, CourseDraft, ModuleDraft)}
#: The api's pages name what they tell.
TOLD = {"person", "enrolment", "result", "certificate"}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Return every module that may write into the trail, parsed."""
    root = Path(academy.__file__).parent
    texts = ((path, path.read_text()) for path in sorted(root.rglob("*.py")))
    hints = ("audit", "verb", "note_")
    return tuple(
        (str(path.relative_to(root)), ast.parse(text))
        for path, text in texts
        if any(each in text for each in hints)
    )


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the strings an expression may be."""
    if isinstance(node, ast.IfExp):
        yield from (*literals(node.body), *literals(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def places(tree: ast.Module, name: str) -> dict[str, int]:
    """Return in which place the functions and records of a module take something called ``name``."""
    found = {}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in node.args.args]
        elif isinstance(node, ast.ClassDef):
            lines = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            names = [each.id for each in lines if isinstance(each, ast.Name)]
        if name in names and isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = names.index(name)
    return found


def said(name: str) -> set[str]:
    """Return what is passed as ``name`` anywhere, by keyword or in its place."""
    everywhere = {
        made: at
        for path, tree in modules()
        if not path.startswith("cases")
        for made, at in places(tree, name).items()
    }
    found: set[str] = set()
    for _path, tree in modules():
        here = {made: at for made, at in everywhere.items() if not made.startswith("_")} | places(tree, name)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            passed = [each.value for each in node.keywords if each.arg == name]
            if called in here:
                passed += node.args[here[called] : here[called] + 1]
            found.update(each for node in passed for each in literals(node))
    return found


def test_every_deed_has_words() -> None:
    """What is written down today is shown in words; the table holds nothing else."""
    written = said("verb") | MADE_UP
    assert len(written) > 100  # the fence sees them
    assert written - DEEDS.keys() == set()
    assert DEEDS.keys() - written == set()


def test_every_kind_of_thing_has_words() -> None:
    """So is what it was done to."""
    assert (said("object_type") | DRAFTS | TOLD) - THINGS.keys() == set()


@pytest.mark.parametrize("old", ["juggle", ""])
def test_what_is_unknown_is_shown_by_its_code(old: str) -> None:
    """A deed of an earlier version stays readable."""
    assert deed(old) == old
    assert thing(old) == old
