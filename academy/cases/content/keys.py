"""What a case calls its parts, and the lists it chooses from: the built-in craft of a scene."""

from __future__ import annotations

import enum
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, SerializationInfo, SerializerFunctionWrapHandler, WrapSerializer

#: The name of a part of a case, as conditions write it.
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
#: What a document is written with where its reader is a person: parts by their names, as in the file.
BY_NAME = {"parts": "by name"}
T = TypeVar("T")


def _named(value: Any) -> Any:
    return dict(value) if isinstance(value, list) and all(isinstance(pair, list) for pair in value) else value


def _in_order(value: Any, handler: SerializerFunctionWrapHandler, info: SerializationInfo) -> Any:
    plain = handler(value)
    is_frozen = info.mode == "json" and info.context != BY_NAME
    return [list(pair) for pair in plain.items()] if is_frozen else plain


#: Parts by their names, in the order of the file: it says where a case begins and which ending is asked first. Editions
#: are frozen with their keys sorted, so there each is a pair of a list.
Named = Annotated[dict[Key, T], BeforeValidator(_named), WrapSerializer(_in_order)]
#: A time of day as written in a record.
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
#: Everybody who plays a case alone holds this role.
OFFICER = "officer"


class RoleKind(enum.StrEnum):
    """What somebody in a case is, and so which powers may be hers."""

    POLICE = "police"
    RANGER = "ranger"
    INSPECTION = "inspection"
    CUSTOMS = "customs"
    VETERINARY = "veterinary"
    LABORATORY = "laboratory"
    PROSECUTION = "prosecution"


class ExhibitKind(enum.StrEnum):
    """What a piece of case evidence is; packing, cooling and hazards follow from it."""

    CARCASS = "carcass"
    LIVE_ANIMAL = "live_animal"
    BAIT = "bait"
    TISSUE = "tissue"
    SUBSTANCE = "substance"
    FEATHER = "feather"
    SWAB = "swab"
    PROJECTILE = "projectile"
    CARTRIDGE = "cartridge"
    NET = "net"
    DEVICE = "device"
    OBJECT = "object"
    RING = "ring"
    DOCUMENT = "document"
    #: Stays where it is: it is photographed, measured, cast.
    IMPRESSION = "impression"


class Hazard(enum.StrEnum):
    """What an exhibit can do to whoever touches it."""

    NONE = "none"
    TOXIC = "toxic"
    BIOLOGICAL = "biological"
    SHARP = "sharp"


class Gear(enum.StrEnum):
    """What can be worn against hazards."""

    GLOVES = "gloves"
    MASK = "mask"
    COVERALL = "coverall"
    BOOTS = "boots"
    EYEWEAR = "eyewear"


class Tool(enum.StrEnum):
    """What an exhibit is taken up with."""

    HAND = "hand"
    PLASTIC_TWEEZERS = "plastic_tweezers"
    METAL_TWEEZERS = "metal_tweezers"
    SCOOP = "scoop"
    SWAB = "swab"
    KNIFE = "knife"
    CUTTERS = "cutters"


class Container(enum.StrEnum):
    """What an exhibit is packed in."""

    PAPER_BAG = "paper_bag"
    PLASTIC_BAG = "plastic_bag"
    #: A leakproof bag in a rigid outer box, with something absorbent.
    LEAKPROOF_BOX = "leakproof_box"
    SMALL_JAR = "small_jar"
    PADDED_BOX = "padded_box"
    CARTON = "carton"
    ENVELOPE = "envelope"
    TRANSPORT_BOX = "transport_box"


class View(enum.StrEnum):
    """A step of the photo ladder."""

    OVERVIEW = "overview"
    MID = "mid"
    CLOSE = "close"


class Pattern(enum.StrEnum):
    """A way of searching an area."""

    STRIP = "strip"
    GRID = "grid"
    ZONE = "zone"
    SPIRAL = "spiral"
    WHEEL = "wheel"
    POINT_TO_POINT = "point_to_point"


class Opening(enum.StrEnum):
    """How a question is put."""

    OPEN = "open"
    CLOSED = "closed"
    LEADING = "leading"


class Store(enum.StrEnum):
    """Where an exhibit waits."""

    POCKET = "pocket"
    VEHICLE = "vehicle"
    COOL_BOX = "cool_box"
    FREEZER = "freezer"
    EVIDENCE_ROOM = "evidence_room"


class RequestKind(enum.StrEnum):
    """What is asked of somebody else."""

    WARRANT = "warrant"
    DOG_UNIT = "dog_unit"
    NECROPSY = "necropsy"
    XRAY = "xray"
    TOXICOLOGY = "toxicology"
    PHONE_DATA = "phone_data"
    OTHER = "other"


class Consequence(enum.StrEnum):
    """What a criterion is about."""

    SAFETY = "safety"
    LEGAL = "legal"
    TACTICAL = "tactical"
    EVIDENTIAL = "evidential"


class CustodyStep(enum.StrEnum):
    """What a line of a custody log says was done with an exhibit."""

    COLLECTED = "collected"
    SEALED = "sealed"
    STORED = "stored"
    OPENED = "opened"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
