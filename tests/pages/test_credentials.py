"""What everybody's programs check certificates with, and the credential its holder takes along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from flask import Flask
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from academy import clock, db
from academy.accounts.models import Person
from academy.certificates import service
from academy.certificates.models import Certificate
from academy.db import session
from academy.doctor import look_at_keys
from academy.signing.keys import KeyRing
from tests.certificates import issued
from tests.lens import Lens
from tests.pages.test_commands import said
from tests.world import World

PUBLISHED = ("/.well-known/did.json", "/.well-known/jwks.json", "/credentials/status/revocation/1")


def fetched(app: Flask) -> Callable[[str], bytes]:
    """Return what fetches a published document of the academy, as a verifier elsewhere does."""
    return lambda address: app.test_client().get("/" + address.split("/", 3)[3]).data


def test_another_library_follows_the_published_documents_through_every_decision(
    app: Flask, world: World
) -> None:
    certificate, ada = issued(app, world, at=clock.now()), world.actor(world.ada)
    token = certificate.credential or ""
    session.rollback()
    download = fetched(app)

    def check() -> None:
        verifier = OB3Verifier.for_issuer_did("did:web:localhost", download=download)
        verifier.verify(token, check_status=True, download=download)

    check()
    for deed, reason, refusal in (
        (service.suspend, "under-review", "'suspension' is set"),
        (service.lift, "cleared", ""),
        (service.revoke, "misconduct", "'revocation' is set"),
    ):
        with db.writing():
            deed(certificate=session.merge(certificate), reason=reason, by=ada, at=clock.now())
        session.rollback()
        if refusal:
            with pytest.raises(OB3VerificationError, match=refusal):
                check()
        else:
            check()


@pytest.mark.parametrize("path", PUBLISHED)
def test_what_is_published_is_open_to_all_and_kept_for_a_while(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    again = app.test_client().get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["message/1", "revocation/0", "revocation/2", "revocation/99999999999999999999"]
)
def test_there_are_no_other_lists(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/credentials/status/{path}").status_code == 404


def test_the_holder_and_her_coordinator_take_the_credential_along(
    app: Flask, world: World, lens_of: Callable[..., Lens]
) -> None:
    certificate = issued(app, world)
    number, path = certificate.number, f"/en/certificates/{certificate.id}/credential"
    session.rollback()
    assert path in lens_of(world.amina).get(f"/en/certificates/{certificate.id}").html
    for person, status in ((world.amina, 200), (world.boris, 200), (world.dina, 404), (world.carla, 404)):
        answer = lens_of(person).client.get(path)
        assert answer.status_code == status
        if status == 200:
            assert answer.text == certificate.credential
            assert f"{number}.jwt" in answer.headers["Content-Disposition"]
            assert answer.mimetype == "application/vc+jwt"


def test_the_qr_code_carries_a_slip_that_is_genuine(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = segno.make
    monkeypatch.setattr(segno, "make", lambda address, **how: drawn.append(address) or real(address, **how))
    certificate = issued(app, world)
    session.rollback()
    [address] = drawn
    assert address.startswith(f"http://localhost/sr-Cyrl/verify/{certificate.code}#")
    assert real(address, error="m", micro=False, boost_error=False).version <= 11
    told = said(app, "check-slip", address)
    assert told.startswith("Genuine when issued; current status unknown.")
    assert f"{certificate.number}: {certificate.said.course}" in told


def test_a_slip_is_checked_against_saved_keys(app: Flask, world: World, tmp_path: Path) -> None:
    issuer, certificate = app.extensions["issuer"], issued(app, world)
    slip = issuer.address(certificate.said, code=certificate.code, locale="en")
    session.rollback()
    for name in ("jwks", "did"):
        saved = tmp_path / f"{name}.json"
        saved.write_bytes(app.test_client().get(f"/.well-known/{name}.json").data)
        assert certificate.number in said(app, "check-slip", slip, "--keys", str(saved))
    saved.write_text(json.dumps({"keys": [dict(KeyRing(tmp_path / "others").published()["keys"][0])]}))
    assert "Not genuine" in said(app, "check-slip", slip, "--keys", str(saved), is_well=False)
    changed = slip[:-20] + ("A" if slip[-20] != "A" else "B") + slip[-19:]
    assert "Not genuine" in said(app, "check-slip", changed, is_well=False)


@pytest.fixture
def own_keys(app: Flask, tmp_path: Path) -> Iterator[KeyRing]:
    """Keys of this test alone: it turns or loses them."""
    issuer = app.extensions["issuer"]
    ring = KeyRing(tmp_path / "keys")
    app.extensions["issuer"] = service.Issuer(issuer.base_url, issuer.storage, ring)
    yield ring
    app.extensions["issuer"] = issuer


def test_after_a_rotation_everything_is_published_and_the_doctor_is_content(
    app: Flask, world: World, own_keys: KeyRing
) -> None:
    certificate, old = issued(app, world, at=clock.now()), own_keys.kid
    session.rollback()
    assert "signs from now on" in said(app, "rotate-key")
    kids = [each["kid"] for each in app.test_client().get("/.well-known/jwks.json").get_json()["keys"]]
    assert kids == [f"did:web:localhost#{own_keys.kid}", f"did:web:localhost#{old}"]
    OB3Verifier.for_issuer_did("did:web:localhost", download=fetched(app)).verify(
        certificate.credential or ""
    )

    assert look_at_keys(app).is_well
    (own_keys.folder / f"{old}.pem").chmod(0o644)
    assert look_at_keys(app).words.startswith("others may read them")
    (own_keys.folder / f"{old}.pem").unlink()
    assert f"{old} signed credentials and is gone" in look_at_keys(app).words


def test_no_answer_holds_a_private_key(app: Flask, world: World, lens_of: Callable[[Person], Lens]) -> None:
    certificate: Certificate = issued(app, world)
    keys = app.extensions["issuer"].keys
    secret, client = keys.key(keys.kid).as_dict(private=True)["d"], lens_of(world.amina).client
    session.rollback()
    paths = [
        *PUBLISHED,
        "/en/verify/offline",
        "/en/verify/offline.js",
        f"/en/certificates/{certificate.id}/credential",
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not re.search(rf'PRIVATE|"d":|{re.escape(secret)}', answer.text), path
    for path in ("/keys/active", f"/.well-known/{keys.kid}.pem", f"/static/../keys/{keys.kid}.pem"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("locale", ["en", "sr-Cyrl"])
def test_the_check_without_internet_says_what_it_needs(app: Flask, lens: Lens, locale: str) -> None:
    page = lens.get(f"/{locale}/verify/offline")
    assert page.status == 200
    assert "check-slip" in page.html
    assert app.extensions["issuer"].keys.kid in page.html
    script = app.test_client().get(f"/{locale}/verify/offline.js")
    assert script.mimetype == "text/javascript"
    assert f'"/{locale}/verify/offline"' in script.text
