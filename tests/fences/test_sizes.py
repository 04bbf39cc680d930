"""Sizes past which a second idea hides inside."""

from __future__ import annotations

import ast
from pathlib import Path

ACADEMY = Path(__file__).parents[2] / "academy"
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEMPLATE, LONGEST_SCRIPT = 60, 400, 160, 120


def test_functions_and_modules_are_short() -> None:
    """A function that does not fit on a screen, or a module nobody reads in one sitting, is split."""
    long = []
    for path in sorted(ACADEMY.rglob("*.py")):
        text = path.read_text()
        if len(text.splitlines()) > LONGEST_MODULE:
            long.append(
                f"{path.relative_to(ACADEMY)}: {len(text.splitlines())} lines; split it by audience or by kind"
            )
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(
                        f"{path.relative_to(ACADEMY)}: {node.name} has {length} lines; find the second idea in it"
                    )
    assert not long, "\n" + "\n".join(long)


def test_templates_and_scripts_are_short() -> None:
    """A page is mostly calls of macros; a script does one thing. The components page shows them all and may be long."""
    long = []
    for pattern, most in (("*.html", LONGEST_TEMPLATE), ("*.js", LONGEST_SCRIPT)):
        for path in sorted(ACADEMY.rglob(pattern)):
            lines = len(path.read_text().splitlines())
            if lines > most and path.name != "components.html":
                long.append(
                    f"{path.relative_to(ACADEMY)}: {lines} lines, {most} are enough; make a macro or a module of its own"
                )
    assert not long, "\n" + "\n".join(long)


def test_no_drawers() -> None:
    """What belongs nowhere is not thought through: no utils, helpers, common."""
    names = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    found = [path for path in ACADEMY.rglob("*.py") if path.stem in names]
    assert not found, f"name what these hold, and put it where it belongs: {found}"
