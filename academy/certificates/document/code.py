"""The code on paper that opens the page where a certificate can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import segno

QUIET_ZONE_MODULES: Final = 4

_DARK: Final = re.compile(rb"\x01+")


def code_of(address: str) -> bytes:
    """Return a QR code as SVG: a quarter of it may be soiled or folded away by level M, and it keeps its quiet zone."""
    # any of the eight masks can be read; trying all of them would take longer than the rest of the sheet
    code = segno.make(address, error="m", micro=False, boost_error=False, mask=3)
    size = len(code.matrix) + 2 * QUIET_ZONE_MODULES
    drawn = "".join(_dark(code.matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path d="{drawn}"/></svg>'
    ).encode()


def _dark(rows: tuple[bytearray, ...]) -> Iterator[str]:
    """Return the runs of dark modules, line by line, as pieces of one path."""
    for top, row in enumerate(rows, QUIET_ZONE_MODULES):
        for run in _DARK.finditer(row):
            wide = run.end() - run.start()
            yield f"M{run.start() + QUIET_ZONE_MODULES} {top}h{wide}v1h-{wide}z"
