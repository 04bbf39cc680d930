"""Files of items: what goes out comes back as it was, or what is lost is listed; every code has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.items import formats
from academy.items.formats import Going, Level
from academy.items.formats.sentences import SENTENCES
from academy.items.kinds import parse
from tests.rules.items.going import going, meaning

ITEMS = Path(formats.__file__).parents[1]


@pytest.mark.parametrize(
    ("name", "count"), [("moodle", 50), ("gift", 50), ("aiken", 50), ("csv", 40), ("xlsx", 20), ("qti", 30)]
)
def test_export_import_export_is_identical_or_the_loss_is_listed(name: str, count: int) -> None:
    """Of every kind: the second file has the bytes of the first, and the items say the same, but for listed losses."""

    @settings(max_examples=count, deadline=None)
    @given(
        st.lists(going() | going(is_bare=True), min_size=1, max_size=3, unique_by=lambda each: each.item.key)
    )
    def there_and_back(items: list[Going]) -> None:
        first = formats.write(name, items)
        left_out = {loss.key for loss in first.losses if loss.is_left_out}
        kept = [each for each in items if each.item.key not in left_out]
        if not kept:
            return
        reading = formats.read(first.content, f"items{formats.format_named(name).suffix}")
        assert reading.format == name
        assert not reading.count(Level.REFUSED), reading.lines
        back = [Going(parse(entry.data), entry.category, entry.files) for entry in reading.items]
        assert len(back) == len(kept)
        listed = {loss.key for loss in first.losses}
        noted = {line.number for line in reading.lines if line.level is Level.APPROXIMATED}
        for before, after, entry in zip(kept, back, reading.items, strict=True):
            if before.item.key not in listed and entry.line not in noted:
                assert meaning(after.item) == meaning(before.item)
                assert after.category == before.category
        if not listed and not noted:
            assert formats.write(name, back).content == first.content
        again = formats.read(formats.write(name, back).content, f"items{formats.format_named(name).suffix}")
        third = [Going(parse(entry.data), entry.category, entry.files) for entry in again.items]
        assert formats.write(name, third).content == formats.write(name, back).content

    there_and_back()


def test_every_code_has_a_sentence() -> None:
    """A report never says a code; and no sentence waits for a code that is gone."""
    said = re.compile(
        r'(?:CannotSay|Refused|(?:notes|losses)\.add|Level\.[A-Z]+,|fault or|fault =)\(?\s*"([a-z-]+)"'
    )
    sources = [
        *ITEMS.glob("formats/*.py"),
        *ITEMS.glob("kinds/**/*.py"),
        *ITEMS.glob("service/*.py"),
        *ITEMS.parent.glob("sheets/*.py"),
        ITEMS.parent / "zips.py",
    ]
    codes = {code for path in sources for code in said.findall(path.read_text())}
    every = "\n".join(path.read_text() for path in sources if path.name != "sentences.py")
    assert codes - set(SENTENCES) == set()
    computed = {"lost-gate", "lost-pilot", "lost-source", "lost-origin", "lost-points", "lost-keep-order", "lost-tags",
                "lost-competency", "lost-feedback-right", "lost-feedback-wrong", "lost-hints", "lost-picture"}  # fmt: skip
    assert {code for code in SENTENCES if f'"{code}"' not in every} <= computed


def test_a_category_stands_before_its_items() -> None:
    """Both formats name a category where it begins; going back to none is said too."""
    items = [Going(parse({"key": f"k{place}", "kind": "true-false", "prompt": "P", "answer": True}), category)
             for place, category in enumerate(["", "A/B", "A/B", ""])]  # fmt: skip
    for name in ("moodle", "gift"):
        reading = formats.read(formats.write(name, items).content, f"x{formats.format_named(name).suffix}")
        assert [entry.category for entry in reading.items] == ["", "A/B", "A/B", ""]


def test_a_picture_travels_in_moodle_xml() -> None:
    """Its bytes and its words come back; GIFT says that it is lost."""
    item = parse(
        {
            "key": "p",
            "kind": "true-false",
            "prompt": "Look.",
            "answer": True,
            "picture": {"file": "trap.png", "alt": "A *leg* trap"},
        }
    )
    out = formats.write("moodle", [Going(item, files={"trap.png": b"\x89PNG"})])
    (entry,) = formats.read(out.content, "x.xml").items
    assert entry.data["picture"] == {"file": "trap.png", "alt": "A leg trap"}
    assert entry.files == {"trap.png": b"\x89PNG"}
    assert [loss.code for loss in formats.write("gift", [Going(item)]).losses] == ["lost-picture"]


def test_braces_in_what_a_cloze_asks_are_words() -> None:
    """Moodle has one text for both: braces in what is asked part nothing; what looks like a mark is left out and listed."""

    def out(prompt: str) -> formats.Gone:
        gaps = [{"answers": [{"text": "seal"}]}]
        data = {"key": "a", "kind": "cloze", "prompt": prompt, "text": "A {{1}}.", "gaps": gaps}
        return formats.write("moodle", [Going(parse(data))])

    (entry,) = formats.read(out("{{").content, "x.xml").items
    assert (entry.data["prompt"], entry.data["text"]) == ("{{", "A {{1}}.")
    assert [(loss.code, loss.is_left_out) for loss in out("Why {{1}}?").losses] == [("gap-lookalike", True)]


def test_a_wrong_choice_of_a_gap_stays_wrong() -> None:
    """Also one whose words begin like Moodle's sign for the right one, or like a share."""
    words = [("=5", False), ("%50%", False), ("six", True)]
    choices = [{"text": text, **({"right": True} if right else {})} for text, right in words]
    data = {
        "key": "a",
        "kind": "cloze",
        "prompt": "How many?",
        "text": "A {{1}}.",
        "gaps": [{"choices": choices}],
    }
    (entry,) = formats.read(formats.write("moodle", [Going(parse(data))]).content, "x.xml").items
    back = entry.data["gaps"][0]["choices"]
    assert [(each["text"], each.get("right", False)) for each in back] == words


