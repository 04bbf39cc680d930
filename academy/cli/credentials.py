"""The academy's signature: a new key, and whether what a QR code carries is genuine."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import current_app

from academy.certificates.service import Issuer
from academy.cli.group import academy_commands
from academy.credentials.formats import Unreadable, key_set, read_slip


@academy_commands.command("rotate-key")
def rotate_key() -> None:
    """Sign with a new key from now on; what older keys signed stays genuine."""
    issuer: Issuer = current_app.extensions["issuer"]
    kid = issuer.keys.rotate()
    click.echo(f"Key {kid} signs from now on, in every process that uses {issuer.keys.folder}.")
    click.echo(
        "Keep a copy of that folder apart from backups of the database. Machines that do not share it need a copy of the "
        f"whole folder each, {kid}.pem before the file active."
    )


@academy_commands.command("check-slip")
@click.argument("text")
@click.option(
    "--keys", "saved", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The academy's /.well-known/jwks.json or did.json, saved earlier; without it this installation's own keys.",
)  # fmt: skip
def check_slip(text: str, saved: Path | None) -> None:
    """Say whether TEXT, the address in a certificate's QR code or what stands behind its #, is genuine. Needs no internet."""
    try:
        slip = read_slip(text.strip().rpartition("#")[2], _keys(saved))
    except Unreadable as error:
        click.echo(f"Not genuine: {error}.")
        sys.exit(1)
    click.echo("Genuine when issued; current status unknown.")
    until = f", valid until {slip.valid_until}" if slip.valid_until else ""
    click.echo(f"{slip.number}: {slip.course} ({slip.level or 'no level'}), issued {slip.issued_on}{until}.")
    click.echo(f"Edition whose digest begins with {slip.edition}.")


def _keys(saved: Path | None) -> Mapping[str, Any]:
    if saved is None:
        issuer: Issuer = current_app.extensions["issuer"]
        return key_set(issuer.base_url, issuer.keys)
    try:
        found = json.loads(saved.read_bytes())
    except ValueError as error:
        raise click.ClickException(f"{saved} is no JSON.") from error
    if not isinstance(found, dict):
        raise click.ClickException(f"{saved} holds no keys.")
    return found
