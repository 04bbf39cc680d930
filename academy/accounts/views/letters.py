"""Letters to people, in their own language: invitation and reset. Plain text; links start with the configured address."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _

from academy import i18n
from academy.accounts.models import Person
from academy.accounts.rules.codes import Purpose
from academy.config import Config
from academy.mail import Post

#: The page that each kind of link opens.
_ENDPOINTS = {Purpose.INVITATION: "accounts.invitation", Purpose.RESET: "accounts.reset_password"}


def send_link(
    app: Flask, person: Person, purpose: Purpose, token: str, *, fallback: str, is_urgent: bool = True
) -> None:
    """Send a person the link with her one-time code, in her language or in ``fallback``'s.

    For ``db.after_commit``: the letter must not leave before its code is on disk.
    """
    if not person.email:
        return
    chosen = (
        i18n.LANGUAGES.get(person.interface_locale or "")
        or i18n.LANGUAGES.get(fallback)
        or i18n.LANGUAGES["en"]
    )
    link = _link(app, _ENDPOINTS[purpose], token, chosen.code)
    with force_locale(chosen.babel):
        subject, text = _invitation(person, link) if purpose is Purpose.INVITATION else _reset(person, link)
    post: Post = app.extensions["post"]
    post.send(to=person.email, subject=subject, text=text, is_urgent=is_urgent)


def _invitation(person: Person, link: str) -> tuple[str, str]:
    paragraphs = (
        _("Good day,"),
        _("you are invited to the Wildlife Crime Academy."),
        _(
            "Your call-sign is %(call_sign)s. It is the name that others in class see.",
            call_sign=person.call_sign,
        ),
        _("Open this link and choose a password. The link works once, for 7 days:"),
        link,
        _("You did not expect this letter? Then do nothing, and tell your coordinator."),
    )
    return _("Your invitation to the Wildlife Crime Academy"), "\n\n".join(paragraphs)


def _reset(person: Person, link: str) -> tuple[str, str]:
    paragraphs = (
        _("Good day,"),
        _("somebody asked for a new password for the account %(call_sign)s.", call_sign=person.call_sign),
        _("Open this link and choose a new password. The link works once, for 30 minutes:"),
        link,
        _("It was not you? Then do nothing: your password stays as it is."),
    )
    return _("A new password for the Wildlife Crime Academy"), "\n\n".join(paragraphs)


def _link(app: Flask, endpoint: str, token: str, locale: str) -> str:
    config: Config = app.extensions["academy"]
    path = app.url_map.bind("").build(endpoint, {"locale": locale, "code": token})
    return f"{config.base_url}{path}"
