"""What happens to a person's data: her copy of it, its erasure, and how long what stays is kept."""

from academy.privacy.service.erasing import catch_up_ledger, erase_person, leave, replay
from academy.privacy.service.holding import (
    HeldFile,
    Holder,
    export_person,
    files_of,
    forget_letters,
    forget_warning,
    holders,
    letters_of,
    note_export,
    register,
)
from academy.privacy.service.keeping import drop_rule, note_consultation, set_rule
from academy.privacy.service.retaining import Retainer

__all__ = [
    "HeldFile", "Holder", "Retainer", "catch_up_ledger", "drop_rule", "erase_person", "export_person", "files_of",
    "forget_letters", "forget_warning", "holders", "leave", "letters_of", "note_consultation", "note_export", "register",
    "replay", "set_rule",
]  # fmt: skip
