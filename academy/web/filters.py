"""How dates, numbers and authored text are shown, always by the request's language."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_timezone_location
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import gettext as _

from academy.i18n import Language
from academy.web.locale import language


def day(value: date | datetime) -> str:
    """Show a day in full: 3 March 2026."""
    return _day(value.date() if isinstance(value, datetime) else value, language())


def moment(value: datetime) -> str:
    """Show a day and a time, in UTC."""
    return format_datetime(value, format="medium", locale=language().locale)


def minute(value: datetime) -> str:
    """Show a day and a time to the minute, in UTC: what people have set by the clock, not what happened."""
    shown_in = language().locale
    pattern = str(shown_in.datetime_formats["medium"])
    shown = {
        "{0}": format_time(value, format="short", locale=shown_in),
        "{1}": format_date(value, locale=shown_in),
    }
    return re.sub(r"\{[01]\}", lambda place: shown[place.group()], pattern.replace("'", ""))


def clock_time(value: datetime) -> str:
    """Show a time of day, in UTC."""
    return format_time(value, format="short", locale=language().locale)


def span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Show from when to when something lasts, by the clock of a place, and whose clock that is."""
    clock, shown_in = ZoneInfo(zone), language().locale
    first, last = starts_at.astimezone(clock), ends_at.astimezone(clock)
    values = {
        "day": format_date(first.date(), format="full", locale=shown_in),
        "start": format_time(first, format="short", tzinfo=clock, locale=shown_in),
        "end": format_time(last, format="short", tzinfo=clock, locale=shown_in),
        "clock": zone if zone == "UTC" else get_timezone_location(clock, locale=shown_in, return_city=True),
    }
    if first.date() == last.date():
        return str(_("%(day)s, %(start)s–%(end)s (%(clock)s time)", **values))
    values["last_day"] = format_date(last.date(), format="full", locale=shown_in)
    return str(_("%(day)s, %(start)s to %(last_day)s, %(end)s (%(clock)s time)", **values))


def number(value: float) -> str:
    """Show a number, with the minus of type and not the hyphen."""
    return _number(value + 0, language())


def per_cent(value: float) -> str:
    """Show a share of 0–1 as whole per cent, rounded down: nobody reads 100 % who has 99.6."""
    return _per_cent(int(value * 100 + 1e-9), language())


@lru_cache(maxsize=1024)
def _day(value: date, shown_in: Language) -> str:
    return format_date(value, format="long", locale=shown_in.locale)


@lru_cache(maxsize=4096)
def _number(value: float, shown_in: Language) -> str:
    return format_decimal(value, locale=shown_in.locale).replace("-", "−")


@lru_cache(maxsize=1024)
def _per_cent(value: int, shown_in: Language) -> str:
    return format_percent(value / 100, locale=shown_in.locale).replace("-", "−")


def use_filters(app: Flask) -> None:
    """Offer the filters to every template."""
    for filter_ in (day, moment, minute, clock_time, span, number, per_cent):
        app.add_template_filter(filter_)
