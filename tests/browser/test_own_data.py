"""An officer takes a copy of what the academy keeps about her, reads it, and erases herself."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable

from tests.browser import pages
from tests.browser.conftest import Academy
from tests.browser.deeds import PASSWORD, sign_in
from tests.browser.visitor import NARROW, Visitor

WHO = "demo-learner"


def test_an_officer_downloads_and_erases_her_own_data(
    visitor: Callable[..., Visitor], academy: Academy
) -> None:
    """The copy opens and is hers; after erasing nothing signs her in, and nothing is left in the browser."""
    officer = visitor(width=NARROW)
    sign_in(officer, WHO)
    officer.go("account")
    pages.Account(officer).follow("Your data")
    own = pages.OwnData(officer)
    with officer.page.expect_download() as taken:
        own.press("Download my data")
    with zipfile.ZipFile(taken.value.path()) as archive:
        held = json.loads(archive.read("data.json"))
        readable = archive.read("my-data.html").decode()
    assert held["accounts"]["call_sign"] == WHO
    assert WHO in readable
    own.follow("Erase my data")
    page = pages.EraseSelf(officer)
    page.see("What stays, without the name")
    page.fill("Call-sign", "somebody-else")
    page.fill("Password", PASSWORD)
    page.press("Erase everything")
    page = pages.EraseSelf(officer, is_refused=True)
    page.see("This is another call-sign. Look at it and type it again.")
    page.fill("Call-sign", WHO)
    page.fill("Password", PASSWORD)
    page.press("Erase everything")
    pages.Farewell(officer)
    assert WHO not in officer.page.content()
    officer.go("account/my-data")
    front = pages.SignIn(officer)
    front.enter(WHO, PASSWORD)
    pages.SignIn(officer, is_refused=True)
