"""The decisions about languages: names of units, what to show, scripts, catalogues. All pure."""

from academy.languages.rules.catalogue import CatalogueError, Entry, read_po, write_po
from academy.languages.rules.rendition import Lookup, Shown
from academy.languages.rules.transliteration import fold, to_cyrillic_search, to_latin
from academy.languages.rules.units import State, canonical, digest

__all__ = [
    "CatalogueError",
    "Entry",
    "Lookup",
    "Shown",
    "State",
    "canonical",
    "digest",
    "fold",
    "read_po",
    "to_cyrillic_search",
    "to_latin",
    "write_po",
]
