"""Numbers and times as pages show them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from academy.i18n import LANGUAGES, Language
from academy.web import filters

IN_LANGUAGES = pytest.mark.parametrize("shown_in", LANGUAGES.values(), ids=lambda each: each.code)


@IN_LANGUAGES
def test_a_negative_number_has_a_minus(shown_in: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a hyphen; and nothing is less than nothing by rounding."""
    monkeypatch.setattr(filters, "language", lambda: shown_in)
    assert filters.number(-9.5).startswith("−")
    assert "-" not in filters.number(-9.5) + filters.per_cent(-0.2)
    assert filters.number(-0.0) == "0"


@IN_LANGUAGES
def test_what_is_set_by_the_clock_has_no_seconds(shown_in: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exam begins at a minute; what happened keeps its second."""
    monkeypatch.setattr(filters, "language", lambda: shown_in)
    at = datetime(2026, 11, 22, 14, 5, 33, tzinfo=UTC)
    assert ":33" in filters.moment(at)
    assert filters.minute(at) == filters.moment(at).replace(":33", "")
