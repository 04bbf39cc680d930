"""A list of the bank's items with its filter, on the bank's own page and on a quiz's."""

from __future__ import annotations

from academy.actor import Actor
from academy.items.editing.asked import arguments
from academy.items.editing.wording import STATES, state_of
from academy.items.forms import KIND_NAMES, kind_options
from academy.items.queries import bank as queries
from academy.items.queries.bank import Asked
from academy.items.rules.statistics import EASY, HARD


def listing(actor: Actor, asked: Asked) -> dict[str, object]:
    """Return what ``items/bank_parts.html`` needs to show a filter and what it finds."""
    options = queries.options(actor)
    return {
        "asked": asked,
        "arguments": arguments(asked),
        "unfiled": {name: value for name, value in arguments(asked).items() if name != "category"},
        "branches": options.categories,
        "choices": {
            "categories": [(branch.path, branch.path.replace("/", " / ")) for branch in options.categories],
            "tags": [(tag, tag) for tag in options.tags],
            "competencies": [(each, each) for each in options.competencies],
        },
        "kinds": kind_options(),
        "kind_names": KIND_NAMES,
        "states": STATES,
        "state_of": state_of,
        "size": queries.PAGE,
        "hard": HARD,
        "easy": EASY,
    }
