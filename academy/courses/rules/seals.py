"""A seal on what an author saw, so that a save knows whether it goes over somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from academy.courses.rules.freezing import canonical, digest


def seal(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return the seal of what ``settings`` holds under ``names``; it travels in the form and comes back."""
    return digest(canonical({name: settings.get(name) for name in names}))[:20]
