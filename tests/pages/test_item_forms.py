"""An item's form: what it shows is what it reads back, whatever the kind; deeds on rows; what is wrong, by place."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from academy.items.forms import error_words, kind_options
from academy.items.kinds import KINDS, kind_named, parse
from academy.items.kinds.editing import blank, changed, deed_of, examine, read

COURSES = (Path("academy/curriculum"), Path("tests/packages"))
ITEMS = [
    item
    for folder in COURSES
    for path in sorted(folder.rglob("*.quiz.yaml"))
    for item in yaml.safe_load(path.read_text()).get("items", [])
]
SHOW = "{% from 'items/edit.html' import edit %}{{ edit(data, 'item', errors, pictures) }}"


def shown(app: Flask, data: dict[str, Any], errors: dict[str, str] | None = None) -> Element:
    file = (data.get("picture") or {}).get("file")
    with app.test_request_context("/en/"):
        html = render_template_string(
            SHOW, data=data, errors=errors or {}, pictures=[(file, file)] if file else []
        )
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def filled(page: Element) -> MultiDict[str, str]:
    """Return what a browser would send of the form as it stands."""
    sent: MultiDict[str, str] = MultiDict()
    for field in page.iter():
        name = field.get("name", "")
        if field.tag == "textarea":
            sent.add(name, field.text or "")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((each for each in options if "selected" in each.attrib), options[0])
            sent.add(name, chosen.get("value", ""))
        elif field.tag == "input" and (
            field.get("type") not in ("radio", "checkbox") or "checked" in field.attrib
        ):
            sent.add(name, field.get("value", ""))
    return sent


@pytest.mark.parametrize("data", ITEMS, ids=lambda data: data["key"])
def test_a_form_reads_back_what_it_shows(app: Flask, data: dict[str, Any]) -> None:
    """Every item that ships survives its own form unchanged."""
    kind = kind_named(data["kind"])
    sent = filled(shown(app, data))
    again = read(sent, "item", kind=data["kind"], key=data["key"], layout=kind.layout)
    assert parse(again) == parse(data)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_new_item_names_what_is_missing(app: Flask, kind: Any) -> None:
    """A blank form is no item, each error stands at a field of the form, and nothing typed is lost."""
    data = blank(kind.name, "new", kind.layout)
    examined = examine(data, kind.content)
    words = error_words(examined)
    assert examined.item is None
    assert "prompt" in words
    page = shown(app, data, words)
    assert any(each.get("aria-invalid") == "true" for each in page.iter())
    assert read(filled(page), "item", kind=kind.name, key="new", layout=kind.layout)["key"] == "new"
    assert kind.name in dict(kind_options())


def test_rows_are_added_moved_and_taken_out() -> None:
    """Deeds keep every word; one that cannot be done changes nothing."""
    layout = kind_named("ordering").layout
    data = {"key": "k", "kind": "ordering", "prompt": "p", "steps": ["a", "b", "c"]}
    assert changed(data, "steps.up.2", layout)["steps"] == ["a", "c", "b"]
    assert changed(data, "steps.down.0", layout)["steps"] == ["b", "a", "c"]
    assert changed(data, "steps.remove.1", layout)["steps"] == ["a", "c"]
    assert changed(data, "steps.add", layout)["steps"] == ["a", "b", "c", ""]
    for nothing in ("steps.up.0", "steps.down.2", "steps.remove.9", "choices.add", "steps.burn.1"):
        assert changed(data, nothing, layout)["steps"] == ["a", "b", "c"]
    assert deed_of(MultiDict({"item.do": "steps.up.2"}), "item") == "steps.up.2"
    assert deed_of(MultiDict({"item.do": "steps.burn.2"}), "item") is None


def test_a_choice_without_a_right_one_is_said_so() -> None:
    """The author's mistakes have sentences of their own."""
    kind = kind_named("single-choice")
    data = {"key": "k", "kind": "single-choice", "prompt": "p", "choices": [{"text": "a"}, {"text": "b"}]}
    assert "Tick exactly one right choice." in error_words(examine(data, kind.content)).values()
    same = {**data, "choices": [{"text": "a", "right": True}, {"text": "A"}]}
    assert "same text" in " ".join(error_words(examine(same, kind.content)).values())


def test_signs_that_part_records_survive_in_them(app: Flask) -> None:
    """A bar or an equals sign in an author's words is not taken for what parts or ticks a line."""
    gaps = [
        {"answers": [{"text": "a|b", "score": 0.5, "feedback": "x | y"}, {"text": "= c"}]},
        {"choices": [{"text": "=1", "right": True}, {"text": "|", "feedback": "z"}, {"text": "2|"}]},
    ]
    data = {"key": "k", "kind": "cloze", "prompt": "p", "text": "{{1}} {{2}}", "gaps": gaps}
    layout = kind_named("cloze").layout
    assert read(filled(shown(app, data)), "item", kind="cloze", key="k", layout=layout)["gaps"] == [
        {**gaps[0], "points": 1}, {**gaps[1], "points": 1}
    ]  # fmt: skip


def test_what_every_item_has_comes_back(app: Flask) -> None:
    """Tags, hints, the order of choices, items that are only tried out."""
    data = {
        "key": "k", "kind": "single-choice", "prompt": "p", "choices": [{"text": "a", "right": True}, {"text": "b"}],
        "tags": ["scene", "night-work"], "hints": ["Think of the wind.", "Think of the dog."], "pilot": True,
        "keep_order": True, "points": 1, "source": "Guide 3",
    }  # fmt: skip
    layout = kind_named("single-choice").layout
    assert read(filled(shown(app, data)), "item", kind="single-choice", key="k", layout=layout) == data
    wrong = examine({**data, "tags": ["scene", "Night work"]}, kind_named("single-choice").content)
    assert set(error_words(wrong)) == {"tags"}
