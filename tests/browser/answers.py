"""Giving the right answer through the page, whatever the kind of item."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from academy.items.content import Item
from academy.items.kinds.matching.content import Matching
from academy.items.kinds.multiple_choice.content import MultipleChoice
from academy.items.kinds.numeric.content import Numeric
from academy.items.kinds.ordering.content import Ordering
from academy.items.kinds.single_choice.content import SingleChoice
from academy.items.kinds.true_false.content import TrueFalse
from tests.browser.words import flat

Words = Callable[..., str]


def give(question: Locator, item: Item, words: Words) -> None:
    """Fill in the right answer to ``item``."""
    match item:
        case SingleChoice() | MultipleChoice():
            kind = "radio" if isinstance(item, SingleChoice) else "checkbox"
            for choice in item.choices:
                if choice.right:
                    named(question, kind, choice.text).check()
        case TrueFalse():
            question.get_by_role("radio", name=words("True" if item.answer else "False"), exact=True).check()
        case Ordering():
            for place, step in enumerate(item.steps, start=1):
                named(question, "combobox", step).select_option(str(place))
        case Matching():
            for pair in item.pairs:
                named(question, "combobox", pair.left).select_option(label=flat(pair.right))
        case Numeric():
            question.get_by_role("textbox").fill(f"{item.answer:g}")
        case _:
            raise AssertionError(f"nobody knows how to answer {item.kind}")


def expect_given(question: Locator, item: Item) -> None:
    """Expect the right answer of a choice item to stand on the page."""
    assert isinstance(item, SingleChoice)
    right = next(choice for choice in item.choices if choice.right)
    expect(named(question, "radio", right.text)).to_be_checked()


def named(question: Locator, role: str, text: str) -> Locator:
    """Find a control by its words; after them may stand a mark that they are in another language."""
    exact = question.get_by_role(role, name=flat(text), exact=True)  # type: ignore[arg-type]
    marked = question.get_by_role(role, name=re.compile(rf"^{re.escape(flat(text))} \S"))  # type: ignore[arg-type]
    return exact.or_(marked).first
