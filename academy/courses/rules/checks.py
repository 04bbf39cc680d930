"""The check before publication: what keeps a course from being published, and what its author should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from academy.courses.content import Activity, Course, Module
from academy.courses.kinds import Finding, kind_named

#: Code → sentence; pages translate it, commands print it.
SENTENCES = {
    "same-slug": "Two activities are called “%(slug)s”: rename one.",
    "nothing-required": "Every activity is optional: require at least one.",
    "empty-module": "This module has no activity: add one or remove it.",
    "dead-medium": "The file “%(name)s” is not in the media of the course: add it or take out the reference.",
    "dead-entry": "No jurisdiction has an entry “%(name)s”: check its spelling.",
    "dead-term": "The glossary has no term “%(name)s”: add it or take out the reference.",
    "guessable": "Guessing alone scores %(guess)s %% and passes at %(mark)s %%: raise the pass mark.",
    "body-broken": "The text cannot be read: %(problem)s",
    "dead-check": "The text shows a question “%(name)s” that nobody wrote: write it or take it out.",
    "unshown-check": "The question “%(name)s” is never shown: add “::: check %(name)s” to the text.",
    "dead-activity": "The course has no activity or module “%(name)s”: mend the reference.",
}


@dataclass(frozen=True)
class Known:
    """What there is outside the course that it may lean on; None where that is not to be checked."""

    entries: frozenset[str] | None = None


def sentence(finding: Finding) -> str:
    """Return a finding in English, as commands print it."""
    said = SENTENCES[finding.code] % dict(finding.values)
    return said if finding.where == "course" else f"{finding.where}: {said}"


def check(course: Course, known: Known | None = None) -> list[Finding]:
    """Return everything the check finds, in reading order."""
    known = known or Known()
    found = list(_of_the_whole(course))
    for module in course.modules:
        if not module.activities:
            found.append(Finding("empty-module", module.slug))
        for activity in module.activities:
            found.extend(_of_an_activity(course, module, activity, known))
    return found


def _of_the_whole(course: Course) -> Iterator[Finding]:
    slugs = Counter(activity.slug for _module, activity in course.activities())
    for slug, count in slugs.items():
        if count > 1:
            yield Finding("same-slug", values=(("slug", slug),))
    if course.required_count == 0:
        yield Finding("nothing-required")


def _of_an_activity(course: Course, module: Module, activity: Activity, known: Known) -> Iterator[Finding]:
    where = f"{module.slug}/{activity.slug}"
    kind = kind_named(activity.kind)
    leans = kind.references(activity.content)
    slugs = frozenset(each.slug for _module, each in course.activities())
    terms = frozenset(term.key for term in course.glossary)
    for code, names, there in (
        ("dead-medium", leans.media, frozenset(course.media)),
        ("dead-entry", leans.entries, known.entries),
        ("dead-term", leans.terms, terms),
        ("dead-activity", leans.activities, slugs),
    ):
        if there is not None:
            for name in sorted(names - there):
                yield Finding(code, where, (("name", name),))
    for finding in kind.findings(activity.content):
        yield replace(finding, where=where)
