"""A page of items without the rest of the academy, and what a browser would send from its form."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

import academy
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Response

_HOME = Path(next(iter(academy.__path__)))
_PAGES = Environment(
    loader=FileSystemLoader([_HOME / "items" / "templates", _HOME / "web" / "templates"]),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
)
_PAGES.filters["number"] = str
_PAGES.install_null_translations(newstyle=True)  # type: ignore[attr-defined]


def shown(
    item: Item,
    response: Response,
    *,
    seed: int | None = 7,
    name: str = "q",
    disabled: bool = False,
    **more: Any,
) -> str:
    """Render an item as a learner gets it; ``more`` is what some kinds need, such as a picture's address."""
    presented = kind_named(item.kind).presented(item, seed, response)
    return str(_macros().show(presented, item, response, name, disabled=disabled, **more))


def reviewed(item: Item, response: Response, *, released: bool = True, **more: Any) -> str:
    """Render the review of a response."""
    mark = kind_named(item.kind).mark(item, response)
    return str(_macros().review(item, response, mark, released, **more))


def _macros() -> Any:
    return _PAGES.get_template("items/item.html").module


class Browser(HTMLParser):
    """Reads a page and fills ``fields`` with what its form would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self.controls: list[dict[str, str | None]] = []
        self.labelled: set[str] = set()
        self._select: str | None = None
        self._depth_of_label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a control, or the option that is selected."""
        values = dict(attrs)
        if tag == "label":
            self._depth_of_label += 1
            self.labelled.add(values.get("for") or "")
        if tag in ("input", "select"):
            self.controls.append({**values, "is-wrapped": "yes" if self._depth_of_label else None})
        if tag == "select":
            self._select = None if "disabled" in values else values["name"]
        if "disabled" in values:
            return
        if tag == "input" and (values.get("type") not in ("radio", "checkbox") or "checked" in values):
            self.fields.add(values["name"] or "", values.get("value") or "")
        if tag == "option" and "selected" in values and self._select:
            self.fields.add(self._select, values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a label or a select."""
        if tag == "label":
            self._depth_of_label -= 1
        if tag == "select":
            self._select = None
