"""The doors of the accounts: signing in, codes and passwords, one's own account, looking after people."""

from academy.accounts.views import account, codes, people, person, second_factor, sign_in
from academy.accounts.views.blueprint import blueprint

__all__ = ["account", "blueprint", "codes", "people", "person", "second_factor", "sign_in"]
