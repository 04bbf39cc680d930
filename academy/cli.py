"""Commands: ``flask --app wsgi academy …``."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import cast
from uuid import UUID

import click
from alembic import command
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import MetaData

from academy import caretaker, clock, db, demo, doctor, doors
from academy.accounts import service as accounts
from academy.audit import service as audit
from academy.backup.archive import BackupError, opened
from academy.backup.restoring import restore
from academy.backup.taking import take
from academy.capstones import models as _capstones  # noqa: F401 - its tables belong to all_models()
from academy.cases import models as _cases  # noqa: F401 - its tables belong to all_models()
from academy.cases.content import CaseContent
from academy.cases.queries.checks import cases_of
from academy.cases.rules.checking import check
from academy.cases.rules.checking.telling import lines_of
from academy.cases.rules.kind import KIND as CASE_KIND
from academy.cases.service import checking
from academy.certificates import queries as certificate_queries
from academy.cohorts import queries as cohort_queries
from academy.cohorts import service as cohorts
from academy.cohorts.document import letters
from academy.config import Config
from academy.courses import package
from academy.courses.content import Course
from academy.courses.package.single import read_activity
from academy.courses.queries import packaged
from academy.courses.service import forgetting, importing
from academy.courses.service import media as course_files
from academy.courses.service.catching_up import catch_up
from academy.db import Base
from academy.errors import Invalid, NotFound
from academy.items.queries import bank as bank_queries
from academy.learning import queries as learning_queries
from academy.learning import service as learning
from academy.media import queries as media_queries
from academy.meetings import models as _meetings  # noqa: F401 - its tables belong to all_models()
from academy.practicals import models as _practicals  # noqa: F401 - its tables belong to all_models()
from academy.privacy import service as privacy
from academy.privacy.rules import Reason
from academy.quizzes import models as _quizzes  # noqa: F401 - its tables belong to all_models()
from academy.quizzes import queries as quiz_queries
from academy.quizzes.service.indexing import index_missing
from academy.recall import models as _recall  # noqa: F401 - its tables belong to all_models()
from academy.schema import MIGRATIONS, alembic_config, migrate_to, newest
from academy.snapshots import service as snapshots
from academy.storage import Storage
from academy.surveys import models as _surveys  # noqa: F401 - its tables belong to all_models()

academy_commands = AppGroup("academy", help="Look after the academy.")

#: The courses that ship with the academy.
CURRICULUM = Path(__file__).parent / "curriculum"


def all_models() -> MetaData:
    """Return the metadata of every model; importing this module has loaded them all."""
    return Base.metadata


@academy_commands.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrate_to("head")
    catch_up(at=clock.now())
    index_missing()


@academy_commands.command()
@click.argument("name")
def migration(name: str) -> None:
    """Write a new migration from the difference between models and database."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    command.revision(alembic_config(), name, autogenerate=True, rev_id=f"{number:04d}")


_PACKAGE = click.Path(exists=True, path_type=Path)


@academy_commands.command("import-course")
@click.argument("path", metavar="FOLDER-OR-ZIP", type=_PACKAGE)
@click.option("--notes", default="", help="Release notes of the edition.")
@click.option(
    "--draft", "is_draft", is_flag=True, help="Only into the working copy; publish it in the browser."
)
def import_course(path: Path, notes: str, is_draft: bool) -> None:
    """Publish the course package FOLDER-OR-ZIP as an edition, and make the working copy say the same."""
    try:
        read = importing.look_at(path)
        if not is_draft:
            checking.refuse_faulty([read.course], at=clock.now())
        taken = importing.take(
            package=read, terms=importing.Terms(publishes=not is_draft, notes=notes),
            keep=current_app.extensions["storage"].put, by=None, at=clock.now(),
        )  # fmt: skip
    except (package.PackageError, checking.FaultyCases) as error:
        raise click.ClickException(f"The package is not taken; nothing was changed.\n{error}") from error
    if taken.edition is None:
        click.echo(f"{taken.slug}: it is in the working copy.")
    else:
        said = "published" if taken.is_new else "was published already; translations are up to date"
        click.echo(f"{taken.slug}: edition {taken.edition.number} {said}.")


