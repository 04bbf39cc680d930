"""What is offered can be done, and what is shown has been brought to light."""

from typing import Any

import pytest

from academy.cases.content import CaseContent, action_of
from academy.cases.rules import apply, candidates, moves, replay, shown, start
from tests.cases import NO_LAW, STRICT_LAW, case, document, expert
from tests.cases.walks import walk


def after(name: str, count: int) -> Any:
    return replay(case(name), STRICT_LAW, expert(case(name))[:count])


def test_moves_at_the_start() -> None:
    """What can be done from the track: three ways to go, the tracks to record, four to call."""
    found = moves(case("feeding-place"), NO_LAW, start(case("feeding-place"), NO_LAW), "officer")
    assert [(way.place, way.minutes) for way in found.ways] == [("clearing", 5), ("hut", 12), ("station", 35)]
    assert [(reach.exhibit, reach.can_collect, reach.why_not) for reach in found.exhibits] == [
        ("tracks", False, "stays")
    ]
    assert (found.can_cordon, found.can_search, found.can_conclude) == (True, False, True)
    assert found.authorities == ("prosecutor", "police", "institute")
    warrant = next(wish for wish in found.requests if wish.request == "warrant")
    assert (warrant.why_not, warrant.said) == ("needs", "requests/warrant/refusal")


def test_a_shut_door_says_why() -> None:
    """A place whose needs are not met is shown with the author's words for it."""
    state = replay(case("feeding-place"), NO_LAW, [action_of({"do": "move", "to": "hut"})])
    store = next(
        way for way in moves(case("feeding-place"), NO_LAW, state, "officer").ways if way.place == "store"
    )
    assert (store.why_not, store.closed) == ("closed", "places/store/closed")


def test_answers_to_be_read() -> None:
    """An answer that has come is offered, with what must be done before it is opened."""
    steps = [step for step in expert(case("feeding-place"))[:-2] if step.do != "hypothesise"]
    state = replay(case("feeding-place"), NO_LAW, steps)
    (reply,) = moves(case("feeding-place"), NO_LAW, state, "officer").answers
    assert (reply.request, reply.must_rank) == ("toxicology", True)


def test_a_closed_case_offers_nothing() -> None:
    """Once the file is sent there is nothing left to do."""
    content = case("handover")
    state = replay(content, NO_LAW, expert(content))
    assert moves(content, NO_LAW, state, "patrol") == type(moves(content, NO_LAW, state, "vet"))()
    assert not list(candidates(content, NO_LAW, state, "prosecutor"))


@pytest.mark.parametrize("name", ["feeding-place", "handover"])
def test_candidates_can_be_done(name: str) -> None:
    """Every candidate is taken by the machine, all along the expert's way."""
    content = case(name)
    for count in range(0, len(expert(content)), 6):
        state = after(name, count)
        for role in content.seats:
            for action in candidates(content, STRICT_LAW, state, role):
                apply(content, STRICT_LAW, state, action)


def canaried() -> CaseContent:
    """Return the feeding place with a canary in every text that must come to light before it is shown."""
    plain = document("feeding-place")
    for key, exhibit in plain["exhibits"].items():
        exhibit.update({name: f"canary-{key}-{name}" for name in ("title", "text", "close")})
    for key, place in plain["places"].items():
        for name, spot in place.get("spots", {}).items():
            spot["text"] = f"canary-{key}-{name}"
    for key, person in plain["people"].items():
        for topic, each in person["topics"].items():
            for opening, answer in each["answers"].items():
                answer["says"] = f"canary-{key}-{topic}-{opening}"
            each["spoilt"] = f"canary-{key}-{topic}-spoilt"
    for key, request in plain["requests"].items():
        request.update({name: f"canary-{key}-{name}" for name in ("title", "finds", "finds_spoilt")})
    for key, event in plain["events"].items():
        event["text"] = f"canary-{key}-event"
    for key in ("elements", "endings", "criteria"):
        for name, each in plain[key].items():
            hidden = {
                "elements": ("missing",),
                "endings": ("title", "text"),
                "criteria": ("title", "why", "court"),
            }
            each.update(dict.fromkeys(hidden[key], f"canary-{key}-{name}"))
    for key, each in plain["authorities"].items():
        each.update({name: f"canary-{key}-{name}" for name in ("says", "arrival")})
    for step in plain["expert"]:
        step["why"] = "canary-expert"
    return CaseContent.model_validate(plain)


def test_nothing_is_shown_before_its_time() -> None:
    """At the start one sees what lies open; along the way each text comes with the act that brings it out."""
    content = canaried()
    state = start(content, NO_LAW)
    allowed = {"canary-tracks-title", "canary-tracks-text", "canary-warrant-title"}
    assert canaries(shown(content, NO_LAW, state, "officer")) == allowed
    for action in expert(content)[:6]:
        state = apply(content, NO_LAW, state, action)
        if action.do == "move":
            allowed |= {"canary-vulture-title", "canary-vulture-text"}
        if action.do == "observe":
            allowed.add("canary-vulture-close" if action.what == "vulture" else "canary-clearing-grass")
        assert canaries(shown(content, NO_LAW, state, "officer")) == allowed


@pytest.mark.parametrize("seed", range(12))
def test_what_is_shown_has_been_brought_to_light(seed: int) -> None:
    """On walks at random: an exhibit only once known, its near side once seen near, an answer once read."""
    content = canaried()
    state = walk(content, STRICT_LAW, seed, steps=30).state
    seen = canaries(shown(content, STRICT_LAW, state, "officer"))
    assert not {
        each for each in seen if each.startswith(("canary-endings", "canary-criteria", "canary-elements"))
    }
    assert "canary-expert" not in seen
    for key in content.exhibits:
        is_known = key in state.known["officer"]
        assert (f"canary-{key}-title" in seen) is is_known
        assert (f"canary-{key}-close" in seen) is (is_known and f"observed:{key}:near" in state.facts)
    for key, request in content.requests.items():
        assert (f"canary-{key}-title" in seen) is set(request.on).issubset(state.known["officer"])
        assert (f"canary-{key}-finds" in seen) is (f"result:{key}" in state.facts)


def canaries(scene: Any) -> set[str]:
    """Return the canaries anywhere in what is shown."""
    words = repr(scene).replace("'", " ").replace('"', " ").replace(",", " ").split()
    return {word for word in words if word.startswith("canary-")}


def test_roles_see_only_what_is_theirs() -> None:
    """The veterinarian does not know of the eagle before it is brought; each sees her own log."""
    content = case("handover")
    state = after("handover", 5)
    assert not shown(content, NO_LAW, state, "vet").exhibits
    patrol = shown(content, NO_LAW, state, "patrol")
    assert [exhibit.key for exhibit in patrol.exhibits] == ["eagle"]
    assert len(patrol.exhibits[0].log) == 1
    given = after("handover", 9)
    assert len(shown(content, NO_LAW, given, "vet").exhibits[0].log) == 2
