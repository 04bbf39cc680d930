"""The case as a kind of activity: its file, what it leans on, what editions keep of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from academy.cases.content import CaseContent, Law
from academy.cases.rules.assessing import assess
from academy.cases.rules.checking import check
from academy.cases.rules.kind import KIND
from academy.cases.rules.rehearsing import played
from academy.courses.content.written import read_yaml
from academy.courses.kinds import References
from academy.courses.rules.freezing import canonical
from academy.richtext import Shown
from tests.cases import case

CASES = ("feeding-place", "handover")
GUIDES = Path(__file__).parents[3] / "docs" / "guides"


@pytest.mark.parametrize("name", CASES)
def test_the_file_is_canonical(name: str) -> None:
    text = KIND.write(case(name))
    assert KIND.read(text) == case(name)
    assert KIND.write(KIND.read(text)) == text


@pytest.mark.parametrize("name", CASES)
def test_an_edition_keeps_the_order_of_the_file(name: str) -> None:
    """Where it begins and which ending is asked first hang on the order; frozen JSON sorts its keys."""
    frozen = canonical(case(name).model_dump(mode="json"))
    thawed = CaseContent.model_validate(json.loads(frozen))
    assert thawed == case(name)
    for part in ("places", "exhibits", "endings", "criteria", "causes", "roles"):
        assert list(getattr(thawed, part)) == list(getattr(case(name), part))
    assert canonical(thawed.model_dump(mode="json")) == frozen


def test_a_new_case_can_be_played_as_it_stands() -> None:
    new = CaseContent.model_validate(read_yaml(KIND.starter("Of owls: a case")))
    assert (new.title, KIND.findings(new)) == ("Of owls: a case", [])
    expert = played(new, Law(), [step.act for step in new.expert])
    assert (expert.left, expert.state.is_over) == ((), True)
    assert assess(new, Law(), expert.state).score == 1


def test_a_rehearsal_goes_as_far_as_the_draft_lets_it() -> None:
    new = KIND.read(KIND.starter("A case"))
    assert isinstance(new, CaseContent)
    actions = [step.act for step in new.expert]
    found = played(new, Law(), [*actions[:3], actions[-2], *actions[3:]])
    assert (len(found.actions), found.state.step, len(found.left)) == (3, 3, len(actions) - 2)
    assert found.refused is not None


def test_what_it_leans_on() -> None:
    text = KIND.starter("A case").replace(
        "    title: The yard\n", "    title: The yard\n    picture: {file: yard.svg, alt: A yard}\n", 1
    )
    text = text.replace("    kind: veterinary\n", "    kind: veterinary\n    entry: vet-institute\n")
    text = text.replace("    points: 2\n", "    points: 2\n    lesson: asking\n")
    content = KIND.read(text)
    assert KIND.references(content) == References(
        media=frozenset({"yard.svg"}), entries=frozenset({"vet-institute"}), activities=frozenset({"asking"})
    )
    shown = KIND.render(content, lambda text: (text, None, False), {"yard.svg": Shown("/media/1/yard.svg")})
    assert shown == {"yard": "/media/1/yard.svg"}


def test_words_that_yaml_takes_for_something_else() -> None:
    """A key ``on`` is no truth value, and a time of day no number to base 60."""
    assert read_yaml("on: [meat]\nstarts: 18:40\nminute: 90\nis_base: yes\n") == {
        "on": ["meat"], "starts": "18:40", "minute": 90, "is_base": True
    }  # fmt: skip


def test_the_guide_shows_a_case_that_holds() -> None:
    text = (GUIDES / "case-format.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    shown = KIND.read(text)
    assert isinstance(shown, CaseContent)
    assert KIND.findings(shown) == []
    expert = played(shown, Law(), [step.act for step in shown.expert])
    assert (expert.refused, assess(shown, Law(), expert.state).score) == (None, 1)


def test_the_checker_finds_a_new_case_in_order() -> None:
    new = KIND.read(KIND.starter("A case"))
    assert isinstance(new, CaseContent)
    assert check(new).findings == ()
