"""Status bits, how a name is told without being said, and a slip's bytes."""

from academy.credentials.rules.bits import ENTRIES, bits_set, encoded_list, place_in_lists
from academy.credentials.rules.naming import identity_hash, name_tag, salt_of
from academy.credentials.rules.packing import NotASlip, packed, unpacked
from academy.credentials.rules.plain_text import from_text, to_text

__all__ = [
    "ENTRIES", "NotASlip", "bits_set", "encoded_list", "from_text", "identity_hash", "name_tag", "packed", "place_in_lists",
    "salt_of", "to_text", "unpacked",
]  # fmt: skip
