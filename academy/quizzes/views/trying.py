"""A quiz as its author tries it: answered and marked on the spot, and nothing of it kept."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import randbelow
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from academy import clock
from academy.items.content import Item
from academy.items.editing.preview import as_shown
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse, Mark, Presented, Response
from academy.learning.rules import Current, Result, Total, total
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import asks_certainty, rehearsed, sections_of, terms_of, worth
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.opening import AUTHORS, opened, sources
from academy.web.access import allow, prepares
from academy.web.errors import words_for

MOST_SEED = 10**9


@dataclass(frozen=True)
class Tried:
    """An item as the author meets it, and what came of her answer once it is marked."""

    item: Item
    field: str
    presented: Presented
    response: Response
    certainty: int | None
    error: str = ""
    mark: Mark | None = None


@blueprint.route("/author/quizzes/<uuid:activity_id>/try", methods=["GET", "POST"])
@allow(*AUTHORS)
@prepares
def try_out(activity_id: UUID) -> ResponseReturnValue:
    """Ask all items of one attempt on one page, and mark them; nothing is written."""
    editor, written = opened(activity_id)
    quiz = as_shown(written)
    seed = _seed()
    items = rehearsed(quiz, seed)
    is_marking = request.method == "POST" and "stay" not in request.form
    tried = [
        _tried(quiz, item, f"try-{place}", seed, is_marking=is_marking) for place, item in enumerate(items)
    ]
    is_marked = is_marking and not any(each.error for each in tried)
    page = editor.page(
        "quizzes/try.html",
        quiz=quiz,
        asks_certainty=asks_certainty,
        seed=seed,
        tried=tried,
        outcome=_outcome(quiz, tried) if is_marked else None,
        sections=sections_of(quiz, [item.key for item in items]),
        sources=sources(editor),
    )
    return (page[0], 422) if is_marking and not is_marked and isinstance(page, tuple) else page


def _tried(quiz: QuizContent, item: Item, name: str, seed: int, *, is_marking: bool) -> Tried:
    kind, mixed = kind_named(item.kind), seed if quiz.shuffle else None
    response: Any = None
    error = ""
    if request.method == "POST" and item.kind != "upload":
        try:
            response = kind.read(kind.presented(item, mixed), request.form, name)
            kind.check(item, response)
        except BadResponse as refusal:
            response, error = None, words_for(refusal)
    typed = request.form.get(f"{name}-certainty", "")
    certainty = int(typed) if typed in ("1", "2", "3") else None
    mark = kind.mark(item, response) if is_marking and not error else None
    presented = kind.presented(item, mixed, response if kind.unfolds else None)
    return Tried(item, name, presented, response, certainty, error, mark)


def _outcome(quiz: QuizContent, tried: list[Tried]) -> Total:
    """Return what the answers come to, as an attempt's would; what a person marks counts for nothing here."""
    asked = [each for each in tried if each.mark is not None and not each.mark.waits]
    results = {}
    at = clock.now()
    for each in asked:
        is_given = each.response is not None
        current = Current(each.response, each.certainty, (), 1, at, each.item.key) if is_given else None
        found = worth(quiz, each.item, current)
        results[each.item.key] = Result(found.credit, found.is_right)
    return total(terms_of(quiz, [each.item for each in asked]), results)


def _seed() -> int:
    typed = request.values.get("seed", "")
    return int(typed[:9]) if typed.isascii() and typed.isdigit() else randbelow(MOST_SEED)
