"""A customs officer without internet: her phone opened the check once, then she scans papers at the border."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Locator, expect

from academy.credentials.content import Slip
from academy.credentials.formats import sign_slip
from academy.credentials.rules import name_tag
from tests.browser.conftest import Academy, Built
from tests.browser.visitor import NARROW, Visitor

CODE = "b" * 22
PRINTED = ("Амина Првић-Ђукановић", "Amina Prvić-Đukanović")


def test_a_paper_is_checked_with_the_network_cut(
    visitor: Callable[..., Visitor], academy: Academy, built: Built
) -> None:
    """Genuine or not, and the name typed or another; nothing of it was ever sent."""
    slip = Slip(
        number="WCA-7K3Q-9F2M", issued_on=date(2024, 5, 4), valid_until=date(2025, 5, 4), level="advanced", course="basic",
        edition="0123456789ab", names=tuple(name_tag(each, code=CODE) for each in PRINTED),
    )  # fmt: skip
    address = f"{academy.url}/en/verify/{CODE}#{sign_slip(slip, built.app.extensions['issuer'].keys)}"
    officer = visitor(width=NARROW)
    officer.forgive("ERR_INTERNET_DISCONNECTED|status of 404")
    page = officer.page
    asked: list[str] = []
    officer.context.on("request", lambda request: asked.append(request.url))

    def part(name: str) -> Locator:
        return page.locator(f"[data-part={name}]")

    def check(**typed: str) -> None:
        for name, text in typed.items():
            part("form").locator(f"[name={name}]").fill(text)
        part("form").get_by_role("button").click()

    # On the way: the page of a number nobody knows leads on, with what stood in the code.
    page.goto(address)
    page.get_by_role("link", name="Check without internet").click()
    expect(part("genuine")).to_be_visible()
    expect(part("kept")).to_be_visible()

    officer.context.set_offline(True)
    page.goto("about:blank")
    page.goto(address)
    expect(part("genuine")).to_contain_text("Genuine when issued; current status unknown")
    for shown in ("WCA-7K3Q-9F2M", "Advanced level", "May 4, 2024", "May 4, 2025", "0123456789ab"):
        expect(part("says")).to_contain_text(shown)
    expect(part("over")).to_be_visible()
    for typed in ("prvic đukanovic AMINA", "Амина Првић Ђукановић"):
        check(name=typed)
        expect(part("same")).to_be_visible()
    check(name="Amina Prvić")
    expect(part("other")).to_be_visible()
    for changed in (
        address[:-1],
        address[:-9] + ("A" if address[-9] != "A" else "B") + address[-8:],
        "nonsense",
        "",
    ):
        check(slip=changed)
        expect(part("false")).to_be_visible()
        expect(part("genuine")).to_be_hidden()
    assert not any(address.partition("#")[2] in each.partition("#")[0] for each in asked)


def test_without_script_the_page_names_the_command(visitor: Callable[..., Visitor]) -> None:
    """And pretends nothing else."""
    officer = visitor(has_script=False)
    officer.go("verify/offline")
    expect(officer.page.get_by_text("check-slip TEXT")).to_be_visible()
    expect(officer.page.locator("[data-part=form]")).to_be_hidden()
