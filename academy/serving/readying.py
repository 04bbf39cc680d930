"""Bringing a data folder to where it can be served."""

from __future__ import annotations

import ipaddress

from flask import Flask

from academy import clock, db, demo
from academy.accounts import queries as people
from academy.accounts import service as accounts
from academy.accounts.rules.passwords import DEMO_PASSWORD
from academy.app import create_app
from academy.cli import CURRICULUM
from academy.courses import service as courses
from academy.courses.queries import has_course
from academy.courses.service.catching_up import catch_up
from academy.doctor import invitation_link
from academy.quizzes.service.indexing import index_missing
from academy.schema import migrate_to

#: What a new academy begins with: the Basic course, and the re-test that renews its certificates.
BEGIN_WITH = ("basic", "basic-retest")


class Refused(SystemExit):
    """The server does not start, and says why."""


def make_ready(kind: str, host: str) -> None:
    """Migrate, and load what ``demo`` or ``production`` begins with. Raises Refused."""
    app = create_app()
    with app.app_context():
        migrate_to("head")
        _prepare_demo(app) if kind == "demo" else _prepare_production(app)
        refuse_demo_in_public(host)
        db.disconnect()


def refuse_demo_in_public(host: str) -> None:
    """Refuse to listen beyond this machine with demo accounts, whose passwords anyone can read. Raises Refused."""
    if people.holds_demo() and not is_loopback(host):
        raise Refused(
            f"This data folder holds demo accounts, whose passwords are public: it does not listen on {host}. "
            "Use HOST=127.0.0.1, or another ACADEMY_HOME."
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prepare_demo(app: Flask) -> None:
    if not people.holds_demo():
        print("Loading the demo academy …", flush=True)
        demo.load(CURRICULUM, app.extensions["issuer"])
    print("\nDemo accounts (password for all: " + DEMO_PASSWORD + ")\n")
    for account in people.demo_accounts(at=clock.now(), secret=app.config["SECRET_KEY"]):
        code = f"  second-factor code now: {account.code}" if account.code else ""
        print(f"  {account.call_sign:<20} {account.role}{code}")
    print(
        "\nTry: sign in as demo-learner and go on with the next step; then as demo-coordinator and open Agency."
    )


def _prepare_production(app: Flask) -> None:
    catch_up(at=clock.now())
    index_missing()
    for course in (each for each in BEGIN_WITH if not has_course(each)):
        package = courses.prepare(CURRICULUM / course, keep=app.extensions["storage"].put)
        with db.writing():
            courses.publish(package=package, by=None, at=clock.now())
    if not people.has_administrator():
        with db.writing():
            code = accounts.make_administrator(
                call_sign="administrator", legal_name="First administrator", email=None, at=clock.now()
            )
        print(f"\nThe first administrator signs up here, once:\n  {invitation_link(code)}\n", flush=True)
