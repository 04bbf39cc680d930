"""One word for each thing: a model is called what the glossary calls it."""

from __future__ import annotations

import re
from pathlib import Path

from academy.cli import all_models
from academy.db import Base

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_every_model_is_a_word_of_the_glossary() -> None:
    """A new noun gets a line in docs/glossary.md, or the name of one that is there."""
    assert all_models().tables
    words = {word.casefold() for word in re.findall(r"\*\*(.+?)\*\*", GLOSSARY.read_text())}
    missing = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if _spoken(mapper.class_.__name__) not in words
    ]
    assert not missing, f"explain these in docs/glossary.md, one line each: {sorted(missing)}"


def _spoken(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).casefold()
