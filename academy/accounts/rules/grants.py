"""Who may give which role, and over whom: nobody gives more than she holds."""

from __future__ import annotations

from collections.abc import Iterable

from academy.actor import Actor, Grant, Role

#: What a coordinator may give in her branch.
GIVEN_BY_COORDINATOR = (Role.LEARNER,)


def roles_to_give(actor: Actor) -> tuple[Role, ...]:
    """Return the roles ``actor`` may give somewhere."""
    if actor.has(Role.ADMINISTRATOR):
        return tuple(Role)
    return GIVEN_BY_COORDINATOR if actor.has(Role.COORDINATOR) else ()


def may_give(actor: Actor, role: Role, path: str) -> bool:
    """Say whether ``actor`` may give ``role`` in the agency at ``path``."""
    if actor.has(Role.ADMINISTRATOR):
        return True
    return role in GIVEN_BY_COORDINATOR and is_within(path, actor.paths(Role.COORDINATOR))


def may_hand_code(actor: Actor, held: Iterable[Grant]) -> bool:
    """Say whether ``actor`` may hand a person a code that sets her password.

    Such a code is as good as the account, so a coordinator may hand it only to people who hold nothing but what
    she could give them herself, all of it in her branch.
    """
    if actor.has(Role.ADMINISTRATOR):
        return True
    held = tuple(held)
    return bool(held) and all(may_give(actor, grant.role, grant.path) for grant in held)


def is_within(path: str, branches: Iterable[str]) -> bool:
    """Say whether an agency's path lies in one of ``branches``."""
    return any(path.startswith(branch) for branch in branches)
