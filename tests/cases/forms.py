"""Actions as the forms of the pages send them."""

from typing import Any

#: What somebody does who plays the barn owl from the first look to the file, in her own words.
OWL: tuple[dict[str, Any], ...] = (
    {"do": "observe", "what": "owl", "near": True},
    {"do": "photograph", "what": "owl", "views": ["overview", "mid", "close"], "scale": True},
    {"do": "note", "text": "No print of a wing on the pane."},
    {"do": "interview", "person": "farmer", "topic": "heard", "opening": "open"},
    {"do": "wear", "gear": ["gloves", "mask"]},
    {
        "do": "collect", "exhibit": "owl", "container": "leakproof_box", "seal": "A-001",
        "label": {"number": "1", "what": "Barn owl", "where": "The yard", "when": "09:40", "who": "Ranger 7"},
    },
    {
        "do": "record", "exhibit": "owl",
        "line": {"step": "collected", "who": "Ranger 7", "when": "09:40", "where": "The yard", "seal": "A-001"},
    },
    {"do": "move", "to": "station"},
    {"do": "request", "request": "xray", "exhibits": ["owl"]},
    {"do": "hypothesise", "causes": {"shot": 2, "collision": 2, "illness": 1}},
    {"do": "wait"},
    {"do": "read", "request": "xray"},
    {"do": "conclude", "cause": "shot", "charge": "killing", "file": ["owl"], "cites": {"act": ["owl", "xray"]}},
)  # fmt: skip


def form_of(action: dict[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Return the fields a form sends for an action in its plain form: parts of parts stand after a dot."""
    fields: dict[str, list[str]] = {}
    for name, value in action.items():
        if isinstance(value, dict):
            fields |= form_of(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            fields[prefix + name] = [str(each) for each in value]
        elif value not in (None, False):
            fields[prefix + name] = ["1" if value is True else str(value)]
    return fields
