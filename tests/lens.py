"""The lens: a test browser that inspects every page it is shown for the promises every page makes."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from academy import db

#: What html5lib finds wrong with HTML that is right.
TOLERATED = {"unexpected-end-tag-treated-as"}
LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "image"}


@dataclass
class Page:
    """One page as a person sees it."""

    response: TestResponse
    tree: Element
    lens: Lens = field(repr=False)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def html(self) -> str:
        """The page's source."""
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """Everything that is read, with single spaces."""
        body = self.tree.find("body")
        return re.sub(r"\s+", " ", "".join(_visible(body))) if body is not None else ""

    @property
    def title(self) -> str:
        """The h1."""
        return " ".join("".join(next(self.tree.iter("h1")).itertext()).split())

    @property
    def url(self) -> str:
        """Its path with the query."""
        return self.response.request.full_path.rstrip("?")

    def links(self) -> list[str]:
        """Where it leads."""
        return [link.get("href", "") for link in self.tree.iter("a")]

    def link(self, text: str) -> str:
        """The address of the link whose words contain ``text``."""
        found = [each for each in self.tree.iter("a") if text in " ".join("".join(each.itertext()).split())]
        assert found, f"no link says {text!r} on {self.url}; there are {self.links()}"
        return str(found[0].get("href"))

    def follow(self, text: str) -> Page:
        """Follow the link whose words contain ``text``."""
        return self.lens.get(urljoin(self.url, self.link(text)))

    def forms(self) -> list[Element]:
        """Its forms that post."""
        return [form for form in self.tree.iter("form") if form.get("method", "get").lower() == "post"]

    def form(self, action: str) -> Element:
        """The form whose action is ``action``, or else contains it."""
        found = [form for form in self.forms() if action in (form.get("action") or self.url)]
        actions = [form.get("action") for form in self.forms()]
        assert found, f"no form posts to {action!r} on {self.url}; there are {actions}"
        return next((form for form in found if (form.get("action") or self.url) == action), found[0])

    def submit(self, action: str, data: dict[str, Any] | None = None, *, status: int | None = None) -> Page:
        """Fill in and post the form whose action contains ``action``, and go where it leads."""
        form = self.form(action)
        values = _values(form)
        for name, value in (data or {}).items():
            values.setlist(name, value if isinstance(value, list) else [value])
        return self.lens.post(urljoin(self.url, form.get("action") or self.url), values, status=status)


