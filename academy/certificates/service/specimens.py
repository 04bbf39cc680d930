"""A certificate of nobody, to see what a template looks like before anything is issued with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from academy import i18n
from academy.certificates.content import CourseWords, Facts, Signed
from academy.certificates.document import UnprintableFacts, render
from academy.certificates.document.wording import sheet
from academy.certificates.models import Template
from academy.certificates.service.endorsing import endorsed, pictures_of
from academy.certificates.service.printing import Issuer
from academy.errors import Invalid

#: Stands wherever a certificate says something that counts.
SPECIMEN = "SPECIMEN"
_NOWHERE = "0" * 64


def specimen(template: Template, *, issuer: Issuer, locale: str, at: datetime) -> bytes:
    """Return the PDF of a specimen in a language: plainly fictitious, and behind no address that could be checked."""
    facts = endorsed(_of_nobody(at, locale), template)
    language = i18n.LANGUAGES.get(locale, i18n.LANGUAGES[i18n.DEFAULT])
    address = f"{issuer.base_url}/{language.code}/verify"
    shown = sheet(facts, language=language, verify_url=address, pictures=pictures_of(facts, issuer.storage))
    return render(replace(shown, is_specimen=True))


def must_be_printable(name: str, role: Mapping[str, str], *, at: datetime) -> None:
    """Refuse a signatory whose name or role would stop every certificate. Raises Invalid."""
    for locale, words in role.items():
        signed = Signed(name=name, role={locale: words})
        facts = _of_nobody(at, locale).model_copy(update={"signatories": (signed,)})
        try:
            render(sheet(facts, language=i18n.LANGUAGES[locale], verify_url="https://specimen.invalid"))
        except UnprintableFacts as error:
            raise Invalid("signatory-unprintable", field="name") from error


def _of_nobody(at: datetime, locale: str) -> Facts:
    words = CourseWords(title=SPECIMEN, statement=f"{SPECIMEN} · {SPECIMEN} · {SPECIMEN}")
    return Facts(
        number=SPECIMEN, holder=SPECIMEN, course="specimen", level="basic", track=None, hours=0, edition_number=0,
        edition_digest=_NOWHERE, rendition_digest=_NOWHERE, jurisdiction=None, country=None, law_date=None, issued_at=at,
        valid_until=None, words={locale: words, i18n.DEFAULT: words},
    )  # fmt: skip
