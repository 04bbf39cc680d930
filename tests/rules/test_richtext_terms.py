"""Words the glossary explains, and the small rules of writing lessons."""

from __future__ import annotations

import pytest

from academy import richtext
from academy.lessons import rules


def shown(text: str) -> str:
    return richtext.render(text, translate=lambda source: (source, None, False), media={})[0].html


def test_an_explained_word_leads_to_its_explanation() -> None:
    html = shown("Two [necropsies](term:necropsy) were done.")
    assert '<a class="term" href="#term-necropsy" rel="noopener noreferrer">necropsies</a>' in html
    assert richtext.clean(html) == html


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("[a](term:b)", ("b",)),
        ("[a](<term:b-c> \"title\") and [again](term:b-c)\n\n- [d](term:e)", ("b-c", "e")),
        ("| [a](term:b) |\n| --- |\n| [c](term:d) |", ("b", "d")),
        ("::: law [x](term:title)\n[c](term:d)\n:::", ("title", "d")),
        ("`[a](term:b)` and \\[a](term:b)", ()),
        ("[a](https://term:b)", ()),
        ("[a](term:%D0%B0)", ("а",)),
    ],
)  # fmt: skip
def test_what_is_leant_on(text: str, terms: tuple[str, ...]) -> None:
    assert richtext.leans_on(text).terms == terms


@pytest.mark.parametrize("key", ["Big", 'x"onclick="y', "../x", "%22", ""])
def test_a_key_that_is_none_is_a_plain_word(key: str) -> None:
    html = shown(f"A [word](<term:{key}>) here.")
    assert "word" in html and "href" not in html and "onclick" not in html.replace("word", "")


def test_elsewhere_it_is_a_plain_word() -> None:
    assert richtext.inline("A [**word**](term:word), [site](https://a.org)") == (
        'A <strong>word</strong>, <a href="https://a.org" rel="noopener noreferrer">site</a>'
    )
    assert richtext.plain("A [word](term:word)") == "A word"


def test_the_link_stays_in_the_unit_of_its_translator() -> None:
    assert richtext.units("A [word](term:word).") == ["A [word](term:word)."]
    html = richtext.render(
        "A [word](term:word).", translate=lambda _: ("[реч](term:word)", None, False), media={}
    )
    assert "#term-word" in html[0].html and "реч" in html[0].html


def test_what_is_not_explained_is_unlinked() -> None:
    html = shown("[a](term:b) [c](term:d)")
    assert richtext.unlinked(html, ["b"]) == html.replace(
        '<a class="term" href="#term-b" rel="noopener noreferrer">a</a>', "a"
    )
    assert richtext.unlinked(html, []) == html


def test_how_long_a_text_is() -> None:
    assert rules.extent("## One two\n\nThree **four** don’t.").words == 5
    assert rules.extent("::: safety\nnever closed").words == 3
    assert (rules.Extent(0).minutes, rules.Extent(900).minutes) == (1, 5)


def test_questions_come_and_go() -> None:
    body = rules.with_check("Text.", "one")
    assert body == "Text.\n\n::: check one\n:::\n"
    assert rules.with_check("", "one") == "::: check one\n:::\n"
    both = rules.with_check(body, "one-two")
    assert rules.without_check(both, "one") == "Text.\n\n::: check one-two\n:::\n"
    assert rules.without_check("a\n\n:::: check one \n:::: \n\nb", "one") == "a\n\nb\n"
    assert rules.fresh_key({"question-1", "question-3"}) == "question-2"
