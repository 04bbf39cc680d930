"""Bytes as text: UTF-8 and nothing else, whatever a file claims."""

from __future__ import annotations

from collections.abc import Iterable

from academy.items.formats.reading import Refused

#: Beginnings that give another encoding away; the longer ones first.
_OTHERS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"),
           (b"\xfe\xff", "UTF-16"), (b"+/v", "UTF-7"))  # fmt: skip
#: Characters of one line of a text file: none that a person wrote is longer.
LONGEST_LINE = 200_000
#: Letters of all texts of a file together, and how many of them a tag is worth.
_MOST_WEIGHT = 4_000_000
_TAG_WEIGHS = 20


def decoded(content: bytes) -> str:
    """Return a file's text without its byte order mark, lines ending in ``\\n``. Raises Refused."""
    for mark, name in _OTHERS:
        if content.startswith(mark):
            raise Refused("encoding-other", encoding=name)
    if b"\x00" in content:
        raise Refused("nul-inside", line=content.count(b"\n", 0, content.index(b"\x00")) + 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("encoding-broken", line=content.count(b"\n", 0, error.start) + 1) from None
    if not text.strip():
        raise Refused("file-empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lines_of(text: str) -> list[str]:
    """Return a text's lines. Raises Refused for one that is far too long."""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise Refused("line-too-long", line=number, most=LONGEST_LINE)
    return lines


def weigh(texts: Iterable[str]) -> None:
    """Refuse texts that would take too long to read: each tag in them costs as much as many letters."""
    if sum(len(text) + _TAG_WEIGHS * text.count("<") for text in texts) > _MOST_WEIGHT:
        raise Refused("texts-too-many")
