"""The catalogues: current, whole, and true to the source's placeholders and plurals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wtforms
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from academy import catalogues
from academy.i18n import LANGUAGES, Language

PLACEHOLDER = re.compile(r"%(?:\([a-z_]+\))?[sd%]")
WRITTEN = [
    pytest.param(language, id=language.code) for language in LANGUAGES.values() if language.code != "en"
]
#: Sentences of WTForms' fields and validators that no form of ours uses (the test below says so too).
UNUSED = re.compile(
    r"(?i)mac address|uuid|url|ip address|float|week|month|datetime|color|must be one of|can't be any of|"
    r"date must|field must be between|equal to|field name|cannot be edited|is disabled"
)
NOT_USED = re.compile(
    r"\b(MacAddress|URL|IPAddress|FloatField|WeekField|MonthField|DateTimeField|DateTimeLocalField|"
    r"ColorField|validators\.AnyOf|NoneOf|DateRange|ReadOnly|Disabled)\("
)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield a catalogue's messages without its header."""
    return (message for message in catalogue if message.id)


def test_the_template_is_current() -> None:
    """messages.pot holds what the code says, no more and no less."""
    with catalogues.TEMPLATE.open("rb") as file:
        kept = {message.id for message in messages(read_po(file))}
    said = {message.id for message in messages(catalogues.collect())}
    assert kept == said, (
        f"run `make translations`; new: {sorted(map(str, said - kept))[:5]}, gone: {sorted(map(str, kept - said))[:5]}"
    )


@pytest.mark.parametrize("language", WRITTEN)
def test_nothing_is_missing(language: Language) -> None:
    """Every message has a translation, in every plural form, that nobody marked as a guess."""
    catalogue = catalogues.load(language)
    lacking = {str(message.id) for message in messages(catalogues.collect())} - {
        str(each.id) for each in messages(catalogue)
    }
    lacking.update(catalogues.missing(catalogue))
    assert not lacking, (
        f"translate {len(lacking)} messages in {catalogues.path_of(language)}: {sorted(lacking)[:5]}"
    )


@pytest.mark.parametrize("language", WRITTEN)
def test_placeholders_and_plurals_agree(language: Language) -> None:
    """What the source fills in, the translation fills in; there are as many plural forms as the language has."""
    catalogue = catalogues.load(language)
    wrong = []
    for message in messages(catalogue):
        sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        allowed = [set(PLACEHOLDER.findall(source)) for source in sources]
        wrong.extend(
            str(message.id)
            for form in forms
            if form and set(PLACEHOLDER.findall(form)) not in [*allowed, _dropped(allowed)]
        )
        if isinstance(message.id, (tuple, list)) and any(forms) and len(forms) != catalogue.num_plurals:
            wrong.append(f"{message.id}: {len(forms)} forms, {catalogue.num_plurals} are needed")
    assert not wrong, "\n".join(wrong)


def _dropped(allowed: list[set[str]]) -> set[str]:
    """A form for one may say "one" instead of the number."""
    return set.union(*allowed) - {"%(num)d"}


def test_the_derived_script_is_derived() -> None:
    """Serbian in Latin script is what the transliteration makes of the Cyrillic, message by message."""
    for language in (each for each in LANGUAGES.values() if each.derived_from):
        kept = {str(message.id): message.string for message in messages(catalogues.load(language))}
        made = {str(message.id): message.string for message in messages(catalogues.derived(language))}
        assert kept == made, "run `make translations`: the derived catalogue is older than its source"


def test_what_wtforms_says_is_ours() -> None:
    """WTForms' catalogues lack most of our languages, so each of its sentences stands in ours."""
    ours = {
        each
        for message in messages(catalogues.collect())
        for each in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    spoken = {text for text in _said(Path(wtforms.__file__).parent) if not UNUSED.search(text)}
    assert spoken, "WTForms says its messages in another way now: look at _said"
    assert not spoken - ours, f"add these to VALIDATION_WORDS in web/forms.py: {sorted(spoken - ours)}"


def test_forms_use_what_is_translated() -> None:
    """A form that begins to use another field or validator of WTForms brings its sentences along."""
    academy = Path(catalogues.__file__).parent
    for path in (*academy.rglob("forms.py"), *academy.rglob("forms/*.py")):
        fresh = NOT_USED.findall(path.read_text())
        assert not fresh, f"{path}: {fresh}: take their words out of UNUSED and put them into web/forms.py"


def _said(folder: Path) -> Iterator[str]:
    """Yield every literal that WTForms gives to gettext or ngettext."""
    for path in [*(folder / "fields").glob("*.py"), folder / "validators.py", *folder.glob("csrf/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("gettext", "ngettext"):
                yield from (
                    each.value
                    for each in node.args
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


@pytest.mark.parametrize("language", WRITTEN)
def test_a_refused_field_speaks_the_language(language: Language) -> None:
    """What a form says of a field is not left in English."""
    known = {str(message.id): message.string for message in messages(catalogues.load(language))}
    for sentence in ("This field is required.", "Not a valid choice.", "Invalid input."):
        assert known.get(sentence) not in (None, "", sentence), (
            f"translate {sentence!r} in {catalogues.path_of(language)}"
        )
