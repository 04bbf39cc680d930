"""A lesson as authored."""

from __future__ import annotations

from pydantic import Field, SerializeAsAny, field_validator
from pydantic_core import PydanticCustomError

from academy.courses.content import ActivityContent
from academy.items.content import Item
from academy.items.kinds import AnyItem, kind_named


class LessonContent(ActivityContent):
    """Front matter and body of a lesson; the body is Markdown in the dialect of ``richtext``."""

    checks: list[SerializeAsAny[AnyItem]] = []
    body: str = Field(min_length=1)

    @field_validator("checks")
    @classmethod
    def keys_differ(cls, checks: list[Item]) -> list[Item]:
        """Refuse two checks of the same key."""
        if len({check.key for check in checks}) < len(checks):
            raise ValueError("two checks have the same key")
        return checks

    @field_validator("checks")
    @classmethod
    def checks_check_themselves(cls, checks: list[Item]) -> list[Item]:
        """Refuse kinds that a person marks, or that go on over several answers: a lesson keeps nothing."""
        for check in checks:
            if not kind_named(check.kind).is_a_check:
                raise PydanticCustomError(
                    "no_check", "an item of the kind {kind} cannot stand in a lesson", {"kind": check.kind}
                )
        return checks

    def check(self, key: str) -> Item | None:
        """Return the check of that key, if there is one."""
        return next((check for check in self.checks if check.key == key), None)
