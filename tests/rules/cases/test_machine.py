"""What actions do: time, custody, touch, powers, answers, and the world that does not wait."""

from typing import Any

import pytest

from academy.cases.content import CaseContent, Law, action_of
from academy.cases.rules import Refused, State, apply, replay, start
from tests.cases import NO_LAW, STRICT_LAW, case, document, expert

LABEL = dict.fromkeys(("number", "what", "where", "when", "who"), "as_it_is")
LADDER = {"views": ["overview", "mid", "close"], "scale": True}
SEARCHED: tuple[dict[str, Any], ...] = (
    {"do": "move", "to": "clearing"}, {"do": "cordon"}, {"do": "search", "pattern": "strip"},
)  # fmt: skip
PACKED = {"container": "leakproof_box", "seal": "as_it_is", "label": LABEL}


def play(*deeds: dict[str, Any], law: Law = NO_LAW, content: CaseContent | None = None) -> State:
    """Play some actions of the feeding place from its start."""
    content = content or case("feeding-place")
    return replay(content, law, [action_of(deed) for deed in deeds])


def refused(*deeds: dict[str, Any], content: CaseContent | None = None) -> Refused:
    """Return why the last of some actions is refused."""
    *first, last = deeds
    content = content or case("feeding-place")
    state = play(*first, content=content)
    with pytest.raises(Refused) as caught:
        apply(content, NO_LAW, state, action_of(last))
    return caught.value


def collect(exhibit: str, **how: Any) -> dict[str, Any]:
    return {"do": "collect", "exhibit": exhibit, **how}


@pytest.mark.parametrize("name", ["feeding-place", "handover"])
@pytest.mark.parametrize("law", [NO_LAW, STRICT_LAW], ids=["no law", "strict law"])
def test_the_expert_comes_through(name: str, law: Law) -> None:
    """The expert closes the case, lawfully, with nothing spoilt and nobody exposed."""
    state = replay(case(name), law, expert(case(name)))
    assert state.is_over
    spoilt = ("unlawful", "tainted", "destroyed", "contaminated", "exposed", "spoilt", "decayed", "lost")
    assert not [fact for fact in state.facts if fact.partition(":")[0] in spoilt]


def test_time_is_paid_first() -> None:
    """An action takes its minutes, and what it does is so at their end."""
    state = play({"do": "move", "to": "clearing"}, {"do": "cordon", "wide": True, "log": True})
    assert (state.minute, state.clock_of()) == (23, 23)
    assert state.facts["cordoned:clearing:wide"].minute == 23
    assert state.facts["found:vulture"].minute == 5


def test_the_world_does_not_wait() -> None:
    """Rain comes by itself; an open scene is walked across, and what that sets off comes later."""
    state = play({"do": "move", "to": "clearing"}, {"do": "wait", "minutes": 200})
    assert state.facts["happened:walker"].minute == 90
    assert state.facts["lost:tracks"].minute == 120
    assert state.facts["happened:fox"].minute == 150
    assert [told.code for told in state.news["officer"]] == ["event", "event", "event", "waited"]
    assert "happened:walker" not in play(*SEARCHED, {"do": "wait", "minutes": 200}).facts


def test_what_was_begun_may_come_to_nothing() -> None:
    """The fox takes the bait while it is being collected: the minutes are gone all the same."""
    state = play(
        {"do": "move", "to": "clearing"}, {"do": "search", "pattern": "strip"},
        {"do": "wait", "minutes": 100}, collect("meat"),
    )  # fmt: skip
    assert "collected:meat" not in state.facts
    assert "lost:meat" in state.facts
    assert state.news["officer"][-1].code == "came-to-nothing"
    assert state.clock_of() == 153


def test_the_day_ends_at_base() -> None:
    """When the scene closes everybody is brought to base, and stays away from the scene."""
    state = play(
        {"do": "move", "to": "clearing"}, {"do": "wait", "minutes": 240}, {"do": "wait", "minutes": 240}
    )
    assert state.place_of() == "station"
    deeds = ({"do": "wait", "minutes": 240}, {"do": "wait", "minutes": 240}, {"do": "move", "to": "track"})
    assert refused(*deeds).reason == "day-over"


