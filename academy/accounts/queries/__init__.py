"""Reading people: who is signed in, who may see whom, which codes and tallies stand."""

from academy.accounts.queries.codes import free_tries, must_not_wait, open_code, printed_code
from academy.accounts.queries.demo import DemoAccount, demo_accounts, holds_demo
from academy.accounts.queries.people import (
    Filters,
    PeoplePage,
    has_administrator,
    membership_for,
    people_for,
    person_by_id,
    person_by_identifier,
    person_for,
    personal_data,
)
from academy.accounts.queries.sessions import Found, actor_for, find_signed_in, grants_of, open_sessions

__all__ = [
    "DemoAccount",
    "Filters",
    "Found",
    "PeoplePage",
    "actor_for",
    "demo_accounts",
    "find_signed_in",
    "free_tries",
    "grants_of",
    "has_administrator",
    "holds_demo",
    "membership_for",
    "must_not_wait",
    "open_code",
    "open_sessions",
    "people_for",
    "person_by_id",
    "person_by_identifier",
    "person_for",
    "personal_data",
    "printed_code",
]
