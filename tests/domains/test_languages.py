"""Units and translations in the database: stored once, never replaced by something lesser."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from academy.db import session, writing
from academy.languages.models import Translation, TranslationUnit
from academy.languages.queries import TranslatedUnit, completeness, translations
from academy.languages.rules import State, digest
from academy.languages.service import Imported, import_catalogue, store_units

pytestmark = pytest.mark.usefixtures("app")

MANY = [f"text {number}" for number in range(1200)]
EARLIER, LATER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)


def store(*texts: str) -> list[str]:
    """Store English texts as units and give their digests."""
    with writing():
        stored = store_units(source_locale="en", texts=[("", text) for text in texts])
    return list(stored.values())


def bring(target: str, state: State, *, source: str = "Poison", at: datetime = EARLIER) -> Imported:
    """Import one Albanian entry."""
    with writing():
        return import_catalogue(locale="sq", entries=[("", source, target)], state=state, at=at)


def found(*sources: str) -> list[TranslatedUnit | None]:
    """Give what is stored in Albanian for each source text."""
    held = translations(digests=[digest(source) for source in sources], locale="sq")
    return [held.get(digest(source)) for source in sources]


def test_units_are_stored_once_however_often_and_however_many() -> None:
    before = session.scalar(select(func.count()).select_from(TranslationUnit)) or 0
    digests = store(*MANY)
    store(*MANY, "text  \n7", "  text 1\n")
    assert len(set(digests)) == len(MANY)
    count = session.scalar(select(func.count()).select_from(TranslationUnit)) or 0
    assert count == before + len(MANY) + 1  # "text", a hard break, "7" is another text


def test_a_unit_keeps_its_canonical_text_and_first_source_language() -> None:
    (name,) = store("Stay\nupwind ")
    with writing():
        store_units(source_locale="sq", texts=[("", "Stay upwind")])
    unit = session.get_one(TranslationUnit, name)
    assert (unit.source, unit.source_locale, unit.context) == ("Stay upwind", "en", "")


def test_a_context_makes_another_unit() -> None:
    with writing():
        stored = store_units(source_locale="en", texts=[("", "Seal"), ("animal", "Seal")])
        import_catalogue(locale="sq", entries=[("animal", "Seal", "Fokë")], state=State.DRAFT)
    held = translations(digests=list(stored.values()), locale="sq")
    assert held == {digest("Seal", "animal"): TranslatedUnit("Fokë", State.DRAFT)}


def test_large_catalogues_are_taken_and_found_whole() -> None:
    digests = store(*MANY)
    with writing():
        taken = import_catalogue(
            locale="sq", entries=[("", text, f"tekst {text}") for text in MANY], state=State.DRAFT
        )
    assert taken == Imported(taken=len(MANY), empty=0, unknown=0)
    held = translations(digests=digests, locale="sq")
    assert {name: unit.text for name, unit in held.items()} == {
        digest(text): f"tekst {text}" for text in MANY
    }
    assert translations(digests=digests, locale="sr-Cyrl") == {}


def test_entries_without_text_or_unit_are_counted_and_left_out() -> None:
    store("Poison")
    assert bring("  ", State.DRAFT) == Imported(taken=0, empty=1, unknown=0)
    assert bring("x", State.DRAFT, source="Nobody wrote this") == Imported(taken=0, empty=0, unknown=1)
    assert found("Poison", "Nobody wrote this") == [None, None]


@pytest.mark.parametrize(
    ("first", "second", "is_replaced"),
    [
        (State.MACHINE, State.DRAFT, True),
        (State.DRAFT, State.DRAFT, True),
        (State.DRAFT, State.MACHINE, False),
        (State.REVIEWED, State.DRAFT, False),
        (State.REVIEWED, State.REVIEWED, True),
        (State.STALE, State.MACHINE, True),
    ],
)
def test_what_is_further_stays(first: State, second: State, is_replaced: bool) -> None:
    store("Poison")
    bring("Helm", first)
    bring("Helmi", second)
    assert found("Poison") == [
        TranslatedUnit("Helmi", second) if is_replaced else TranslatedUnit("Helm", first)
    ]


def test_the_same_text_again_is_no_change() -> None:
    (name,) = store("Poison")
    bring("Helm", State.DRAFT, at=EARLIER)
    bring("Helm", State.DRAFT, at=LATER)
    assert session.get_one(Translation, (name, "sq")).updated_at == EARLIER
    session.expire_all()
    bring("Helmi", State.DRAFT, at=LATER)
    assert session.get_one(Translation, (name, "sq")).updated_at == LATER


def test_completeness_counts_current_texts_of_distinct_units() -> None:
    digests = store("Poison", "Bait", "Trap", "Net")
    bring("Helm", State.DRAFT)
    bring("Karrem", State.MACHINE, source="Bait")
    bring("Kurth", State.STALE, source="Trap")
    assert completeness(digests=[*digests, *digests], locale="sq") == (2, 4)
    assert completeness(digests=digests, locale="sr-Cyrl") == (0, 4)
    assert completeness(digests=digests, locale="en") == (4, 4)
    assert completeness(digests=[], locale="sq") == (0, 0)
