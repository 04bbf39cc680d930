"""Whoever may open a page finds a link to it."""

from __future__ import annotations

from collections import deque
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from academy.web.navigation import MENU
from tests.fences.scene import ACTORS, Scene, methods, rules, send

#: Pages no link leads to, and how one comes to them.
REACHED_OTHERWISE = {
    **{
        f"api.{name}": "a door for programs"
        for name in (
            "certificate",
            "certificates",
            "description",
            "enrolment",
            "enrolments",
            "people",
            "person",
            "results",
            "verified",
        )
    },
    "front": "the address itself; it leads on to a language",
    "home.welcome": "the front leads here whoever is not signed in",
    "accounts.confirm": "a door with step-up leads here",
    "accounts.second_step": "signing in leads here whoever has a second factor",
    "accounts.locked": "the button that locks",
    "accounts.invitation": "a letter",
    "accounts.reset_password": "a letter",
    "accounts.second_factor_picture": "the picture on the page that sets the second factor up",
    "certificates.verified": "the QR code on a certificate; the verification form leads here",
    "certificates.keeper": "the page that checks QR codes without internet asks for it",
    "published.did": "a door for programs: the keys of the academy by its identifier",
    "published.keys": "the same as a set",
    "published.status": "every credential names its two lists",
    "certificates.batch_version": "the page of a batch asks it",
    "certificates.archive": "the page of a batch that is an export, once it is done",
    "evidence.evidence": "the page of a certificate, for administrators",
    "certificates.claim": "offered once a course is complete and has no certificate",
    "lessons.drawing": "the drawings inside lessons of the first editions",
    "lessons.medium": "the files inside lessons",
    "certificates.logo_picture": "the picture on a template's page",
    "certificates.signature_picture": "the picture on a template's page",
    "quizzes.item_statistics": "the table of items, once enough people have sat the quiz",
    "quizzes.cohort_item_statistics": "the same in a cohort",
    "quizzes.statistics_table": "above the table of items",
    "quizzes.cohort_statistics_table": "the same in a cohort",
    "recall.card": "the button that begins a round leads to the first item that is due",
    "recall.verdict": "answering leads here",
    "recall.following": "the verdict leads on",
    "quizzes.cohort_gain": "the results of a quiz that has a pre-test",
    "exchange.report": "a file that was sent on the import page",
    "accounts.roster_report": "a list that was sent on the page for lists of people",
    "bank.new_item": "the form in the bank that asks for the kind",
    "quizzes.newer_in_bank": "beside an item in a quiz’s editor, where its copy and the bank differ",
    "quizzes.appeal": "the result of an attempt, at an item that is not right",
    "cases.version": "the pages of a team ask it",
    "cases.cohort": "a cohort in whose course there is a case",
    "cases.rehearse_fields": "the actions of a rehearsal, once one was begun",
    "meetings.scanned": "the picture on the wall of the room",
    "calendars.feed": "a calendar program, by the address its owner made",
    "privacy.farewell": "erasing oneself leads here",
    "pages.components": "for developers, in tests and the demo only",
    "pages.health": "whoever watches the server",
    "pages.ready": "whoever watches the server",
}


def test_every_page_is_linked(scene: Scene) -> None:
    """Follow every link as everybody; what was not met is listed with the reason."""
    met = {endpoint for actor in ACTORS for endpoint in _crawl(scene, actor)}
    offered = {rule.endpoint for rule in rules(scene.app) if "GET" in methods(rule)}
    lost = offered - met - set(REACHED_OTHERWISE)
    assert not lost, f"link to these, or say in REACHED_OTHERWISE how one comes to them: {sorted(lost)}"


def _crawl(scene: Scene, actor: str) -> set[str]:
    """Follow links from the start; a page of one kind is opened for a few things of it at most."""
    adapter = scene.app.url_map.bind("localhost")
    lens, met, seen = scene.lenses[actor], {}, set()  # type: ignore[var-annotated]
    waiting = deque(["/en/" if actor == "nobody" else "/en/home"])
    while waiting:
        path = waiting.popleft()
        endpoint = _endpoint(adapter, path)
        if path in seen or endpoint is None or met.get(endpoint, 0) >= 5 or not path.startswith("/en"):
            continue
        seen.add(path)
        response = send(lens, "GET", path, follow_redirects=True)
        assert response.status_code < 400, (
            f"a link of {actor} leads to {path}, which answers {response.status_code}"
        )
        met[endpoint] = met.get(endpoint, 0) + 1
        if response.mimetype == "text/html":
            page = lens._seen(response, response.status_code)
            waiting.extend(_within(page.url, link) for link in page.links())
    return set(met)


def _within(base: str, link: str) -> str:
    parts = urlsplit(urljoin(base, link))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _endpoint(adapter: object, path: str) -> str | None:
    try:
        return str(adapter.match(urlsplit(path).path, method="GET")[0])  # type: ignore[attr-defined]
    except HTTPException:
        return None


def test_menu_leads_to_pages(base_app: Flask) -> None:
    """Every entry of the menu names a route there is."""

    missing = [entry.endpoint for entry in MENU if entry.endpoint not in base_app.view_functions]
    assert not missing, f"the menu names routes nobody built: {missing}"
