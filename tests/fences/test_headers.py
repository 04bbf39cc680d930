"""Every answer carries the security headers, those that refuse or fail as well."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from academy.home import queries as home
from tests.fences.scene import Scene, methods, rules, send

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
POLICY = re.compile(
    r"default-src 'none'; script-src 'nonce-[\w-]{20,}'; style-src 'self'; img-src 'self'; font-src 'self'; "
    r"media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
    r"worker-src 'self'"
)
FILE_POLICY = re.compile(r"default-src 'none'; style-src 'unsafe-inline'; sandbox")
#: What somebody handed in or sent up may do nothing at all, not even be styled.
HANDED_IN_POLICY = re.compile(r"default-src 'none'; sandbox")


def lacks(response: TestResponse) -> list[str]:
    """Return what a response's headers lack."""
    found = [name for name, value in EXACT.items() if response.headers.get(name) != value]
    policy = FILE_POLICY if response.mimetype == "image/svg+xml" else POLICY
    is_file = (
        "attachment" in response.headers.get("Content-Disposition", "") or response.mimetype == "image/png"
    )
    if is_file and "sandbox" in response.headers.get("Content-Security-Policy", ""):
        policy = HANDED_IN_POLICY
    if not policy.fullmatch(response.headers.get("Content-Security-Policy", "")):
        found.append(f"Content-Security-Policy ({response.headers.get('Content-Security-Policy')})")
    if not response.headers.get("Cache-Control"):
        found.append("Cache-Control")
    if "Server" in response.headers or "X-Powered-By" in response.headers:
        found.append("a header that says what runs here")
    return found


def test_on_every_route(scene: Scene) -> None:
    """Every route, as everybody, without a token where it writes."""
    wrong = []
    for rule in rules(scene.app):
        for method in methods(rule):
            for actor in ("amina", "ada", "nobody"):
                response = send(scene.lenses[actor], method, scene.path(rule))
                wrong.extend(
                    f"{method} {rule.rule} as {actor} ({response.status_code}): {each}"
                    for each in lacks(response)
                )
                if (
                    actor != "nobody"
                    and response.mimetype == "text/html"
                    and "no-store" not in response.headers["Cache-Control"]
                ):
                    wrong.append(
                        f"{method} {rule.rule} as {actor}: a signed-in person's page may be kept by the browser"
                    )
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("status", "method", "path", "options"),
    [
        (404, "GET", "/en/nowhere", {}),
        (404, "GET", "/xx/courses/", {}),
        (404, "GET", "/nowhere.php", {}),
        (405, "POST", "/en/courses/", {}),
        (405, "DELETE", "/en/home", {}),
        (400, "POST", "/en/sign-out", {}),
        (413, "POST", "/en/sign-in", {"data": {"csrf_token": "x" * 3_000_000}}),
    ],
)
def test_on_every_refusal(
    scene: Scene, status: int, method: str, path: str, options: dict[str, object]
) -> None:
    """A refusal is a page of ours with all the headers."""
    response = send(scene.lenses["amina"], method, path, **options)
    assert response.status_code == status
    assert lacks(response) == []
    assert "<h1" in response.get_data(as_text=True)


def test_on_a_strange_host(scene: Scene) -> None:
    """Who asks for a host that is not ours gets no page, since every link on it would be the stranger's."""
    response = send(scene.lenses["amina"], "GET", "/en/courses/", headers={"Host": "evil.example"})
    assert (response.status_code, lacks(response)) == (400, [])
    assert "evil.example" not in response.get_data(as_text=True)


def test_on_an_unfit_form(scene: Scene) -> None:
    """422 carries them too."""
    lens = scene.lenses["nobody"]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', send_and_keep(scene, "/en/sign-in"))
    assert token is not None
    response = lens.client.post("/en/sign-in", data={"csrf_token": token[1]})
    assert (response.status_code, lacks(response)) == (422, [])


def send_and_keep(scene: Scene, path: str) -> str:
    """Open a page and keep the cookie it gave."""
    return scene.lenses["nobody"].client.get(path).get_data(as_text=True)


def test_on_a_failure(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 carries them too, and no trace of the code."""
    monkeypatch.setattr(home, "start", lambda *_args, **_names: 1 / 0)
    response = send(scene.lenses["amina"], "GET", "/en/home")
    assert (response.status_code, lacks(response)) == (500, [])
    assert "ZeroDivisionError" not in response.get_data(as_text=True)


def test_cookies(app: Flask, scene: Scene) -> None:
    """The cookie is for the server alone, and stays with the site."""
    response = scene.lenses["nobody"].client.get("/en/sign-in")
    cookies = response.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
