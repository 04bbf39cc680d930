"""The words of a certificate in any language, whatever the language of the page that asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import i18n
from academy.certificates.content import Facts, Retest
from academy.certificates.document import (
    CardFacts,
    CardWording,
    CertificateFacts,
    Hand,
    Listing,
    Logo,
    Record,
    Row,
    Wording,
)

LEVELS = {"basic": _l("Basic level"), "advanced": _l("Advanced level"), "supreme": _l("Supreme level")}
TRACKS = {
    "field": _l("Field track"),
    "laboratory": _l("Laboratory track"),
    "prosecution": _l("Prosecution track"),
}

#: More practicals than these are counted on the sheet and named in its record.
MOST_NAMED = 3
#: Stands for an assessor or invigilator who was erased before it was issued.
UNNAMED = "–"


def level_name(level: str) -> str:
    """Name a level in the language of the moment."""
    return str(LEVELS.get(level, level))


def track_name(track: str | None) -> str | None:
    """Name a track in the language of the moment."""
    return str(TRACKS.get(track, track)) if track else None


def law_taught(facts: Facts, language: i18n.Language) -> str | None:
    """Say whose law the course taught, and of which day."""
    if facts.country is None:
        return None
    if facts.law_date is None:
        return str(_("Law of %(country)s", country=facts.country))
    return str(
        _("Law of %(country)s, as of %(day)s", country=facts.country, day=_day(facts.law_date, language))
    )


def sheet(
    facts: Facts, *, language: i18n.Language, verify_url: str, pictures: Mapping[str, bytes] | None = None
) -> CertificateFacts:
    """Return the certificate ready to be printed: in ``language``, with English below where that is another.

    ``pictures`` holds the files that the facts name by their digests.
    """
    english = i18n.LANGUAGES[i18n.DEFAULT]
    found = pictures or {}
    return CertificateFacts(
        number=facts.number,
        holder=facts.holder or "",
        latin_name=facts.latin_name if facts.latin_name != facts.holder else None,
        edition_digest=facts.edition_digest,
        rendition_digest=facts.rendition_digest,
        issued_at=facts.issued_at,
        signatories=_hands(facts, language, found),
        logos=tuple(Logo(found[each.file], each.alt) for each in facts.logos),
        verify_url=verify_url,
        wording=_wording(facts, language),
        english=None if language == english else _wording(facts, english),
    )


def card(facts: Facts, *, language: i18n.Language, verify_url: str) -> CardFacts:
    """Return the membership card ready to be printed, under the name and in the language of the certificate."""
    english = i18n.LANGUAGES[i18n.DEFAULT]
    return CardFacts(
        number=facts.number,
        holder=facts.holder or "",
        latin_name=facts.latin_name if facts.latin_name != facts.holder else None,
        issued_at=facts.issued_at,
        verify_url=verify_url,
        wording=_card_wording(facts, language),
        english=None if language == english else _card_wording(facts, english),
    )


def _hands(facts: Facts, language: i18n.Language, pictures: Mapping[str, bytes]) -> tuple[Hand, ...]:
    """Return who signs; where nobody does by hand, the academy does."""
    with force_locale(language.babel):
        if not facts.signatories:
            return (Hand(_("Wildlife Crime Academy")),)
        return tuple(
            Hand(
                each.name, pictures[each.signature] if each.signature else None,
                _("Signature of %(name)s", name=each.name),
            )
            for each in facts.signatories
        )  # fmt: skip


def _wording(facts: Facts, language: i18n.Language) -> Wording:
    _locale, words = facts.words_in(language.code)
    record = _record(facts, language)
    with force_locale(language.babel):
        return Wording(
            locale=language.code,
            academy=_("Wildlife Crime Academy"),
            title=_("Certificate of training"),
            preamble=_("This certifies the training of"),
            achievement=_("Course completed"),
            course_title=words.title,
            level=level_name(facts.level),
            track=track_name(facts.track),
            statement=words.statement,
            hours=ngettext("%(num)s hour of study", "%(num)s hours of study", facts.hours),
            number=_("No. %(number)s", number=facts.number),
            edition=_("Edition %(number)s", number=facts.edition_number),
            edition_digest=_("Edition %(number)s, SHA-256", number=facts.edition_number),
            rendition_digest=_("Rendition, SHA-256"),
            law=law_taught(facts, language),
            issued_on=_("Issued on %(day)s", day=_day(facts.issued_at.date(), language)),
            valid_until=_valid_until(facts, language),
            roles=_roles(facts, language),
            check=_("Check this certificate"),
            check_note=_("The page shows level and dates, and no name."),
            practical=_practical(facts, language),
            accuracy=None if facts.practicals else _("Completing online study alone certifies no practical competence."),
            earlier=_earlier(facts, language),
            overleaf=_("The record of assessment is on the second page.") if record else None,
            record=record,
            mark_alt=_("Mark of the Wildlife Crime Academy"),
            qr_alt=_("QR code that opens the page where this certificate can be checked"),
        )  # fmt: skip


def _card_wording(facts: Facts, language: i18n.Language) -> CardWording:
    _locale, words = facts.words_in(language.code)
    with force_locale(language.babel):
        return CardWording(
            locale=language.code,
            academy=_("Wildlife Crime Academy"),
            title=_("Membership card"),
            course_title=words.title,
            level=level_name(facts.level),
            track=track_name(facts.track),
            number=_("No. %(number)s", number=facts.number),
            valid_until=_valid_until(facts, language),
            check=_("Check this certificate"),
            fold=_("Cut along the marks, then fold at the dashed line."),
            mark_alt=_("Mark of the Wildlife Crime Academy"),
            qr_alt=_("QR code that opens the page where this certificate can be checked"),
        )


def _valid_until(facts: Facts, language: i18n.Language) -> str | None:
    until = facts.valid_until
    return str(_("Valid until %(day)s", day=_day(until, language))) if until else None


def _roles(facts: Facts, language: i18n.Language) -> tuple[str, ...]:
    if not facts.signatories:
        return (_("Issued electronically"),)
    return tuple(_in(each.role, language) for each in facts.signatories)


def _practical(facts: Facts, language: i18n.Language) -> str | None:
    """Say which practicals were signed off, or how many where they would not fit into a line."""
    if not facts.practicals:
        return None
    if len(facts.practicals) > MOST_NAMED:
        return str(
            ngettext(
                "%(num)s practical skill signed off by an assessor",
                "%(num)s practical skills signed off by an assessor",
                len(facts.practicals),
            )
        )
    titles = " · ".join(_in(each.title, language) for each in facts.practicals)
    return str(_("Practical skills signed off: %(titles)s", titles=titles))


def _earlier(facts: Facts, language: i18n.Language) -> tuple[str, ...]:
    said = (
        _("In place of %(number)s", number=facts.replaces) if facts.replaces else None,
        _("Goes on from %(number)s", number=facts.renews) if facts.renews else None,
        _retest(facts.retest, language) if facts.retest else None,
    )
    return tuple(each for each in said if each)


def _retest(retest: Retest, language: i18n.Language) -> str:
    return str(
        _(
            "Re-test passed on %(day)s: %(title)s, edition %(number)s",
            day=_day(retest.completed_on, language), title=_in(retest.title, language), number=retest.edition_number,
        )
    )  # fmt: skip


def _record(facts: Facts, language: i18n.Language) -> Record | None:
    """Return what an assessor and an invigilator stood by for, or None where nobody did."""
    if not facts.practicals and not facts.exams:
        return None
    with force_locale(language.babel):
        return Record(
            title=_("Record of assessment"),
            practicals=Listing(
                _("Practical skills"),
                (_("Practical"), _("Observed on"), _("Observed by")),
                tuple(
                    Row(_in(each.title, language), _day(each.observed_on, language), each.assessor or UNNAMED)
                    for each in facts.practicals
                ),
            ),
            exams=Listing(
                _("Exams"),
                (_("Exam"), _("Sat on"), _("Invigilator")),
                tuple(
                    Row(_in(each.title, language), _day(each.sat_on, language), each.invigilator or UNNAMED)
                    for each in facts.exams
                ),
            ),
        )


def _in(words: Mapping[str, str], language: i18n.Language) -> str:
    """Return words in a language, else in English, else as they are there."""
    return next(
        (words[each] for each in (language.code, i18n.DEFAULT) if words.get(each)),
        next(iter(words.values()), ""),
    )


def _day(value: date, language: i18n.Language) -> str:
    return format_date(value, format="long", locale=language.locale)
