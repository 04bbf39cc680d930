"""The check before publication: what keeps a course from being published, and what its author should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from academy.courses.content import Activity, Condition, Course, Module, leaves
from academy.courses.content.conditions import Done, Passed, Scored
from academy.courses.kinds import Finding, kind_named
from academy.courses.rules.capstones import SENTENCES as CAPSTONE_SENTENCES
from academy.courses.rules.cases import SENTENCES as CASE_SENTENCES
from academy.courses.rules.linkage import SENTENCES as LINKAGE_SENTENCES
from academy.courses.rules.media import SENTENCES as MEDIA_SENTENCES
from academy.courses.rules.prerequisites import circle, unreachable, waiting
from academy.i18n import collected

#: Code → sentence; pages translate it, commands print it.
SENTENCES = {
    "same-slug": collected("Two activities are called “%(slug)s”: rename one."),
    "nothing-required": collected("Every activity is optional: require at least one."),
    "empty-module": collected("This module has no activity: add one or remove it."),
    "dead-medium": collected(
        "The file “%(name)s” is not in the media of the course: add it or take out the reference."
    ),
    "dead-entry": collected("No jurisdiction has an entry “%(name)s”: check its spelling."),
    "dead-term": collected("The glossary has no term “%(name)s”: add it or take out the reference."),
    "dead-activity": collected("The course has no activity or module “%(name)s”: mend the reference."),
    "dead-course": collected(
        "There is no published course “%(name)s”: mend the condition, or publish it first."
    ),
    "circle": collected(
        "These wait on each other, so that none of them ever opens: %(names)s. Take out one condition."
    ),
    "unreachable": collected(
        "Nobody can ever reach this: what it waits for never comes. Mend the conditions."
    ),
    "no-items": collected("This quiz has no item yet: add one."),
    "pool-small": collected(
        "The pool has %(size)s items of “%(competency)s”; a pre-test and the quiz together want %(wanted)s."
    ),
    "pool-small-in": collected(
        "For the section “%(section)s” the pool has %(size)s items of “%(competency)s”; a pre-test and the quiz together"
        " want %(wanted)s."
    ),
    "pool-shared": collected(
        "Other draws take from the same items: of “%(competency)s” there may be fewer than %(wanted)s left."
    ),
    "empty-section": collected(
        "The section “%(section)s” has neither items nor draws: fill it or take it out."
    ),
    "guessable": collected(
        "Guessing alone scores %(guess)s %% and passes at %(mark)s %%: raise the pass mark."
    ),
    "small-panel": collected(
        "The panel of “%(item)s” has fewer than ten people: ask more of them before anybody is marked by it."
    ),
    "unanimous-panel": collected(
        "All of the panel of “%(item)s” gave one answer: it asks for knowledge, which another kind of item asks better."
    ),
    "guess-score": collected("Guessing alone scores %(guess)s %%; passing takes %(mark)s %%."),
    "only-pilots": collected("Every item is only tried out, so that nothing counts: let at least one count."),
    "pilot-gate": collected(
        "“%(item)s” is tried out and a gate: what counts for nothing cannot decide. Make it one of the two."
    ),
    "certainty-interactive": collected(
        "Responses cannot count by certainty where they can be tried again: choose another feedback, or no certainty."
    ),
    "certainty-twice": collected(
        "“%(item)s” asks for certainty sign by sign, and the quiz asks for it again: let one of the two ask."
    ),
    "time-short": collected(
        "The time limit of %(limit)s minutes leaves less than 20 seconds for each of %(items)s items: allow more."
    ),
    "manual-closed": collected(
        "When the time is over, what is saved of a text or a file is what a person marks, finished or not."
    ),
    "interactive-no-hints": collected(
        "Learners can try again, but no item has a hint: write what helps them further."
    ),
    "hints-unused": collected("Hints are shown only where learners can try again; here nobody reads them."),
    "manual-unchecked": collected(
        "Some items are marked by a person: these cannot be checked at once, the others can."
    ),
    "timeout-no-limit": collected(
        "It says what happens when the time is up, but there is no time limit: set one, or leave it out."
    ),
    "grace-long": collected(
        "The time for handing in (%(grace)s minutes) is as long as the time limit (%(limit)s minutes)."
    ),
    "wait-one-attempt": collected(
        "There is only one attempt, so that the waiting time between attempts never counts."
    ),
    "manual-endless": collected(
        "A person marks some of the items, and there is no end of attempts: each one has to be marked. Limit them."
    ),
    "exam-cohort": collected(
        "This is an exam: a trainer sets it up for a cohort. Who learns without a cohort cannot sit it."
    ),
    "exam-practice": collected(
        "The exam can be practised before it is sat: whoever practises has seen its items."
    ),
    "body-broken": collected("The text cannot be read: %(problem)s"),
    "dead-check": collected(
        "The text shows a question “%(name)s” that nobody wrote: write it or take it out."
    ),
    "unshown-check": collected(
        "The question “%(name)s” is never shown: add “::: check %(name)s” to the text."
    ),
    "no-task": collected("The practical has no task: write what is to be done."),
    "no-criteria": collected("The practical has no criterion: write at least one thing an assessor can see."),
    "empty-criterion": collected("Criterion %(number)s is empty: write it or take it out."),
    "no-safety": collected("The practical says nothing of safety: write what keeps everybody safe."),
    "no-questions": collected("The survey has no question: write at least one."),
    "empty-question": collected("Question %(number)s is empty: write it or take it out."),
    "few-choices": collected("Question %(number)s needs at least two choices to choose from."),
    "empty-choice": collected("Question %(number)s has an empty choice: write it or take it out."),
    "recalled-source": collected("“%(title)s” is written down from memory: somebody still has to check it."),
    "untranslated": collected(
        "%(language)s: %(missing)s of %(all)s texts are not translated (%(share)s %%). They are shown in the source language."
    ),
    **MEDIA_SENTENCES,
    **CASE_SENTENCES,
    **CAPSTONE_SENTENCES,
    **LINKAGE_SENTENCES,
}
#: What is shown beside the findings, though nothing is to be mended.
NOTES = frozenset({"guess-score", "exam-cohort", "manual-closed"})


@dataclass(frozen=True)
class Known:
    """What there is outside the course that it may lean on; None where that is not to be checked."""

    entries: frozenset[str] | None = None
    #: Slugs of published courses.
    courses: frozenset[str] | None = None
    today: date = date.min


def sentence(finding: Finding) -> str:
    """Return a finding in English, as commands print it."""
    said = SENTENCES[finding.code] % dict(finding.values)
    return said if finding.where == "course" else f"{finding.where}: {said}"


def check(course: Course, known: Known | None = None) -> list[Finding]:
    """Return everything the check finds, in reading order."""
    known = known or Known()
    found = list(_of_the_whole(course, known))
    for module in course.modules:
        found.extend(_of_a_module(course, module, known))
        for activity in module.activities:
            found.extend(_of_an_activity(course, module, activity, known))
    return found


def _of_the_whole(course: Course, known: Known) -> Iterator[Finding]:
    slugs = Counter(activity.slug for _module, activity in course.activities())
    for slug, count in slugs.items():
        if count > 1:
            yield Finding("same-slug", values=(("slug", slug),))
    if course.required_count == 0:
        yield Finding("nothing-required")
    yield from _dead_in(course.requires, "course", course, known)
    yield from _dead_in(course.completion, "course", course, known)
    yield from _renewed(course, known)
    if names := circle(waiting(course)):
        yield Finding("circle", values=(("names", " → ".join([*names, names[0]])),))
        return
    where = {activity.slug: f"{module.slug}/{activity.slug}" for module, activity in course.activities()}
    for slug in unreachable(course, today=known.today):
        yield Finding("unreachable", where[slug])


def _of_a_module(course: Course, module: Module, known: Known) -> Iterator[Finding]:
    if not module.activities:
        yield Finding("empty-module", module.slug)
    yield from _dead_in(module.requires, module.slug, course, known)
    for source in module.sources:
        if source.status == "recalled":
            yield Finding("recalled-source", module.slug, (("title", source.title),), blocks=False)


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
    yield from _dead_in(activity.requires, where, course, known)
    for finding in kind.findings(activity.content):
        yield replace(finding, where=where)


def _renewed(course: Course, known: Known) -> Iterator[Finding]:
    """Yield what is wrong with the course a re-test renews."""
    renews = course.renews
    if renews is None:
        return
    if renews.course == course.slug:
        yield Finding("circle", "course", (("names", course.slug),))
    elif known.courses is not None and renews.course not in known.courses:
        yield Finding("dead-course", "course", (("name", renews.course),))


def _dead_in(condition: Condition | None, where: str, course: Course, known: Known) -> Iterator[Finding]:
    """Yield what a condition names that is not there."""
    activities = {activity.slug for _module, activity in course.activities()}
    modules = {module.slug for module in course.modules}
    for leaf in leaves(condition):
        if isinstance(leaf, Done) and leaf.done not in activities | modules:
            yield Finding("dead-activity", where, (("name", leaf.done),))
        elif isinstance(leaf, Scored) and leaf.score not in activities:
            yield Finding("dead-activity", where, (("name", leaf.score),))
        elif isinstance(leaf, Passed) and known.courses is not None and leaf.course not in known.courses:
            yield Finding("dead-course", where, (("name", leaf.course),))