def test_only_a_good_search_finds_everything() -> None:
    """With a pattern that does not suit, half of it is missed."""
    poor = play({"do": "move", "to": "clearing"}, {"do": "search", "pattern": "spiral"})
    assert poor.known["officer"] == ("tracks", "vulture", "cup")
    assert "meat" in play(*SEARCHED).known["officer"]


def test_poison_asks_for_gloves_and_mask() -> None:
    """Touching what is toxic without them exposes, and nobody says so."""
    state = play(*SEARCHED, {"do": "wear", "gear": ["gloves"]}, collect("vulture", **PACKED))
    assert {"exposed", "exposed:toxic"} <= state.facts.keys()
    assert [told.code for told in state.news["officer"]] == ["collected"]


def test_bare_and_used_hands_leave_their_mark() -> None:
    """Bare hands destroy traces; gloves carry what they touched; fresh gloves do not."""
    bare = play(*SEARCHED, collect("cup"))
    assert {"touched_bare:cup", "destroyed:cup"} <= bare.facts.keys()
    assert bare.things["cup"].fate == "spoilt"
    dressed = (*SEARCHED, {"do": "wear", "gear": ["gloves", "mask"]}, collect("meat", **PACKED))
    used = play(*dressed, {"do": "duplicate", "exhibit": "meat"}, collect("cup"))
    assert "contaminated:cup" in used.facts
    assert "contaminated:meat" not in used.facts
    assert "contaminated:cup" not in play(*dressed, {"do": "wear", "gear": ["gloves"]}, collect("cup")).facts


def test_truth_and_record_are_kept_apart() -> None:
    """What was done stands in the handlings, what was written in the log; `as_it_is` writes the truth."""
    state = play(
        *SEARCHED, collect("vulture", **PACKED),
        {"do": "record", "exhibit": "vulture", "line": {"step": "collected", "when": "as_it_is", "seal": "as_it_is"}},
        {"do": "record", "exhibit": "vulture", "line": {"step": "sealed", "who": "A. B.", "when": "04:00"}},
    )  # fmt: skip
    thing = state.things["vulture"]
    assert [each.what for each in thing.handlings] == ["collected", "sealed"]
    assert [entry.line["when"] for entry in thing.log] == ["08:13", "04:00"]
    assert thing.log[0].line["seal"] == thing.seal
    assert thing.label == {
        "number": "1", "what": "vulture", "where": "clearing", "when": "08:13", "who": "officer"
    }  # fmt: skip


def test_opening_breaks_the_seal() -> None:
    """What was opened is unsealed until it is sealed anew."""
    taken = (*SEARCHED, collect("vulture", **PACKED), {"do": "open", "exhibit": "vulture"})
    assert play(*taken).things["vulture"].seal == ""
    again = play(*taken, {"do": "seal", "exhibit": "vulture", "seal": "77"})
    assert [each.what for each in again.things["vulture"].handlings][-2:] == ["opened", "sealed"]
    assert refused(*taken[:-1], {"do": "seal", "exhibit": "vulture", "seal": "77"}).reason == "already"


@pytest.mark.parametrize(
    ("power", "is_lawful"),
    [
        ({"power": "seizure", "record": True}, True),
        ({"power": "seizure"}, False),
        ({"power": "search_store", "record": True}, False),
        ({}, False),
    ],
)
def test_the_law_says_what_a_power_asks_for(power: dict[str, Any], is_lawful: bool) -> None:
    """Without the right power in its form the act happens all the same, and taints what it took."""
    state = play(*SEARCHED, collect("cup", power=power), law=STRICT_LAW)
    assert ("lawful:cup" in state.facts) is is_lawful
    assert ("unlawful:cup" in state.facts) is not is_lawful
    assert ("tainted:cup" in state.facts) is not is_lawful
    assert "collected:cup" in state.facts


def test_a_leading_question_costs_the_later_answer() -> None:
    """Once a topic is spoilt, even an open question gets nothing more."""
    asked = {"do": "interview", "person": "shepherd"}
    spoilt = play(
        {"do": "move", "to": "hut"}, {**asked, "topic": "found", "opening": "open"},
        {**asked, "topic": "neighbour", "opening": "leading"}, {**asked, "topic": "neighbour", "opening": "open"},
    )  # fmt: skip
    assert "lead" in spoilt.facts
    assert (
        refused({"do": "move", "to": "hut"}, {**asked, "topic": "neighbour", "opening": "open"}).reason
        == "not-known"
    )


