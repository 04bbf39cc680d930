"""What a certificate says, as plain data: frozen with it, digested, and read again by every page about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from academy.courses.content.grown import Grown


class CourseWords(BaseModel):
    """The words of a course in one language, as they stood in the rendition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    #: What was assessed.
    statement: str


class Signed(BaseModel):
    """Who signed it, as printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    #: Language → what she signs as.
    role: dict[str, str]
    #: SHA-256 of the picture of her signature.
    signature: str | None = None


class Mark(BaseModel):
    """A logo, as printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    alt: str


class SignedOff(BaseModel):
    """A practical that an assessor saw her do: what study on a screen alone never grants."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    activity: str
    #: Language → title.
    title: dict[str, str]
    observed_on: date
    #: Under the name she shows in public; None once she is erased.
    assessor: str | None


class Invigilated(BaseModel):
    """An exam that was sat under somebody's eyes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    activity: str
    title: dict[str, str]
    sat_on: date
    invigilator: str | None


class Retest(BaseModel):
    """The re-test that renewed it: which edition was sat, and when it was completed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    course: str
    #: Language → title.
    title: dict[str, str]
    completed_on: date
    edition_number: int
    edition_digest: str
    rendition_digest: str


class Facts(Grown):
    """Everything a certificate says. ``holder`` is None after erasure."""

    later: ClassVar[frozenset[str]] = frozenset(
        {
            "latin_name",
            "signatories",
            "logos",
            "practicals",
            "exams",
            "replaces",
            "renews",
            "retest",
            "template",
        }
    )
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    number: str
    holder: str | None
    #: The Latin form of the holder's legal name, as she gave it; left out of what is frozen where there is none.
    latin_name: str | None = None
    course: str
    level: str
    track: str | None
    hours: int
    edition_number: int
    edition_digest: str
    rendition_digest: str
    #: The code and name of the country whose law was taught, and the day of its latest entry.
    jurisdiction: str | None
    country: str | None
    law_date: date | None
    issued_at: datetime
    valid_until: date | None
    #: Language → words: the certificate's own, and English.
    words: dict[str, CourseWords]
    signatories: tuple[Signed, ...] = ()
    logos: tuple[Mark, ...] = ()
    practicals: tuple[SignedOff, ...] = ()
    exams: tuple[Invigilated, ...] = ()
    #: The numbers of the certificate it stands in for, and of the one whose time it goes on from.
    replaces: str | None = None
    renews: str | None = None
    retest: Retest | None = None
    #: Which template it was printed with, and which revision of it: ``<id>/<revision>``.
    template: str | None = None

    def words_in(self, locale: str) -> tuple[str, CourseWords]:
        """Return the words for a reader of ``locale`` and the language they are in: hers, English or what there is."""
        for wanted in (locale, "en"):
            if wanted in self.words:
                return wanted, self.words[wanted]
        return next(iter(self.words.items()))
