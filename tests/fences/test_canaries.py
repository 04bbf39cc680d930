"""Canaries in every key, in every explanation and in what others answered: no route gives a learner one of them before its time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.db import session
from academy.learning.models import Attempt, Enrolment
from academy.learning.queries import attempt_in_turn
from academy.learning.service import Save
from academy.quizzes import service
from academy.quizzes.queries.asked import asked_in
from tests.fences import scene as scenes
from tests.fences.kinds_scene import QUIZ, kinds_package
from tests.fences.scene import Scene, methods, rules, send
from tests.world import PACKAGES, World

#: What a key says, and what another learner answered.
KEY, OTHERS = "zqkeyqz", "zqothersqz"
#: A number for a key of numbers.
NUMBER = "918273.5"
SUNG = re.compile(rf"{KEY}[\w-]*|{OTHERS}|918.?273.?5")
#: Parts of an item that nobody is shown before the release.
HIDDEN = {"feedback", "reason", "model_answer", "guidance", "source"}
#: What a browser might send to any item: by form and by script, well-formed or not.
SENT: tuple[dict[str, Any], ...] = (
    {"answer": "a"}, {"answer": ["a", "b"], "answer.1": "a", "answer.2": "tag", "answer.a": "1", "answer.b": "2"},
    {"answer": "12", "answer.unit": "km"}, {"answer": "custody"}, {"answer": ""},
)  # fmt: skip
SCRIPT = {"X-Requested-With": "fetch"}


def with_canaries(part: Any, where: str) -> Any:
    """Return a part of an authored item with a canary in each text that is not shown before the release."""
    if isinstance(part, list):
        return [with_canaries(each, where) for each in part]
    if not isinstance(part, dict):
        return part
    found = {name: with_canaries(each, f"{where}-{name}") for name, each in part.items()}
    for name in HIDDEN & set(part):
        is_text = isinstance(part[name], str) and (name != "reason" or " " in part[name])
        found[name] = f"{part[name]} {KEY}-{where}-{name}" if is_text else found[name]
    if isinstance(part.get("answers"), list):
        found["answers"].append({"text": f"right {KEY}-{where}-answers"})
    for sign in found.get("signs", ()):
        sign["text"] += f" {KEY}-{where}-sign"
    return found


def laid_out(authored: dict[str, Any]) -> dict[str, Any]:
    """Return the quiz of every kind with canaries in it."""
    items = [with_canaries(item, item["key"]) for item in authored["items"]]
    for item in items:
        sung = f"{KEY}-{item['key']}"
        item["feedback"] = {"right": f"Right {sung}-right", "wrong": f"Wrong {sung}-wrong"}
        if item["kind"] == "numeric":
            item |= {"answer": NUMBER}
    return {**authored, "items": items}


@pytest.fixture(params=["deferred", "interactive"])
def watched(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Scene:
    """The wider world, with canaries in the quiz of every kind."""
    folder = tmp_path / "kinds"
    shutil.copytree(PACKAGES / "kinds", folder)
    path = folder / "modules" / "all" / f"{QUIZ}.quiz.yaml"
    authored = laid_out(yaml.safe_load(path.read_text())) | {"feedback": request.param}
    if request.param == "interactive":
        authored["items"] = [{**item, "hints": [f"Think {KEY}-hint"]} for item in authored["items"]]
    path.write_text(yaml.safe_dump(authored, allow_unicode=True, sort_keys=False))
    monkeypatch.setitem(
        app.config, "WTF_CSRF_ENABLED", False
    )  # test_csrf.py sees to it: here every form shall arrive
    monkeypatch.setattr(
        scenes,
        "kinds_package",
        lambda app, asked: kinds_package(app, folder if asked.name == "kinds" else asked),
    )
    return scenes.build(app, world)


def test_no_route_gives_a_key_away(watched: Scene, request: pytest.FixtureRequest) -> None:
    """Every page, file and answer to a form or a script that Amina can ask for, while her attempts are under way."""
    attempts = _open_attempts(watched)
    _let_edo_answer(attempts["edo"])
    asked, sung, served = 0, set[str](), 0
    is_deferred = request.node.callspec.params["watched"] == "deferred"  # elsewhere both are the same
    others = _everywhere(watched) if is_deferred else ()
    for method, path, data, headers in [*_of_her_attempt(attempts["amina"]), *others]:
        response = send(watched.lenses["amina"], method, path, data=data, headers=headers)
        said = response.get_data().decode(errors="replace") + str(response.headers)
        asked, served = asked + 1, served + (response.status_code < 400)
        sung |= {f"{method} {path}: {word}" for word in SUNG.findall(said)}
    assert not sung, "\n".join(sorted(sung))
    assert asked > (400 if is_deferred else 200), "the walk has become short"
    assert served > 100, "the walk is refused almost everywhere"
    handed_in = send(
        watched.lenses["amina"],
        "POST",
        f"/en/attempts/{attempts['amina']}/hand-in",
        data={},
        follow_redirects=True,
    )
    assert handed_in.status_code == 200
    assert KEY in handed_in.get_data(as_text=True), "after handing in the canary is there: it was no dead one"


def _open_attempts(scene: Scene) -> dict[str, str]:
    """Return the attempts at the quiz of every kind, by learner."""
    return {
        name: str(
            session.scalars(
                select(Attempt.id)
                .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
                .where(Attempt.activity == QUIZ, Enrolment.person_id == scene.people[name].id)
            ).one()
        )
        for name in ("amina", "edo")
    }


def _let_edo_answer(attempt_id: str) -> None:
    """Save what nobody but him and his markers may read."""
    with db.writing():
        attempt = attempt_in_turn(UUID(attempt_id))
        asked = asked_in(attempt)
        for key in ("essay", "short-answer"):
            item = asked.quiz.item(key)
            assert item is not None
            save = Save(key, f"I wrote {OTHERS}", "device-01", 1, uuid4().hex)
            service.save(attempt=attempt, quiz=asked.quiz, item=item, save=save, at=clock.now())


def _of_her_attempt(attempt_id: str) -> Iterator[tuple[str, str, dict[str, Any], dict[str, str]]]:
    """Give every request of an attempt under way: pages, saves by form and by script, and pages again."""
    place = f"/en/attempts/{attempt_id}"
    count = len(
        yaml.safe_load((PACKAGES / "kinds" / "modules" / "all" / f"{QUIZ}.quiz.yaml").read_text())["items"]
    )
    pages = [f"{place}/items/{number}" for number in range(1, count + 1)]
    around = [
        f"{place}/hand-in",
        f"{place}/saved",
        f"{place}/result",
        f"/en/courses/kinds/quizzes/{QUIZ}",
        "/en/home",
    ]
    for page in [*pages, *around]:
        yield "GET", page, {}, {}
    for page in pages:
        for sent in SENT:
            for headers in ({}, SCRIPT):
                data = {**sent, "device": "device-01", "sequence": "1", "idempotency_key": uuid4().hex}
                yield "POST", page, data, headers
    for page in [*pages, *around]:
        yield "GET", page, {}, {}


def _everywhere(scene: Scene) -> Iterator[tuple[str, str, dict[str, Any], dict[str, str]]]:
    """Give every route with every method, for everybody's things; nothing that ends her own session or attempts."""
    ending = {
        "accounts.lock", "accounts.sign_out", "accounts.sign_out_everywhere", "accounts.end_session", "quizzes.submit",
    }  # fmt: skip
    for rule in rules(scene.app):
        for owner in scene.owners(rule) or [""]:
            path = scene.path(rule, owner)
            for method in methods(rule):
                if method == "GET" or rule.endpoint not in ending:
                    yield method, path, {}, {}
                if method == "POST" and rule.endpoint not in ending:
                    yield method, path, {"answer": "a"}, SCRIPT
