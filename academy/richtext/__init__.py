"""Authored text becomes markup here and nowhere else.

Lessons are Markdown without raw HTML; what comes out is clean by construction and is cleaned all the same,
twice, because bleach is no longer maintained. Words of the interface never appear here: the markup carries
empty markers, and ``fill`` puts the words and icons in, once for each rendition and locale.
"""

from academy.richtext.cleaning import clean
from academy.richtext.inline import folded, inline, plain
from academy.richtext.kinds import CALLOUTS, RULES_VERSION, RichTextError, Segment, Shown, Track, Translate
from academy.richtext.lessons import Leaning, Lesson, leans_on, lesson, render, units
from academy.richtext.terms import unlinked
from academy.richtext.words import fill

__all__ = [
    "CALLOUTS",
    "RULES_VERSION",
    "Leaning",
    "Lesson",
    "RichTextError",
    "Segment",
    "Shown",
    "Track",
    "Translate",
    "clean",
    "fill",
    "folded",
    "inline",
    "leans_on",
    "lesson",
    "plain",
    "render",
    "units",
    "unlinked",
]
