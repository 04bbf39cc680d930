"""What the craft of a scene is called: gear, tools, containers, patterns and the like, as pages name them."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from academy.cases.content.keys import (
    Container,
    CustodyStep,
    Gear,
    Opening,
    Pattern,
    RoleKind,
    Store,
    Tool,
    View,
)

GEAR = {
    Gear.GLOVES: _l("Gloves"),
    Gear.MASK: _l("Mask"),
    Gear.COVERALL: _l("Coverall"),
    Gear.BOOTS: _l("Boots"),
    Gear.EYEWEAR: _l("Eye protection"),
}
TOOLS = {
    Tool.HAND: _l("The hand alone"),
    Tool.PLASTIC_TWEEZERS: _l("Plastic tweezers"),
    Tool.METAL_TWEEZERS: _l("Metal tweezers"),
    Tool.SCOOP: _l("Scoop"),
    Tool.SWAB: _l("Swab"),
    Tool.KNIFE: _l("Knife"),
    Tool.CUTTERS: _l("Cutters"),
}
CONTAINERS = {
    Container.PAPER_BAG: _l("Paper bag"),
    Container.PLASTIC_BAG: _l("Plastic bag"),
    Container.LEAKPROOF_BOX: _l("Leakproof bag in a rigid box"),
    Container.SMALL_JAR: _l("Small jar with a lid"),
    Container.PADDED_BOX: _l("Padded box"),
    Container.CARTON: _l("Carton"),
    Container.ENVELOPE: _l("Envelope"),
    Container.TRANSPORT_BOX: _l("Transport box with air"),
}
VIEWS = {View.OVERVIEW: _l("Overall view"), View.MID: _l("Mid-range"), View.CLOSE: _l("Close-up")}
PATTERNS = {
    Pattern.STRIP: _l("In strips, side by side"),
    Pattern.GRID: _l("In a grid: strips both ways"),
    Pattern.ZONE: _l("Zone by zone"),
    Pattern.SPIRAL: _l("In a spiral"),
    Pattern.WHEEL: _l("Like the spokes of a wheel"),
    Pattern.POINT_TO_POINT: _l("From point to point"),
}
OPENINGS = {
    Opening.OPEN: _l("Let her tell it in her own words"),
    Opening.CLOSED: _l("Ask for one thing, yes or no"),
    Opening.LEADING: _l("Put the answer to her"),
}
STORES = {
    Store.POCKET: _l("In your pocket"),
    Store.VEHICLE: _l("In the locked vehicle"),
    Store.COOL_BOX: _l("In the cool box"),
    Store.FREEZER: _l("In the freezer"),
    Store.EVIDENCE_ROOM: _l("In the evidence room"),
}
STEPS = {
    CustodyStep.COLLECTED: _l("Collected"),
    CustodyStep.SEALED: _l("Sealed"),
    CustodyStep.STORED: _l("Stored"),
    CustodyStep.OPENED: _l("Opened"),
    CustodyStep.HANDED_OVER: _l("Handed over"),
    CustodyStep.RECEIVED: _l("Received"),
}
KINDS = {
    RoleKind.POLICE: _l("the police"),
    RoleKind.RANGER: _l("rangers"),
    RoleKind.INSPECTION: _l("the inspection"),
    RoleKind.CUSTOMS: _l("customs"),
    RoleKind.VETERINARY: _l("veterinarians"),
    RoleKind.LABORATORY: _l("laboratories"),
    RoleKind.PROSECUTION: _l("the prosecution"),
}
#: How likely a cause is.
LIKELIHOODS = {"0": _l("Ruled out"), "1": _l("Unlikely"), "2": _l("Possible"), "3": _l("Likely")}


def named_kinds(kinds: Iterable[RoleKind]) -> str:
    """Return who some kinds of roles are, in one list."""
    return ", ".join(str(KINDS[each]) for each in kinds)
