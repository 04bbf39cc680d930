"""The audit trail for administrators."""

from __future__ import annotations

from flask import render_template, request

from academy.actor import Role
from academy.reports.queries import trail as queries
from academy.reports.views.blueprint import blueprint
from academy.reports.views.deeds import deed, thing
from academy.web.access import allow

#: Letters of a verb that are read.
LONGEST_VERB = 60


@blueprint.get("/audit-trail")
@allow(Role.ADMINISTRATOR)
def audit_trail() -> str:
    """Show who did what to what, the latest first."""
    verb = request.args.get("verb", "")[:LONGEST_VERB].replace("\0", "")
    before = request.args.get("before", type=int)
    found = queries.events(verb=verb, before=before if before is None or 0 < before < 2**62 else None)
    offered = sorted(
        ((each, str(deed(each))) for each in queries.verbs()), key=lambda named: named[1].casefold()
    )
    return render_template(
        "reports/audit_trail.html", page=found, verb=verb, offered=offered, deed=deed, thing=thing
    )
