"""Cases as officers meet them: the scene with its forms, court, debrief, the team; and hands that do an action."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from academy.cases.content import Action, CaseContent, Law, plain
from academy.cases.rules.machine import apply, start
from academy.cases.views.fields import FIELDS
from tests.browser.keyboard import Keyboard
from tests.browser.page import Page
from tests.browser.visitor import NARROW, Visitor
from tests.cases.forms import form_of

#: Word of an action → the page of its fields, and what that is about.
PAGES = {each.do: (name, each.about) for name, each in FIELDS.items()}
#: Says which of several forms is meant: all that is hidden in it is as given, and it has a control for all else.
FITS = """(forms, given) => forms.findIndex((form) => {
  const passing = ["csrf_token", "after", "idempotency_key", "role", "from"];
  const hidden = [...form.querySelectorAll("input[type=hidden]")].filter(({ name }) => !passing.includes(name));
  const free = [...form.elements].filter(({ type, name }) => type !== "hidden" && name).map(({ name }) => name);
  const names = Object.keys(given);
  return hidden.every(({ name, value }) => given[name]?.[0] === value)
    && names.every((name) => free.includes(name) || hidden.some((each) => each.name === name))
    && (given.minutes || !free.includes("minutes"));
})"""


class CaseOverview(Page):
    """A case before it begins."""


class CaseScene(Page):
    """Where one is."""

    title, heading = "%(place)s, %(case)s", "%(anything)s"


class Court(Page):
    """What the court makes of the file."""

    title, heading = "In court: %(case)s", "%(anything)s"


class Debrief(Page):
    """What there is to learn."""

    title, heading = "Debrief: %(case)s", "%(anything)s"


class Team(Page):
    """Who plays what."""

    title, heading = "Team: %(case)s", "%(anything)s"


class Story:
    """A case as it must be going on: what an officer writes down “as it is” is known from here."""

    def __init__(self, case: CaseContent) -> None:
        self.case, self.law = case, Law()
        self.state = start(case, self.law)

    def go_on(self, action: Action) -> dict[str, list[str]]:
        """Take an action, and return what its form says."""
        self.state = apply(self.case, self.law, self.state, action)
        said = plain(action)
        thing = self.state.things.get(said.get("exhibit", ""))
        if thing is not None and said.get("label"):
            said["label"] = {name: value for name, value in (thing.label or {}).items() if value}
        if thing is not None and said.get("line"):
            said["line"] = {name: value for name, value in thing.log[-1].line.items() if value}
        said.pop("role", None)
        return form_of(said)


class Mouse:
    """Hands with a pointer."""

    def press(self, target: Locator) -> None:
        """Press a button, a link or a summary."""
        target.click()

    def pick(self, target: Locator) -> None:
        """Pick a choice."""
        target.check()

    def give(self, target: Locator, value: str) -> None:
        """Fill a field, or choose from a list."""
        if target.evaluate("element => element.matches('select')"):
            target.select_option(value=value)
        else:
            target.fill(value)


class Keys(Mouse):
    """Hands that never touch a mouse."""

    def __init__(self, person: Visitor) -> None:
        self.keys = Keyboard(person)

    def press(self, target: Locator) -> None:
        """Go there and press Enter."""
        self.keys.tab_to(target, most=150)
        self.keys.press("Enter")

    def pick(self, target: Locator) -> None:
        """Go there, among radio buttons by the arrows."""
        if target.get_attribute("type") == "radio":
            group = target.locator("xpath=ancestor::fieldset[1]").get_by_role("radio")
            self.keys.tab_to(group.first, most=150)
            self.keys.press("Space")
            while not target.is_checked():
                self.keys.press("ArrowDown")
        else:
            self.keys.tab_to(target, most=150)
            self.keys.press("Space")
        expect(target).to_be_checked()

    def give(self, target: Locator, value: str) -> None:
        """Go there and type, or go down the list."""
        self.keys.tab_to(target, most=150)
        if not target.evaluate("element => element.matches('select')"):
            self.keys.type(value)
        while target.input_value() != value:
            self.keys.press("ArrowDown")


class Officer:
    """Somebody who plays: she does actions by the forms of the pages she sees."""

    def __init__(self, person: Visitor, hands: Mouse | None = None) -> None:
        self.person, self.hands = person, hands or Mouse()
        #: The kinds of pages that were inspected.
        self.seen: set[str] = set()

    @property
    def page(self) -> Any:
        """Her page: another after her browser has died."""
        return self.person.page

    def do(self, fields: dict[str, list[str]]) -> None:
        """Do an action, and wait until the page shows what came of it."""
        do = fields["do"][0]
        after = int(self.page.locator("[data-case] input[name=after]").first.get_attribute("value"))
        if do in PAGES:
            self._open(*PAGES[do], fields)
        form = self._form(fields)
        for name, values in fields.items():
            self._fill(form, name, values)
        self.hands.press(form.get_by_role("button"))
        if do == "conclude":
            self.page.wait_for_url("**/court*")
        else:
            expect(self.page.locator("[data-case] input[name=after]").first).to_have_value(str(after + 1))
            self.look(f"scene {self.page.title()}")

    def look(self, kind: str) -> None:
        """Inspect a page of a kind that was not inspected yet; a scene at a phone's width as well."""
        if kind in self.seen:
            return
        self.seen.add(kind)
        self.person.inspect()
        size = self.page.viewport_size
        if kind.startswith("scene") and self.person.has_script and size["width"] != NARROW:
            self.page.set_viewport_size({"width": NARROW, "height": size["height"]})
            self.person.inspect()
            self.page.set_viewport_size(size)

    def _open(self, deed: str, about: str, fields: dict[str, list[str]]) -> None:
        """Go to the page of an action's fields."""
        what = fields.get(about, [""])[0]
        if deed == "photograph" and not what:
            raise AssertionError("a place is photographed by its own name")
        end = f"?{about}={quote(what)}" if what else ""
        link = self.page.locator(f'main a[href$="/do/{deed}{end}"]').first
        self._reveal(link)
        self.hands.press(link)
        expect(self.page.locator("[data-case] input[name=from]")).to_have_value(deed)
        self.look(f"fields {deed}")

    def _form(self, fields: dict[str, list[str]]) -> Locator:
        forms = self.page.locator("main form[data-module~=deeds]")
        place = forms.evaluate_all(FITS, fields)
        assert place >= 0, f"no form of {self.page.url} says {fields}"
        form = forms.nth(place)
        self._reveal(form)
        return form

    def _fill(self, form: Locator, name: str, values: list[str]) -> None:
        controls = form.locator(f'[name="{name}"]:not([type=hidden])')
        if not controls.count():
            return
        for value in values:
            choice = form.locator(f'input[name="{name}"][value="{value}"]:is([type=checkbox], [type=radio])')
            if choice.count():
                self.hands.pick(choice)
            else:
                self.hands.give(controls.first, value)

    def _reveal(self, part: Locator) -> None:
        """Open what is folded around it."""
        folded = part.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            self.hands.press(folded.first.locator("summary").first)
