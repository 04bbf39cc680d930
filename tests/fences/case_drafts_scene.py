"""A case in the academy's own working copy and in one of another agency, with rehearsals of those who may write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from academy.accounts.models import Person
from academy.cases.service.rehearsing import begin_rehearsal
from academy.courses.models import Course, ModuleDraft
from academy.courses.service.structure import add_activity
from academy.db import session

#: What an author does with a case: all of it named by the draft.
OF_DRAFTS = (
    "cases.edit", "cases.findings", "cases.map", "cases.rehearse", "cases.begin_rehearsal", "cases.rehearse_fields",
    "cases.act_in_rehearsal", "cases.step_back_in_rehearsal",
)  # fmt: skip


#: Who writes it → the course that it stands in.
COURSES = {"trajce": "kinds", "vera": "kinds-elsewhere"}


def case_drafts(people: Mapping[str, Person], at: datetime) -> dict[str, dict[str, dict[str, str]]]:
    """Add a case to the working copies of both courses of kinds; return endpoint → argument → owner → value."""
    found = {}
    for owner, slug in COURSES.items():
        module = session.scalars(
            select(ModuleDraft)
            .join(Course, Course.id == ModuleDraft.course_id)
            .where(Course.slug == slug)
            .limit(1)
        ).one()
        draft = add_activity(module=module, kind="case", title="The owl", based_on=0, by=None, at=at)
        for author in ("trajce", "ada"):
            begin_rehearsal(
                activity_id=draft.id, person_id=people[author].id, country=None, actions=[], at=at
            )
        found[owner] = str(draft.id)
    return {endpoint: {"activity_id": found} for endpoint in OF_DRAFTS}
