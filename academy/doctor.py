"""The doctor: what an installation needs, whether it has it, and how to mend it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from academy import catalogues, clock, db, schema
from academy.audit.queries import findings, findings_beside
from academy.audit.rules import Flaw
from academy.certificates.queries import newest_credential
from academy.config import Config
from academy.courses.queries import published_count
from academy.courses.queries.editions import damaged
from academy.credentials.formats import kid_of
from academy.i18n import DEFAULT, LANGUAGES
from academy.jobs import Job
from academy.jobs.slate import workers_alive
from academy.signing.keys import KeyRing, NoSuchKey


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    is_well: bool
    words: str


def examine(app: Flask) -> list[Finding]:
    """Look at everything."""
    config: Config = app.extensions["academy"]
    found = [_database(config), _library(config), *_catalogues(), *_permissions(config), look_at_keys(app)]
    if found[0].is_well:
        found.extend([_migrations(), _audit(config), _courses(), _editions(), _worker(app)])
    return found


#: What each flaw of the audit trail is called.
FLAWS = {
    Flaw.ROW_ALTERED: "row {rows} was altered",
    Flaw.ROW_MISSING: "row {rows} is missing",
    Flaw.ROW_INSERTED: "row {rows} was put in afterwards",
    Flaw.ROWS_REORDERED: "row {rows} changed places",
    Flaw.ROW_MOVED: "row {rows} was taken out of its seal",
    Flaw.BATCH_ALTERED: "its rows are not as they were sealed; an old seal cannot say which",
    Flaw.SEAL_ALTERED: "it was altered itself",
    Flaw.SEAL_MISSING: "the seal before it is missing",
    Flaw.SEAL_REMOVED: "it was noted in the data folder and is not in the database any more",
}


def flaws_of_trail(home: Path) -> list[str]:
    """Check the audit trail, beside what was noted in the data folder, and say what is wrong with it, row by row."""
    found = dict.fromkeys([*findings(), *findings_beside(home)])
    return [
        f"seal {each.seal}: {FLAWS[each.flaw].format(rows=' and '.join(map(str, each.rows)))}"
        for each in found
    ]


def invitation_link(code: str) -> str:
    """Return the address at which a one-time code is taken up."""
    config: Config = current_app.extensions["academy"]
    path = current_app.url_map.bind("").build("accounts.invitation", {"code": code, "locale": DEFAULT})
    return f"{config.base_url}{path}"


def _database(config: Config) -> Finding:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return Finding(
            "database", False, f"does not answer ({error.__class__.__name__}): check ACADEMY_DATABASE_URL"
        )
    return Finding("database", True, config.database_url.partition(":")[0])


def _library(config: Config) -> Finding:
    if not config.database_url.startswith("sqlite"):
        return Finding("database library", True, "PostgreSQL")
    version = ".".join(map(str, db.sqlite_version()))
    if db.sqlite_version() < db.SAFE_WAL:
        wanted = ".".join(map(str, db.SAFE_WAL))
        return Finding(
            "SQLite",
            False,
            f"{version} can damage its log; a rollback journal is used. Install {wanted} or newer",
        )
    return Finding("SQLite", True, version)


def _catalogues() -> Iterator[Finding]:
    for language in LANGUAGES.values():
        if language.code == DEFAULT:
            continue
        lacking = catalogues.missing(catalogues.load(language))
        is_compiled = catalogues.path_of(language).with_suffix(".mo").exists()
        if not is_compiled:
            yield Finding(f"catalogue {language.code}", False, "is not compiled: run make setup")
        elif lacking:
            yield Finding(
                f"catalogue {language.code}",
                False,
                f"lacks {len(lacking)} messages: run make translations, then translate",
            )
        else:
            yield Finding(f"catalogue {language.code}", True, "complete")


def _permissions(config: Config) -> Iterator[Finding]:
    for place, mend in ((config.home, "chmod 700"), (config.home / "secret", "chmod 600")):
        if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o077:
            yield Finding(place.name, False, f"others may read it: {mend} {place}")
        else:
            yield Finding(place.name, True, "only its owner may read it")


def look_at_keys(app: Flask) -> Finding:
    """Look at the signing keys: whole, seen by nobody else, and among them the one that the newest credential names."""
    keys: KeyRing = app.extensions["issuer"].keys
    if exposed := keys.exposed():
        return Finding(
            "keys", False, f"others may read them: chmod 700 {keys.folder} and chmod 600 {exposed[-1]}"
        )
    try:
        named = kid_of(newest_credential() or "")
        kids = keys.kids() if keys.folder.exists() else []
        whole = [keys.key(kid).kid for kid in kids]
    except (ValueError, NoSuchKey) as error:
        return Finding("keys", False, f"cannot be read ({error}): put {keys.folder} back from its own copy")
    except SQLAlchemyError:
        return Finding("keys", False, "cannot be compared with what they signed: migrate first")
    if named and named not in kids:
        return Finding(
            "keys", False, f"{named} signed credentials and is gone: put {keys.folder} back from its own copy"
        )
    return Finding("keys", True, f"{len(whole)}, only their owner may read them")


def _migrations() -> Finding:
    held, needed = schema.held(), schema.newest()
    if held != needed:
        return Finding(
            "schema", False, f"is {held or 'not there'}, {needed} is needed: flask --app wsgi academy migrate"
        )
    return Finding("schema", True, str(held))


def _audit(config: Config) -> Finding:
    try:
        flaws = flaws_of_trail(config.home)
    except SQLAlchemyError:
        return Finding("audit trail", False, "cannot be read: migrate first")
    more = f" and {len(flaws) - 5} more" if len(flaws) > 5 else ""
    return Finding("audit trail", not flaws, "; ".join(flaws[:5]) + more if flaws else "whole")


def _courses() -> Finding:
    try:
        count = published_count()
    except SQLAlchemyError:
        return Finding("courses", False, "cannot be read: migrate first")
    if not count:
        return Finding(
            "courses", False, "none: flask --app wsgi academy import-course academy/curriculum/basic"
        )
    return Finding("courses", True, f"{count} published")


def _editions() -> Finding:
    try:
        found = list(damaged())
    except SQLAlchemyError:
        return Finding("editions", False, "cannot be read: migrate first")
    if found:
        named = "; ".join(found[:5])
        return Finding(
            "editions", False, f"{len(found)} were changed behind our back ({named}): restore a backup"
        )
    return Finding("editions", True, "as they were published")


def _worker(app: Flask) -> Finding:
    """Long work that waits, and nobody to carry it out, is amiss; a worker is there as long as the server runs."""
    config: Config = app.extensions["academy"]
    jobs: tuple[Job, ...] = app.extensions["jobs"]
    if alive := workers_alive(config.home, at=clock.now()):
        return Finding("worker", True, f"at work ({', '.join(alive)})")
    try:
        waiting = sum(len(job.waiting(clock.now())) for job in jobs)
    except SQLAlchemyError:
        return Finding("worker", False, "what waits for it cannot be read: migrate first")
    if waiting:
        return Finding(
            "worker",
            False,
            f"none, and work waits ({waiting}): start the server, or flask --app wsgi academy work",
        )
    return Finding("worker", True, "none, and nothing waits for one")
