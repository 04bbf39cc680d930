"""Cloze in Moodle XML: ``cloze`` (or ``multianswer``), whose gaps stand in the text: ``{1:SHORTANSWER:=Bern~%50%Basel}``.

Moodle has one text and ours has two, what is asked and the running text: what comes before the first paragraph with a
gap is what is asked; where nothing does, the question's name.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from academy import richtext
from academy.items.content import Choice
from academy.items.kinds import markup
from academy.items.kinds.cloze.content import Cloze, ClozeGap
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, plain_number, written_number
from academy.items.kinds.moodle import Question, Written, words_of
from academy.items.kinds.short_answer.shares import accepted, share_of

TYPES = ("cloze", "multianswer")
KEEPS = ()
_OPENING = re.compile(r"\{(\d{0,3}):([A-Z_]{2,20}):")
_TYPED = frozenset(("SHORTANSWER", "SA", "MW"))
_TYPED_BY_CASE = frozenset(("SHORTANSWER_C", "SAC", "MWC"))
_NUMBER = frozenset(("NUMERICAL", "NM"))
_CHOSEN = re.compile(r"(?:MULTICHOICE|MC)_?[VHS]{0,2}\Z")
_SIGNS = re.compile(r'[\\}#~/"]')
#: Our mark of a gap; two braces alone are words.
_MARK = re.compile(r"\{\{\d{1,2}\}\}")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,7})?)%")


@dataclass(frozen=True)
class _Gap:
    points: str
    type: str
    answers: list[tuple[str, Decimal, str]]


def read(question: Question) -> Data | None:
    """Take the gaps out of the text, and put our marks in their places."""
    element = question.element.find("questiontext")
    raw = words_of(element) if element is not None else ""
    text, gaps = _without_gaps(raw)
    if not gaps:
        raise CannotSay("no-gaps")
    given = "markdown" if element is not None and element.get("format") == "markdown" else "html"
    asked, running = _parted(markup.read(text, given, question.notes, question.seen))
    data: Data = {
        "prompt": asked or richtext.folded(markup.escaped(question.words("name"))) or "?",
        "text": running,
        "gaps": [_gap_data(gap, question.notes) for gap in gaps],
    }
    if any(gap.type in _TYPED_BY_CASE for gap in gaps):
        data["case_sensitive"] = True
    if any("*" in answer["text"] for gap in data["gaps"] for answer in gap.get("answers", ())):
        data["wildcards"] = True
    return data


def write(item: Cloze, losses: Notes) -> Written:
    """Write the gaps into the text."""
    losses.add("lost-strictness" if item.strict_diacritics else "lost-leniency")
    html = markup.written(item.prompt) + markup.written(item.text)
    if _OPENING.search(entities.unescape(html)) or len(_MARK.findall(html)) != len(item.gaps):
        raise CannotSay("gap-lookalike")
    for number, gap in enumerate(item.gaps, start=1):
        written = entities.escape(_gap(gap, item, losses), quote=False)
        html = html.replace(f"{{{{{number}}}}}", written)
    return Written("cloze", list[Element](), text=html)


def _without_gaps(raw: str) -> tuple[str, list[_Gap]]:
    kept, gaps, place = [], list[_Gap](), 0
    for found in _OPENING.finditer(raw):
        if found.start() < place:
            continue
        end = _closing(raw, found.end())
        kept.append(raw[place : found.start()])
        gaps.append(_Gap(found[1] or "1", found[2], _answers(raw[found.end() : end])))
        kept.append(f"{{{{{len(gaps)}}}}}")
        place = end + 1
    return "".join([*kept, raw[place:]]), gaps


def _closing(raw: str, start: int) -> int:
    place = start
    while place < len(raw) and raw[place] != "}":
        place += 2 if raw[place] == "\\" else 1
    if place >= len(raw):
        raise CannotSay("brace-open")
    return place


def _answers(raw: str) -> list[tuple[str, Decimal, str]]:
    found = []
    for piece in _split(raw, "~"):
        share, piece = Decimal(0), piece.strip()
        if piece.startswith("="):
            share, piece = Decimal(100), piece[1:]
        elif weight := _WEIGHT.match(piece):
            share, piece = decimal_of(weight[1]) or Decimal(0), piece[weight.end() :]
        words, *said = _split(piece, "#")
        found.append((_plain(words), share, _plain(said[0]) if said else ""))
    return found


def _split(raw: str, sign: str) -> list[str]:
    """Part at a sign that no backslash protects."""
    pieces, start, place = [], 0, 0
    while place < len(raw):
        if raw[place] == "\\":
            place += 1
        elif raw[place] == sign and not (sign == "#" and raw[place - 1 : place] == "&"):
            pieces.append(raw[start:place])
            start = place + 1
        place += 1
    return [*pieces, raw[start:]]


def _plain(raw: str) -> str:
    return entities.unescape(re.sub(r"\\([\\}#~/\"])", r"\1", raw)).strip()


def _parted(text: str) -> tuple[str, str]:
    paragraphs = text.split("\n\n")
    first = next((place for place, each in enumerate(paragraphs) if _MARK.search(each)), 0)
    return "\n\n".join(paragraphs[:first]), "\n\n".join(paragraphs[first:])


def _gap_data(gap: _Gap, notes: Notes) -> Data:
    data: Data = {}
    points = decimal_of(gap.points)
    if points and points != 1:
        data["points"] = plain_number(points)
    if _CHOSEN.match(gap.type):
        return {**data, "choices": _choices(gap, notes)}
    if gap.type in _NUMBER:
        return {**data, "answers": _numbers(gap, notes)}
    if gap.type not in _TYPED | _TYPED_BY_CASE:
        raise CannotSay("gap-type", type=gap.type)
    found = accepted([(words, share, markup.escaped(said)) for words, share, said in gap.answers])
    if "feedback" in found:
        notes.add("answer-feedback-dropped")
    return {**data, "answers": found["answers"]}


def _choices(gap: _Gap, notes: Notes) -> list[Data]:
    best = max(share for _words, share, _said in gap.answers)
    if best < 100 or sum(share > 0 for _words, share, _said in gap.answers) > 1:
        notes.add("shares-dropped")
    if best <= 0:
        raise CannotSay("no-right-answer")
    right = next(place for place, each in enumerate(gap.answers) if each[1] == best)
    return [
        {
            "text": markup.escaped(words),
            **({"right": True} if place == right else {}),
            **({"feedback": markup.escaped(said)} if said else {}),
        }
        for place, (words, _share, said) in enumerate(gap.answers)
    ]


def _numbers(gap: _Gap, notes: Notes) -> list[Data]:
    notes.add("gap-number")
    found = [
        (words.partition(":")[0].strip(), share, markup.escaped(said)) for words, share, said in gap.answers
    ]
    return list(accepted(found)["answers"])


def _gap(gap: ClozeGap, item: Cloze, losses: Notes) -> str:
    if gap.points != round(gap.points):
        losses.add("lost-gap-points")
    weight = max(1, round(gap.points))
    if gap.choices:
        if any("<" in richtext.inline(each.text) for each in gap.choices):
            losses.add("lost-markup")
        answers = [
            _share(each, words := richtext.plain(each.text)) + _said(words, each.feedback)
            for each in gap.choices
        ]
        return f"{{{weight}:MULTICHOICE:{'~'.join(answers)}}}"
    type_ = "SHORTANSWER_C" if item.case_sensitive else "SHORTANSWER"
    answers = [
        ("=" if each.score == 1 else f"%{written_number(share_of(each))}%")
        + _said(each.text if item.wildcards else each.text.replace("*", "\\*"), each.feedback)
        for each in gap.answers
    ]
    return f"{{{weight}:{type_}:{'~'.join(answers)}}}"


def _share(choice: Choice, words: str) -> str:
    """Return what stands before a choice: nothing for a wrong one, unless its own words begin like a share."""
    if choice.right:
        return "="
    return "%0%" if words.lstrip().startswith(("=", "%")) else ""


def _said(words: str, feedback: str | None) -> str:
    said = f"#{_escaped(richtext.plain(feedback))}" if feedback else ""
    return _escaped(words) + said


def _escaped(words: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], " ".join(words.split()))
