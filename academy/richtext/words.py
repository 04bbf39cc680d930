"""Words of the interface and icons, put into the markers that clean markup carries."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping

from academy.richtext.kinds import CALLOUTS

_NOTES = re.compile(r'<p class="fallback-note" data-(from|stale)="([^"]*)"></p>')
_TITLES = re.compile(r'<p class="callout-title" data-kind="(\w+)"( lang="[^"]*")?>(.*?)</p>', re.DOTALL)
_SUMMARIES = re.compile(r'<summary data-(words|transcript)=""></summary>')
_FILES = re.compile(r'(<a class="file"[^>]*? data-type="(\w+)" data-size="(\d+)"[^>]*>)(.*?)</a>', re.DOTALL)


def fill(html: str, words: Mapping[str, str]) -> str:
    """Put words and icons into the markers of clean ``html``.

    ``words`` holds plain text: ``callout:<kind>`` for the default titles, ``words`` for the summary of a long
    description, ``transcript`` for that of a transcript, ``download`` for the link under a recording,
    ``decimal`` for the sign before tenths, ``fallback:<language>`` for the note above a fallback and ``stale`` for that above an
    outdated translation. A word that is needed and missing raises ``KeyError``.
    """

    def note(found: re.Match[str]) -> str:
        key = f"fallback:{found[2]}" if found[1] == "from" else "stale"
        return f'<p class="fallback-note">{_icon("globe")}<span>{_word(words, key)}</span></p>'

    def title(found: re.Match[str]) -> str:
        kind, lang, own = found[1], found[2] or "", found[3]
        content = own or _word(words, f"callout:{kind}")
        return f'<p class="callout-title"{lang}>{_icon(CALLOUTS[kind])}<span>{content}</span></p>'

    def file(found: re.Match[str]) -> str:
        opening, suffix, size, own = found.groups()
        said = f"{suffix.upper()}, {_megabytes(int(size), words)}"
        return f"{opening}{_icon('download')}<span>{own or _word(words, 'download')} <small>({said})</small></span></a>"

    html = _TITLES.sub(title, _NOTES.sub(note, html))
    if "<summary data-" in html:
        html = _SUMMARIES.sub(lambda found: f"<summary>{_word(words, found[1])}</summary>", html)
    return _FILES.sub(file, html) if ' class="file"' in html else html


def _megabytes(size: int, words: Mapping[str, str]) -> str:
    """Say a size as people do: these units are the same in every language of the academy."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB".replace(".", _word(words, "decimal"))


def _icon(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'


def _word(words: Mapping[str, str], key: str) -> str:
    return entities.escape(str(words[key]), quote=False)
