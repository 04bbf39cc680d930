"""Reports that somebody wishes to be told of, and overviews that are counted now and then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.db import Base, Identified


class ReportSchedule(Identified, Base):
    """A letter that leads somebody, again and again, to a report of her branch. The letter holds no figure and no name."""

    __tablename__ = "report_schedule"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    #: Which report (``rules.schedules.Report``).
    report: Mapped[str]
    #: How often (``rules.schedules.Rhythm``).
    rhythm: Mapped[str]
    #: The filter of the page it leads to, as the values of its address.
    filter: Mapped[dict[str, Any]]
    next_on: Mapped[date] = mapped_column(index=True)
    made_at: Mapped[datetime]
    last_sent_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    agency: Mapped[Agency] = relationship()


class KeptOverview(Base):
    """The figures of a large overview, kept until they are counted anew. They name nobody."""

    __tablename__ = "kept_overview"

    #: Which overview of which country or branch.
    key: Mapped[str] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    figures: Mapped[Any]
