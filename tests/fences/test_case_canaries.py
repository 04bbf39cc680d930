"""Canaries in all that a case keeps back: no route sings one before its time, while a learner plays; afterwards they sing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from flask import Flask
from werkzeug.routing import BuildError, Rule

from academy import db
from academy.accounts.models import Person
from academy.cases.views.fields import FIELDS
from academy.courses import service as courses
from academy.learning import service as learning
from tests.cases.forms import OWL, form_of
from tests.fences.scene import methods, rules
from tests.lens import Lens
from tests.playing import AT, CASE, COURSE, begin
from tests.world import PACKAGES, World

SUNG = re.compile(r"zq[a-z]+-[\w/-]+-qz|zqkey_\w+")
#: Parts that are told in words, and what of a case is no secret in somebody's hands who plays its first half.
TOLD = {
    "title",
    "text",
    "close",
    "says",
    "finds",
    "refusal",
    "closed",
    "why",
    "court",
    "missing",
    "question",
    "arrival",
}
OPEN = re.compile(
    r"briefing|places/(yard|station)/(title|text)|places/shed/(title|closed)|places/yard/spots/window/title|exhibits/owl/(title|text|close)"
    r"|people/farmer/(title|topics/heard/question|topics/heard/answers/open/says)|(authorities|powers|requests|charges|elements)/\w+/title"
    r"|decisions/neighbour/(title|text|options/\w+/text)"
)  # fmt: skip
#: What is never shown of these before the end, and so must be found at the end.
AT_THE_END = ("criteria/", "endings/", "elements/act/missing", "expert/")
#: How far she plays before every route is asked, and what she tries in vain.
HALF = 7
IN_VAIN: tuple[dict[str, Any], ...] = (
    {"do": "read", "request": "xray"}, {"do": "move", "to": "shed"}, {"do": "observe", "what": "zqkey_casing", "near": True},
    {"do": "collect", "exhibit": "zqkey_casing"}, {"do": "conclude", "cause": "zq"}, {"do": "fly"}, {"do": "decide", "decision": "neighbour", "option": "zq"},
    {"do": "interview", "person": "farmer", "topic": "nothing", "opening": "open"}, {"do": "request", "request": "xray", "exhibits": ["zqkey_casing"]},
)  # fmt: skip


def with_canaries(part: Any, where: str) -> Any:
    """Return a part of a case with a canary in each text, which tells where it is from."""
    if isinstance(part, list):
        return [with_canaries(each, f"{where}/{number}") for number, each in enumerate(part)]
    if not isinstance(part, dict):
        return part
    return {
        name: f"{each} zqcase-{where}/{name}-qz" if name in TOLD and isinstance(each, str) else with_canaries(each, f"{where}/{name}")
        for name, each in part.items()
    }  # fmt: skip


def laid_out(authored: dict[str, Any]) -> dict[str, Any]:
    """Return the barn owl with canaries, with an exhibit that is hidden, and keys of what is kept back that sing too."""
    authored["exhibits"]["zqkey_casing"] = {
        "title": "A case", "text": "In the corner.", "close": "Freshly fired.", "place": "shed", "kind": "cartridge", "seen_if": "searched_well(shed)",
    }  # fmt: skip
    for part in ("criteria", "endings"):
        authored[part] = {f"zqkey_{key}": each for key, each in authored[part].items()}
    found = {name: with_canaries(each, name) for name, each in authored.items() if name != "title"}
    for each in found["events"].values():
        each["text"] += " zqcase-events-qz"
    return {"title": authored["title"], **found}


@pytest.fixture
def player(
    app: Flask,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lens_of: Callable[[Person], Lens],
) -> tuple[Lens, UUID]:
    """Amina, and her run of the case with the canaries."""
    shutil.copytree(PACKAGES / "cases", tmp_path / "cases")
    path = tmp_path / "cases" / "modules" / "all" / f"{CASE}.case.yaml"
    path.write_text(
        yaml.safe_dump(laid_out(yaml.safe_load(path.read_text())), allow_unicode=True, sort_keys=False)
    )
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    package = courses.prepare(tmp_path / "cases", keep=app.extensions["storage"].put)
    with db.writing():
        edition = courses.publish(package=package, by=None, at=AT).edition
        own = learning.enrol(
            person_id=world.amina.id, agency_id=world.rangers.id, edition=edition, cohort=None, by=None, at=AT
        )
        learning.complete(enrolment=own, activity="before-you-touch", at=AT)
    return lens_of(world.amina), begin(own)


def test_nothing_sings_before_its_time(app: Flask, player: tuple[Lens, UUID]) -> None:
    lens, run_id = player
    asked, heard, ends = 0, set[str](), f"/en/cases/runs/{run_id}"
    for after, action in enumerate(OWL[:HALF]):
        heard |= _said(lens, "POST", ends, _sent(action, after))
        for path in (ends, f"{ends}/book", *(f"{ends}/do/{deed}" for deed in FIELDS)):
            heard |= _said(lens, "GET", path)
    for action in IN_VAIN:
        heard |= _said(lens, "POST", ends, _sent(action, HALF))
    for method, path in _everywhere(app, run_id):
        heard |= _said(lens, method, path)
        asked += 1
    assert asked > 250, "the walk has become short"
    early = sorted(each for each in heard if each.startswith("zqkey_") or not OPEN.fullmatch(_slot(each)))
    assert not early, "\n".join(early)
    assert any("open/says" in each for each in heard), (
        "what she did bring about was shown: the canaries are no dead ones"
    )
    at_the_end = _said(
        lens, "POST", ends, _sent({"do": "conclude", "cause": "cannot_say"}, HALF), follow_redirects=True
    )
    for page in ("court", "debrief"):
        at_the_end |= _said(lens, "GET", f"{ends}/{page}")
    for kept_back in AT_THE_END:
        assert any(_slot(each).startswith(kept_back) for each in at_the_end), (
            f"{kept_back} is not even shown at the end"
        )


def _slot(canary: str) -> str:
    return canary.removeprefix("zqcase-").removesuffix("-qz")


def _sent(action: dict[str, Any], after: int) -> dict[str, Any]:
    return {**form_of(action), "after": str(after), "idempotency_key": uuid4().hex}


def _said(lens: Lens, method: str, path: str, data: dict[str, Any] | None = None, **options: Any) -> set[str]:
    """Return the canaries that sing in an answer, in its headers or in its body; the browser forgets what came of it."""
    kept = lens.client.get_cookie("academy")
    response = lens.client.open(path, method=method, data=data or {}, **options)
    if kept is not None:
        lens.client.set_cookie("academy", kept.value, httponly=True, samesite="Lax")
    said = response.get_data().decode(errors="replace") + str(response.headers)
    response.close()  # a file that is handed out is open until then
    db.session.rollback()
    return set(SUNG.findall(said))


def _everywhere(app: Flask, run_id: UUID) -> Iterator[tuple[str, str]]:
    """Give every route with every method for her run, her course and her case, but for what ends her session or the run."""
    ending = {"accounts.lock", "accounts.sign_out", "accounts.sign_out_everywhere", "accounts.end_session"}
    for rule in rules(app):
        for path in _paths(app, rule, run_id):
            for method in methods(rule):
                if method == "GET" or rule.endpoint not in ending:
                    yield method, path


def _paths(app: Flask, rule: Rule, run_id: UUID) -> Iterator[str]:
    names = {
        "locale": "en",
        "course": COURSE,
        "slug": COURSE,
        "activity": CASE,
        "deed": "search",
        "number": 1,
        "section": "overview",
    }
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        values = {
            each: names.get(each, run_id if each.endswith("_id") else "xray") for each in rule.arguments
        }
        try:
            yield adapter.build(rule.endpoint, values, method=methods(rule)[0] if methods(rule) else "GET")
        except (BuildError, ValueError):
            return
