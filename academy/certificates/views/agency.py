"""The coordinator's door: the certificates earned in her branch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import render_template, request

from academy import clock
from academy.actor import Role
from academy.certificates import queries
from academy.certificates.rules.batches import PROPOSERS, BatchKind
from academy.certificates.views.blueprint import blueprint
from academy.errors import NotFound
from academy.web.access import actor, allow

#: What certificates are narrowed to, as it stands in addresses.
NARROWING = ("unit", "country", "edition", "cohort", "valid")


@blueprint.get("/certificates/agency")
@allow(Role.COORDINATOR)
def agency() -> str:
    """List the certificates earned in the branches she coordinates, or those a figure counted."""
    at = clock.now()
    narrowed = narrowed_by(request.args, at.date())
    certificates = queries.of_agency(actor(), narrowed)
    return render_template(
        "certificates/agency.html",
        certificates=certificates,
        at=at,
        is_narrowed=narrowed != queries.Narrowed(),
        chosen={name: request.args[name] for name in NARROWING if request.args.get(name)},
        kinds=[kind for kind in BatchKind if actor().has(*PROPOSERS[kind])],
    )


def narrowed_by(values: Mapping[str, str], today: date) -> queries.Narrowed:
    """Return what certificates are narrowed to, as an address says it. Raises NotFound for what cannot be."""
    return queries.Narrowed(
        unit_id=_id(values.get("unit")), country=values.get("country", "")[:2], edition_id=_id(values.get("edition")),
        cohort_id=_id(values.get("cohort")), valid_on=today if values.get("valid") else None,
    )  # fmt: skip


def _id(typed: str | None) -> UUID | None:
    """Read an id from an address. Raises NotFound for what cannot be one."""
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise NotFound from error
