"""No form of another site acts for somebody: whatever changes something asks for a token of the same session."""

from __future__ import annotations

from academy.web.access import SAFE_METHODS, access_of
from tests.fences.scene import Scene, methods, rules, send

#: Who may open each kind of door.
OPENER = {
    "public": "amina",
    "signed in": "amina",
    "coordinator": "boris",
    "administrator": "ada",
    "trainer": "trajce",
    "author": "trajce",
}


def test_no_post_without_a_token(scene: Scene) -> None:
    """Without a token, and with a token of somebody else's session, everything that writes answers 400."""
    foreign = scene.lenses["dina"].token()
    wrong = []
    for rule in rules(scene.app):
        access = str(access_of(scene.app.view_functions[rule.endpoint]))
        if access.startswith("token for "):  # a door for programs: it only reads, and takes nobody's session
            assert not set(methods(rule)) - {"GET"}
            continue
        opener = OPENER[access.partition(" + ")[0].partition(" | ")[0]]
        for method in set(methods(rule)) - SAFE_METHODS:
            for data in ({}, {"csrf_token": foreign}, {"csrf_token": ""}):
                answer = send(scene.lenses[opener], method, scene.path(rule), data=data)
                if answer.status_code != 400:
                    wrong.append(f"{method} {rule.endpoint} with {data} answers {answer.status_code}")
    assert not wrong, "let CSRFProtect guard these, exempt nothing:\n" + "\n".join(wrong)


def test_nothing_is_exempt(scene: Scene) -> None:
    """There is no list of exceptions."""
    protection = scene.app.extensions["csrf"]
    assert not protection._exempt_views
    assert not protection._exempt_blueprints
