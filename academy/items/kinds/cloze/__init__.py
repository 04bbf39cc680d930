"""Cloze: gaps in a running text, each typed or picked from a list."""

from academy.items.kinds.cloze.rules import ClozeKind

KIND = ClozeKind()
