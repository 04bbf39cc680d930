"""Who is acting: a frozen picture of a person, her roles and their reach, known to every floor."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

#: How long a confirmed identity (password and second factor typed again) opens step-up doors.
STEP_UP_LASTS = timedelta(minutes=15)


class Role(enum.StrEnum):
    """What a person may do in an agency; the reach is that agency and all below it."""

    LEARNER = "learner"
    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    AUTHOR = "author"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Grant:
    """One current membership: a role in an agency, whose ``path`` is the prefix of all paths below it."""

    role: Role
    agency_id: UUID
    path: str
    #: Whether she only stands in for a coordinator.
    is_deputy: bool = False

    @property
    def is_of_root(self) -> bool:
        """Whether it is held at the root of a tree; administrators there are the academy's, and reach everything."""
        return self.path.count("/") == 1


@dataclass(frozen=True)
class Actor:
    """The person behind a request. ``second_factor_at`` and ``confirmed_at`` belong to her session."""

    person_id: UUID
    call_sign: str
    session_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    #: The country whose law applies to her, as an ISO 3166-1 or user-assigned code.
    jurisdiction: str | None = None
    content_locale: str | None = None
    certificate_locale: str | None = None
    has_second_factor: bool = False
    second_factor_at: datetime | None = None
    confirmed_at: datetime | None = None
    #: Where her own learning counts: the agency of her first learner membership.
    home_agency_id: UUID | None = field(default=None)

    def has(self, *roles: Role) -> bool:
        """Say whether she holds any of ``roles`` anywhere."""
        return any(grant.role in roles for grant in self.grants)

    @property
    def runs_academy(self) -> bool:
        """Whether she administers the academy itself, and not only a branch of it."""
        return any(grant.role is Role.ADMINISTRATOR and grant.is_of_root for grant in self.grants)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Return the path prefixes of the branches in which she holds one of ``roles``."""
        return tuple(grant.path for grant in self.grants if grant.role in roles)

    def is_stepped_up(self, at: datetime) -> bool:
        """Say whether she proved who she is, with her second factor, within ``STEP_UP_LASTS``."""
        return (
            self.second_factor_at is not None
            and self.confirmed_at is not None
            and at - self.confirmed_at < STEP_UP_LASTS
        )
