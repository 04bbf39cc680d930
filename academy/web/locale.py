"""The language of a request: it stands in the path; without one the browser's preference decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, request, url_for
from flask_babel import Babel
from werkzeug.routing import BaseConverter

from academy import i18n
from academy.actor import Actor
from academy.i18n import CATALOGUES


class LocaleConverter(BaseConverter):
    """The first part of a path: the code of a language. Which are offered is decided per application."""

    regex = "[a-z]{2,3}(?:-[A-Za-z-]{2,12})?"


class SlugConverter(BaseConverter):
    """A readable name in a path: lower-case words with hyphens."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True)
class Offered:
    """One line of the language menu: the same page in another language."""

    code: str
    name: str
    url: str


def language() -> i18n.Language:
    """Return the language of this request."""
    found: i18n.Language = g.get("language") or i18n.LANGUAGES[i18n.DEFAULT]
    return found


def content_locale(reader: Actor | None) -> str:
    """Return the language authored text is shown in: the reader's choice, else that of the interface."""
    chosen = (reader.content_locale if reader else None) or language().code
    return chosen if chosen in i18n.LANGUAGES else i18n.DEFAULT


def offered() -> dict[str, i18n.Language]:
    """Return the languages this application offers."""
    languages = dict(i18n.LANGUAGES)
    if current_app.config["HAS_PSEUDO_LOCALE"]:
        languages[i18n.PSEUDO.code] = i18n.PSEUDO
    return languages


def use_locale(app: Flask, *, has_pseudo_locale: bool) -> None:
    """Take the language from each path and put it into each link."""
    app.config["HAS_PSEUDO_LOCALE"] = has_pseudo_locale
    app.url_map.converters.update(locale=LocaleConverter, slug=SlugConverter)
    Babel(
        app, default_translation_directories=str(CATALOGUES), default_timezone="UTC",
        locale_selector=lambda: language().babel,
    )  # fmt: skip
    app.url_value_preprocessor(_take)
    app.url_defaults(_give)


def same_page_elsewhere() -> list[Offered]:
    """Return this page's address in every offered language."""
    return [Offered(code, each.name, _address(code)) for code, each in offered().items()]


def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "locale" in values:
        found = offered().get(values.pop("locale"))
        if found is None:
            g.language = offered()[_preferred()]
            abort(404)
        g.language = found
    else:
        g.language = offered()[_preferred()]


def _give(endpoint: str, values: dict[str, Any]) -> None:
    if "locale" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = language().code


def _preferred() -> str:
    first = request.path.strip("/").partition("/")[0]
    return first if first in offered() else i18n.negotiate(request.headers.get("Accept-Language", ""))


def _address(code: str) -> str:
    if request.endpoint is None or not current_app.url_map.is_endpoint_expecting(request.endpoint, "locale"):
        return f"/{code}/"
    if not any("GET" in (rule.methods or ()) for rule in current_app.url_map.iter_rules(request.endpoint)):
        return f"/{code}/"
    page = url_for(request.endpoint, **{**(request.view_args or {}), "locale": code})
    return with_query(page, request.args.to_dict(flat=False)) if request.method == "GET" else page


def with_query(page: str, query: Mapping[str, object]) -> str:
    """Return a page's address with a query. What a visitor typed into hers never reaches ``url_for``."""
    return f"{page}?{urlencode(query, doseq=True)}" if query else page
