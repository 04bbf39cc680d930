"""What vouches for somebody who is to come in. Nobody comes in without: there is no open door."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta

#: How long somebody who was asked for waits at the door; then the wish is withdrawn by itself.
WAITS = timedelta(days=60)


class Entry(enum.StrEnum):
    """How a newcomer stands before anything is done."""

    #: Her address lies in a mail domain that was verified as her agency's.
    DOMAIN = "domain"
    #: Whoever answers for her agency says that she knows her.
    APPROVAL = "approval"
    #: The coordinators of her agency are asked first.
    ASK = "ask"
    #: A coordinator has to say that she knows her.
    WORD_MISSING = "word-missing"
    #: An agency without coordinators: whoever speaks in their place has to say why.
    REASON_MISSING = "reason-missing"


@dataclass(frozen=True)
class Vouching:
    """What whoever invites says for a newcomer."""

    #: "I know this person, and she serves here."
    knows: bool = False
    #: Why somebody who is no coordinator there speaks for her.
    reason: str = ""


def way_in(*, is_domain: bool, coordinates: bool, has_coordinators: bool, vouching: Vouching) -> Entry:
    """Return what vouches for a newcomer, or what is missing.

    ``coordinates`` says whether the inviter is one of those who answer for the agency.
    """
    if is_domain:
        return Entry.DOMAIN
    if coordinates:
        return Entry.APPROVAL if vouching.knows else Entry.WORD_MISSING
    if has_coordinators:
        return Entry.ASK
    return Entry.APPROVAL if vouching.reason.strip() else Entry.REASON_MISSING
