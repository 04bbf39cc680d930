"""Backups: made, checked, put back."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask import current_app

from academy import clock
from academy.backup.archive import BackupError, opened
from academy.backup.restoring import restore
from academy.backup.taking import take
from academy.cli.group import academy_commands, all_models
from academy.config import Config
from academy.schema import migrate_to, newest


@academy_commands.command("backup")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def back_up(target: Path) -> None:
    """Write the whole academy into one new FILE, beside its work: rows, stored files, waiting letters; not its secret and keys."""
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
        f"{made.rows} rows, {len(made.files)} files: {size:.1f} MB in {seconds:.1f} s. "
        f"Keep {config.home / 'secret'} and {config.home / 'keys'} elsewhere."
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
    if not (config.home / "keys").exists():
        click.echo(f"Signing keys are not in a backup: put {config.home / 'keys'} back from its own copy.")
    if not came.has_same_secret:
        click.echo("The secret is another one: second factors made with an app have to be set up again.")
