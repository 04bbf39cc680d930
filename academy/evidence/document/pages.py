"""The pages of a pack: read with any browser, printable, and asking nothing of any network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from academy import i18n
from academy.courses.content import Course
from academy.evidence.content import Happened, Packing
from academy.evidence.document.wording import STANDINGS, words_of
from academy.i18n import Language
from academy.languages.content import texts
from academy.web.words import speaking

_FILE = re.compile(r"/media/([0-9a-f]{64})/[a-z0-9_-]+(\.[a-z0-9]+)")


@dataclass(frozen=True)
class ReadMe:
    """What the first page tells of a pack."""

    certificate: Mapping[str, Any]
    standing: str
    packing: Packing
    #: The key that signed the pack, and the one that signed the credential.
    kid: str
    credential_kid: str | None
    names: Sequence[str]
    #: The newest seal of the trail: its number and digest.
    head: tuple[int, str] | None
    left_out: Sequence[str]
    has_document: bool

    def holds(self, beginning: str) -> bool:
        """Say whether any file's path begins like this."""
        return any(name.startswith(beginning) for name in self.names)

    def worth(self) -> str:
        """Return in words what the certificate was worth when it was packed."""
        return str(STANDINGS[self.standing])


def moment(at: str) -> str:
    """Return a moment as everybody reads it the same."""
    return f"{at[:10]} {at[11:19]} UTC"


def languages_of(locale: str) -> list[Language]:
    """Return the languages a page is written in: the certificate's own, and English."""
    codes = dict.fromkeys([locale if locale in i18n.LANGUAGES else i18n.DEFAULT, i18n.DEFAULT])
    return [i18n.LANGUAGES[code] for code in codes]


def read_me(told: ReadMe) -> str:
    """Return the first page: what this is, what each part proves and does not, and how to check it."""
    chosen = languages_of(told.certificate["language"])
    parts = [(each, _in(each, "evidence/words.html", told=told, moment=moment)) for each in chosen]
    return _render("evidence/read_me.html", number=told.certificate["number"], parts=parts)


def timeline_page(number: str, locale: str, happened: Sequence[Happened]) -> str:
    """Return everything that happened, line by line, in the certificate's language and in English."""
    chosen = languages_of(locale)
    said: list[dict[str, str]] = [{} for _line in happened]
    for each in chosen:
        with speaking(each):
            for words, line in zip(said, happened, strict=True):
                words.setdefault(str(words_of(line)), each.code)  # what has no translation yet stands once
    lines = list(zip(happened, said, strict=True))
    return _in(chosen[0], "evidence/timeline.html", number=number, lines=lines, moment=moment)


def texts_page(course: Course, *, number: int, locale: str, digest: str, document: str) -> str:
    """Return a rendition to be read: every text in its order, as it was shown."""
    kept = json.loads(document)
    language = i18n.LANGUAGES.get(locale, i18n.LANGUAGES[i18n.DEFAULT])
    return _render(
        "evidence/texts.html",
        course=course.slug, number=number, digest=digest, language=language,
        sections=_sections(course, kept),
    )  # fmt: skip


def _sections(course: Course, kept: Mapping[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield (path, title, its (slot, clean HTML)) of the course itself and of each of its activities."""
    slots: dict[str, list[tuple[str, str]]] = {}
    for slot, _source in texts(course):
        where = "/".join(slot.split("/")[:4]) if "/activities/" in slot else course.slug
        if (phrase := kept["phrases"].get(slot)) is not None:
            slots.setdefault(where, []).append((slot.removeprefix(f"{where}/"), _beside(phrase[1])))
    for where, found in slots.items():
        title = kept["phrases"].get(f"{where}/content/title") or kept["phrases"]["title"]
        body = (kept.get("extras") or {}).get(where.rpartition("/")[2]) or {}
        pieces = body.get("segments", ()) if isinstance(body, Mapping) else ()
        yield where, title[0], [*found, *(("", _beside(piece[1])) for piece in pieces)]


def _beside(markup: str) -> str:
    """Have pictures and recordings come from beside the page."""
    return _FILE.sub(r"../../media/\1\2", markup)


def _in(language: Language, template: str, **values: Any) -> str:
    with speaking(language):
        return _render(template, language=language, **values)


def _render(template: str, **values: Any) -> str:
    return current_app.jinja_env.get_template(template).render(**values)
