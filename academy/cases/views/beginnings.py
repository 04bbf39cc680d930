"""The points from which an author can play her draft: its beginning, the steps of the expert, the faults found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from academy.cases.content import Action, CaseContent, plain
from academy.cases.forms.rehearsal import BeginForm
from academy.cases.queries.checks import kept_check
from academy.cases.rules.checking.digest import digest_of
from academy.cases.rules.checking.telling import step_in_words
from academy.cases.views.beside import faults_of, said_of_fault
from academy.errors import Conflict


@dataclass(frozen=True)
class Start:
    """One point to begin from: the actions that lead there."""

    value: str
    words: str
    actions: Sequence[Action]


def starts(case: CaseContent) -> list[Start]:
    """Return every point to begin from."""
    expert = [step.act for step in case.expert]
    steps = (
        Start(
            f"expert:{number}",
            _("After step %(number)s of the expert: %(step)s", number=number, step=step_in_words(plain(expert[number - 1]))),
            expert[:number],
        )
        for number in range(1, len(expert) + 1)
    )  # fmt: skip
    return [Start("beginning", _("At the beginning"), []), *steps, *_faults(case)]


def begin_form(case: CaseContent, *, countries: Sequence[tuple[str, str]], country: str | None) -> BeginForm:
    """Return the form that begins a rehearsal; ``country`` is the one that is chosen at first."""
    form = BeginForm(data={"start": "beginning", "country": country or ""})
    form.start.choices = [(each.value, each.words) for each in starts(case)]
    offered = [("", _("A country nothing is known of")), *countries]
    form.country.choices = list(offered)
    if form.country.data not in dict(offered):  # a fault's button does not say
        form.country.data = country if country in dict(offered) else ""
    return form


def chosen(case: CaseContent, form: BeginForm) -> list[Action]:
    """Return the actions that lead to the chosen point. Raises Conflict where it is of an earlier text."""
    found = {each.value: each.actions for each in starts(case)}
    is_of_another = form.digest.data and form.digest.data != digest_of(case)
    if is_of_another or form.start.data not in found:
        raise Conflict("case-check-outdated", field="start")
    return list(found[form.start.data])


def _faults(case: CaseContent) -> Iterator[Start]:
    check = kept_check(digest_of(case))
    for number, fault in enumerate(faults_of(check) if check else ()):
        if fault.path is not None:
            words = _("What the checker found: %(fault)s", fault=said_of_fault(fault))
            yield Start(f"fault:{number}", words, list(fault.path))
