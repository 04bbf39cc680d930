"""A file as markup: a picture, a player with its captions, a document to keep."""

from __future__ import annotations

import html as entities
from pathlib import PurePosixPath

from academy.richtext.kinds import Shown

#: Kinds that play.
RECORDINGS = frozenset({"audio", "video"})


def markup(shown: Shown, words: str, lang: str | None) -> str:
    """Return a file as it is shown; ``words`` stand in for it, in ``lang`` where that is not the page's."""
    if shown.kind == "image":
        return _picture(shown, words, lang)
    if shown.kind in RECORDINGS:
        return _player(shown, words, lang)
    return _document(shown, words, lang)


def download(shown: Shown) -> str:
    """Return the link to keep a recording; its words are put in later."""
    return f"<p>{_link(shown, '', None)}</p>"


def _picture(shown: Shown, words: str, lang: str | None) -> str:
    attributes = f"{_lang(lang)}{_sides(shown)}"
    return (
        f'<img src="{entities.escape(shown.url)}" alt="{entities.escape(words)}"{attributes} loading="lazy">'
    )


def _player(shown: Shown, words: str, lang: str | None) -> str:
    source, label = entities.escape(shown.url), entities.escape(words)
    common = f'src="{source}" controls="" preload="none" aria-label="{label}"{_lang(lang)}'
    if shown.kind == "audio":
        return f"<audio {common}></audio>"
    tracks = "".join(
        f'<track kind="captions" src="{entities.escape(each.url)}" srclang="{each.lang}" label="{entities.escape(each.label)}">'
        for each in shown.tracks
    )
    return f'<video {common}{_sides(shown)} playsinline="">{tracks}</video>'


def _document(shown: Shown, words: str, lang: str | None) -> str:
    return f"<p>{_link(shown, words, lang)}</p>"


def _link(shown: Shown, words: str, lang: str | None) -> str:
    suffix = PurePosixPath(shown.url).suffix.lstrip(".")
    attributes = f'href="{entities.escape(shown.url)}"{_lang(lang)} download="" data-type="{suffix}" data-size="{shown.size}"'
    return f'<a class="file" {attributes}>{entities.escape(words)}</a>'


def _sides(shown: Shown) -> str:
    return f' width="{shown.width}" height="{shown.height}"' if shown.width and shown.height else ""


def _lang(lang: str | None) -> str:
    return f' lang="{lang}"' if lang else ""
