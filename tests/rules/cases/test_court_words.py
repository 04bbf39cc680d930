"""Everything the court finds and the debrief tells has its words."""

from __future__ import annotations

import typing

import pytest
from flask import Flask
from flask_babel import Babel

from academy.cases.content import actions
from academy.cases.content.keys import CustodyStep
from academy.cases.queries.debriefs import Times
from academy.cases.rules.custody import SEVERITIES, Defect
from academy.cases.rules.debriefing import Milestone
from academy.cases.views.court_words import DEEDS, DEFECTS, DEFENCE, MILESTONES, defence_of
from academy.cases.views.retold import deed_words, milestone_words, when
from academy.cases.views.timeline import drawing
from tests.cases import case, expert

CASE = case("feeding-place")
VALUES = {"true": "A-1", "written": "A-2", "when": "07:00", "late": 90, "step": CustodyStep.SEALED.value}
#: From 07:10 on: at the scene, then the morning after.
STEPS = [Milestone(1, "cordoned:clearing", None, 20), Milestone(2, "result:toxicology", 1500, 1490)]


@pytest.fixture(autouse=True)
def _speaking() -> typing.Iterator[None]:
    """Give words a language: none is needed but for the default."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def test_every_defect_has_its_name_and_its_sentence() -> None:
    assert DEFECTS.keys() == SEVERITIES.keys()
    assert DEFENCE.keys() == SEVERITIES.keys() | {"impossible_time_never"}
    for code, severity in SEVERITIES.items():
        said = defence_of(Defect(code, severity, 5, tuple(VALUES.items())))
        assert said.startswith("“") and said.endswith("”") and "%" not in said
    never = Defect("impossible_time", SEVERITIES["impossible_time"], 5, (("when", "07:00"),))
    assert "had not happened" in defence_of(never)


def test_every_deed_has_its_words() -> None:
    kinds = typing.get_args(typing.get_args(actions.Action)[0])
    assert DEEDS.keys() == {each.model_fields["do"].default for each in kinds}
    told = {each.do: deed_words(CASE, each) for each in expert(CASE)}
    assert told["interview"].about == ("The neighbour", "What is in the tin?")
    assert told["wear"].about == ("Gloves",)
    assert told["decide"].about == ("Walkers with dogs",)
    assert milestone_words(CASE, "collected:meat").about == ("A lump of meat",)
    assert set(MILESTONES) >= {"wore", "result", "concluded"}


def test_the_morning_after_is_told_as_that() -> None:
    assert (when(CASE, 0), when(CASE, 16 * 60 + 50), when(CASE, 25 * 60)) == (
        "07:10",
        "day 2, 00:00",
        "day 2, 08:10",
    )


def test_the_drawing_keeps_time_and_folds_the_night() -> None:
    found = drawing(CASE, STEPS, Times(6, True, {"1": (10, 20, 30, 40, 50), "2": (1500,)}))
    first, second = found.rows
    assert first.own_x is None
    assert first.band is not None and first.band[0] == first.expert_x < first.band[1] < first.band[2]
    assert first.spread is not None and first.spread.quartiles == (20, 30, 40)
    assert second.band is None  # of one alone nothing is told but that there was one
    assert second.own_x is not None and found.later is not None and second.expert_x > found.later
    mirrored = drawing(CASE, STEPS, Times(), is_mirrored=True)
    assert mirrored.rows[0].spread is None
    assert mirrored.rows[0].expert_x > mirrored.rows[1].expert_x
