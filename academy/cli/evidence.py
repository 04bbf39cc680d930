"""Everything behind one certificate, for a court."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click
from flask import current_app

from academy import clock, db
from academy.audit import service as audit
from academy.certificates.queries import by_reference
from academy.cli.group import academy_commands
from academy.evidence import service


@academy_commands.command("evidence-pack")
@click.argument("number")
@click.option(
    "--to",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it; NUMBER-evidence.zip here if it is not said.",
)
def evidence_pack(number: str, target: Path | None) -> None:
    """Write everything behind the certificate NUMBER into one new file: for a court, and for nobody else."""
    at, found = clock.now(), by_reference(number)
    if found is None:
        raise click.ClickException(
            f"There is no certificate {number}. Compare it with the paper, sign by sign."
        )
    target = target or Path(f"{found.number}-evidence.zip")
    if target.exists():
        raise click.ClickException(f"{target} is there already: name a new place.")
    certificate_id, agency_id = found.id, found.agency_id
    audit.seal_all()  # what was done until now is to be provable
    handle, aside = tempfile.mkstemp(dir=target.absolute().parent)  # its owner's alone
    try:
        with os.fdopen(handle, "w+b") as file:
            certificate = by_reference(number)
            if certificate is None:
                raise click.ClickException(f"There is no certificate {number} any more.")
            packed = service.pack(
                file, certificate=certificate, issuer=current_app.extensions["issuer"], by=None, at=at
            )
        with db.writing():
            service.note_given(certificate_id=certificate_id, agency_id=agency_id, by=None, at=at)
        Path(aside).rename(target)
    finally:
        Path(aside).unlink(missing_ok=True)
    click.echo(
        f"{packed.number}: {packed.files} files are in {target}. READ-ME.html in it says how to check them."
    )
    if not packed.is_whole:
        click.echo(
            "Its holder was erased: number, digests, decisions and the course are left, and nothing of a person."
        )
    if packed.left_out:
        click.echo(
            f"{len(packed.left_out)} files of the course are named in it, and left out for their size."
        )
