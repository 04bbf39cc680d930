"""Authored documents and their units: slots, digests, catalogues, and which text a reader sees."""

from __future__ import annotations

import copy
import hashlib
import pickle
import unicodedata
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from academy.languages.content import Phrase, Text, replace_texts, texts
from academy.languages.rules import (
    CatalogueError,
    Entry,
    Lookup,
    Shown,
    State,
    canonical,
    digest,
    read_po,
    write_po,
)


class Choice(BaseModel):
    text: Text
    right: bool = False


class Pick(BaseModel):
    kind: Literal["pick"] = "pick"
    key: str
    prompt: Text
    choices: list[Choice]


class Order(BaseModel):
    kind: Literal["order"] = "order"
    key: str
    steps: tuple[Text, ...]
    hint: Text | None = None


class Part(BaseModel):
    slug: str
    title: Text


class Paper(BaseModel):
    title: Text
    note: str = "not for readers"
    summary: Text = ""
    items: list[Annotated[Pick | Order, Field(discriminator="kind")]] = []
    parts: list[Part] = []
    closing: Part | None = None
    numbers: list[int] = []


PAPER = Paper(
    title="T",
    items=[
        Pick(key="gloves", prompt="P", choices=[Choice(text="a", right=True), Choice(text="b")]),
        Order(key="steps", steps=("one", "two"), hint="H"),
        Order(key="bare", steps=()),
    ],
    parts=[Part(slug="first", title="F")],
    closing=Part(slug="last", title="L"),
    numbers=[1, 2],
)
SLOTS = [
    ("title", "T"),
    ("items/gloves/prompt", "P"),
    ("items/gloves/choices/0/text", "a"),
    ("items/gloves/choices/1/text", "b"),
    ("items/steps/steps/0", "one"),
    ("items/steps/steps/1", "two"),
    ("items/steps/hint", "H"),
    ("parts/first/title", "F"),
    ("closing/title", "L"),
]


def test_every_text_has_its_slot_in_reading_order() -> None:
    assert list(texts(PAPER)) == SLOTS


def test_slots_start_where_the_document_hangs() -> None:
    assert next(texts(PAPER, "modules/safety")) == ("modules/safety/title", "T")


def test_replacing_visits_the_same_slots_and_changes_nothing_else() -> None:
    asked: list[tuple[str, str]] = []

    def phrase(slot: str, source: str) -> str:
        asked.append((slot, source))
        return source * 2

    changed = replace_texts(PAPER, phrase)
    assert asked == SLOTS
    assert [text for _, text in texts(changed)] == [text * 2 for _, text in SLOTS]
    assert list(texts(PAPER)) == SLOTS
    assert (changed.note, changed.numbers, changed.summary) == (PAPER.note, PAPER.numbers, "")
    steps = changed.items[1]
    assert isinstance(steps, Order)
    assert steps.steps == ("oneone", "twotwo")
    assert replace_texts(PAPER, lambda _slot, source: source) == PAPER


def test_a_phrase_is_its_plain_text_and_survives_copying() -> None:
    phrase = Phrase("one & two", html="one &amp; <em>two</em>", lang="en", is_stale=True)
    assert phrase == "one & two"
    for twin in (phrase, copy.deepcopy(phrase), copy.copy(phrase), pickle.loads(pickle.dumps(phrase))):
        assert isinstance(twin, Phrase)
        assert (str(twin), twin.html, twin.lang, twin.is_stale) == (str(phrase), phrase.html, "en", True)
    assert Phrase("x", html="x").lang is None


# --- units -------------------------------------------------------------------------------------------------


def test_a_digest_is_the_sha256_of_the_text() -> None:
    assert digest("Stay upwind.") == hashlib.sha256(b"Stay upwind.").hexdigest()
    assert digest("Stay", "verb") == hashlib.sha256(b"verb\x04Stay").hexdigest()


def test_the_same_text_has_one_digest_however_it_is_typed() -> None:
    names = {
        digest(text)
        for text in (
            "Žuta traka\nje tu.",
            "  Žuta traka je tu.\n",
            unicodedata.normalize("NFD", "Žuta traka je tu."),
        )
    }
    assert len(names) == 1


def test_other_texts_and_contexts_have_other_digests() -> None:
    names = [
        digest("a"),
        digest("A"),
        digest("a."),
        digest("a", "c"),
        digest("a", "d"),
        digest("ca"),
        digest("a\n\nb"),
    ]
    assert len({*names, digest("a b")}) == len(names) + 1


