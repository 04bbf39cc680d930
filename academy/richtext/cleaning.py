"""What may be in clean HTML; the only file that touches bleach and nh3."""

from __future__ import annotations

import html as entities
import re
import unicodedata

import nh3
from bleach.sanitizer import Cleaner

from academy.richtext.kinds import CALLOUTS

_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
_CLASSES = "|".join(
    [
        "lead",
        "callout",
        *(f"callout-{kind}" for kind in CALLOUTS),
        "callout-title",
        "figure",
        "scroll",
        "num",
        "fallback",
        "fallback-note",
        "original",
        "file",
        "transcript",
        "term",
    ]
)
_TAG_NAMES = (
    "p br hr em strong b i sub sup abbr code blockquote ul ol li a h2 h3 h4 table thead tbody tr th td "
    "aside div span figure figcaption img details summary audio video track"
)
_TAGS = set(_TAG_NAMES.split())
_ANYTHING = r"[\s\S]*"
_EVERYWHERE = {"lang": _LANGUAGE, "dir": "ltr|rtl|auto", "class": rf"(?:{_CLASSES})(?: (?:{_CLASSES}))*"}
#: An id is only ever a heading's and starts with "s-", so that it can shadow nothing a script looks up.
_HEADING_ID = {"id": r"s-[\w-]+"}
_LINK = r"(?i:#[\w-]+|mailto:[^\s/\\]+|https?://[^/\\?#@]+(?:[/?#][^\\]*)?)"
#: Pictures come from this host only: a path, never another host's address.
_PICTURE = r"(?:/(?!/))?[\w.%-][\w./%?=&~+,;@-]*"
#: Files of courses: these addresses and no other play or are offered to keep.
_FILE = r"/media/[0-9a-f]{64}/[a-z0-9][a-z0-9_-]*\.[a-z0-9]+"
_PLAYER = {"src": _FILE, "controls": "", "preload": "none", "aria-label": _ANYTHING}
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "a": {
        "href": f"(?:{_LINK}|{_FILE})",
        "download": "",
        "data-type": r"[a-z0-9]+",
        "data-size": r"\d{1,12}",
    },
    "audio": _PLAYER,
    "video": {**_PLAYER, "width": r"\d{1,5}", "height": r"\d{1,5}", "playsinline": ""},
    "track": {"kind": "captions", "src": _FILE, "srclang": _LANGUAGE, "label": _ANYTHING},
    "abbr": {"title": _ANYTHING},
    "h2": _HEADING_ID,
    "h3": _HEADING_ID,
    "h4": _HEADING_ID,
    "ol": {"start": r"\d{1,9}"},
    "th": {"scope": "col|row"},
    "aside": {"role": "note"},
    "div": {"role": "region", "tabindex": "0", "aria-label": _ANYTHING},
    "p": {"data-from": _LANGUAGE, "data-stale": "", "data-kind": "|".join(CALLOUTS)},
    "summary": {"data-words": "", "data-transcript": ""},
    "img": {"src": _PICTURE, "alt": _ANYTHING, "width": r"\d{1,5}", "height": r"\d{1,5}", "loading": "lazy"},
}
_ALLOWED = {tag: {**_EVERYWHERE, **_ATTRIBUTES.get(tag, {})} for tag in _TAGS}
_PROTOCOLS = {"http", "https", "mailto"}
_REL = "noopener noreferrer"
#: Passes after which markup that still changes is shown as plain text instead.
_PASSES = 4


def _is_allowed(tag: str, name: str, value: str) -> bool:
    rule = _ALLOWED.get(tag, {}).get(name)
    if rule is None or re.fullmatch(rule, value) is None:
        return False
    return name not in ("href", "src") or not any(unicodedata.category(sign)[0] in "CZ" for sign in value)


def _is_allowed_escaped(tag: str, name: str, value: str) -> bool:
    return _is_allowed(tag, name, entities.unescape(value))


def _keep(tag: str, name: str, value: str) -> str | None:
    if (tag, name, value) == ("a", "rel", _REL):  # nh3 sets it, and asks for it too
        return value
    return value if _is_allowed(tag, name, value) else None


_second = nh3.Cleaner(
    tags=_TAGS,
    attributes={tag: set(names) for tag, names in _ALLOWED.items()},
    attribute_filter=_keep,
    link_rel=_REL,
    url_schemes=_PROTOCOLS,
)


def clean(html: str) -> str:
    """Return ``html`` with only what the allow-list names; cleaning again changes nothing."""
    for _ in range(_PASSES):
        # A bleach cleaner keeps state while it works, so each call has its own.
        first = Cleaner(tags=_TAGS, attributes=_is_allowed_escaped, protocols=_PROTOCOLS, strip=True)
        cleaned = _second.clean(first.clean(html))
        if cleaned == html:
            return html
        html = cleaned
    return entities.escape(html, quote=False)
