"""Putting an edition into one language: every slot's words, and what search finds of them. Slow, so done before writing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from academy import i18n, richtext
from academy.courses import content, rules
from academy.courses.kinds import Translate, kind_named
from academy.languages import queries as language_queries
from academy.languages.queries import TranslatedUnit
from academy.languages.rules import Lookup, State, digest
from academy.richtext import Shown

#: Language → digest of a unit → its translation.
Translated = Mapping[str, Mapping[str, TranslatedUnit]]
#: Stands before the digest of a unit whose translation is of an earlier text.
_STALE = "stale:"


@dataclass(frozen=True)
class Words:
    """What the catalogue and its search know of a course, or of one activity, in one language."""

    activity: str
    title: str
    title_lang: str | None
    text: str
    text_lang: str | None
    folded_title: str
    folded: str


@dataclass(frozen=True)
class Rendered:
    """An edition in one language, not kept yet."""

    locale: str
    #: Canonical JSON of ``content.RenditionDocument``.
    document: str
    digest: str
    translated_count: int
    unit_count: int
    words: tuple[Words, ...]


def translated(course: content.Course, texts: Sequence[str]) -> Translated:
    """Fetch the translations of a course's units to every language there is."""
    digests = [digest(text) for text in texts]
    return {
        locale: language_queries.translations(digests=digests, locale=locale)
        for locale in i18n.LANGUAGES
        if locale != course.source_locale
    }


def rendered(
    course: content.Course, texts: Sequence[str], known: Translated, files: Mapping[str, Shown]
) -> list[Rendered]:
    """Put a course into every language. ``texts`` are its units (``rules.units``), ``files`` what its texts show.

    One activity after the other, each in all languages, so that its text is parsed once.
    """
    lookups = {locale: cache(lookup_for(course, locale, known)) for locale in i18n.LANGUAGES}
    extras: dict[str, dict[str, Any]] = {locale: {} for locale in lookups}
    for _module, activity in course.activities():
        for locale, lookup in lookups.items():
            made = kind_named(activity.kind).render(activity.content, lookup, files)
            if made is not None:
                extras[locale][activity.slug] = json.loads(json.dumps(made))
    return [_rendered(course, texts, locale, lookup, extras[locale]) for locale, lookup in lookups.items()]


def _rendered(
    course: content.Course, texts: Sequence[str], locale: str, lookup: Translate, extras: dict[str, Any]
) -> Rendered:
    made = content.RenditionDocument(
        locale=locale,
        rules=richtext.RULES_VERSION,
        phrases=rules.phrases(course, lookup, richtext.inline),
        extras=extras,
    )
    document = rules.canonical(made.model_dump(mode="json"))
    shown = [lookup(text) for text in texts]
    done = sum(lang is None and not is_stale for _text, lang, is_stale in shown)
    words = tuple(_words(course, lookup))
    return Rendered(locale, document, rules.digest(document), done, len(texts), words)


def lookup_for(course: content.Course, locale: str, known: Translated) -> Lookup:
    """Return the lookup of a course's texts for a language and its stand-ins.

    An outdated translation is found under a name of its own, so that it is never taken for a current one.
    """
    order = i18n.chain(locale, course.source_locale)
    named = {
        each: {_name(name, unit): unit.text for name, unit in known.get(each, {}).items()} for each in order
    }
    former = {
        name.removeprefix(_STALE): name
        for texts in named.values()
        for name in texts
        if name.startswith(_STALE)
    }
    return Lookup(chain=order, texts=named, source_locale=course.source_locale, former=former)


def _name(name: str, unit: TranslatedUnit) -> str:
    return _STALE + name if unit.state is State.STALE else name


def _words(course: content.Course, lookup: Translate) -> list[Words]:
    """Collect what is found and quoted: titles for anyone; what lessons say only where anyone may start the course."""
    found = [_entry("", course.title, [course.summary], lookup)]
    for _module, activity in course.activities():
        body = kind_named(activity.kind).units(activity.content) if course.is_open else []
        found.append(_entry(activity.slug, activity.content.title, body, lookup))
    return found


def _entry(activity: str, title: str, body: Sequence[str], lookup: Translate) -> Words:
    shown_title, title_lang, _is_stale = lookup(title)
    shown = [lookup(text) for text in body]
    langs = [lang for _text, lang, _is_stale in shown]
    text = "\n".join(richtext.plain(text) for text, _lang, _is_stale in shown)
    plain_title = richtext.plain(shown_title)
    return Words(
        activity, plain_title, title_lang, text, max(set(langs), key=langs.count) if langs else None,
        rules.folded(plain_title), rules.folded(text),
    )  # fmt: skip
