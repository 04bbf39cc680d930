"""A first visit in Chromium: what travels, and when the largest part of the page stands there."""

from __future__ import annotations

import os
import shutil
import statistics

from playwright.sync_api import Browser, CDPSession, Error, sync_playwright

from tests.bench.data import USER_AGENT
from tests.bench.figures import Sheet
from tests.bench.load import Target
from tests.bench.server import Server

VISITS = 5
WATCH = """new PerformanceObserver(list => { window.largest = list.getEntries().at(-1).startTime })
.observe({type: "largest-contentful-paint", buffered: true})"""


def visit(server: Server, target: Target, sheet: Sheet) -> None:
    """Open a page with an empty cache a few times."""
    path = shutil.which("chromium") or os.environ.get("CHROMIUM")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            visits = [_visit(browser, server, target) for _each in range(VISITS)]
            browser.close()
    except Error as error:
        sheet.notes.append(
            f"no Chromium (Debian: apt-get install chromium), so no cold page: {error.message.splitlines()[0]}"
        )
        return
    kilobytes, requests, largest = (statistics.median(each) for each in zip(*visits, strict=True))
    sheet.add("cold course page: weight", kilobytes, "KB", 60)
    sheet.add("cold course page: requests", requests, "", 8)
    sheet.add("cold course page: largest contentful paint", largest, "ms", 400)


def _visit(browser: Browser, server: Server, target: Target) -> tuple[float, float, float]:
    context = browser.new_context(user_agent=USER_AGENT, viewport={"width": 1280, "height": 800})
    if target.keys:
        name, _, value = target.keys.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = context.new_page()
    page.add_init_script(WATCH)
    sizes = _weighed(context.new_cdp_session(page))
    page.goto(server.url + target.path, wait_until="networkidle")
    largest = page.evaluate("window.largest")
    context.close()
    return sum(sizes) / 1000, len(sizes), largest


def _weighed(session: CDPSession) -> list[float]:
    sizes: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes
