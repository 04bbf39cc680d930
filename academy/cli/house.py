"""Who may open what, whether all is well, and the first people of an academy."""

from __future__ import annotations

import sys

import click
from flask import current_app

from academy import clock, db, demo, doctor, doors
from academy.accounts import service as accounts
from academy.audit import service as audit
from academy.cases.service import checking
from academy.cli.group import CURRICULUM, academy_commands
from academy.config import Config
from academy.errors import Invalid
from academy.schema import migrate_to


@academy_commands.command("demo")
def load_demo() -> None:
    """Load the demo academy: fictitious people, agencies and law. Refused where there are real people."""
    migrate_to("head")
    try:
        demo.load(CURRICULUM, current_app.extensions["issuer"])
    except (demo.DemoError, checking.FaultyCases) as error:
        raise click.ClickException(str(error)) from error
    click.echo("The demo academy is loaded.")


@academy_commands.command("make-admin")
@click.argument("call_sign")
@click.option("--name", "legal_name", prompt=True, help="The legal name.")
@click.option("--email", default=None)
def make_admin(call_sign: str, legal_name: str, email: str | None) -> None:
    """Invite an administrator and print the one-time link."""
    try:
        with db.writing():
            code = accounts.make_administrator(
                call_sign=call_sign, legal_name=legal_name, email=email, at=clock.now()
            )
    except Invalid as refusal:
        raise click.ClickException(f"Nothing was changed: {refusal.reason}.") from refusal
    click.echo(doctor.invitation_link(code))


@academy_commands.command("doors")
@click.option("--check", is_flag=True, help="Compare with the list in the repository instead of printing.")
def list_doors(check: bool) -> None:
    """Print who may open which address."""
    if not check:
        click.echo(doors.listing(current_app), nl=False)
        return
    if changes := doors.changes(current_app):
        click.echo("\n".join(changes))
        sys.exit(1)
    click.echo("The doors are as the repository lists them.")


@academy_commands.command("doctor")
def examine() -> None:
    """Check database, libraries, catalogues, permissions and migrations, and say how to mend each."""
    findings = doctor.examine(current_app)
    for finding in findings:
        click.echo(f"{'ok  ' if finding.is_well else 'MEND'}  {finding.subject}: {finding.words}")
    sys.exit(not all(finding.is_well for finding in findings))


@academy_commands.command("seal-audit")
def seal_audit() -> None:
    """Seal what is unsealed of the audit trail, then check the whole chain."""
    audit.seal_all()
    config: Config = current_app.extensions["academy"]
    if flaws := doctor.flaws_of_trail(config.home):
        raise click.ClickException("\n".join(["somebody changed the audit trail:", *flaws]))
    click.echo("The audit trail is whole.")