@given(st.text())
def test_a_canonical_text_stays(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize(
    ("state", "replaced"),
    [
        (State.MACHINE, {State.MISSING, State.STALE, State.MACHINE}),
        (State.DRAFT, {State.MISSING, State.STALE, State.MACHINE, State.DRAFT}),
        (State.REVIEWED, set(State)),
    ],
)
def test_a_lesser_translation_never_replaces_a_better_one(state: State, replaced: set[State]) -> None:
    assert set(state.replaces()) == replaced


# --- which text is shown -----------------------------------------------------------------------------------

POISON, BAIT = digest("Poison"), digest("Bait")


def lookup(
    *chain: str, former: dict[str, str] | None = None, source_locale: str = "en", **by_locale: str
) -> Lookup:
    """Make a look-up in which ``sr_Cyrl="Отров"`` translates *Poison*."""
    held = {locale.replace("_", "-"): {POISON: text} for locale, text in by_locale.items()}
    return Lookup(chain=chain, texts=held, source_locale=source_locale, former=former)


def test_the_asked_language_comes_first() -> None:
    assert lookup("sq", "en", sq="Helm")("Poison") == Shown("Helm")


def test_the_source_is_no_fallback_for_those_who_asked_for_it() -> None:
    assert lookup("en", "sq", sq="Helm")("Poison") == Shown("Poison")


def test_a_fallback_names_its_language() -> None:
    assert lookup("sq", "en")("Poison") == Shown("Poison", lang="en")
    assert lookup("sq", "sr-Cyrl", "en", sr_Cyrl="Отров")("Poison") == Shown("Отров", lang="sr-Cyrl")


def test_a_chain_that_lacks_the_source_language_still_ends_with_it() -> None:
    assert lookup("sq")("Poison") == Shown("Poison", lang="en")


def test_an_empty_translation_is_none() -> None:
    assert lookup("sq", "en", sq="")("Poison") == Shown("Poison", lang="en")


def test_serbian_latin_derives_from_cyrillic_and_is_no_fallback() -> None:
    assert lookup("sr-Latn", "sr-Cyrl", "en", sr_Cyrl="Љути ОТРОВ")("Poison") == Shown("Ljuti OTROV")


def test_serbian_latin_that_somebody_wrote_comes_first() -> None:
    assert lookup("sr-Latn", "sr-Cyrl", "en", sr_Latn="Otrov!", sr_Cyrl="Отров")("Poison") == Shown("Otrov!")


def test_cyrillic_never_derives_from_latin() -> None:
    assert lookup("sr-Cyrl", "sr-Latn", "en", sr_Latn="Otrov")("Poison") == Shown("Otrov", lang="sr-Latn")


def test_serbian_latin_derives_from_a_cyrillic_source() -> None:
    assert lookup("sr-Latn", "en", source_locale="sr-Cyrl")("Отров") == Shown("Otrov")


def test_a_derived_text_may_be_another_languages_fallback() -> None:
    assert lookup("sq", "sr-Latn", "en", sr_Cyrl="Отров")("Poison") == Shown("Otrov", lang="sr-Latn")


def test_an_outdated_translation_is_offered_as_such_before_a_fallback() -> None:
    former = {BAIT: POISON}
    assert lookup("sq", "en", former=former, sq="Helm")("Bait") == Shown("Helm", is_stale=True)
    assert lookup("sr-Latn", "sr-Cyrl", "en", former=former, sr_Cyrl="Отров")("Bait") == Shown(
        "Otrov", is_stale=True
    )
    assert lookup("sq", "sr-Cyrl", "en", former=former, sr_Cyrl="Отров")("Bait") == Shown("Bait", lang="en")
    assert lookup("en", former=former)("Bait") == Shown("Bait")


def test_a_context_finds_its_own_translation() -> None:
    held = {"sq": {digest("Seal", "animal"): "Fokë", digest("Seal"): "Vulë"}}
    shown = Lookup(chain=("sq", "en"), texts=held, source_locale="en")
    assert (shown("Seal").text, shown("Seal", "animal").text) == ("Vulë", "Fokë")


# --- catalogues --------------------------------------------------------------------------------------------

ENTRIES = [
    Entry("", "Stay *upwind*.", "Остани **уз ветар**.", False),
    Entry("", 'Say "no" and \\ go', "Кажи „не“ \\ иди", True),
    Entry("animal", "Seal", "Фока", False),
    Entry("", "Seal", "", False),
    Entry("", "One\n\nTwo" + " long words" * 30, "Један\n\nДва", False),
]


def test_a_catalogue_comes_back_as_it_was(tmp_path: Path) -> None:
    written = write_po(ENTRIES, locale="sr-Cyrl")
    assert read_po(written) == ENTRIES
    file = tmp_path / "sr-Cyrl.po"
    file.write_bytes(written)
    assert read_po(file) == ENTRIES


def test_the_same_entries_give_the_same_bytes() -> None:
    written = write_po(ENTRIES, locale="sr-Cyrl")
    assert (
        write_po(iter(ENTRIES), locale="sr-Cyrl") == written == write_po(read_po(written), locale="sr-Cyrl")
    )
    assert b"sr_Cyrl" in written
    assert b"Date" not in written


def test_a_unit_that_comes_twice_is_written_once() -> None:
    twice = [Entry("", "a", "1"), Entry("", "a", "2"), Entry("c", "a", "3"), Entry("", "", "4")]
    assert read_po(write_po(twice, locale="sq")) == [Entry("", "a", "1"), Entry("c", "a", "3")]


def test_obsolete_entries_are_left_out_and_windows_files_are_read() -> None:
    text = '\ufeffmsgid ""\r\nmsgstr ""\r\n\r\nmsgid "a"\r\nmsgstr "ë"\r\n\r\n#~ msgid "old"\r\n#~ msgstr "x"\r\n'
    assert read_po(text.encode()) == [Entry("", "a", "ë", False)]


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe\x00", b"no catalogue at all", b'msgid "a"\nmsgstr "unclosed\n']
)
def test_what_is_no_catalogue_is_refused(broken: bytes) -> None:
    with pytest.raises(CatalogueError):
        read_po(broken)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        read_po(tmp_path / "gone.po")


AUTHORED = st.text(
    alphabet=st.one_of(
        st.sampled_from('\\"\n\t n%{}#~ž\u00a0\u2028\x85'), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=150,
)


@settings(max_examples=150)
@given(st.lists(st.tuples(AUTHORED, AUTHORED, AUTHORED, st.booleans()), max_size=4))
def test_whatever_authors_write_survives_the_catalogue(rows: list[tuple[str, str, str, bool]]) -> None:
    written: dict[tuple[str, str], Entry] = {}
    for row in rows:
        context, source, target = (canonical(text) for text in row[:3])
        if source:
            written.setdefault((context, source), Entry(context, source, target, row[3] and bool(target)))
    assert read_po(write_po((Entry(*row) for row in rows), locale="sq")) == list(written.values())
