"""The interface's words in templates: each sentence is looked up once for each language, not once for each page."""

from __future__ import annotations

from flask import Flask, g
from flask_babel import get_translations
from markupsafe import Markup  # noqa: TID251 - our own sentences, from our own catalogues

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
