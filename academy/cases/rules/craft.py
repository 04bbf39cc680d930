"""The craft of a scene that is built in: what things cost, what fits what, and what endangers whom.

Authors write none of this again. Each table names its source; minutes are the project's own estimate for teaching.
"""

from __future__ import annotations

from academy.cases.content.keys import Container, ExhibitKind, Gear, Hazard, Store, Tool

#: What is so of the whole case, without a part it is about; authors' effects can set none of them back.
LASTING = frozenset(
    {"noted", "unlawful", "hypothesised", "undecided", "exposed", "scene_closed"}
)  # fmt: skip

#: Minutes of the officer's own work. Source: estimates by the project (no published times were found); photographs and
#: sealing follow the step lists of the Vienna wildlife-forensics handbook (FIWI), field notes 5.4.
OBSERVE = 3
WEAR = 4
TAKE_OFF = 1
CORDON = 10
CORDON_WIDE = 5
CORDON_LOG = 3
PHOTOGRAPH = 2
SCALE = 1
SKETCH = 12
MEASURE = 4
NOTE = 2
COLLECT = 8
SEAL = 2
LABEL = 2
OPEN = 3
DUPLICATE = 10
STORE = 2
RECORD = 1
HAND_OVER = 4
RECEIVE = 2
READ = 2
TELL = 2
HYPOTHESISE = 2
#: Waiting for what is on its way takes at least this long.
WAIT_LEAST = 5
#: Work outside takes so many times as long in the dark.
IN_THE_DARK = 2
#: When the answers come that come the morning after: minutes after midnight.
MORNING = 8 * 60

#: What must be worn to touch something. Source: FIWI handbook, essential gear (field notes 5.4): disposable gloves
#: always; a respirator where poison is suspected.
NEEDED: dict[Hazard, frozenset[Gear]] = {
    Hazard.NONE: frozenset(),
    Hazard.TOXIC: frozenset({Gear.GLOVES, Gear.MASK}),
    Hazard.BIOLOGICAL: frozenset({Gear.GLOVES}),
    Hazard.SHARP: frozenset({Gear.GLOVES}),
}

#: What keeps an exhibit as it is. Source: FIWI handbook (field notes 5.4): carcass and bait leakproof in a rigid outer
#: container; hair, feathers and what must breathe in paper; projectiles soft, then rigid.
_LEAKPROOF = (Container.LEAKPROOF_BOX,)
_PAPER = (Container.PAPER_BAG, Container.ENVELOPE, Container.CARTON)
_RIGID = (Container.PADDED_BOX, Container.SMALL_JAR)
_FIRM = (Container.CARTON, Container.PADDED_BOX, Container.PAPER_BAG)
CONTAINERS: dict[ExhibitKind, tuple[Container, ...]] = {
    ExhibitKind.CARCASS: _LEAKPROOF,
    ExhibitKind.BAIT: _LEAKPROOF,
    ExhibitKind.TISSUE: (Container.LEAKPROOF_BOX, Container.SMALL_JAR),
    ExhibitKind.SUBSTANCE: (Container.LEAKPROOF_BOX, Container.SMALL_JAR),
    ExhibitKind.FEATHER: _PAPER,
    ExhibitKind.SWAB: _PAPER,
    ExhibitKind.NET: _PAPER,
    ExhibitKind.DOCUMENT: _PAPER,
    ExhibitKind.PROJECTILE: _RIGID,
    ExhibitKind.CARTRIDGE: _RIGID,
    ExhibitKind.DEVICE: _FIRM,
    ExhibitKind.OBJECT: _FIRM,
    ExhibitKind.RING: _FIRM,
    ExhibitKind.LIVE_ANIMAL: (Container.TRANSPORT_BOX,),
    ExhibitKind.IMPRESSION: (),
}

#: Tools that mar what they take up. Source: FIWI handbook (field notes 5.4): plastic tweezers for projectiles, whose
#: marks metal scratches; a blade or a scoop does as much to what is thin or alive.
_METAL = frozenset({Tool.METAL_TWEEZERS, Tool.KNIFE, Tool.CUTTERS, Tool.SCOOP})
_BLADES = frozenset({Tool.KNIFE, Tool.CUTTERS})
FORBIDDEN: dict[ExhibitKind, frozenset[Tool]] = {
    ExhibitKind.PROJECTILE: _METAL,
    ExhibitKind.CARTRIDGE: _METAL,
    ExhibitKind.FEATHER: _BLADES | {Tool.SCOOP},
    ExhibitKind.DOCUMENT: _BLADES | {Tool.SCOOP},
    ExhibitKind.RING: _BLADES | {Tool.METAL_TWEEZERS},
    ExhibitKind.LIVE_ANIMAL: _BLADES | {Tool.SCOOP, Tool.METAL_TWEEZERS},
}

#: Kinds that stay where they are, whatever the author says.
STAYING = frozenset({ExhibitKind.IMPRESSION})
#: Kinds of which a part can be left to the defence, beside exhibits whose author says that one is owed. Source: the
#: legal duplicate of crop and stomach contents, field notes 5.4.
PARTABLE = frozenset({ExhibitKind.BAIT, ExhibitKind.TISSUE, ExhibitKind.SUBSTANCE})

#: Stores that keep something cold, and those that only a base has.
COOLING = frozenset({Store.COOL_BOX, Store.FREEZER})
AT_BASE = frozenset({Store.FREEZER, Store.EVIDENCE_ROOM})
