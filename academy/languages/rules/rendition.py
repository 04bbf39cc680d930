"""Which text a reader sees for a source text: their language if there is one, else an honest fallback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from academy.languages.rules.transliteration import to_latin
from academy.languages.rules.units import digest

CYRILLIC, LATIN = "sr-Cyrl", "sr-Latn"


class Shown(NamedTuple):
    """A text as shown; ``lang`` names its language only if it is not the one asked for."""

    text: str
    lang: str | None = None
    is_stale: bool = False


class Lookup:
    """Finds the text to show for each source text, for one asked locale.

    ``chain`` holds the asked locale first, then its fallbacks in order. ``texts`` holds, for each locale, the
    translations by digest. ``former`` leads from a unit's digest to that of the text its slot held before;
    an outdated translation in the asked language comes before a fallback in another.
    """

    def __init__(
        self,
        *,
        chain: tuple[str, ...],
        texts: Mapping[str, Mapping[str, str]],
        source_locale: str,
        former: Mapping[str, str] | None = None,
    ) -> None:
        self._chain = chain
        self._texts = texts
        self._source_locale = source_locale
        self._former = former or {}

    def __call__(self, source: str, context: str = "") -> Shown:
        """Return what to show for ``source``."""
        name = digest(source, context)
        asked, *fallbacks = self._chain
        if (text := self._text(asked, name, source)) is not None:
            return Shown(text)
        former = self._former.get(name)
        if former is not None and (text := self._text(asked, former)) is not None:
            return Shown(text, is_stale=True)
        for locale in fallbacks:
            if (text := self._text(locale, name, source)) is not None:
                return Shown(text, lang=locale)
        return Shown(source, lang=self._source_locale)

    def _text(self, locale: str, name: str, source: str | None = None) -> str | None:
        """Return the text of a unit in ``locale``; ``source`` is its text in the source language, if current."""
        if locale == self._source_locale and source is not None:
            return source
        if text := self._texts.get(locale, {}).get(name):
            return text
        if locale == LATIN:
            cyrillic = self._text(CYRILLIC, name, source)
            return None if cyrillic is None else to_latin(cyrillic)
        return None
