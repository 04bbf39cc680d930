"""The doors of the accounts: signing in, codes and passwords, one's own account, looking after people."""

from academy.accounts.views import (
    account,
    branches,
    codes,
    door,
    identity,
    leaving,
    lock,
    passkey_doors,
    passkeys,
    people,
    person,
    roster,
    second_factor,
    sign_in,
)
from academy.accounts.views.blueprint import blueprint

__all__ = [
    "account",
    "blueprint",
    "branches",
    "codes",
    "door",
    "identity",
    "leaving",
    "lock",
    "passkey_doors",
    "passkeys",
    "people",
    "person",
    "roster",
    "second_factor",
    "sign_in",
]
