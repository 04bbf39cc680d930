"""Words that the glossary of the course explains: ``[necropsies](term:necropsy)``."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from urllib.parse import unquote

from academy.richtext.inline import INLINE

_LINK = re.compile(r'<a href="term:([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_LED = re.compile(r'<a class="term" href="#term-([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def terms_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the words that inline Markdown has explained, each once, in reading order."""
    found = (
        key for text in texts if "term:" in text for key, _words in _LINK.findall(INLINE.renderInline(text))
    )
    return tuple(dict.fromkeys(unquote(entities.unescape(key)) for key in found))


def linked(html: str) -> str:
    """Lead each explained word to its explanation, which the page of the lesson has at its end."""
    return _LINK.sub(_led, html) if "term:" in html else html


def unlinked(html: str, keys: Iterable[str]) -> str:
    """Take out of clean markup what leads to the explanations of ``keys``, which are not there; the words stay."""
    gone = frozenset(keys)
    return _LED.sub(lambda found: found[2] if found[1] in gone else found[0], html) if gone else html


def _led(found: re.Match[str]) -> str:
    key, words = found[1], found[2]
    return f'<a class="term" href="#term-{key}">{words}</a>' if _KEY.fullmatch(key) else words
