"""What stands before a publication: the draft checked, what waits for a second person, and who may decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from academy import i18n
from academy.accounts.models import Person
from academy.actor import Actor, Role
from academy.courses import content, rules
from academy.courses.kinds import Finding
from academy.courses.models import ActivityDraft, Course, CourseDraft, ModuleDraft, Publication
from academy.courses.package import PackageError, Problem
from academy.courses.queries.drafts import AUTHORS, assemble, authored_by
from academy.courses.rules.media import media_findings
from academy.db import session
from academy.errors import NotFound
from academy.jurisdictions.queries import known_keys
from academy.languages.queries import completeness
from academy.languages.rules import digest

#: Who else is asked what keeps a course from being published, beside its own check.
_asked: list[Callable[[content.Course], list[Finding]]] = []
#: Who decides about a publication somebody else asks for.
DECIDERS = (*AUTHORS, Role.REVIEWER)


@dataclass(frozen=True)
class Checked:
    """A draft as the check found it."""

    #: None as long as something cannot be read.
    course: content.Course | None = None
    #: SHA-256 of the course as it would be frozen.
    digest: str = ""
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_in_order(self) -> bool:
        """Whether nothing keeps it from being published."""
        return self.course is not None and not any(finding.blocks for finding in self.findings)


@dataclass(frozen=True)
class Edited:
    """Something of a draft that somebody changed."""

    #: The activity's title; empty for the settings and the order of the course.
    title: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Waiting:
    """A publication that waits for a second person."""

    publication: Publication
    course: Course
    title: str
    asked_by: str


def also_ask(answers: Callable[[content.Course], list[Finding]]) -> None:
    """Let ``answers`` say what more it finds in a draft: kinds of activities that are checked aside."""
    if answers not in _asked:
        _asked.append(answers)


def published_by(actor: Actor, slug: str, *, roles: Sequence[Role] = AUTHORS) -> tuple[Course, CourseDraft]:
    """Return a course and its draft's settings, if the actor looks after it in one of ``roles``. Raises NotFound."""
    row = session.execute(
        select(Course, CourseDraft)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.slug == slug, Course.retired_at.is_(None), authored_by(actor, roles=tuple(roles)))
    ).one_or_none()
    if row is None:
        raise NotFound()
    course, draft = row
    return course, draft


def checked(course_id: UUID, *, on: date) -> Checked:
    """Read a draft as a package is read, and check it. Raises NotFound without a draft."""
    try:
        course = assemble(course_id)
    except PackageError as error:
        return Checked(problems=tuple(error.problems))
    published = session.scalars(
        select(Course.slug).where(Course.live_edition_id.is_not(None), Course.retired_at.is_(None))
    )
    known = rules.Known(entries=known_keys(), courses=frozenset(published), today=on)
    found = [*rules.check(course, known), *media_findings(course), *_untranslated(course)]
    found.extend(finding for answers in _asked for finding in answers(course))
    return Checked(course, rules.digest(rules.freeze(course)), findings=tuple(found))


def edited_since(course_id: UUID, moment: datetime) -> list[Edited]:
    """Return what of a draft was changed after ``moment``, the last first."""
    activities = session.execute(
        select(ActivityDraft.title, ActivityDraft.edited_at, Person.call_sign)
        .outerjoin(Person, Person.id == ActivityDraft.edited_by_id)
        .where(ActivityDraft.course_id == course_id, ActivityDraft.edited_at > moment)
    )
    whole = session.execute(
        select(CourseDraft.edited_at, Person.call_sign)
        .outerjoin(Person, Person.id == CourseDraft.edited_by_id)
        .where(CourseDraft.course_id == course_id, CourseDraft.edited_at > moment)
    )
    found = [Edited(title, at, by or "") for title, at, by in activities]
    found.extend(Edited("", at, by or "") for at, by in whole)
    return sorted(found, key=lambda each: each.at, reverse=True)


def places(course_id: UUID) -> dict[str, tuple[str, UUID]]:
    """Return where findings point → what is there: ``module`` or the kind of an activity, and its id."""
    modules = session.execute(
        select(ModuleDraft.id, ModuleDraft.slug).where(
            ModuleDraft.course_id == course_id, ModuleDraft.retired_at.is_(None)
        )
    ).all()
    slugs = {row.id: row.slug for row in modules}
    found = {slug: ("module", id_) for id_, slug in slugs.items()}
    for id_, module_id, slug, kind in session.execute(
        select(ActivityDraft.id, ActivityDraft.module_id, ActivityDraft.slug, ActivityDraft.kind).where(
            ActivityDraft.course_id == course_id, ActivityDraft.retired_at.is_(None)
        )
    ):
        if module_id in slugs:
            found[f"{slugs[module_id]}/{slug}"] = (kind, id_)
    return found


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return the publications that wait and that the actor may look at, the oldest first."""
    return _waiting(authored_by(actor, roles=DECIDERS))


def waiting_of(course_id: UUID) -> Waiting | None:
    """Return the publication of a course that waits, if one does."""
    return next(iter(_waiting(Course.id == course_id)), None)


def last_declined(course_id: UUID) -> Publication | None:
    """Return the newest decision about a course, if it was a refusal with a reason."""
    last = session.scalar(
        select(Publication)
        .where(Publication.course_id == course_id, Publication.decided_at.is_not(None))
        .order_by(Publication.decided_at.desc())
        .limit(1)
    )
    return last if last is not None and last.reason else None


def publication_for(actor: Actor, publication_id: UUID) -> Publication:
    """Return a publication, waiting or decided, of a course the actor looks after. Raises NotFound."""
    found = session.scalar(
        select(Publication)
        .join(Course, Course.id == Publication.course_id)
        .where(Publication.id == publication_id, authored_by(actor, roles=DECIDERS))
    )
    if found is None:
        raise NotFound()
    return found


def _waiting(where: ColumnElement[bool]) -> list[Waiting]:
    asker = aliased(Person)
    rows = session.execute(
        select(Publication, Course, CourseDraft.settings["title"].as_string(), asker.call_sign)
        .join(Course, Course.id == Publication.course_id)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .outerjoin(asker, asker.id == Publication.asked_by_id)
        .where(Publication.decided_at.is_(None), where)
        .order_by(Publication.asked_at)
    )
    return [
        Waiting(publication, course, title or course.slug, who or "")
        for publication, course, title, who in rows
    ]


def _untranslated(course: content.Course) -> list[Finding]:
    """Count, for every language somebody translates into, what is not translated yet."""
    digests = {digest(text) for text in rules.units(course)}
    found = []
    for locale, language in i18n.LANGUAGES.items():
        if locale == course.source_locale or language.derived_from:
            continue
        done, whole = completeness(digests=digests, locale=locale)
        if done < whole:
            values = (
                ("language", language.name), ("missing", whole - done), ("all", whole),
                ("share", round(100 * (whole - done) / whole)),
            )  # fmt: skip
            found.append(Finding("untranslated", values=values, blocks=False))
    return found
