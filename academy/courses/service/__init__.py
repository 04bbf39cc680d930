"""Changing courses: publishing and retiring them; working copies are changed in ``drafts``."""

from academy.courses.service.publishing import (
    Published,
    Ready,
    media_url,
    prepare,
    publish,
    publish_in_steps,
    ready,
    render,
    retire,
)

__all__ = [
    "Published", "Ready", "media_url", "prepare", "publish", "publish_in_steps", "ready", "render", "retire",
]  # fmt: skip
