"""What a certificate says, as plain data: frozen with it, digested, and read again by every page about it."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class CourseWords(BaseModel):
    """The words of a course in one language, as they stood in the rendition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    #: What was assessed.
    statement: str


class Facts(BaseModel):
    """Everything a certificate says. ``holder`` is None after erasure."""

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

    def words_in(self, locale: str) -> tuple[str, CourseWords]:
        """Return the words for a reader of ``locale`` and the language they are in: hers, English or what there is."""
        for wanted in (locale, "en"):
            if wanted in self.words:
                return wanted, self.words[wanted]
        return next(iter(self.words.items()))
