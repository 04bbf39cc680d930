"""Every word a person reads is in a catalogue: in the pseudo-locale each message stands in ⟦ ⟧, and nothing else is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import flask_babel
import pytest
from babel import Locale
from babel.support import NullTranslations
from flask import Flask
from sqlalchemy import select

from academy import i18n, richtext
from academy.accounts.models import Admission, Passkey, Person
from academy.agencies.models import Agency, Country
from academy.api.models import ApiToken
from academy.capstones.models import CapstoneMark
from academy.cascade.models import Commitment, Training
from academy.certificates.models import Certificate, Logo, Signatory, Template
from academy.cohorts.models import Announcement, Question
from academy.courses import rules as course_rules
from academy.courses.models import (
    ActivityDraft,
    Course,
    DraftMedium,
    DraftRevision,
    Edition,
    Programme,
    Publication,
)
from academy.db import session
from academy.evaluation.models import CaseReport
from academy.items.models import BankComment, BankItem, BankVersion
from academy.jurisdictions.models import JurisdictionEntry
from academy.learning.models import AnswerEvent, Cohort, ItemResult, Override, PriorLearning
from academy.lessons.views import reading as lesson_views
from academy.meetings.models import Meeting
from academy.meetings.rules import zones
from academy.quizzes.models import AnswerFile, Appeal
from academy.snapshots.models import Snapshot
from academy.web.kept import use_kept
from academy.web.locale import language
from academy.web.words import use_words
from tests.fences.scene import Scene
from tests.fences.test_pages import pages
from tests.lens import Page

MESSAGE = re.compile(r"⟦[^⟦⟧]*⟧")
#: On the wall stands a code.
CODED = {
    "meetings.wall": re.compile(r"[0-9A-Z]{3} [0-9A-Z]{3}"),
    "cases.team": re.compile(r"[0-9A-Z]{3} [0-9A-Z]{3}"),
    "quizzes.exam_wall": re.compile(r"[0-9A-Z]{3} [0-9A-Z]{3}"),
}
#: Ids and digests.
CODE = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("aria-label", "title", "placeholder", "aria-description")
#: Shown as they are in every language.
FIXED = {
    "en",
    "sq",
    "sr",
    "UTC",
    "PDF",
    "SVG",
    "XA",
    "XB",
    "Cyrl",
    "Latn",
    "pseudo",
    "Pseudo",
    "am",
    "pm",
    "EN",
    "kB",
    "MB",
}
#: Pages that are for developers, or no page.
UNSPOKEN = {
    "certificates.card", "certificates.specimen", "pages.components", "pages.health", "pages.ready", "snapshots.as_print",
}  # fmt: skip


class Bracketing(NullTranslations):
    """A catalogue that brackets every message it is asked for."""

    def __init__(self, spare: Callable[[str], bool]) -> None:
        super().__init__()
        self.spare = spare

    def _put(self, message: str) -> str:
        return message if self.spare(message) else f"⟦{message}⟧"

    def gettext(self, message: str) -> str:
        return self._put(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self._put(singular if n == 1 else plural)

    def pgettext(self, _context: str, message: str) -> str:
        return self._put(message)

    def npgettext(self, _context: str, singular: str, plural: str, n: int) -> str:
        return self.ngettext(singular, plural, n)

    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch, scene: Scene) -> Iterator[Scene]:
    """The wider world with the pseudo-locale's catalogue."""
    ordinary, brackets = flask_babel.Domain.get_translations, Bracketing(lambda _message: False)

    def chosen(self: flask_babel.Domain) -> Any:
        return brackets if language().code == i18n.PSEUDO.code else ordinary(self)

    monkeypatch.setattr(flask_babel.Domain, "get_translations", chosen)
    _forget(scene.app)
    yield scene
    _forget(scene.app)


def _forget(app: Flask) -> None:
    """Forget the words and parts of pages that were kept with another catalogue."""
    use_words(app)
    use_kept(app)
    app.jinja_env.cache.clear()  # type: ignore[union-attr]
    lesson_views._filled.cache_clear()


@pytest.mark.parametrize("actor", ["amina", "boris", "trajce", "ada", "nobody"])
def test_every_word_is_translatable(bracketed: Scene, actor: str) -> None:
    """What stands outside the brackets is authored, somebody's name, a number or a code."""
    authored = _authored()
    bare: set[str] = set()
    for endpoint, path in pages(bracketed, actor, locale=i18n.PSEUDO.code):
        page = None if endpoint in UNSPOKEN else _page(bracketed, actor, path)
        if page is None or not page.url.startswith(f"/{i18n.PSEUDO.code}"):
            continue
        found = unspoken(page.tree, authored)
        bare.update(
            f"{endpoint}: {text!r}"
            for text in found
            if endpoint not in CODED or not CODED[endpoint].fullmatch(text)
        )
    assert not bare, "put these through gettext:\n" + "\n".join(sorted(bare))


def test_refusals_are_translatable(bracketed: Scene) -> None:
    """Pages that say no speak every language too."""
    authored = _authored()
    for path, status in (("nowhere", 404), ("people", 403), ("courses/small/quizzes/nothing", 404)):
        page = bracketed.lenses["amina"].get(f"/{i18n.PSEUDO.code}/{path}", status=status)
        assert unspoken(page.tree, authored) == []


