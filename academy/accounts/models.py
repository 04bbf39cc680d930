"""People, memberships, sessions, one-time codes and throttles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.accounts.rules.names import fold_call_sign
from academy.actor import Role
from academy.agencies.models import Agency
from academy.db import Base, Identified


def _folded_call_sign(context: Any) -> str:
    return fold_call_sign(context.get_current_parameters()["call_sign"])


class Person(Identified, Base):
    """Someone who learns or works here. In class she is her call-sign; her agency knows her legal name."""

    __tablename__ = "person"

    #: As written; ``call_sign_key`` is the folded form that is unique and that sign-in looks for.
    call_sign: Mapped[str] = mapped_column(unique=True)
    call_sign_key: Mapped[str] = mapped_column(unique=True, default=_folded_call_sign)
    #: Empty only after erasure.
    legal_name: Mapped[str]
    #: As typed, for writing to; ``email_key`` is the folded form that is unique.
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(unique=True)
    #: Argon2id; None until an invitation is taken up.
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    #: The installation's secret and this seed together give the second factor; the seed alone gives nothing.
    totp_seed: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: Set once the person has typed a first code; before that the seed is only proposed.
    totp_confirmed_at: Mapped[datetime | None]
    #: The last time step a code was taken for: each code opens one door once.
    totp_last_step: Mapped[int | None]
    interface_locale: Mapped[str | None]
    content_locale: Mapped[str | None]
    certificate_locale: Mapped[str | None]
    #: The country whose law applies; None follows the agency.
    jurisdiction: Mapped[str | None] = mapped_column(ForeignKey("country.code"))
    created_at: Mapped[datetime]
    #: At most every five minutes.
    last_seen_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False, index=True)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", order_by="Membership.starts_on"
    )


class Membership(Identified, Base):
    """A person's role in an agency, from one day to another."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_current", "person_id", "agency_id", "role", unique=True,
            sqlite_where=text("ends_on IS NULL"), postgresql_where=text("ends_on IS NULL"),
        ),
    )  # fmt: skip

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[str]
    starts_on: Mapped[date]
    #: The first day it no longer holds.
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    agency: Mapped[Agency] = relationship()

    @property
    def role_held(self) -> Role:
        """The role as an enumeration."""
        return Role(self.role)


class SignInSession(Identified, Base):
    """One signed-in browser. The cookie holds a token; the row holds its digest and can be revoked."""

    __tablename__ = "sign_in_session"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    user_agent_digest: Mapped[str]
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    #: Not later than this, whatever happens.
    ends_at: Mapped[datetime]
    #: Quiet minutes after which it ends; shorter on a shared computer.
    idle_minutes: Mapped[int]
    second_factor_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OneTimeCode(Identified, Base):
    """A single-use secret (``rules.codes.Purpose``): a link's, or a code's on paper. Only its digest is kept."""

    __tablename__ = "one_time_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    code_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    #: When it was used, or made useless by a newer one.
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SignInThrottle(Base):
    """Tries counted against an account or a network until it is quiet for a while (``rules.throttle``)."""

    __tablename__ = "sign_in_throttle"

    #: A keyed digest of what is throttled, so that the table names nobody.
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
