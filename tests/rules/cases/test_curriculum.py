"""The cases of the curriculum: the checker faults none, and what the expert does is lawful in each demo country."""

from pathlib import Path
from typing import Any

import pytest

from academy.cases.content import CaseContent, Law, LawEntry
from academy.cases.content.actions import Conclude
from academy.cases.rules.assessing import assess
from academy.cases.rules.checking import check
from academy.cases.rules.machine import replay
from academy.cases.rules.showing import shown
from academy.courses.content.written import read_yaml

CURRICULUM = Path(__file__).parents[3] / "academy" / "curriculum"
CASES = sorted(CURRICULUM.rglob("*.case.yaml"))
COUNTRIES: dict[str, list[dict[str, Any]]] = read_yaml(
    (CURRICULUM / "demo" / "jurisdictions.yaml").read_text(encoding="utf-8")
)


def law_of(country: str) -> Law:
    entries = {
        each["key"]: LawEntry.model_validate(each["terms"]) for each in COUNTRIES[country] if "terms" in each
    }
    return Law(country=country, entries=entries)


@pytest.mark.parametrize("country", sorted(COUNTRIES))
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_expert_earns_everything(path: Path, country: str) -> None:
    """Whoever holds a power here or there, the expert path finds somebody who does."""
    case, law = CaseContent.model_validate(read_yaml(path.read_text(encoding="utf-8"))), law_of(country)
    assessment = assess(case, law, replay(case, law, [step.act for step in case.expert]))
    assert [key for key, each in assessment.criteria.items() if not each.is_earned] == []
    assert assessment.is_passed


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_whoever_closes_the_case_knows_what_her_file_names(path: Path) -> None:
    """Pages offer only what a role knows of: what the expert files and cites must be among it."""
    case = CaseContent.model_validate(read_yaml(path.read_text(encoding="utf-8")))
    *steps, last = [step.act for step in case.expert]
    assert isinstance(last, Conclude)
    scene = shown(case, Law(), replay(case, Law(), steps), last.role)
    known = {each.key for each in scene.exhibits}
    assert set(last.file) <= known
    cited = {key for keys in last.cites.values() for key in keys}
    assert cited <= known | {each.key for each in scene.answers} | (case.people.keys() & scene.names.keys())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_checker_faults_nothing(path: Path) -> None:
    """They are published without being checked again, so this is the only place that does."""
    found = check(CaseContent.model_validate(read_yaml(path.read_text(encoding="utf-8"))))
    assert [fault for fault in found.findings if fault.blocks] == []
