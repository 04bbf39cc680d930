"""A certificate's life: claimed, printed, read by a stranger's phone, taken back, and read again."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from academy import db
from academy.certificates.models import Certificate
from academy.db import session
from tests.browser import pages
from tests.browser.conftest import Academy, Built
from tests.browser.deeds import claim, sign_in
from tests.browser.visitor import NARROW, Visitor

Visitors = Callable[..., Visitor]


def test_claimed_printed_verified_by_phone_and_revoked(
    visitor: Visitors, academy: Academy, built: Built, tmp_path: Path
) -> None:
    graduate = visitor()
    sign_in(graduate, "demo-graduate")
    graduate.go("courses/basic")
    number, printed = claim(graduate, "Goran Demo", tmp_path)
    phone = visitor(width=NARROW, theme="dark")
    phone.page.goto(_read_by_camera(printed, tmp_path))
    pages.Verified(phone)
    assert number in phone.page.content()
    assert "Goran" not in phone.page.content()
    _revoke(visitor(), built, number)
    phone.page.reload()
    pages.Revoked(phone)


def _revoke(administrator: Visitor, built: Built, number: str) -> None:
    with built.app.app_context():
        certificate_id = session.scalars(select(Certificate.id).where(Certificate.number == number)).one()
        db.session.remove()
    sign_in(administrator, "demo-administrator")
    administrator.go(f"certificates/{certificate_id}")
    pages.Certificate(administrator).follow("Revoke")
    page = pages.RevokeCertificate(administrator)
    page.choose("Reason", "Something on it is wrong")
    page.press("Revoke it")
    pages.Certificate(administrator).see("Revoked")


def _read_by_camera(printed: Path, folder: Path) -> str:
    """Return the address that a camera reads off the printed sheet."""
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-f", "1", "-l", "1", printed, folder / "sheet"], check=True
    )
    picture = next(folder.glob("sheet*.png"))
    decoder = importlib.import_module("pyzbar.pyzbar")
    with Image.open(picture) as sheet:
        return str(decoder.decode(sheet)[0].data.decode())
