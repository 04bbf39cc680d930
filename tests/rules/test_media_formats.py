"""Every kind of file comes out without a word of where it was made, and goes in again unchanged."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from academy.media.rules import FORMATS, SENTENCES, MediaError, accept, format_of
from tests import media_files as made

SAMPLES = {
    "jpeg": ("a.jpg", made.jpeg()),
    "jpeg on its side": ("a.jpeg", made.jpeg(orientation=6)),
    "two jpegs": ("a.jpg", made.mpo()),
    "png": ("a.png", made.png()),
    "png on its side": ("a.png", made.png(orientation=8)),
    "webp": ("a.webp", made.webp()),
    "webp without loss": ("a.webp", made.webp(lossless=True)),
    "pdf": ("a.pdf", made.pdf()),
    "mp4": ("a.mp4", made.mp4()),
    "webm": ("a.webm", made.webm()),
    "webm of a browser": ("a.webm", made.webm(is_live=True)),
    "vorbis": ("a.webm", made.webm(codec=b"A_VORBIS", private=made.vorbis())),
    "mp3": ("a.mp3", made.mp3()),
    "vtt": ("a.vtt", made.vtt()),
}


@pytest.mark.parametrize(("name", "content"), SAMPLES.values(), ids=SAMPLES)
def test_no_place_is_left(name: str, content: bytes) -> None:
    """Not in any way of writing it; and what is safe already stays byte for byte."""
    assert any(trace in content for trace in made.TRACES), "the sample itself says where it was made"
    taken = accept(name, content)
    assert [trace for trace in made.TRACES if trace in taken.content] == []
    assert accept(name, taken.content) == taken


@pytest.mark.parametrize("seed", range(50))
def test_fifty_photographs(seed: int) -> None:
    """Fifty photographs with positions go in; no position comes out."""
    name, content = [("a.jpg", made.jpeg(seed)), ("a.png", made.png(seed)), ("a.webp", made.webp(seed))][
        seed % 3
    ]
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    taken = accept(name, content).content
    with Image.open(io.BytesIO(taken)) as image:
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp", "Location"} & set(
            image.info
        )
    assert not any(trace in taken for trace in made.TRACES)


@settings(max_examples=150)
@given(
    kind=st.sampled_from(["jpeg", "png", "webp", "pdf", "mp4", "webm", "mp3", "vtt"]),
    changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 200),
)
def test_damage_is_refused_or_made_safe(kind: str, changes: list[tuple[int, int]], cut: int) -> None:
    """Whatever is wrong with a file: it is refused with a sentence, or what comes out is safe and stays as it is."""
    name, content = SAMPLES[kind]
    damaged = bytearray(content[: max(1, len(content) - cut)])
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        taken = accept(name, bytes(damaged))
    except MediaError as error:
        refused = error
    else:
        assert accept(name, taken.content).content == taken.content
        return
    assert str(refused) == SENTENCES[refused.code] % refused.values


@pytest.mark.parametrize("claimed", [each.suffixes[0] for each in FORMATS])
def test_a_name_does_not_make_a_file(claimed: str) -> None:
    """What is inside must be what the name says."""
    for name, content in SAMPLES.values():
        if format_of(name) != format_of(f"a{claimed}"):
            with pytest.raises(MediaError):
                accept(f"a{claimed}", content)


def test_sizes_are_capped() -> None:
    """Each kind has its own size, and an empty file is none."""
    for each in FORMATS:
        with pytest.raises(MediaError, match="larger than"):
            accept(f"a{each.suffixes[0]}", bytes(each.largest + 1))
        with pytest.raises(MediaError, match="empty"):
            accept(f"a{each.suffixes[0]}", b"")
