"""Every template compiles, and some page or macro reaches it."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

ACADEMY = Path(__file__).parents[2] / "academy"
NAMED = re.compile(r"""["']([\w/.-]+\.html)["']""")


def test_every_template_compiles(base_app: Flask) -> None:
    """Jinja reads it, and knows every filter and test it names."""
    for name in base_app.jinja_env.list_templates(extensions=["html"]):
        base_app.jinja_env.get_template(name)
        source, _path, _fresh = base_app.jinja_env.loader.get_source(base_app.jinja_env, name)  # type: ignore[union-attr]
        unknown = set(_used(source)) - set(base_app.jinja_env.filters) - set(base_app.jinja_env.tests)
        assert not unknown, f"{name} uses filters or tests nobody wrote: {sorted(unknown)}"


def _used(source: str) -> list[str]:
    """Return the filters a template names, those that are given to map() as well."""
    code = " ".join(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", source, re.DOTALL))
    direct = re.findall(r"\|\s*([a-z_]+)", re.sub(r'"[^"]*"', '""', code))
    mapped = re.findall(r"""\bmap\(\s*["']([a-z_]+)["']""", code)
    tested = re.findall(r"""\b(?:select|reject)\(\s*["']([a-z_]+)["']""", code)
    return direct + mapped + tested


def test_every_template_is_reached(base_app: Flask) -> None:
    """What no view and no template names is dead: remove it."""
    named: set[str] = set()
    for path in [*ACADEMY.rglob("*.py"), *ACADEMY.rglob("*.html")]:
        named.update(NAMED.findall(path.read_text()))
    built = {f"items/{path.stem}.html" for path in (ACADEMY / "items" / "templates" / "items").glob("*.html")}
    dead = set(base_app.jinja_env.list_templates(extensions=["html"])) - named - built
    assert not dead, f"no view and no template names these: {sorted(dead)}"


def test_pages_fill_their_title(base_app: Flask) -> None:
    """Every page that extends the base says what it is, in the title block."""
    for name in base_app.jinja_env.list_templates(extensions=["html"]):
        source, _path, _fresh = base_app.jinja_env.loader.get_source(base_app.jinja_env, name)  # type: ignore[union-attr]
        if '{% extends "base.html" %}' in source:
            assert "{% block title %}" in source, f"{name}: fill the title block"
