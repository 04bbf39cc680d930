"""People, how they came in and where they serve, what they sign in with, and throttles."""

from __future__ import annotations

import enum
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
    #: In the script she writes it in. Empty only after erasure.
    legal_name: Mapped[str]
    #: How her passport writes it in Latin letters, as she gave it: never made by a machine.
    latin_name: Mapped[str | None]
    #: What the public page of a new certificate shows of her (``rules.names.Shown``).
    verification_shows: Mapped[str] = mapped_column(default="nothing", server_default="nothing")
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
    #: ``legal`` or ``call-sign``: which name may be printed where she does not claim her certificate herself; None is neither.
    certificate_name: Mapped[str | None]
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
        Index(
            "ix_membership_leaving", "ends_on",
            sqlite_where=text("leaving IS NOT NULL"), postgresql_where=text("leaving IS NOT NULL"),
        ),
    )  # fmt: skip

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[str]
    starts_on: Mapped[date]
    #: The first day it no longer holds.
    ends_on: Mapped[date | None]
    #: The coordinator's membership that a deputy stands in for; it ends when that ends.
    deputy_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    #: What is still to be done once it has ended (``rules.leaving.Leaving``); None where nothing is.
    leaving: Mapped[str | None]

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
    #: While set, it opens nothing until its person has proved again who she is.
    locked_at: Mapped[datetime | None]
    #: The page she locked, to go back to; never in the cookie, where the next one at this computer could read it.
    locked_page: Mapped[str] = mapped_column(default="", server_default="")
    revoked_at: Mapped[datetime | None]
    #: Browser and system in two words, for her own list of sessions.
    device: Mapped[str] = mapped_column(default="", server_default="")


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


class Passkey(Identified, Base):
    """A key pair that an authenticator of hers made for this academy (WebAuthn); only the public half is here."""

    __tablename__ = "passkey"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: The authenticator's name for it, in base64url.
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    #: As the authenticator counts its uses; many say 0 for ever.
    sign_count: Mapped[int]
    #: What she calls it.
    name: Mapped[str]
    transports: Mapped[list[str]]
    #: Whether it is kept in more places than one device.
    is_synced: Mapped[bool]
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class PasskeyChallenge(Base):
    """A challenge that waits for its answer; it is gone once answered."""

    __tablename__ = "passkey_challenge"

    digest: Mapped[str] = mapped_column(primary_key=True)
    #: Whose answer it takes; None for whoever signs in by a passkey alone.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(Identified, Base):
    """One of the codes on paper that stand in, once each, for a lost second factor. Only its digest is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AdmissionState(enum.StrEnum):
    """Where somebody's way into an agency stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Vetting(enum.StrEnum):
    """What vouches for a person who came in."""

    #: Her letters go to an address of a mail domain that was verified as her agency's.
    DOMAIN = "domain"
    #: A coordinator of her agency said so.
    APPROVAL = "approval"


class Admission(Identified, Base):
    """How somebody came, or wishes to come, into an agency: invited or put forward, and vouched for by what."""

    __tablename__ = "admission"
    __table_args__ = (Index("ix_admission_agency_state", "agency_id", "state"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    #: None while she is only put forward.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: As put forward; emptied when she has an account, or is declined.
    legal_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    #: What she does there, in words of whoever puts her forward.
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    #: One of ``Vetting``, once approved.
    vetting: Mapped[str | None]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Why it was declined, or approved in a coordinator's place.
    reason: Mapped[str] = mapped_column(default="")

    agency: Mapped[Agency] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])


class TransferState(enum.StrEnum):
    """Where a transfer stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Transfer(Identified, Base):
    """A learner who goes from one agency to another; what she earned stays on record where she earned it."""

    __tablename__ = "transfer"
    __table_args__ = (
        Index(
            "uq_transfer_open", "person_id", unique=True,
            sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'"),
        ),
    )  # fmt: skip

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    to_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    state: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    from_agency: Mapped[Agency] = relationship(foreign_keys=[from_agency_id])
    to_agency: Mapped[Agency] = relationship(foreign_keys=[to_agency_id])
