"""Commands: ``flask --app wsgi academy …``."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import MetaData

from academy import clock, db, demo, doctor, doors
from academy.accounts import service as accounts
from academy.audit import queries as audit_queries
from academy.audit import service as audit
from academy.cohorts import models as _cohorts  # noqa: F401
from academy.courses import package
from academy.courses import service as courses
from academy.db import Base
from academy.errors import Invalid
from academy.meetings import models as _meetings  # noqa: F401
from academy.practicals import models as _practicals  # noqa: F401
from academy.privacy import service as privacy
from academy.surveys import models as _surveys  # noqa: F401

academy_commands = AppGroup("academy", help="Look after the academy.")

MIGRATIONS = Path(__file__).parent.parent / "migrations"
#: The courses that ship with the academy.
CURRICULUM = Path(__file__).parent / "curriculum"


def all_models() -> MetaData:
    """Return the metadata of every model; importing this module has loaded them all."""
    return Base.metadata


def alembic_config() -> AlembicConfig:
    """Return Alembic's configuration; it has no file of its own."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


@academy_commands.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    command.upgrade(alembic_config(), "head")


@academy_commands.command()
@click.argument("name")
def migration(name: str) -> None:
    """Write a new migration from the difference between models and database."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    command.revision(alembic_config(), name, autogenerate=True, rev_id=f"{number:04d}")


@academy_commands.command("import-course")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--notes", default="", help="Release notes of the edition.")
def import_course(folder: Path, notes: str) -> None:
    """Publish the course package in FOLDER as an edition."""
    try:
        prepared = courses.prepare(folder, keep=current_app.extensions["storage"].put)
    except package.PackageError as error:
        raise click.ClickException(f"The package is not taken; nothing was changed.\n{error}") from error
    with db.writing():
        published = courses.publish(package=prepared, by=None, at=clock.now(), notes=notes)
        said = "published" if published.is_new else "was published already; translations are up to date"
        click.echo(f"{prepared.course.slug}: edition {published.edition.number} {said}.")


@academy_commands.command("check-course")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_course(folder: Path) -> None:
    """Say what keeps the package in FOLDER from being published."""
    try:
        read = package.read(folder)
    except package.PackageError as error:
        raise click.ClickException(str(error)) from error
    count = sum(1 for _ in read.course.activities())
    click.echo(
        f"{read.course.slug}: in order, {count} activities, {len(read.media)} files, {len(read.catalogues)} catalogues."
    )


@academy_commands.command("demo")
def load_demo() -> None:
    """Load the demo academy: fictitious people, agencies and law. Refused where there are real people."""
    command.upgrade(alembic_config(), "head")
    try:
        demo.load(
            CURRICULUM, current_app.extensions["storage"], base_url=current_app.extensions["academy"].base_url
        )
    except demo.DemoError as error:
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
    with db.writing():
        audit.seal(at=clock.now())
    if broken := audit_queries.broken_links():
        raise click.ClickException(f"the chain is broken at seals {broken}: somebody changed the trail")
    click.echo("The audit trail is whole.")


@academy_commands.command("clear-out")
def clear_out() -> None:
    """Forget sessions, codes and failures that are over."""
    with db.writing():
        accounts.clear_out(at=clock.now())
    click.echo("What was over is forgotten.")


@academy_commands.command("send-mail")
def send_mail() -> None:
    """Try again to send the letters that could not be sent."""
    click.echo(f"{current_app.extensions['post'].send_waiting()} sent.")


@academy_commands.command("erase-person")
@click.argument("person_id", type=click.UUID)
@click.option("--reason", prompt=True)
def erase_person(person_id: UUID, reason: str) -> None:
    """Erase a person: certificates keep number and digest without the name."""
    with db.writing():
        privacy.erase_person(person_id=person_id, by=None, at=clock.now(), reason=reason)
    click.echo("Erased.")
