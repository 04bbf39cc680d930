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


#: Doors for anybody's program, which knows no session: a name is compared, nothing is changed in anybody's name.
OPEN_TO_PROGRAMS = {"api.compared"}


def test_no_post_without_a_token(scene: Scene) -> None:
    """Without a token, and with a token of somebody else's session, everything that writes answers 400."""
    foreign = scene.lenses["dina"].token()
    wrong = []
    for rule in rules(scene.app):
        access = str(access_of(scene.app.view_functions[rule.endpoint]))
        if access.startswith("token for "):  # a door for programs: it only reads, and takes nobody's session
            assert not set(methods(rule)) - {"GET"}
            continue
        if rule.endpoint in OPEN_TO_PROGRAMS:
            continue
        opener = OPENER[access.partition(" + ")[0].partition(" | ")[0]]
        for method in set(methods(rule)) - SAFE_METHODS:
            for data in ({}, {"csrf_token": foreign}, {"csrf_token": ""}):
                answer = send(scene.lenses[opener], method, scene.path(rule), data=data)
                if answer.status_code != 400:
                    wrong.append(f"{method} {rule.endpoint} with {data} answers {answer.status_code}")
    assert not wrong, "let CSRFProtect guard these, exempt nothing:\n" + "\n".join(wrong)


def test_only_doors_for_programs_are_exempt(scene: Scene) -> None:
    """Behind those no session opens anything (tests/pages/test_api.py), so none can be abused."""
    protection = scene.app.extensions["csrf"]
    assert not protection._exempt_views
    assert {each.name for each in protection._exempt_blueprints} == {"api"}
    posting = {
        rule.endpoint
        for rule in rules(scene.app)
        if rule.endpoint.startswith("api.") and set(methods(rule)) - SAFE_METHODS
    }
    assert posting == OPEN_TO_PROGRAMS
