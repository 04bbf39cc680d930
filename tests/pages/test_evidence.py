"""Evidence packs on a page and by command: who may have one, and that it is put on record."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from academy.audit.models import AuditEvent
from academy.db import session
from tests.certificates import issued
from tests.lens import Lens
from tests.pages.test_commands import said
from tests.world import World

LensOf = Callable[..., Lens]


def given() -> list[AuditEvent]:
    session.rollback()
    return list(session.scalars(select(AuditEvent).where(AuditEvent.verb == "give-evidence-pack")))


def test_an_administrator_gives_one_after_proving_who_she_is(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    certificate = issued(app, world)
    path = f"/en/certificates/{certificate.id}/evidence"
    plain = lens_of(world.ada).client.get(path)
    assert (plain.status_code, "/account/confirm" in plain.headers["Location"]) == (302, True)
    lens = lens_of(world.ada, stepped_up=True)
    assert path in lens.get(f"/en/certificates/{certificate.id}").links()
    assert certificate.number in lens.get(path).text
    assert not given()
    response = lens.post(path, {"csrf_token": lens.token()}).response
    assert (response.mimetype, response.headers["Cache-Control"]) == ("application/zip", "no-store")
    assert f"{certificate.number}-evidence.zip" in response.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
        assert archive.testzip() is None
        assert {"READ-ME.html", "SHA256SUMS", "SIGNATURE", "CHECK.py"} <= set(archive.namelist())
        assert "ada (Ada Upravnik)" in archive.read("READ-ME.html").decode()
    (line,) = given()
    assert (line.actor_id, line.object_id, line.agency_id) == (
        world.ada.id, str(certificate.id), world.rangers.id
    )  # fmt: skip


@pytest.mark.parametrize("who", ["amina", "boris", "trajce", "carla"])
def test_nobody_else_is_offered_or_given_one(app: Flask, world: World, lens_of: LensOf, who: str) -> None:
    """Neither the holder nor who looks after her: it holds what exams ask."""
    path = f"/en/certificates/{issued(app, world).id}"
    lens = lens_of(getattr(world, who), stepped_up=True)
    assert lens.client.get(f"{path}/evidence").status_code in {403, 404}
    assert lens.client.post(f"{path}/evidence").status_code in {400, 403, 404}
    if who in {"amina", "boris"}:
        assert f"{path}/evidence" not in lens.get(path).links()
    assert not given()


def test_the_command_writes_it_once_and_knows_no_unknown_number(
    app: Flask, world: World, tmp_path: Path
) -> None:
    number, target = issued(app, world).number, tmp_path / "pack.zip"
    session.rollback()
    told = said(app, "evidence-pack", number.lower(), "--to", str(target))
    assert number in told
    assert "READ-ME.html" in told
    assert oct(target.stat().st_mode)[-3:] == "600"
    with zipfile.ZipFile(target) as archive:
        assert "certificate/certificate.pdf" in archive.namelist()
    (line,) = given()
    assert line.actor_id is None
    assert "is there already" in said(app, "evidence-pack", number, "--to", str(target), is_well=False)
    unknown = said(app, "evidence-pack", "WCA-0000-0000", "--to", str(tmp_path / "none.zip"), is_well=False)
    assert "There is no certificate" in unknown
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".zip"] == ["pack.zip"]
