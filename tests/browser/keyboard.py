"""Hands that never touch a mouse; what has the focus can be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from academy.items.content import Item
from academy.items.kinds.matching.content import Matching
from academy.items.kinds.multiple_choice.content import MultipleChoice
from academy.items.kinds.numeric.content import Numeric
from academy.items.kinds.ordering.content import Ordering
from academy.items.kinds.single_choice.content import SingleChoice
from academy.items.kinds.true_false.content import TrueFalse
from tests.browser import pages
from tests.browser.answers import named
from tests.browser.visitor import Visitor
from tests.browser.words import flat

#: What the browser paints around the element that has the focus: a line of its own, or of its label.
OUTLINE = """element => [element, element.closest("label")].some((each) => {
  const style = each && getComputedStyle(each);
  return style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
})"""


class Keyboard:
    """Hands that never touch a mouse."""

    def __init__(self, person: Visitor) -> None:
        self.page = person.page
        self.press, self.type = self.page.keyboard.press, self.page.keyboard.type

    def tab_to(self, target: Locator, *, most: int = 40) -> None:
        """Press Tab until ``target`` has the focus, and see that it shows."""
        expect(target).to_be_visible()
        for _ in range(most):
            self.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                assert target.evaluate(OUTLINE), f"the focus cannot be seen on {target}"
                return
        raise AssertionError(f"{most} tabs do not lead to {target}")

    def answer(self, page: pages.QuizItem) -> None:
        """Give the right answer."""
        question, item = page.question, page.item
        match item:
            case SingleChoice() | TrueFalse():
                self._pick_one(question, item, page)
            case MultipleChoice():
                for text in self._in_order(
                    question, "checkbox", [each.text for each in item.choices if each.right]
                ):
                    self.tab_to(text)
                    self.press("Space")
            case Numeric():
                self.tab_to(question.get_by_role("textbox"))
                self.type(f"{item.answer:g}")
            case Ordering():
                self._put_in_order(question, item, page)
            case Matching():
                lefts = {named(question, "combobox", pair.left): pair for pair in item.pairs}
                for left in sorted(lefts, key=_height):
                    self.tab_to(left)
                    self.type(flat(lefts[left].right))
                    expect(left.locator("option:checked")).to_have_text(flat(lefts[left].right))

    def _pick_one(self, question: Locator, item: Item, page: pages.QuizItem) -> None:
        """Tab into the group, then go by arrow keys to the right one."""
        radios = question.get_by_role("radio")
        if isinstance(item, TrueFalse):
            right = question.get_by_role("radio", name=page._("True" if item.answer else "False"), exact=True)
        else:
            assert isinstance(item, SingleChoice)
            right = named(question, "radio", next(each.text for each in item.choices if each.right))
        self.tab_to(radios.first)
        self.press("Space")
        for _ in range(radios.count()):
            if right.is_checked():
                return
            self.press("ArrowDown")
        expect(right).to_be_checked()

    def _put_in_order(self, question: Locator, item: Ordering, page: pages.QuizItem) -> None:
        """Give each step its place by its list; the row moves there."""
        for place, step in enumerate(item.steps, start=1):
            box = named(question, "combobox", step)
            page.question.locator("legend").evaluate("element => { element.tabIndex = -1; element.focus(); }")
            self.tab_to(box)
            self.type(str(place))
            expect(box).to_have_value(str(place))

    def _in_order(self, question: Locator, role: str, texts: list[str]) -> list[Locator]:
        return sorted((named(question, role, text) for text in texts), key=_height)


def _height(control: Locator) -> float:
    box = control.bounding_box()
    assert box
    return box["y"]