def test_causes_are_ranked_before_the_answer_is_read() -> None:
    """An answer that would tell is opened only after somebody committed to something."""
    steps = [step for step in expert(case("feeding-place")) if step.do != "hypothesise"]
    until = next(
        place
        for place, step in enumerate(steps)
        if getattr(step, "request", "") == "toxicology" and step.do == "read"
    )
    state = replay(case("feeding-place"), NO_LAW, steps[:until])
    with pytest.raises(Refused, match="rank-first"):
        apply(case("feeding-place"), NO_LAW, state, steps[until])
    assert state.facts["arrived:toxicology"].minute == 1490


def test_a_case_can_be_closed_at_once_and_only_once() -> None:
    """Nothing need be held to close a case; then it is over."""
    close = {"do": "conclude", "cause": "cannot_say"}
    assert play(close).is_over
    assert refused(close, close).reason == "over"


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ({"do": "move", "to": "laboratory"}, "no-way"),
        ({"do": "observe", "what": "grass"}, "not-here"),
        (collect("vulture"), "not-known"),
        (collect("tracks"), "stays"),
        ({"do": "cordon", "role": "stranger"}, "not-yours"),
        ({"do": "search", "pattern": "strip"}, "nothing-to-search"),
        ({"do": "take_off", "gear": ["mask"]}, "not-worn"),
        ({"do": "request", "request": "warrant"}, "needs"),
        ({"do": "read", "request": "warrant"}, "not-known"),
        ({"do": "wait"}, "wait-nothing"),
        ({"do": "interview", "person": "shepherd", "topic": "found", "opening": "open"}, "nobody-there"),
        ({"do": "hand_over", "exhibit": "tracks", "to": "police"}, "not-held"),
        ({"do": "conclude", "cause": "poisoning", "file": ["vulture"]}, "not-held"),
        ({"do": "hypothesise"}, "nothing-said"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(deed: dict[str, Any], reason: str) -> None:
    """Each refusal names its reason; the machine has words of the author where he wrote some."""
    assert refused(deed).reason == reason


def test_roles_do_only_what_is_theirs() -> None:
    """In a team hands must meet, the receiver takes over, and only the prosecution closes the case."""
    team = case("handover")
    steps = expert(team)
    given = next(place for place, step in enumerate(steps) if step.do == "receive")
    state = replay(team, NO_LAW, steps[:given])
    assert state.things["eagle"].holder == "patrol"
    assert state.known["vet"] == ("eagle",)
    with pytest.raises(Refused, match="not-yours"):
        apply(team, NO_LAW, state, action_of({"do": "conclude", "role": "patrol", "cause": "shooting"}))
    with pytest.raises(Refused, match="not-offered"):
        apply(team, NO_LAW, state, action_of({"do": "receive", "role": "patrol", "exhibit": "eagle"}))
    after = apply(team, NO_LAW, state, steps[given])
    assert (after.things["eagle"].holder, after.clocks["vet"]) == (
        "vet",
        after.things["eagle"].handlings[-2].minute + 2,
    )


def test_a_part_comes_to_light_with_its_whole() -> None:
    """What is inside an exhibit lies where it was opened, and is not known before."""
    team = case("handover")
    steps = [*expert(team)[:10], action_of({"do": "open", "role": "vet", "exhibit": "eagle"})]
    assert "projectile" not in replay(team, NO_LAW, steps[:-1]).known["vet"]
    assert "projectile" in replay(team, NO_LAW, steps).known["vet"]


def test_a_case_needs_a_place() -> None:
    """There is nowhere to begin in an empty case."""
    with pytest.raises(ValueError, match="place"):
        start(CaseContent(title="Nothing", minutes=5), NO_LAW)


def test_no_more_search_than_are_there() -> None:
    plain = document("feeding-place")
    plain["places"]["clearing"]["search"]["team"] = 2
    alone = CaseContent.model_validate(plain)
    together = CaseContent.model_validate({**plain, "helpers": 1})
    *before, search = SEARCHED
    assert refused(*before, {**search, "team": 2}, content=alone).reason == "too-few-hands"
    assert "searched_well:clearing" not in play(*SEARCHED, content=alone).facts
    assert "searched_well:clearing" in play(*before, {**search, "team": 2}, content=together).facts
