"""Letters that tell somebody to look, in her own language. They name nobody, no course and no mark: what is meant stands
behind the link, where she signs in; a letter may be read on a shared computer or by whoever runs her mailbox.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from academy import db, i18n
from academy.accounts.models import Person
from academy.config import Config
from academy.mail import Post

#: Gives subject and sentence in the language of the moment.
Words = Callable[[], tuple[str, str]]


@dataclass(frozen=True)
class Letter:
    """A letter to be written once what it tells of is on disk; the page it leads to is named by its endpoint."""

    person: Person
    occasion: enum.StrEnum
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)


def post(
    app: Flask, letters: Iterable[Letter], *, words: Mapping[enum.StrEnum, Words], unhurried: Collection[str]
) -> int:
    """Write and send letters, and return how many; whoever has no address gets none.

    ``unhurried`` ones wait for the next ``send-mail`` instead of holding up who wrote. For ``db.after_commit``, or
    after a write unit of a command.
    """
    office: Post = app.extensions["post"]
    reached = [letter for letter in letters if letter.person.email]
    for letter in reached:
        subject, text = _written(app, letter, words[letter.occasion])
        office.send(
            to=letter.person.email or "",
            subject=subject,
            text=text,
            is_urgent=letter.occasion not in unhurried,
        )
    return len(reached)


def post_afterwards(send: Callable[[Flask, Iterable[Letter]], int], letters: Iterable[Letter]) -> None:
    """Have ``send`` post letters once what they tell of is on disk."""
    ready = tuple(letters)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    if ready:
        db.after_commit(lambda: send(app, ready))


def _written(app: Flask, letter: Letter, words: Words) -> tuple[str, str]:
    chosen = i18n.LANGUAGES.get(letter.person.interface_locale or "") or i18n.LANGUAGES[i18n.DEFAULT]
    config: Config = app.extensions["academy"]
    path = app.url_map.bind("").build(letter.endpoint, {"locale": chosen.code, **letter.values})
    with force_locale(chosen.babel):
        subject, said = words()
        paragraphs = (
            _("Good day,"), said, _("Sign in and read on here:"), f"{config.base_url}{path}",
            _("For safety this letter names nobody and no course."),
        )  # fmt: skip
    return subject, "\n\n".join(paragraphs)
