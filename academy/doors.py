"""The list of doors: every address with who may open it, kept in the repository so that a change shows in review."""

from __future__ import annotations

import difflib
from pathlib import Path

from flask import Flask

from academy.web.access import access_of

LIST = Path(__file__).parent.parent / "tests" / "fences" / "doors.txt"


def listing(app: Flask) -> str:
    """Return one line a route and method: address, methods, endpoint, who may enter."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(
            f"{rule.rule}  {methods}  {rule.endpoint}  [{access_of(app.view_functions[rule.endpoint])}]"
        )
    return "\n".join(sorted(lines)) + "\n"


def changes(app: Flask) -> list[str]:
    """Return how the doors differ from the list in the repository; empty where they do not."""
    known = LIST.read_text() if LIST.exists() else ""
    return list(
        difflib.unified_diff(known.splitlines(), listing(app).splitlines(), "listed", "built", lineterm="")
    )
