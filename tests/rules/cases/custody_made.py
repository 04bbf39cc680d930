"""A case of one bait, and a State in which its custody is without fault: what tests take one thing away from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from academy.cases.content import CaseContent, Law
from academy.cases.rules.state import Conclusion, Entry, Handling, Moment, State, Thing

LAW = Law()
LINES: tuple[dict[str, str], ...] = (
    {"step": "collected", "who": "Ranger 7", "when": "08:30", "where": "clearing", "seal": "A-17"},
    {"step": "handed_over", "who": "Ranger 7", "when": "09:40", "where": "station", "seal": "a17", "to": "laboratory"},
)  # fmt: skip
LABEL = {"number": "1", "what": "meat", "where": "clearing", "when": "08:30", "who": "Ranger 7"}
HANDLINGS = (
    Handling("moved", 30, 4, "officer", "clearing"),
    Handling("collected", 30, 4, "officer", "clearing", container="leakproof_box"),
    Handling("sealed", 30, 4, "officer", "clearing", seal="A-17", container="leakproof_box"),
    Handling("handed_over", 100, 8, "officer", "laboratory", seal="A-17", container="leakproof_box"),
)
FACTS = {
    "photographed:clearing": Moment(1, 10),
    "photographed:clearing:overview": Moment(1, 10),
    "photographed:meat:mid": Moment(2, 14),
    "photographed:meat:close": Moment(3, 16),
    "collected:meat": Moment(4, 30),
    "moved:meat": Moment(4, 30),
    "result:toxicology": Moment(9, 1500),
}


def a_case(**changes: Any) -> CaseContent:
    """Return a case of one bait, whose charge stands on the bait and the laboratory's answer."""
    return CaseContent.model_validate(
        {
            "minutes": 40,
            "title": "Meat on the clearing",
            "places": {"clearing": {"title": "Clearing"}, "station": {"title": "Station", "is_base": True}},
            "exhibits": {
                "meat": {"title": "Meat", "text": "Minced meat.", "place": "clearing", "kind": "bait", "hazard": "toxic"},
                "cup": {"title": "Cup", "text": "A cup.", "place": "clearing", "kind": "object"},
            },
            "requests": {"toxicology": {"title": "Toxicology", "kind": "toxicology", "finds": "Poison."}},
            "causes": {"poisoning": "Poisoning", "collision": "Collision"},
            "cause": "poisoning",
            "supported_if": "result(toxicology)",
            "charges": {"bait": {"title": "Poison bait", "is_right": True}, "litter": {"title": "Litter"}},
            "elements": {"act": {"title": "Bait was laid", "proof": "admitted(meat) and result(toxicology)"}},
            "endings": {
                "strong": {"title": "Convicted", "text": "It stands.", "when": "proved(act)", "is_success": True},
                "weak": {"title": "Dropped", "text": "It falls."},
            },
            "criteria": {
                "custody": criterion("custody", earn="unbroken(meat)", points=6),
                "patience": criterion("reasoning", earn="not premature", points=4),
                "lawful": criterion("law", fails_if="unlawful", points=2, consequence="legal"),
            },
            **changes,
        }
    )  # fmt: skip


def criterion(competency: str, **more: Any) -> dict[str, Any]:
    """Return a criterion."""
    return {"title": "T", "competency": competency, "consequence": "evidential", "why": "Because.", **more}


def log(*lines: dict[str, str]) -> tuple[Entry, ...]:
    """Return lines, each written soon after what it tells."""
    written = {"collected": (32, 5), "handed_over": (102, 9)}
    return tuple(Entry(line, *written.get(line["step"], (103, 10)), "officer") for line in lines)


def a_thing(**changes: Any) -> Thing:
    """Return the bait in good order."""
    whole = Thing(
        "station", "laboratory", container="leakproof_box", seal="A-17", label=LABEL, handlings=HANDLINGS, log=log(*LINES)
    )  # fmt: skip
    return whole._replace(**changes)


def a_state(thing: Thing | None = None, **changes: Any) -> State:
    """Return a closed case with the bait in its file."""
    closed = State(
        step=12,
        minute=1502,
        clocks={"officer": 1502},
        places={"officer": "station"},
        facts=dict(FACTS),
        things={"meat": thing or a_thing(), "cup": Thing("clearing")},
        conclusion=Conclusion("poisoning", "bait", None, ("meat",), {"act": ["meat"]}, 1502, "officer"),
    )
    return replace(closed, **changes)
