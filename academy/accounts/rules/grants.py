"""Who may give which role, and take it back, and over whom: nobody gives, takes or opens more than she holds.

| Who                                   | gives and takes, within her branch                       |
|---------------------------------------|----------------------------------------------------------|
| administrator of the academy          | every role, everywhere                                   |
| administrator of an agency            | every role                                               |
| coordinator                           | learners; deputies, who stand in for her                 |
| deputy                                | learners                                                 |
| everybody else                        | nothing                                                  |
"""

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


def administers(actor: Actor, path: str) -> bool:
    """Say whether ``actor`` administers the agency at ``path``: the academy, or the branch it lies in."""
    return actor.runs_academy or is_within(path, actor.paths(Role.ADMINISTRATOR))


def may_give(actor: Actor, role: Role, path: str) -> bool:
    """Say whether ``actor`` may give ``role`` in the agency at ``path``."""
    if administers(actor, path):
        return True
    return role in GIVEN_BY_COORDINATOR and is_within(path, actor.paths(Role.COORDINATOR))


def may_name_deputy(actor: Actor, path: str) -> bool:
    """Say whether ``actor`` may let somebody stand in for her in the branch at ``path``: only for what is her own."""
    own = (grant.path for grant in actor.grants if grant.role is Role.COORDINATOR and not grant.is_deputy)
    return is_within(path, own)


def may_take(actor: Actor, held: Grant) -> bool:
    """Say whether ``actor`` may end a role: only one that she could have given."""
    if held.is_deputy:
        return administers(actor, held.path) or may_name_deputy(actor, held.path)
    return may_give(actor, held.role, held.path)


def may_hand_code(actor: Actor, held: Iterable[Grant]) -> bool:
    """Say whether ``actor`` may hand a person a code that sets her password, or close and open her account.

    Such a code is as good as the account, so it is only for people who hold nothing but what the actor could give and
    take, all of it in her branch.
    """
    if actor.runs_academy:
        return True
    held = tuple(held)
    return bool(held) and all(may_take(actor, grant) for grant in held)


def is_within(path: str, branches: Iterable[str]) -> bool:
    """Say whether an agency's path lies in one of ``branches``."""
    return any(path.startswith(branch) for branch in branches)
