"""A coordinator adds a passkey, signs in with nothing else, and opens a step-up door with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser import pages
from tests.browser.deeds import confirm, sign_in
from tests.browser.visitor import NARROW, Visitor

Visitors = Callable[..., Visitor]


def with_authenticator(person: Visitor) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """Put a device that knows its owner into her browser; return what it can be told."""
    browser = person.context.new_cdp_session(person.page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda command, told: browser.send(f"WebAuthn.{command}", {"authenticatorId": device, **told})


def test_a_passkey_from_the_first_day_to_the_step_up_door(visitor: Visitors) -> None:
    boris = visitor(host="localhost", width=NARROW)
    device = with_authenticator(boris)
    sign_in(boris, "demo-coordinator")
    boris.go("account")
    pages.Account(boris).follow("Sign-in and security")
    security = pages.Security(boris)
    security.fill("Name of the passkey", "Duty phone")
    security.press("Add a passkey")
    security.see("The passkey is added. From now on you can sign in with it.")
    pages.Security(boris).see("Duty phone")

    boris.go("account")
    pages.Account(boris).press("Sign out on every device")
    front = pages.SignIn(boris)
    device("setUserVerified", {"isUserVerified": False})
    front.press("Sign in with a passkey")
    front.see("No passkey came. Try again, or use another way.")
    device("setUserVerified", {"isUserVerified": True})
    front.press("Sign in with a passkey")
    pages.Home(boris)

    boris.go("account/confirm?next=/en/people/invite")
    pages.Confirm(boris).press("Use a passkey")
    pages.Invite(boris)


def test_without_script_the_page_says_what_passkeys_need(visitor: Visitors) -> None:
    trajce, onlooker = visitor(host="localhost", has_script=False), visitor()
    sign_in(trajce, "demo-trainer")
    trajce.go("account/confirm?next=/en/account/second-factor")
    confirm(trajce, onlooker, "demo-trainer")
    security = pages.Security(trajce)
    security.see("Passkeys need a browser that runs scripts. An app on your phone works without.")
