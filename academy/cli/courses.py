"""Course packages and cases: look at them, take them in, write them out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click
from flask import current_app

from academy import clock
from academy.cases.content import CaseContent
from academy.cases.queries.checks import cases_of
from academy.cases.rules.checking import check
from academy.cases.rules.checking.telling import lines_of
from academy.cases.rules.kind import KIND as CASE_KIND
from academy.cases.service import checking
from academy.cli.group import academy_commands
from academy.courses import package
from academy.courses.content import Course
from academy.courses.package.single import read_activity
from academy.courses.queries import packaged
from academy.courses.service import importing
from academy.errors import NotFound

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
