"""Every component in every state, and the pages that no journey leads to: in both themes, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import pages
from tests.browser.deeds import sign_in
from tests.browser.visitor import NARROW, WIDE, Visitor

Visitors = Callable[..., Visitor]
LOOKS = [(NARROW, "light"), (WIDE, "dark")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_components_page(visitor: Visitors, width: int, theme: str) -> None:
    person = visitor(width=width, theme=theme)
    person.go("components")
    pages.Anything(person)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("locale", ["sr-Cyrl", "sq"])
def test_pages_for_anyone(visitor: Visitors, locale: str, width: int, theme: str) -> None:
    person = visitor(locale=locale, width=width, theme=theme)
    for path in ("privacy", "accessibility", "reset", "code", "courses/", "courses/basic/"):
        _look(person, path)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_a_learner(visitor: Visitors, width: int, theme: str) -> None:
    person = visitor(locale="sr-Cyrl", width=width, theme=theme)
    sign_in(person, "demo-learner")
    for path in ("account", "account/password", "certificates/"):
        _look(person, path)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_a_coordinator(visitor: Visitors, width: int, theme: str) -> None:
    person = visitor(locale="sr-Cyrl", width=width, theme=theme)
    sign_in(person, "demo-coordinator").menu("Agency")
    pages.Progress(person)
    for path in ("people", "people/invite", "certificates/agency"):
        _look(person, path)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_an_administrator(visitor: Visitors, width: int, theme: str) -> None:
    person = visitor(locale="sr-Cyrl", width=width, theme=theme)
    sign_in(person, "demo-administrator").menu("Administration")
    pages.Anything(person)
    for path in ("people", "audit-trail"):
        _look(person, path)


def test_a_page_that_does_not_exist_says_what_to_do(visitor: Visitors) -> None:
    person = visitor(locale="sq", width=NARROW, theme="dark")
    person.forgive("status of 404")
    answer = person.go("nothing/of/the/kind")
    assert answer
    assert answer.status == 404
    pages.Anything(person)


def _look(person: Visitor, path: str) -> None:
    answer = person.go(path)
    assert answer
    assert answer.status == 200, path
    pages.Anything(person)
