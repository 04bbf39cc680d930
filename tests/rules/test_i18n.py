"""Languages: which serves a browser, what stands in for what."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from academy import i18n


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"), ("*", "en"), ("de-DE,de;q=0.9", "en"), ("sq", "sq"), ("sq-XK", "sq"), ("sr", "sr-Cyrl"), ("sr-Latn", "sr-Latn"),
        ("sr-Latn-RS", "sr-Latn"), ("sr-ME", "sr-Latn"), ("cnr", "sr-Latn"), ("hr-HR", "sr-Latn"), ("bs", "sr-Latn"),
        ("sr_Cyrl", "sr-Cyrl"), ("SR-LATN", "sr-Latn"), ("de;q=1, sq;q=0.5, en;q=0.4", "sq"), ("en;q=0.1, sq;q=0.2", "sq"),
        ("sq;q=0, en", "en"), ("sq;q=broken, en", "en"), (";;;,,,=", "en"), ("en," * 5000 + "sq", "en"),
    ],
)  # fmt: skip
def test_what_serves_a_browser(header: str, code: str) -> None:
    """The most wanted language that is served; English where none is."""
    assert i18n.negotiate(header) == code


@given(st.text(max_size=200))
def test_any_header_gets_a_language(header: str) -> None:
    """Whatever a browser sends, something offered comes out."""
    assert i18n.negotiate(header) in i18n.LANGUAGES


def test_fallbacks_end_at_the_source() -> None:
    """A text is looked up in the asked language, its stand-ins, and the language it was written in."""
    assert i18n.chain("sr-Latn") == ("sr-Latn", "sr-Cyrl", "en")
    assert i18n.chain("sq") == ("sq", "en")
    assert i18n.chain("en") == ("en",)
    assert i18n.chain("sq", "sr-Cyrl") == ("sq", "sr-Cyrl")


def test_every_alias_and_stand_in_is_offered() -> None:
    """Nothing leads to a language there is not."""
    assert set(i18n.ALIASES.values()) <= set(i18n.LANGUAGES)
    for language in i18n.LANGUAGES.values():
        assert set(language.fallbacks) <= set(i18n.LANGUAGES)
        assert isinstance(language.locale, Locale)
        assert language.derived_from is None or language.derived_from in i18n.LANGUAGES
    assert i18n.PSEUDO.code not in i18n.LANGUAGES, "the pseudo-locale is for tests"
