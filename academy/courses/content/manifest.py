"""``course.yaml`` of a package: the course without the contents of its activities."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from academy.courses.content.conditions import Condition, Document, Slug
from academy.courses.content.renewal import Renews


class ManifestActivity(Document):
    """An activity of a manifest, named by its file; a bare slug says that nothing else is to be said."""

    slug: Slug
    optional: bool = False
    requires: Condition | None = None
    due_days: int | None = Field(default=None, ge=1, le=3650)

    @model_validator(mode="before")
    @classmethod
    def slug_alone(cls, value: Any) -> Any:
        """Read a bare slug."""
        return {"slug": value} if isinstance(value, str) else value


class ManifestModule(Document):
    """A module of a manifest."""

    slug: Slug
    title: str
    summary: str = ""
    gate: bool = False
    requires: Condition | None = None
    activities: list[ManifestActivity]


class Manifest(Document):
    """The whole manifest."""

    format: int = Field(ge=1, le=1)
    slug: Slug
    level: str = Field(pattern="^(basic|advanced|supreme)$")
    track: Slug | None = None
    source_locale: str = "en"
    title: str
    summary: str
    statement: str
    hours: int = Field(ge=1, le=400)
    valid_months: int | None = Field(default=None, ge=1, le=240)
    is_open: bool = True
    is_restricted: bool = False
    needs_approval: bool = False
    trainer_may_assess: bool = False
    requires: Condition | None = None
    completion: Condition | None = None
    renews: Renews | None = None
    modules: list[ManifestModule]
