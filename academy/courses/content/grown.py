"""Documents that have learnt new fields since the first editions were frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, SerializerFunctionWrapHandler, model_serializer


class Grown(BaseModel):
    """A document whose later fields are not written while they say what was so before there were any.

    So what an earlier release froze is frozen to the same bytes by this one: its digest and its seals hold, and a
    course that nobody touched does not read as changed.
    """

    #: The fields that came after the first editions.
    later: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def without_later(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write it without the later fields that are as by default."""
        fields = type(self).model_fields
        unsaid = {
            name
            for name in self.later
            if getattr(self, name) == fields[name].get_default(call_default_factory=True)
        }
        return {name: value for name, value in write(self).items() if name not in unsaid}
