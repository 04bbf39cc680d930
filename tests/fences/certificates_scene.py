"""What certificates are made with and what is done about them, for the wider world."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Flask

from academy import db
from academy.certificates.models import Batch, BatchItem, Certificate
from academy.certificates.service.templates import Aim
from academy.db import session
from tests.templates import template
from tests.world import World


def certificate_templates(app: Flask, world: World, at: datetime) -> dict[str, str]:
    """Make a template of each agency and one of the academy, for everybody; return whose → template.

    They are being made still: certificates are printed without them.
    """
    made = {}
    for name, agency_id, person in (
        ("rangers", world.rangers.id, world.boris),
        ("inspectors", world.inspectors.id, world.carla),
        ("academy", None, world.ada),
    ):
        aim = Aim(f"Template of {name}", agency_id, None)
        made[name] = str(template(app, aim=aim, by=world.actor(person), at=at, is_used=False).id)
    session.rollback()
    return made


def certificate_batches(
    app: Flask, world: World, issued: Mapping[str, Certificate], at: datetime
) -> dict[str, dict[str, str]]:
    """Have something wait for a second person in each agency, and an archive of each; return kind → whose → batch."""
    made: dict[str, dict[str, str]] = {"suspend": {}, "export": {}}
    with db.writing():
        for name, agency, by, holder in (
            ("rangers", world.rangers, world.boris, "amina"), ("inspectors", world.inspectors, world.carla, "dina"),
        ):  # fmt: skip
            for kind in made:
                is_export = kind == "export"
                batch = Batch(
                    kind=kind, state="done" if is_export else "proposed", agency_id=agency.id, proposed_at=at, total=1,
                    proposed_by_id=by.id if is_export else None, reason="" if is_export else "under-review",
                    file_name="archive.zip" if is_export else None, file_size=1, file_until=at, file_digest="0" * 64,
                )  # fmt: skip
                session.add(batch)
                session.flush()
                session.add(
                    BatchItem(
                        batch_id=batch.id, position=1, certificate_id=issued[holder].id,
                        state="done" if is_export else "pending",
                    )
                )  # fmt: skip
                made[kind][name] = str(batch.id)
    archives = app.extensions["archives"]
    archives.folder.mkdir(exist_ok=True)
    for batch_id in made["export"].values():
        archives.path(batch_id).write_bytes(b"z")
    return made
