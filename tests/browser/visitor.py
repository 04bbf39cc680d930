"""Somebody at a browser: her language, screen and theme, and what every page shown to her is inspected for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser import words

AXE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Nothing is preloaded: that serves rules about sound and rotation by style sheet, and costs half the time.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "iframes": False,
    "preload": False,
}
FOUND = """options => axe.run(options).then(({ violations }) => violations.map(({ id, help, nodes }) =>
  `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" ; ")}`))"""
#: What axe judges, apart from the words: elements, where there is text, and what attributes say besides numbers and ids.
SHAPE = """() => {
  const plain = (value) => value.replace(/[0-9a-f]{8}-[0-9a-f-]{27,}|[0-9]+/g, '#').slice(0, 80);
  const said = new Set(['class', 'role', 'type', 'for', 'id', 'tabindex', 'hidden', 'scope', 'dir', 'lang', 'open', 'disabled']);
  const one = ({ name, value }) => name + (said.has(name) || name.startsWith('aria-') ? '=' + plain(value) : value ? '+' : '');
  const shape = (node) => node.nodeType === 3 ? (node.data.trim() ? 't' : '')
    : node.nodeType !== 1 || node.tagName === 'SCRIPT' ? ''
    : `<${node.tagName} ${[...node.attributes].map(one).sort().join(' ')}>${[...node.childNodes].map(shape).join('')}</>`;
  return shape(document.documentElement);
}"""
#: Shapes in which axe found nothing, with the width, theme and script they were seen in: it finds nothing there again.
CLEAN: set[tuple[str, int, str]] = set()
#: The language a browser asks for, by the language the academy then speaks.
PREFERENCE = {"en": "en-GB", "sr-Cyrl": "sr-RS", "sr-Latn": "sr-Latn-RS", "sq": "sq-AL"}
NARROW, WIDE = 360, 1280
#: A form that was refused is shown again with status 422, which Chromium writes to the console.
REFUSED_FORM = re.compile(r"status of 422")


class Visitor:
    """One person: a browser context of her own."""

    def __init__(
        self, browser: Browser, url: str, *, patience: int, locale: str = "en", width: int = WIDE, theme: str = "light",
        has_script: bool = True,
    ) -> None:  # fmt: skip
        self.url, self.locale, self.width, self.theme, self.has_script = url, locale, width, theme, has_script
        self.trouble: list[str] = []
        self.twin: Page | None = None
        #: Console messages that are meant in this test.
        self.forgiven: list[re.Pattern[str]] = [REFUSED_FORM]
        self.context = browser.new_context(
            base_url=url, viewport={"width": width, "height": 800}, locale=PREFERENCE[locale],
            color_scheme=theme, java_script_enabled=has_script, reduced_motion="reduce",  # type: ignore[arg-type]
        )  # fmt: skip
        self.context.set_default_timeout(patience)
        self.context.on("request", self._watch)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))
        self.context.on("response", self._weigh)
        self.page = self.context.new_page()

    def _(self, message: str, **values: object) -> str:
        """Return a message as this person reads it."""
        return words.say(self.locale, message, **values)

    def like(self, message: str, **values: object) -> re.Pattern[str]:
        """Return what a message reads like when only some of its values are known."""
        return words.pattern(self.locale, message, **values)

    def forgive(self, message: str) -> None:
        """Take console messages like this one as meant."""
        self.forgiven.append(re.compile(message))

    def go(self, path: str) -> Response | None:
        """Open a page of the academy in her language."""
        return self.page.goto(f"/{self.locale}/{path}")

    def inspect(self) -> None:
        """Check what holds of every page: axe finds nothing, nothing is cut off at the side."""
        over = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, f"{self.page.url} is {over} px too wide for {self.width} px"
        assert not self.trouble, self.trouble
        seen = (self.page.evaluate(SHAPE) if self.has_script else self.page.content(), self.width, self.theme)
        if seen in CLEAN:
            return
        found = self._inspector().evaluate(FOUND, OPTIONS)
        assert not found, f"{self.page.url}: {found}"
        CLEAN.add(seen)

    def _inspector(self) -> Page:
        """Return a page that shows what she sees and in which axe can run."""
        page = self.page
        if not self.has_script:
            page = self.twin = self.twin or self._scripted_twin()
            page.goto("/healthz")
            page.set_content(self.page.content())
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        return page

    def _scripted_twin(self) -> Page:
        """Open a page with script for a browser without: axe is a script itself."""
        assert self.context.browser
        context = self.context.browser.new_context(base_url=self.url, viewport=self.page.viewport_size)
        self.context.on("close", lambda: context.close())
        return context.new_page()

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.trouble.append(f"a request left for {urlsplit(request.url).netloc}: {request.url}")

    def _weigh(self, response: Response) -> None:
        if response.status >= 500:
            self.trouble.append(f"{response.status} {response.request.method} {response.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        is_meant = any(each.search(message.text) for each in self.forgiven)
        if message.type in {"error", "warning"} and not is_meant:
            self.trouble.append(f"console {message.type}: {message.text}")