@academy_commands.command("check-course")
@click.argument("path", metavar="[FOLDER-OR-ZIP]", required=False, type=_PACKAGE)
@click.option(
    "--schema",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write JSON Schemas for editors into a folder.",
)
def check_course(path: Path | None, schema: Path | None) -> None:
    """Say what keeps the package FOLDER-OR-ZIP from being published, by file and line."""
    if schema is not None:
        click.echo(f"{len(package.write_schemas(schema))} schemas are in {schema}.")
    elif path is None:
        raise click.UsageError("Name a package, or --schema and a folder.")
    if path is None:
        return
    try:
        read = importing.look_at(path)
    except package.PackageError as error:
        raise click.ClickException(str(error)) from error
    _check_cases(read.course)
    count = sum(1 for _ in read.course.activities())
    click.echo(
        f"{read.course.slug}: in order, {count} activities, {len(read.media)} files, {len(read.catalogues)} catalogues."
    )


@academy_commands.command("check-case")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_case(path: Path) -> None:
    """Say whether the investigation FILE can be played to every end, found, earned, lost, and not guessed."""
    try:
        case = cast(CaseContent, read_activity(CASE_KIND, path.read_text(encoding="utf-8")))
    except (package.PackageError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    found = check(case)
    for fault in found.findings:
        click.echo("\n".join(lines_of(fault)))
    if not found.is_in_order:
        sys.exit(1)
    reach = "everything is shown" if found.is_exhaustive else "not all is shown, nothing is refuted"
    click.echo(f"{path.name}: in order, {reach} in {found.states} states.")


def _check_cases(course: Course) -> None:
    """Print what the checker finds in the cases of a course; leave with 1 where it keeps the course back."""
    cases = list(cases_of(course))
    outcomes = checking.check_all_aside([case for _where, case in cases])
    for (where, _case), outcome in zip(cases, outcomes, strict=True):
        for fault in outcome.faults:
            click.echo(f"{where}: " + "\n".join(lines_of(fault)))
    if any(fault.blocks for outcome in outcomes for fault in outcome.faults):
        sys.exit(1)


@academy_commands.command("export-course")
@click.argument("slug")
@click.argument("target", metavar="FOLDER-OR-ZIP", type=click.Path(path_type=Path))
@click.option("--draft", "is_draft", is_flag=True, help="The working copy instead of the live edition.")
@click.option("--edition", "number", type=int, help="The edition of this number.")
def export_course(slug: str, target: Path, is_draft: bool, number: int | None) -> None:
    """Write a course as a package: a new folder, or a file that ends in .zip."""
    load = current_app.extensions["storage"].get
    try:
        course_id = packaged.course_named(slug)
        if is_draft:
            files = packaged.draft_package(course_id, load=load)
        else:
            files = packaged.edition_package(course_id, load=load, number=number)
        write = package.write_zip if target.suffix == ".zip" else package.write_folder
        write(target, files)
    except NotFound as refusal:
        raise click.ClickException(f"There is no such course or edition: {slug}.") from refusal
    except FileExistsError as error:
        raise click.ClickException(f"{target} is there already and not empty: name a new place.") from error
    click.echo(f"{slug}: written to {target}.")


@academy_commands.command("demo")
def load_demo() -> None:
    """Load the demo academy: fictitious people, agencies and law. Refused where there are real people."""
    migrate_to("head")
    try:
        demo.load(
            CURRICULUM, current_app.extensions["storage"], base_url=current_app.extensions["academy"].base_url
        )
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


@academy_commands.command("backup")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def back_up(target: Path) -> None:
    """Write the whole academy into one new FILE, beside its work: rows, stored files, waiting letters; not its secret."""
    config: Config = current_app.extensions["academy"]
    begun = time.monotonic()
    try:
        made = take(
            target, home=config.home, tables=all_models().sorted_tables, head=newest() or "",
            secret=config.secret_key, at=clock.now(),
        )  # fmt: skip
    except BackupError as error:
        raise click.ClickException(f"No backup was made: {error}") from error
    size, seconds = target.stat().st_size / 1e6, time.monotonic() - begun
    click.echo(
        f"{made.rows} rows, {len(made.files)} files: {size:.1f} MB in {seconds:.1f} s. Keep {config.home / 'secret'} elsewhere."
    )


@academy_commands.command("check-backup")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_backup(path: Path) -> None:
    """Say whether the backup FILE is as it was written."""
    try:
        with opened(path) as (_archive, manifest):
            click.echo(f"Whole: {manifest.rows} rows, {len(manifest.files)} files of {manifest.made_at}.")
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@academy_commands.command("restore")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_backup(path: Path) -> None:
    """Put the backup FILE into an empty database and data folder, check every row, and erase again who was erased since."""
    config: Config = current_app.extensions["academy"]
    try:
        came = restore(
            path, home=config.home, storage=current_app.extensions["storage"], secret=config.secret_key,
            migrate=migrate_to, at=clock.now(),
        )  # fmt: skip
    except BackupError as error:
        raise click.ClickException(f"Nothing was restored: {error}") from error
    click.echo(
        f"{came.manifest.rows} rows and {len(came.manifest.files)} files of {came.manifest.made_at} are back, each compared."
    )
    click.echo(f"{came.erased} people who were erased since were erased again; everybody signs in anew.")
    click.echo(
        "What was done after the backup is not in it: see to certificates, tokens and roles that were ended since."
    )
    if not came.has_same_secret:
        click.echo("The secret is another one: second factors made with an app have to be set up again.")


@academy_commands.command("recount")
def recount() -> None:
    """Count every enrolment's progress anew, and complete what is complete by its edition's rules.

    For every night: a condition may have come true by the mere passing of days.
    """
    waiting = learning_queries.to_settle()
    changed = 0
    for enrolment_id in waiting:
        with db.writing():
            changed += learning.recount(enrolment_id=enrolment_id, at=clock.now())
    click.echo(f"{len(waiting)} enrolments looked at, {changed} put right.")


@academy_commands.command("tend")
def tend() -> None:
    """See once to what has to happen without anybody's browser: attempts whose time is over are closed.

    The server does it by itself every few seconds; this is for who runs another one, and for every minute.
    """
    for name, done in caretaker.go_round(current_app.extensions["duties"], at=clock.now()).items():
        click.echo(f"{name}: {done}")


@academy_commands.command("clear-out")
def clear_out() -> None:
    """Forget sessions, codes and failures that are over, and what authors set aside more than 90 days ago."""
    with db.writing():
        accounts.clear_out(at=clock.now())
    with db.writing():
        forgetting.clear_out(at=clock.now())
    with db.writing():
        course_files.forget_unshown(at=clock.now(), besides=bank_queries.digests_held())
    storage: Storage = current_app.extensions["storage"]
    storage.sweep(wanted=_kept, before=clock.now() - course_files.SPARED)
    storage.forget_waiting(at=clock.now())
    click.echo("What was over is forgotten.")


@academy_commands.command("retain")
def retain() -> None:
    """Forget all that was kept for as long as it may be, and say how much of which; the server does a little every hour."""
    for name, count in current_app.extensions["retainer"].run_out(clock.now()).items():
        click.echo(f"{name}: {count}")


def _kept(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` under which something is kept: every domain that stores files is asked."""
    return (
        media_queries.known(digests)
        | certificate_queries.documents_kept(digests)
        | quiz_queries.files_kept(digests)
    )


@academy_commands.command("check-snapshots")
def check_snapshots() -> None:
    """Make every frozen table of figures anew from what it is a sum of, and compare."""
    if faults := [f"{each.snapshot_id} ({each.title})" for each in snapshots.faults()]:
        raise click.ClickException("These no longer say what their figures add up to:\n" + "\n".join(faults))
    click.echo("Every snapshot is what its figures add up to.")


@academy_commands.command("send-reminders")
def send_reminders() -> None:
    """Remind people of what begins or is due: a week and a day before, and once when it is overdue.

    For every day: each reminder goes out once, however often this runs, and a missed day is made up for.
    """
    sent = 0
    for people in cohort_queries.learners_in_turn():
        with db.writing():
            written = letters.of_reminders(cohorts.remind(people=people, at=clock.now()))
        sent += letters.post(current_app, written)
    click.echo(f"{sent} reminders sent.")


@academy_commands.command("send-mail")
def send_mail() -> None:
    """Try again to send the letters that could not be sent."""
    click.echo(f"{current_app.extensions['post'].send_waiting()} sent.")


@academy_commands.command("erase-person")
@click.argument("person_id", type=click.UUID)
@click.option("--reason", type=click.Choice([each.value for each in Reason]), prompt=True)
def erase_person(person_id: UUID, reason: str) -> None:
    """Erase a person: certificates keep number and digest without the name."""
    with db.writing():
        privacy.erase_person(person_id=person_id, by=None, at=clock.now(), reason=reason)
    click.echo("Erased.")
