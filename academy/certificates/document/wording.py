"""The words of a certificate in any language, whatever the language of the page that asks for them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import i18n
from academy.certificates.content import Facts
from academy.certificates.document import CertificateFacts, Wording

LEVELS = {"basic": _l("Basic level"), "advanced": _l("Advanced level"), "supreme": _l("Supreme level")}
TRACKS = {
    "field": _l("Field track"),
    "laboratory": _l("Laboratory track"),
    "prosecution": _l("Prosecution track"),
}


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


def sheet(facts: Facts, *, language: i18n.Language, verify_url: str) -> CertificateFacts:
    """Return the certificate ready to be printed: in ``language``, with English below where that is another."""
    english = i18n.LANGUAGES["en"]
    wording = _wording(facts, language)
    return CertificateFacts(
        number=facts.number,
        holder=facts.holder or "",
        edition_digest=facts.edition_digest,
        issued_at=facts.issued_at,
        signatory=wording.academy,
        verify_url=verify_url,
        wording=wording,
        english=None if language == english else _wording(facts, english),
    )


def _wording(facts: Facts, language: i18n.Language) -> Wording:
    _locale, words = facts.words_in(language.code)
    until = facts.valid_until
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
            digest=_("Edition %(number)s, SHA-256", number=facts.edition_number),
            law=law_taught(facts, language),
            issued_on=_("Issued on %(day)s", day=_day(facts.issued_at.date(), language)),
            valid_until=_("Valid until %(day)s", day=_day(until, language)) if until else None,
            signatory_role=_("Issued electronically"),
            check=_("Check this certificate"),
            check_note=_("The page shows level and dates, and no name."),
            accuracy=_("Completing online study alone certifies no practical competence."),
            mark_alt=_("Mark of the Wildlife Crime Academy"),
            qr_alt=_("QR code that opens the page where this certificate can be checked"),
        )


def _day(value: date, language: i18n.Language) -> str:
    return format_date(value, format="long", locale=language.locale)
