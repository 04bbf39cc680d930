"""What a domain refuses. One table in ``web.errors`` turns each into a status and translated words."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal with a stable ``reason`` (a slug the words are found by) and values for its sentence.

    ``field`` names the form field the refusal is about, where there is one.
    """

    status = 422

    def __init__(self, reason: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.values = values


class NotFound(DomainError):
    """No such thing, or not the actor's: the two look the same."""

    status = 404

    def __init__(self, reason: str = "not-found") -> None:
        super().__init__(reason)


class Forbidden(DomainError):
    """The actor is known and may not do this."""

    status = 403


class Conflict(DomainError):
    """The thing has moved on since the actor looked at it."""

    status = 409


class Invalid(DomainError):
    """What was typed cannot be taken; ``field`` says where."""

    status = 422


class TooMany(DomainError):
    """Tried too often; ``retry_after`` is in seconds."""

    status = 429

    def __init__(self, reason: str, *, retry_after: int) -> None:
        super().__init__(reason, minutes=max(1, round(retry_after / 60)))
        self.retry_after = retry_after
