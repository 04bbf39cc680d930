"""A case as large as any author will write: some 200 steps of the expert, a hundred parts, everything in order."""

from typing import Any

from academy.cases.content import AS_IT_IS, CaseContent

PLACES, EXHIBITS, PEOPLE = 12, 24, 10
_TRUE = dict.fromkeys(("number", "what", "where", "when", "who"), AS_IT_IS)


def large() -> CaseContent:
    """Build it."""
    return CaseContent.model_validate(document())


def document() -> dict[str, Any]:
    """Return it as its file would hold it."""
    lead = {f"heard{n}": f"answered(person{n}, seen) and asked(person{n}, seen, open)" for n in range(PEOPLE)}
    return {
        "title": "A day on the plain",
        "minutes": 60,
        "clock": {"starts": "06:00", "minutes": 960},
        "places": {"base": {"title": "Base", "is_base": True, "ways": {"place0": 5}}, **_places()},
        "exhibits": _exhibits(),
        "people": {f"person{n}": _person(n) for n in range(PEOPLE)},
        "authorities": {"lab": {"title": "Laboratory", "kind": "laboratory"}},
        "requests": {f"test{n}": _request(n) for n in range(6)},
        "events": {
            "walker": {"at": 60, "text": "Somebody crosses.", "unless": "cordoned(place0)", "then": ["disturb place0"]},
            "rain": {"at": 700, "text": "Rain.", "then": ["set rain"]},
        },
        "causes": {"poison": "Poison", "shot": "A shot"},
        "cause": "poison",
        "supported_if": "result(test0)",
        "charges": {"bait": {"title": "Bait", "is_right": True}, "other": {"title": "Other"}},
        "elements": {
            "act": {"title": "The act", "proof": "admitted(thing0) and result(test0)"},
            "link": {"title": "The link", "proof": f"admitted(thing{EXHIBITS - 1}) and result(test5)"},
        },
        "endings": {
            "strong": {"title": "S", "text": "S", "when": "proved(act) and proved(link) and right_charge", "is_success": True},
            "weak": {"title": "W", "text": "W", "when": "proved(act)"},
            "none": {"title": "N", "text": "N"},
        },
        "criteria": {
            "gloves": _criterion("wore(gloves) before touched(thing0)", "exposed"),
            "cordon": _criterion("cordoned(place0) before minute 60"),
            "patience": _criterion("right_cause and not premature"),
            **{f"seen{n}": _criterion(f"photographed(thing{n}, close, scale) before moved(thing{n})") for n in range(0, EXHIBITS, 2)},
            **{f"kept{n}": _criterion(f"filed(thing{n}) and unbroken(thing{n})") for n in range(1, EXHIBITS, 2)},
            **{name: _criterion(earn) for name, earn in lead.items()},
        },
        "expert": [{"act": act} for act in expert()],
    }  # fmt: skip


def _criterion(earn: str, fails: str = "") -> dict[str, Any]:
    return {
        "title": "Something", "competency": "craft", "consequence": "evidential", "earn": earn, "fails_if": fails, "why": "It matters.",
    }  # fmt: skip


def _places() -> dict[str, Any]:
    return {
        f"place{n}": {
            "title": f"Place {n}",
            "ways": {f"place{n + 1}": 3} if n + 1 < PLACES else {},
            "search": {"good": ["strip", "grid"], "minutes": 5},
            "spots": {f"spot{n}": {"title": "A mark", "text": "A mark.", "then": [f"set saw{n}"]}},
        }
        for n in range(PLACES)
    }


def _exhibits() -> dict[str, Any]:
    return {
        f"thing{n}": {
            "title": f"Thing {n}",
            "text": "A thing.",
            "place": f"place{n % PLACES}",
            "kind": "bait" if n % 2 == 0 else "object",
            "hazard": "toxic" if n % 2 == 0 else "none",
            "seen_if": "" if n % 3 else f"searched_well(place{n % PLACES})",
        }
        for n in range(EXHIBITS)
    }


def _person(number: int) -> dict[str, Any]:
    answers = {"open": {"says": "A lot."}, "leading": {"says": "Yes.", "spoils": ["more"]}}
    return {
        "title": f"Person {number}", "place": f"place{number}",
        "topics": {"seen": {"question": "What?", "minutes": 5, "answers": answers},
                   "more": {"question": "More?", "minutes": 5, "needs": f"answered(person{number}, seen)", "answers": answers}},
    }  # fmt: skip


def _request(number: int) -> dict[str, Any]:
    return {
        "title": f"Test {number}", "kind": "toxicology", "authority": "lab", "on": [f"thing{number * 4}"],
        "finds": "Poison.", "answers_after": 60, "commits_first": number == 0,
    }  # fmt: skip


def expert() -> list[dict[str, Any]]:
    """Return what the expert does."""
    acts: list[dict[str, Any]] = []
    for place in range(PLACES):
        acts.append({"do": "move", "to": f"place{place}"})
        if not place:
            acts.append({"do": "cordon"})
        acts += [{"do": "observe"}, {"do": "note", "text": "Nobody here before us."}]
        acts += [{"do": "search", "pattern": "strip"}, {"do": "photograph", "views": ["overview"]}]
        if place < PEOPLE:
            acts.append({"do": "interview", "person": f"person{place}", "topic": "seen", "opening": "open"})
        for number in (place, place + PLACES):
            acts += _taking(number)
    acts += [{"do": "move", "to": f"place{place}"} for place in reversed(range(PLACES - 1))]
    acts += [{"do": "move", "to": "base"}, {"do": "notify", "authority": "lab"}]
    for number in range(6):
        acts.append({"do": "request", "request": f"test{number}", "exhibits": [f"thing{number * 4}"]})
        acts.append(_line(number * 4, "handed_over"))
    acts += [{"do": "hypothesise", "causes": {"poison": 3, "shot": 1}}, {"do": "wait", "minutes": 120}]
    acts += [{"do": "read", "request": f"test{number}"} for number in range(6)]
    things = [f"thing{number}" for number in range(EXHIBITS)]
    cites = {"act": ["thing0", "test0"], "link": [things[-1], "test5"]}
    return [*acts, {"do": "conclude", "cause": "poison", "charge": "bait", "file": things, "cites": cites}]


def _taking(number: int) -> list[dict[str, Any]]:
    thing = f"thing{number}"
    box = "leakproof_box" if number % 2 == 0 else "carton"
    return [
        {"do": "photograph", "what": thing, "views": ["overview", "mid", "close"], "scale": True},
        {"do": "wear", "gear": ["gloves", "mask"]},
        {"do": "collect", "exhibit": thing, "container": box, "seal": AS_IT_IS, "label": _TRUE},
        _line(number, "collected"),
    ]


def _line(number: int, step: str) -> dict[str, Any]:
    words = dict.fromkeys(("who", "when", "where", "seal", "condition"), AS_IT_IS)
    return {"do": "record", "exhibit": f"thing{number}", "line": {"step": step, **words, **({"to": AS_IT_IS} if step == "handed_over" else {})}}  # fmt: skip
