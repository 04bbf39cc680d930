"""What has to be done every minute, day or night."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import click
from flask import current_app

from academy import caretaker, clock, db
from academy.accounts import service as accounts
from academy.certificates import queries as certificate_queries
from academy.cli.group import academy_commands
from academy.cohorts import queries as cohort_queries
from academy.cohorts import service as cohorts
from academy.cohorts.document import letters
from academy.courses.service import forgetting
from academy.courses.service import media as course_files
from academy.items.queries import bank as bank_queries
from academy.jobs.worker import work
from academy.learning import queries as learning_queries
from academy.learning import service as learning
from academy.media import queries as media_queries
from academy.privacy import service as privacy
from academy.privacy.rules import Reason
from academy.quizzes import queries as quiz_queries
from academy.snapshots import service as snapshots
from academy.storage import Storage


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


@academy_commands.command("work")
def carry_out() -> None:
    """Carry out long work until stopped, such as issuing for many; the server starts such a worker by itself.

    This is for a machine without web server, or beside a server with NO_WORKER=1.
    """
    work(current_app._get_current_object())  # type: ignore[attr-defined]  # the application behind the proxy


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