def test_keys_differ() -> None:
    """Two questions of one name get keys of their own."""
    reading = formats.read(b"::Same:: One {T}\n\n::Same:: Two {F}\n\n::Same:: Three {T}\n", "x.txt")
    assert [entry.data["key"] for entry in reading.items] == ["same", "same-2", "same-3"]


def test_a_report_names_the_line() -> None:
    """Every line of a report leads to the place in the file."""
    text = "// a comment\n::One:: Is it?{T}\n\n::Two:: No answers{\n\nAn essay {}\n\nWords only.\n"
    reading = formats.read(text.encode(), "x.gift")
    assert [(line.number, line.level, line.code) for line in reading.lines] == [
        (2, Level.UNDERSTOOD, "item"),
        (4, Level.REFUSED, "brace-open"),
        (6, Level.UNDERSTOOD, "item"),
        (6, Level.APPROXIMATED, "rubric-made"),
        (8, Level.REFUSED, "type-description"),
    ]


def test_the_grammar_of_gift() -> None:
    """Escapes, formats, weights, ranges, pairs, missing words, truth and what is said, as Moodle's manual has them."""
    text = r"""
$CATEGORY: $course$/top/Law/Evidence

// [id:the-id] [tag:Field work] [tag:competency:scene]
::Title \: one::[markdown]A *b* \{c\}{
  =%100%right \= yes#Good \#1
  ~wrong # [html]<i>no</i>
  ####Always.
}

Grant is {~buried =entombed ~living} in the tomb.

How many?{#=7..9#yes =%50%1:10#near}

Pair.{=a -> 1 =b -> 2 = -> 3}

Name it.{=Bern =%50%B*n#nearly}

True?{F#no#yes}
"""
    first, gap, number, pairs, name, truth = formats.read(text.encode(), "x.gift").items
    assert first.category == "Law/Evidence"
    assert first.data == {
        "key": "the-id", "kind": "single-choice", "prompt": "A *b* {c}", "tags": ["field-work"], "competency": "scene",
        "choices": [{"text": "right = yes", "right": True, "feedback": "Good #1"}, {"text": "wrong", "feedback": "*no*"}],
        "feedback": {"right": "Always.", "wrong": "Always."},
    }  # fmt: skip
    assert gap.data["prompt"] == r"Grant is \_\_\_\_\_ in the tomb."
    assert (number.data["answer"], number.data["tolerance"], number.data["feedback"]) == (
        8,
        1,
        {"right": "yes"},
    )
    assert (pairs.data["pairs"], pairs.data["extra"]) == (
        [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}],
        ["3"],
    )
    assert name.data["answers"] == [{"text": "Bern"}, {"text": "B*n", "score": 0.5, "feedback": "nearly"}]
    assert (truth.data["answer"], truth.data["feedback"]) == (False, {"right": "yes", "wrong": "no"})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<type>calculated</type>", "type-unknown"),
        (
            '<questiontext><text>x</text></questiontext><answer fraction="0"><text>a</text></answer>',
            "no-right-answer",
        ),
        ('<answer fraction="many"><text>a</text></answer>', "fraction-bad"),
        (
            '<questiontext format="html"><text></text></questiontext><answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>',
            "item-invalid",
        ),
    ],
)
def test_a_question_that_cannot_be_taken_is_refused_in_words(body: str, code: str) -> None:
    """It is left out with its line; the others stay."""
    kind = "strange" if "<type>" in body else "multichoice"
    other = '<question type="truefalse"><questiontext><text>T</text></questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>'
    reading = formats.read(
        f'<quiz>\n<question type="{kind}"><single>true</single>{body}</question>\n{other}</quiz>'.encode(),
        "x.xml",
    )
    refused = [line for line in reading.lines if line.level is Level.REFUSED]
    assert [(line.number, line.code) for line in refused] == [(2, code)]
    assert len(reading.items) == 1


def test_bold_in_a_unit_is_a_loss_that_is_listed() -> None:
    """Moodle's units are plain words."""

    def losses(unit: str) -> list[str]:
        data = {"key": "a", "kind": "numeric", "prompt": "P", "answer": "3", "unit": unit}
        return [loss.code for loss in formats.write("moodle", [Going(parse(data), "")]).losses]

    assert "lost-markup" in losses("**metres**")
    assert "lost-markup" not in losses("metres")
