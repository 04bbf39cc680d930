"""The shapes of what programs ask for and are answered; the document that describes the API is made of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from academy.api.rules import CURSOR, LARGEST_PAGE, PAGE_SIZE, SLUG, utc

T = TypeVar("T")


class Asked(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="How many at most.")
    cursor: str | None = Field(
        None, pattern=CURSOR, description="Where the page begins: `next` of the page before."
    )
    since: Annotated[AwareDatetime, AfterValidator(utc)] | None = Field(
        None, description="Only what came about at or after this moment, with its zone."
    )


class AskedEnrolments(Asked):
    """Which enrolments."""

    course: str | None = Field(None, pattern=SLUG, description="Only of the course of this slug.")
    person: UUID | None = Field(None, description="Only of this person.")


class AskedResults(Asked):
    """Which results."""

    course: str | None = Field(None, pattern=SLUG, description="Only of the course of this slug.")
    enrolment: UUID | None = Field(None, description="Only of this enrolment.")


class Said(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(extra="forbid")


class Membership(Said):
    """A role held in an agency today."""

    role: str = Field(
        description="learner, coordinator, trainer, author, translator, reviewer or administrator."
    )
    agency_id: UUID
    agency: str = Field(description="The agency's name.")


class Person(Said):
    """Somebody of the branch."""

    id: UUID
    call_sign: str
    state: str = Field(description="active, invited (no password yet) or closed.")
    since: datetime = Field(description="When the account was made, UTC.")
    memberships: list[Membership] = Field(description="Her roles in the token's branch.")
    legal_name: str | None = Field(description="As she writes it; null without the scope names:read.")
    latin_name: str | None = Field(description="In Latin letters as her passport has it; null if not given.")
    email: str | None = Field(description="Null without the scope names:read, or if there is none.")


class Enrolment(Said):
    """A learner in an edition of a course, in the agency where the record counts."""

    id: UUID
    person_id: UUID
    agency_id: UUID
    course: str = Field(description="The course's slug.")
    edition: int
    cohort: str | None = Field(description="The cohort's name.")
    enrolled_at: datetime
    due_on: date | None
    done: int = Field(description="Required activities done.")
    required: int = Field(description="Required activities in all.")
    completed_at: datetime | None
    withdrawn_at: datetime | None


class Result(Said):
    """An activity that is done."""

    enrolment_id: UUID
    person_id: UUID
    course: str = Field(description="The course's slug.")
    activity: str = Field(description="The activity's slug in its edition.")
    completed_at: datetime
    score: float | None = Field(ge=0, le=1, description="0 to 1; null where the activity is not scored.")


class Certificate(Said):
    """A certificate issued in the branch."""

    id: UUID
    number: str
    person_id: UUID | None = Field(description="Null once the holder was erased.")
    agency_id: UUID
    course: str = Field(description="The course's slug.")
    edition: int
    level: str
    track: str | None
    issued_at: datetime
    valid_until: date | None = Field(description="The last day it holds; null if it does not expire.")
    standing: str = Field(description="Today: valid, expired, suspended, revoked or replaced.")
    holder: str | None = Field(description="The name as printed; null without the scope names:read.")


class Verified(Said):
    """What the public may know of a certificate."""

    number: str
    standing: str = Field(description="Today: valid, expired, suspended, revoked or replaced.")
    course: str = Field(description="The course's slug.")
    title: str = Field(description="The course's title in English.")
    level: str
    track: str | None
    hours: int
    law: str | None = Field(description="The code of the country whose law was taught.")
    law_date: date | None
    issued_on: date
    valid_until: date | None = Field(description="The last day it holds; null if it does not expire.")
    decided_on: date | None = Field(description="When it was suspended, revoked or replaced.")
    edition: int
    edition_digest: str = Field(description="SHA-256 of what was taught.")
    rendition_digest: str = Field(description="SHA-256 of it in the language of the certificate.")
    holder: str | None = Field(description="The name, where its holder shows it to everybody; else null.")


class NameTyped(BaseModel):
    """A name somebody reads on the paper."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)


class NameAnswer(Said):
    """Whether it is the one on the certificate."""

    is_same: bool


class Page(Said, Generic[T]):
    """One page of a list, in the order in which things came about."""

    items: list[T]
    next: str | None = Field(description="The cursor of the page that follows; null on the last one.")


class People(Page[Person]):
    """A page of people."""


class Enrolments(Page[Enrolment]):
    """A page of enrolments."""


class Results(Page[Result]):
    """A page of results."""


class Certificates(Page[Certificate]):
    """A page of certificates."""


class Fault(Said):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(Said):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description="about:blank: the title says all there is.")
    title: str
    status: int
    detail: str
    errors: list[Fault] = Field([], description="Which parameters cannot be taken.")
