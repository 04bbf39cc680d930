"""Film and sound: every sample stays where it is, everything else becomes nothing."""

from __future__ import annotations

import pytest

from academy.media.rules import MediaError, accept
from tests import media_files as made


def test_samples_stay_where_they_are() -> None:
    """The coded picture is not touched, but for messages inside it; what lies between samples is zeros."""
    content = made.mp4()
    taken = accept("a.mp4", content)
    kept = made.frame(b"\x41" + bytes(9))
    assert taken.content.index(kept) == content.index(kept)
    assert (b"\x65" + bytes(20)) in taken.content
    assert b"\x0c\xff" in taken.content
    assert (taken.width, taken.height, taken.duration) == (320, 180, 80)
    assert made.MADE.to_bytes(4, "big") not in taken.content


def test_only_what_browsers_play() -> None:
    """And the words say what to save it as."""
    with pytest.raises(MediaError, match=r"hvc1.*H\.264"):
        accept("a.mp4", made.mp4(codec="hvc1"))
    with pytest.raises(MediaError, match=r"V_MPEG4.*VP9"):
        accept("a.webm", made.webm(codec=b"V_MPEG4/ISO/AVC"))
    with pytest.raises(MediaError, match="name says"):
        accept("a.mp4", made.mp4(brand=b"qt  ").replace(b"mp42", b"qt  "))


def test_fragments_and_strangers_are_refused() -> None:
    """What cannot be walked wholly is not taken."""
    with pytest.raises(MediaError, match="fragments"):
        accept("a.mp4", made.mp4().replace(b"uuid", b"moof", 1))
    with pytest.raises(MediaError, match="other files"):
        accept(
            "a.mp4",
            made.mp4().replace(
                b"\x00\x00\x00\x01\x00\x00\x00\x0curl \x00\x00\x00\x01",
                b"\x00\x00\x00\x01\x00\x00\x00\x0curl \x00\x00\x00\x00",
            ),
        )
    with pytest.raises(MediaError, match="neither picture nor sound"):
        accept("a.mp4", made.mp4().replace(b"vide", b"meta"))


def test_tables_that_lie_are_refused() -> None:
    """Samples outside the file, more samples than there can be."""
    content = made.mp4()
    place = content.index(b"stsz") + 12
    for lie in (b"\x7f\xff\xff\xff", b"\x00\x1f\xff\xff"):
        with pytest.raises(MediaError, match="damaged"):
            accept("a.mp4", content[:place] + lie + content[place + 4 :])


def test_webm_keeps_its_offsets() -> None:
    """Elements that say something become void of the same length."""
    content = made.webm()
    taken = accept("a.webm", content)
    block = b"\x81\0\0\x80" + bytes(30)
    assert taken.content.index(block) == content.index(block)
    assert (taken.width, taken.height, taken.duration) == (320, 180, 80)
    assert b"\x82\0\0\x80" not in taken.content, "blocks of a track that is gone are gone too"
    with pytest.raises(MediaError):
        accept("a.webm", content.replace(b"webm", b"matr", 1))


def test_mp3_is_its_frames() -> None:
    """What stood between them is gone, and how long it plays is known."""
    taken = accept("a.mp3", made.mp3(40))
    assert len(taken.content) == 40 * 417
    assert taken.duration == round(40 * 1152 / 44.1)
    with pytest.raises(MediaError, match="damaged"):
        accept("a.mp3", b"ID3" + bytes(200))
