"""The interface's words that stand inside authored text."""

from __future__ import annotations

from babel.numbers import format_decimal
from flask_babel import gettext as _

from academy import i18n
from academy.web.locale import language


def interface_words() -> dict[str, str]:
    """Return the interface words that stand inside authored text."""
    names = {each.code: each.name for each in i18n.LANGUAGES.values()}
    return {
        "callout:safety": _("Safety"),
        "callout:law": _("Law"),
        "callout:procedure": _("Procedure"),
        "callout:example": _("Example"),
        "callout:warn": _("Watch out"),
        "words": _("The same in words"),
        "transcript": _("What is said and heard"),
        "download": _("Keep it on this device"),
        "decimal": format_decimal(0.5, locale=language().locale).strip("0123456789٠١٢٣٤٥٦٧٨٩"),
        "stale": _("The original has changed since this was translated. Go by the original beside it."),
        **{
            f"fallback:{code}": _(
                "This part is not yet in your language. It is shown in: %(language)s", language=name
            )
            for code, name in names.items()
        },
    }
