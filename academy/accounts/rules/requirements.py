"""Who must have a second factor: whoever does more here than learn."""

from __future__ import annotations

from collections.abc import Iterable

from academy.actor import Actor, Role

#: A learner may have one. All others see names, or decide what others learn: for them it is a must.
MUST_HAVE = frozenset(Role) - {Role.LEARNER}


def must_have_second_factor(roles: Iterable[Role]) -> bool:
    """Say whether somebody who holds ``roles`` must have a second factor."""
    return not MUST_HAVE.isdisjoint(roles)


def lacks_second_factor(actor: Actor, doors: Iterable[Role] = tuple(Role)) -> bool:
    """Say whether ``actor`` has no second factor although a role of hers that opens ``doors`` demands one."""
    held = {grant.role for grant in actor.grants}
    return not actor.has_second_factor and must_have_second_factor(held & set(doors))
