"""The interface's words in templates: each sentence is looked up once for each language, not once for each page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g
from flask_babel import force_locale, get_translations
from markupsafe import Markup  # noqa: TID251 - our own sentences, from our own catalogues

from academy.i18n import Language
from academy.web.locale import language


class Words(dict[str, Markup]):
    """The sentences of one language that pages have shown so far."""

    def __init__(self) -> None:
        super().__init__()
        #: Those that nothing is put into, as they are shown.
        self.whole: dict[str, Markup] = {}

    def __missing__(self, sentence: str) -> Markup:
        """Look a sentence up in the catalogue of the request's language."""
        found = self[sentence] = Markup(get_translations().ugettext(sentence))  # noqa: S704 # nosec B704
        return found


def use_words(app: Flask) -> None:
    """Give templates their ``_``; values put into a sentence are escaped."""
    known: dict[str, Words] = {}

    def translate(sentence: str, /, **values: object) -> Markup:
        words: Words | None = g.get("words")
        if words is None:
            words = g.words = known.setdefault(language().code, Words())
        if values:
            return words[sentence] % values
        found = words.whole.get(sentence)
        if found is None:
            found = words.whole[sentence] = words[sentence] % values
        return found

    app.jinja_env.globals.update(_=translate, gettext=translate)


@contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """Render templates in another language than the request's, or outside any request: for what is packed or printed.

    ``force_locale`` alone would leave its sentences among those of the request's language, for every page after.
    """
    before = {name: g.pop(name, None) for name in ("language", "words")}
    g.language = wanted
    try:
        with force_locale(wanted.babel):
            yield
    finally:
        for name, value in before.items():
            g.pop(name, None)
            if value is not None:
                setattr(g, name, value)
