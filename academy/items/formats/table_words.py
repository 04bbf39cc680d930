"""What the second sheet of the template says: column or kind → what is written there. Pages translate it."""

from __future__ import annotations

from academy.i18n import collected

EXPLAINED = (
    ("kind", collected("What kind of question it is, in one of the words below. Every row needs it.")),
    ("key", collected("A short name in small Latin letters, digits and hyphens. Empty: it is made from the question.")),
    ("category", collected("Where it goes in the item bank, with “/” between the names.")),
    ("prompt", collected("The question. Every row needs it. Two stars on both sides make **bold**, one makes *italic*.")),
    ("a, b, c …", collected("The answers, one in each cell. “|” parts the pieces of a cell; “\\|” is a sign like others. There can be columns up to z.")),
    ("right", collected("The letters of the right answers, for example “b” or “a c”; or true or false.")),
    ("text", collected("A longer text that some kinds have.")),
    ("settings", collected("Single values of a kind, for example “marking: partial; case sensitive: yes”.")),
    ("points", collected("What it is worth. Empty: 1.")),
    ("feedback right", collected("What is said to a right answer.")),
    ("feedback wrong", collected("What is said to any other answer.")),
    ("hints", collected("What is said after wrong tries, with “|” between the hints.")),
    ("tags", collected("Tags, with commas between them.")),
    ("competency", collected("The competency it belongs to.")),
    ("gate", collected("“yes” where it must be right for a pass.")),
    ("pilot", collected("“yes” where it is only tried out and worth nothing.")),
    ("keep order", collected("“yes” where its choices keep their order.")),
    ("source", collected("The source of the fact it asks for.")),
    ("single-choice", collected("a …: choice | what is said to whoever picks it. right: one letter.")),
    ("multiple-choice", collected("As single choice, with several letters. settings: marking (all-or-nothing, partial, partial-unpenalised).")),
    ("true-false", collected("right: true or false.")),
    ("ordering", collected("a …: the steps in their right order. settings: marking (exact, distance).")),
    ("matching", collected("a …: left side | right side. “| words” is a right side that belongs to nothing.")),
    ("numeric", collected("a: the number. b …: another unit | how much of the own unit it is | other spellings. settings: tolerance, tolerance in (number, percent), unit, unit is (shown, chosen, typed), unit penalty.")),
    ("short-answer", collected("a …: words | share from 0 to 1 | what is said. settings: wildcards, case sensitive, strict diacritics.")),
    ("cloze", collected("text: the text with {{1}}, {{2}} … a …: a gap each, “typed || words | share | what is said || …” or “choose || words || words | right”. Points stand beside the first word: “typed | 2 || …”.")),
    ("categorise", collected("a …: category | card | card || what is said of it. settings: marking (partial, all-or-nothing).")),
    ("key-feature", collected("a …: option | its points, or “harmful” | what is said. settings: most (how many may be picked).")),
    ("judgement", collected("a …: option | the panel’s ranks, with blanks between them | what is said. settings: format (rank, best-worst).")),
    ("concordance", collected("a: the hypothesis. b: what is learnt then. c to g: votes | a reason, for −2, −1, 0, +1 and +2. settings: scale (likely, useful).")),
    ("differential", collected("a …: “hypothesis | its name | words | undecided”, “begin | names that hold | why”, “sign | names that hold | words | why”.")),
    ("faults", collected("text: the heads of the columns, with “|”. a …: “reason | its name | words”, “line | faulty, or a reason’s name | what is said || cell | cell”. settings: document.")),
    ("essay", collected("a …: name | criterion | guidance | points – level | points – level. text: a model answer. settings: least, most (words), second marker, agreement.")),
    ("upload", collected("As an essay. settings: files (how many), second marker, agreement.")),
)  # fmt: skip
