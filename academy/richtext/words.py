"""Words of the interface and icons, put into the markers that clean markup carries."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping

from academy.richtext.kinds import CALLOUTS

_NOTES = re.compile(r'<p class="fallback-note" data-(from|stale)="([^"]*)"></p>')
_TITLES = re.compile(r'<p class="callout-title" data-kind="(\w+)"( lang="[^"]*")?>(.*?)</p>', re.DOTALL)
_SUMMARIES = '<summary data-words=""></summary>'


def fill(html: str, words: Mapping[str, str]) -> str:
    """Put words and icons into the markers of clean ``html``.

    ``words`` holds plain text: ``callout:<kind>`` for the default titles, ``words`` for the summary of a long
    description, ``fallback:<language>`` for the note above a fallback and ``stale`` for that above an
    outdated translation. A word that is needed and missing raises ``KeyError``.
    """

    def note(found: re.Match[str]) -> str:
        key = f"fallback:{found[2]}" if found[1] == "from" else "stale"
        return f'<p class="fallback-note">{_icon("globe")}<span>{_word(words, key)}</span></p>'

    def title(found: re.Match[str]) -> str:
        kind, lang, own = found[1], found[2] or "", found[3]
        content = own or _word(words, f"callout:{kind}")
        return f'<p class="callout-title"{lang}>{_icon(CALLOUTS[kind])}<span>{content}</span></p>'

    html = _TITLES.sub(title, _NOTES.sub(note, html))
    if _SUMMARIES not in html:
        return html
    return html.replace(_SUMMARIES, f"<summary>{_word(words, 'words')}</summary>")


def _icon(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'


def _word(words: Mapping[str, str], key: str) -> str:
    return entities.escape(str(words[key]), quote=False)
