"""Colours, sizes and type are decided once, in tokens.css."""

from __future__ import annotations

import re
from pathlib import Path

ACADEMY = Path(__file__).parents[2] / "academy"
STYLES = ACADEMY / "web" / "static" / "css"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\(")
PIXELS = re.compile(r"(?<![\w-])\d*\.?\d+px\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)\s*:(?!hover)|text-align:\s*(?:left|right)"
)


def test_styles_use_tokens() -> None:
    """A colour or a pixel outside tokens.css is a decision nobody finds again."""
    found = []
    for path in sorted(STYLES.rglob("*.css")):
        if path.name == "tokens.css":
            continue
        # what a media query compares with cannot be a custom property
        rules = re.sub(r"@(?:media|container)[^{]*", "", COMMENT.sub("", path.read_text()))
        rules = re.sub(r"url\([^)]*\)", "", rules)
        for pattern in (COLOUR, PIXELS):
            found.extend(f"{path.relative_to(STYLES)}: {match[0]}" for match in pattern.finditer(rules))
    assert not found, "make a token of it in tokens.css, or use one there is:\n" + "\n".join(found)


def test_styles_work_from_right_to_left() -> None:
    """Logical properties only: inline-start, not left."""
    found = []
    for path in sorted(STYLES.rglob("*.css")):
        for line in COMMENT.sub("", path.read_text()).splitlines():
            if PHYSICAL.search(line):
                found.append(f"{path.relative_to(STYLES)}: {line.strip()}")
    assert not found, "write it with inline-start and inline-end:\n" + "\n".join(found)


def test_pages_decide_no_colours() -> None:
    """Templates and scripts name classes; the one colour is the one the browser's own bar is given."""
    found = []
    for path in sorted([*ACADEMY.rglob("*.html"), *ACADEMY.rglob("*.js")]):
        for line in path.read_text().splitlines():
            # `#{{`, `url(#…)` and `href="#…"` are addresses
            bare = re.sub(r'(?:href|xlink:href|action|src)="[^"]*"|&#\w+;|url\(#[^)]*\)|\{#.*?#\}', "", line)
            if (COLOUR.search(bare) or PIXELS.search(bare)) and "theme-color" not in bare:
                found.append(f"{path.relative_to(ACADEMY)}: {line.strip()[:120]}")
    assert not found, "use a class whose style uses a token:\n" + "\n".join(found)
