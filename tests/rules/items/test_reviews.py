"""The released review: own response, right answer, feedback of each choice."""

from __future__ import annotations

from academy.languages.content import Phrase, replace_texts

from .browser import reviewed, shown
from .samples import MATCHING, MULTIPLE, NUMERIC, ORDERING, SINGLE, TRUE_FALSE, item


def test_a_choice_review_names_right_wrong_and_missed_choices() -> None:
    html = reviewed(item(MULTIPLE), ["a", "b"])
    assert html.count("choice-right") == html.count("choice-wrong") == html.count("choice-missed") == 1
    assert (
        html.index("choice-wrong")
        < html.index("Sandals")
        < html.index("choice-missed")
        < html.index("A mask")
    )


def test_only_picked_and_missed_choices_are_explained() -> None:
    choices = [{**choice, "feedback": f"About {choice['text']}"} for choice in SINGLE["choices"]]
    html = reviewed(item(SINGLE, choices=choices), "a")
    assert "About Nobody" in html
    assert "About Two officers" in html
    assert "About The herder" not in html


def test_a_statement_review_says_which_is_right() -> None:
    html = reviewed(item(TRUE_FALSE), False)
    assert html.index("choice-missed") < html.index("choice-wrong")


def test_a_number_review_gives_both_numbers_and_the_range() -> None:
    html = reviewed(item(NUMERIC), "12.5")
    for words in (
        ">12.5</span> minutes",
        ">30</span> minutes",
        "from 27.5 minutes to 32.5 minutes",
    ):
        assert words in html
    assert "Also counts" not in reviewed(item(NUMERIC, tolerance=0), "12.5")
    assert ">30<" not in reviewed(item(NUMERIC), "12.5", released=False)


def test_an_order_review_gives_both_places() -> None:
    html = reviewed(item(ORDERING), ["b", "a", "c", "d"])
    row = html.split(">Stop<")[1].split("</tr>")[0]
    assert '<span class="num">2</span>' in row
    assert "Not right" in row
    assert reviewed(item(ORDERING), {"places": {"a": 1}}).count("Open") == 3


def test_a_match_review_gives_both_sides() -> None:
    html = reviewed(item(MATCHING), {"a": "c"})
    row = "".join(html.split("Feather")[1].split("</tr>")[0].split("\n"))
    assert row.index("Pocket") < row.index("Not right") < row.index("Paper bag")


def test_texts_keep_their_language_and_are_escaped() -> None:
    evil = item(SINGLE, choices=[{"text": "<b>one</b>", "right": True}, {"text": "two"}])
    assert "<b>one" not in shown(evil, None) + reviewed(evil, "a")
    fallback = replace_texts(
        item(MATCHING), lambda slot, text: Phrase(text, html=f"<em>{text}</em>", lang="en")
    )
    html = shown(fallback, None)
    assert '<span lang="en"><em>Feather</em></span>' in html
    assert ">Pocket</option>" in html