class Lens:
    """One person's browser."""

    def __init__(self, client: FlaskClient, app: Flask) -> None:
        self.client = client
        self.app = app

    def get(self, url: str, *, status: int = 200, follow: bool = True) -> Page:
        """Open a page and inspect it."""
        return self._seen(self._open("GET", url, follow_redirects=follow), status)

    def post(self, url: str, data: Any = None, *, status: int | None = None, follow: bool = True) -> Page:
        """Post to an address and inspect what comes back."""
        return self._seen(self._open("POST", url, data=data, follow_redirects=follow), status or 200)

    def token(self) -> str:
        """A CSRF token of this browser, as a page would carry it."""
        page = self._open("GET", "/en/accessibility").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, "no form of any page carries a CSRF token"
        return found[1]

    def _open(self, method: str, url: str, **options: Any) -> TestResponse:
        """Send a request in a thread of its own, as a server does.

        ``g`` and the session hold nothing of the test or of an earlier request; what the test holds is read anew.
        """
        with ThreadPoolExecutor(max_workers=1) as server:
            response = server.submit(self.client.open, url, method=method, buffered=True, **options).result()
        db.session.rollback()
        db.session.expire_all()
        return response

    def _seen(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, (
            f"{response.request.method} {response.request.path} answered {response.status_code}, not {status}:\n"
            f"{_gist(response)}"
        )
        _inspect_headers(response)
        if response.mimetype != "text/html":
            return Page(response, Element("html"), self)
        tree = _parsed(response)
        _inspect(tree, response)
        return Page(response, tree, self)


def _gist(response: TestResponse) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", response.get_data(as_text=True))[:1500]


def _parsed(response: TestResponse) -> Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree: Element = parser.parse(response.get_data(as_text=True))
    faults = [(place, name, values) for place, name, values in parser.errors if name not in TOLERATED]
    assert not faults, f"{response.request.path} is not valid HTML: {faults[:3]}"
    return tree


def _inspect_headers(response: TestResponse) -> None:
    headers = response.headers
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"):
        assert name in headers, f"{response.request.path} has no {name}"
    assert "unsafe-inline" not in headers["Content-Security-Policy"] or response.mimetype == "image/svg+xml"


def _inspect(tree: Element, response: TestResponse) -> None:
    where = response.request.path
    html = response.get_data(as_text=True)
    headings = list(tree.iter("h1"))
    assert len(headings) == 1, f"{where} has {len(headings)} h1: give it exactly one"
    title = "".join(next(tree.iter("title")).itertext()).strip()
    assert len(title) > 3 and not title.startswith("–"), (
        f"{where} has the title {title!r}: fill the title block"
    )
    assert tree.get("lang") and tree.get("dir") in ("ltr", "rtl"), (
        f"{where} does not say its language and direction"
    )
    _inspect_ids(tree, where)
    _inspect_fields(tree, where)
    _inspect_forms(tree, where)
    _inspect_levels(tree, where)
    for element in tree.iter():
        inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not inline, (
            f"{where} has {inline} on <{element.tag}>: the policy forbids inline style and script"
        )
        assert element.tag != "style", f"{where} has a <style> element"
        if element.tag == "script":
            assert element.get("nonce") and element.get("src"), (
                f"{where} has a script without nonce or source"
            )
        if element.tag == "img":
            assert element.get("alt") is not None, f"{where} has an image without alt: {element.get('src')}"
        for name in ("src", "href", "action"):
            host = urlsplit(element.get(name) or "").netloc
            assert (name == "href" and element.tag == "a") or not host or host == "localhost", (
                f"{where} fetches from {host}"
            )
    assert "%(" not in html, f"{where} shows a placeholder that was not filled"


def _inspect_ids(tree: Element, where: str) -> None:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    double = [name for name, count in ids.items() if count > 1]
    assert not double, f"{where} uses these ids twice: {double}"
    for element in tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            lost = [each for each in (element.get(name) or "").split() if each not in ids]
            assert not lost, f"{where}: {name} of <{element.tag}> names {lost}, which is not there"
        target = element.get("href") or ""
        assert element.tag != "a" or not target.startswith("#") or target[1:] in ids, (
            f"{where}: {target} leads nowhere"
        )


def _inspect_fields(tree: Element, where: str) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    within = {id(each) for label in tree.iter("label") for each in label.iter()}
    for element in tree.iter():
        if element.tag in LABELLED and element.get("type") not in UNLABELLED_TYPES:
            is_named = element.get("id") in labelled or id(element) in within or element.get("aria-label")
            assert is_named, f"{where}: field {element.get('name')!r} has no label"


def _inspect_forms(tree: Element, where: str) -> None:
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post":
            names = {element.get("name") for element in form.iter("input")}
            assert "csrf_token" in names, f"{where}: the form to {form.get('action')} carries no CSRF token"


def _inspect_levels(tree: Element, where: str) -> None:
    levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    jumps = [(first, second) for first, second in itertools.pairwise(levels) if second > first + 1]
    assert not jumps, f"{where}: headings jump {jumps}"


def _visible(element: Element) -> list[str]:
    if element.tag in ("script", "style", "svg", "template"):
        return [element.tail or ""]
    inner = [element.text or "", *(text for child in element for text in _visible(child))]
    return [*inner, " ", element.tail or ""]


def _values(form: Element) -> MultiDict[str, str]:
    values: MultiDict[str, str] = MultiDict()
    for element in form.iter():
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        if element.tag == "input" and element.get("type") in ("radio", "checkbox"):
            if element.get("checked") is not None:
                values.add(name, element.get("value", "on"))
        elif element.tag == "input" and element.get("type") != "submit":
            values.add(name, element.get("value", ""))
        elif element.tag == "textarea":
            values.add(name, element.text or "")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            values.setlist(name, [option.get("value", option.text or "") for option in chosen])
    return values
