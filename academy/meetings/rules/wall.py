"""The code on the wall of a meeting's room: that of ``learning.rules.wall_codes`` for this meeting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from academy.learning.rules.wall_codes import is_wall_code, wall_code


def room_code(secret: str, meeting_id: UUID, at: datetime) -> str:
    """Return the code of the half minute that ``at`` lies in."""
    return wall_code(secret, _opens(meeting_id), at)


def is_right(secret: str, meeting_id: UUID, typed: str, at: datetime) -> bool:
    """Say whether this is the code shown now or the one shown just before."""
    return is_wall_code(secret, _opens(meeting_id), typed, at)


def _opens(meeting_id: UUID) -> str:
    return f"attendance:{meeting_id.hex}"
