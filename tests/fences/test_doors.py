"""The doors: who may open which address is printed in the repository, so that a change of it shows in review."""

from __future__ import annotations

import pytest
from flask import Flask

from academy import doors
from academy.web.access import SAFE_METHODS, access_of, check_doors
from tests.fences.scene import rules


def test_every_door_is_as_listed(base_app: Flask) -> None:
    """The list in the repository is the one the application builds."""
    assert not doors.changes(base_app), "look at what changed, then run `make doors`:\n" + "\n".join(
        doors.changes(base_app)
    )


def test_an_unmarked_door_stops_the_start(base_app: Flask) -> None:
    """The application refuses to start with a route nobody decided about."""
    bare = Flask("bare")
    bare.add_url_rule("/open", "open", lambda: "")
    bare.view_functions["static"] = base_app.view_functions["front"]
    with pytest.raises(RuntimeError, match="open"):
        check_doors(bare)


def test_public_doors_write_only_what_is_listed(base_app: Flask) -> None:
    """A door that changes something for anybody is named here, so that each new one is thought about."""
    writing = {
        rule.endpoint
        for rule in rules(base_app)
        if str(access_of(base_app.view_functions[rule.endpoint])) == "public"
        and (rule.methods or set()) - SAFE_METHODS
    }
    assert writing == {
        "accounts.locked", "accounts.leave_locked", "accounts.unlock_options", "accounts.unlock_by_passkey",
        "accounts.sign_in", "accounts.second_step", "accounts.request_reset", "accounts.reset_password",
        "accounts.invitation", "accounts.printed_code", "accounts.passkey_options", "accounts.sign_in_by_passkey",
        "accounts.second_step_options", "accounts.second_step_by_passkey", "certificates.verified",
        "api.compared",  # asks only
    }  # fmt: skip


def test_addresses_are_nouns_in_kebab_case(base_app: Flask) -> None:
    """An address is lower-case words with hyphens, its things are typed, its language comes first."""
    for rule in rules(base_app):
        fixed = [part for part in rule.rule.split("/") if part and "<" not in part]
        assert all(part == part.lower() and "_" not in part for part in fixed), (
            f"{rule.rule}: write it in kebab-case"
        )
        untyped = [name for name in rule.arguments if f"<{name}>" in rule.rule and name != "digest"]
        assert not untyped, f"{rule.rule}: say what {untyped} are, as in <uuid:…>"
