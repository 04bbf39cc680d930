"""Languages of the interface and of content: which there are, how one is chosen, what stands in for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale

#: Where the words of the interface are: ``<babel name>/LC_MESSAGES/messages.po``.
CATALOGUES = Path(__file__).parent.parent / "translations"


@dataclass(frozen=True)
class Language:
    """One offered language. ``code`` is its BCP 47 tag and its place in the path."""

    code: str
    #: Its name in itself, for the language menu.
    name: str
    #: What Babel calls it: the folder of its catalogue and the source of its dates and numbers.
    babel: str
    direction: str = "ltr"
    #: Languages shown, in this order, where a text is not in this one. The source language comes last.
    fallbacks: tuple[str, ...] = ()
    #: The language this one is written from, character by character, where nobody wrote it by hand.
    derived_from: str | None = None
    #: Whose dates and numbers it uses, where Babel's default for the language is another country's.
    formats: str | None = None

    @cached_property
    def locale(self) -> Locale:
        """CLDR's data for dates, numbers and plurals."""
        return Locale.parse(self.formats or self.babel)


DEFAULT = "en"

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "en", formats="en_GB"),
        Language("sq", "Shqip", "sq"),
        Language("sr-Cyrl", "Српски", "sr_Cyrl", fallbacks=("sr-Latn",)),
        Language("sr-Latn", "Srpski", "sr_Latn", fallbacks=("sr-Cyrl",), derived_from="sr-Cyrl"),
    )
}

#: Brackets around every message: what a page shows without them is not in a catalogue. Tests only.
PSEUDO = Language("en-x-pseudo", "⟦Pseudo⟧", "en", formats="en_GB")

#: Tags people's browsers send, in lower case, and the language that serves them.
ALIASES: dict[str, str] = {
    "sr": "sr-Cyrl", "sr-rs": "sr-Cyrl", "sr-ba": "sr-Cyrl", "sr-xk": "sr-Cyrl",
    "sr-cyrl": "sr-Cyrl", "sr-cyrl-rs": "sr-Cyrl", "sr-cyrl-ba": "sr-Cyrl", "sr-cyrl-me": "sr-Cyrl", "sr-cyrl-xk": "sr-Cyrl",
    "sr-latn": "sr-Latn", "sr-latn-rs": "sr-Latn", "sr-latn-ba": "sr-Latn", "sr-latn-me": "sr-Latn", "sr-latn-xk": "sr-Latn",
    "sr-me": "sr-Latn", "sr-sp": "sr-Latn", "sh": "sr-Latn", "sh-ba": "sr-Latn", "sh-rs": "sr-Latn",
    "cnr": "sr-Latn", "cnr-me": "sr-Latn", "cnr-latn": "sr-Latn", "cnr-latn-me": "sr-Latn", "cnr-cyrl": "sr-Cyrl",
    "hr": "sr-Latn", "hr-hr": "sr-Latn", "hr-ba": "sr-Latn", "bs": "sr-Latn", "bs-ba": "sr-Latn",
    "bs-latn": "sr-Latn", "bs-latn-ba": "sr-Latn", "bs-cyrl": "sr-Cyrl", "bs-cyrl-ba": "sr-Cyrl",
    "sq": "sq", "sq-al": "sq", "sq-xk": "sq", "sq-mk": "sq", "sq-me": "sq", "als": "sq", "aln": "sq",
    "en": "en",
}  # fmt: skip


def resolve(tag: str) -> str | None:
    """Return the offered language that serves a BCP 47 ``tag``, or None."""
    tag = tag.strip().replace("_", "-").casefold()
    if tag in ALIASES:
        return ALIASES[tag]
    return ALIASES.get(tag.split("-")[0])


def negotiate(header: str) -> str:
    """Choose a language for an ``Accept-Language`` header: the most wanted one that is served, else English."""
    for tag in _wanted(header):
        if code := resolve(tag):
            return code
    return DEFAULT


def chain(code: str, source: str = DEFAULT) -> tuple[str, ...]:
    """Return the languages to look a text up in, best first: the asked one, its stand-ins, the source."""
    asked = LANGUAGES.get(code)
    order = (code, *(asked.fallbacks if asked else ()), source)
    return tuple(dict.fromkeys(order))


def _wanted(header: str) -> Iterable[str]:
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, parameter = part.partition(";")
        weight = _weight(parameter)
        if tag.strip() and weight > 0:
            weighted.append((-weight, place, tag))
    return (tag for _, _, tag in sorted(weighted))


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def collected(sentence: str) -> str:
    """Return ``sentence`` as it is: this only marks it for the catalogues, where a page puts it through gettext later."""
    return sentence
