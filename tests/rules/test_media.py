"""Pictures: shapes and short labels, nothing that runs, loads or links."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy.media.rules import MediaError, accept

CURRICULUM = Path(__file__).parents[2] / "academy" / "curriculum"


def svg(inner: str = "", attributes: str = 'viewBox="0 0 10 10"') -> bytes:
    """Write a drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inner}</svg>'.encode()


def test_a_plain_drawing_is_taken() -> None:
    """It is known by the digest of its bytes, which stay as they are."""
    content = svg('<circle cx="5" cy="5" r="3" fill="#123456"/>', 'width="20" height="10px"')
    taken = accept("a.svg", content)
    assert (taken.content, taken.content_type, taken.width, taken.height) == (
        content,
        "image/svg+xml",
        20,
        10,
    )
    assert taken.digest == accept("b.svg", content).digest


@pytest.mark.parametrize(
    "content",
    [
        svg("<script>alert(1)</script>"), svg('<image href="x.png"/>'), svg("<style>*{}</style>"), svg("<foreignObject/>"),
        svg('<use href="#a"/>'), svg('<a href="x"><circle/></a>'), svg('<circle onclick="alert(1)"/>'), svg("", 'onload="alert(1)"'),
        svg('<circle fill="url(https://evil.example/x)"/>'), svg('<circle fill="u&#114;l(#a)"/>'), svg('<circle style="fill:red"/>'),
        svg('<g xlink:href="javascript:alert(1)"/>'), svg('<animate attributeName="href"/>'), svg('<set to="x"/>'),
        svg('<text fill="data:image/png">x</text>'), svg('<circle xmlns="http://www.w3.org/1999/xhtml"/>'),
        b"<html></html>", b"", b"GIF89a", b"\xff\xd8\xff\xe0", b"not xml", b"%PDF-1.7",
        b'<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "http://evil.example/x.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg>" + b"<g>" * 50 + b"</g>" * 50 + b"</svg>",
    ],
)  # fmt: skip
def test_anything_else_is_refused(content: bytes) -> None:
    """With words that say what to do."""
    with pytest.raises(MediaError, match=r"."):
        accept("a.svg", content)


def test_size_and_suffix() -> None:
    """A drawing is small and says that it is one."""
    with pytest.raises(MediaError, match="larger"):
        accept("a.svg", b" " * 300_001)
    for name in ("a.svg.html", "a.svgz", "a", "a.gif", "a.exe", "svg"):
        with pytest.raises(MediaError, match=r"\.svg"):
            accept(name, svg())


def test_what_ships_is_taken() -> None:
    """Every drawing of the curriculum passes."""
    drawings = list(CURRICULUM.rglob("*.svg"))
    assert drawings
    for path in drawings:
        accept(path.name, path.read_bytes())