def test_the_fence_sees_a_bare_word(bracketed: Scene) -> None:
    """A sentence that no catalogue holds is found, in text and in what only a screen reader says."""
    page = bracketed.lenses["nobody"].get(f"/{i18n.PSEUDO.code}/privacy")
    heading = next(page.tree.iter("h1"))
    heading.text = "Nobody translated this"
    heading.set("aria-label", "Nor that")
    assert unspoken(page.tree, _authored()) == ["Nobody translated this", "Nor that"]


def unspoken(tree: Element, authored: str) -> list[str]:
    """Return the texts of a page that stand in no brackets and that nobody authored."""
    return [text.strip() for text in _texts(tree) if _is_bare(text, authored)]


def _is_bare(text: str, authored: str) -> bool:
    while (rest := MESSAGE.sub(" ", text)) != text:  # messages stand inside messages
        text = rest
    pieces = [piece.strip() for piece in re.split(r"[⟦⟧]|\s{2,}|\s[–·/›]\s?|▲", CODE.sub(" ", text))]
    return any(not _is_known(piece.strip(" –·/:,.()\u2060"), authored) for piece in pieces)


def _is_known(piece: str, authored: str) -> bool:
    words = [word for word in WORD.findall(piece) if word not in FIXED and word not in _months()]
    return not words or re.search(rf"(?<!\w){re.escape(_folded(piece))}(?!\w)", authored) is not None


def _texts(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.tag not in (
            "script",
            "style",
            "svg",
            "template",
            "meta",
            "link",
            "code",
            "kbd",
            "textarea",
        ):
            yield element.text or ""
            yield from (element.get(name) or "" for name in SPOKEN)
        yield element.tail or ""


def _page(scene: Scene, actor: str, path: str) -> Page | None:
    page = scene.lenses[actor].get(path)
    return page if page.response.mimetype == "text/html" else None


def _authored() -> str:
    """Return everything that was written or typed by people, as readers see it."""
    texts: list[str] = [each.name for each in i18n.LANGUAGES.values()]
    for edition in session.scalars(select(Edition)):
        course = course_rules.thaw(edition.document)
        texts.extend(course_rules.units(course))
        texts.extend(source.title for module in course.modules for source in module.sources)
    for column in (
        Person.call_sign,
        Person.legal_name,
        Person.email,
        Agency.name,
        Country.name,
        Cohort.name,
        Announcement.title,
        Programme.title,
        Programme.summary,
        Announcement.body,
        Question.text,
        Question.answer,
        Meeting.place,
        Meeting.link,
        Course.slug,
        Override.reason,
        PriorLearning.evidence,
        Snapshot.title,
        Passkey.name,
        ApiToken.name,
        CaseReport.source,
        Admission.legal_name,
        Admission.note,
        Snapshot.definitions,
        PriorLearning.reason,
        Publication.notes,
        Publication.reason,
        Appeal.reason,
        CapstoneMark.comment,
        AnswerFile.name,
        BankItem.category,
        BankComment.text,
        Certificate.number,
        Template.name,
        Training.title,
        Training.place,
        Commitment.text,
        Signatory.name,
        Logo.alt,
        Certificate.code,
        JurisdictionEntry.title,
        JurisdictionEntry.occasion,
        JurisdictionEntry.contact,
        JurisdictionEntry.source,
    ):
        texts.extend(each for each in session.scalars(select(column)) if each)
    texts.extend(each for each in session.scalars(select(ItemResult.response)) if isinstance(each, str))
    for kept in (
        *session.scalars(select(Signatory.role)),
        *session.scalars(select(AnswerEvent.payload)),
        *session.scalars(select(CapstoneMark.notes)),
    ):
        texts.extend(
            each for each in (kept.values() if isinstance(kept, dict) else ()) if isinstance(each, str)
        )
    # Zones are named as every calendar program names them.
    names = [*session.scalars(select(DraftMedium.name)), *(zone.replace("_", " ") for zone in zones())]
    # A name and what stands beside it are one text, and so are the first rows of the list that waits.
    names += [
        f"{name} ({sign})" for name, sign in session.execute(select(Person.legal_name, Person.call_sign))
    ]
    names += [
        f"{agency} · {email}"
        for agency, email in session.execute(select(Agency.name, Admission.email).join(Admission))
    ]
    names += [f"…{hint}" for hint in session.scalars(select(ApiToken.hint))] + ["Ana", "· Sokol-1"]
    sources = [*session.scalars(select(DraftRevision.source)), *session.scalars(select(ActivityDraft.source))]
    contents = session.scalars(select(BankVersion.content))
    sources.extend(json.dumps(content, ensure_ascii=False) for content in contents)
    session.rollback()
    return "\n".join(
        [_folded(richtext.plain(text)) for text in texts] + [_folded(text) for text in names + sources]
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _months() -> set[str]:
    locale = Locale.parse("en_GB")
    return {name for width in ("wide", "abbreviated") for name in locale.months["format"][width].values()}
