"""The blueprint of the doors for programs, and what describes them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import ValidationError
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from academy.api.document import Problem
from academy.errors import DomainError

#: What the number or the code of a certificate is made of.
REFERENCE = "^[A-Za-z0-9_-]+$"

blueprint = Blueprint("api", "academy.api", url_prefix="/api/v1")


class Unreadable(DomainError):
    """Parameters that cannot be taken; ``faults`` are (parameter, what is wrong)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("parameters-unreadable")
        self.faults = faults


def _refuse(_request: object, _response: object, error: Exception | None, *_rest: object) -> None:
    """Raise what cannot be taken of a request, before the door's own work."""
    if isinstance(error, ValidationError):
        raise unreadable_for(error)


def unreadable_for(error: ValidationError) -> Unreadable:
    """Return the refusal that says what pydantic found."""
    return Unreadable(
        [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors(include_url=False)]
    )


spec = SpecTree(
    "flask", mode="strict", title="Wildlife Crime Academy", version="1", openapi_version="3.1.0", before=_refuse,
    validation_error_model=Problem,
    description="What an agency's own systems may read of its people. Times are UTC, ids are UUIDs, scores are 0 to 1.",
    security_schemes=[SecurityScheme(name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
)  # fmt: skip


def described(app: Any) -> dict[str, Any]:
    """Return the OpenAPI document of ``app``'s doors for programs."""
    if not hasattr(spec, "app"):
        spec.app = app  # not registered: its pages load scripts from elsewhere
    said: dict[str, Any] = spec.spec
    for operations in said["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "reference":
                    parameter["schema"] |= {"pattern": REFERENCE}
            for status, answer in operation["responses"].items():
                if not status.startswith("2") and "application/json" in answer.get("content", {}):
                    answer["content"] = {
                        "application/problem+json": answer["content"].pop("application/json")
                    }
    return said
