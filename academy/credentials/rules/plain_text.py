"""Bytes as text that addresses and tokens can carry, one spelling each."""

from __future__ import annotations

import base64
import binascii


def to_text(data: bytes) -> str:
    """Return ``data`` as base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Return what ``text`` stands for; no two texts stand for the same. Raises ValueError."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if to_text(data) != text:  # the bits that fill the last sign count as well
        raise ValueError("another spelling of its bytes")
    return data
