"""Files that learners hand in: what is taken, and under which name."""

from __future__ import annotations

import pytest

from academy.media.rules import MediaError
from academy.quizzes.rules.files import LONGEST_NAME, MOST_BYTES, accepted, shown_name


def test_a_file_may_be_ten_megabytes_and_no_more() -> None:
    assert len(accepted("a.txt", b"a" * MOST_BYTES).content) == MOST_BYTES
    with pytest.raises(MediaError) as caught:
        accepted("a.txt", b"a" * (MOST_BYTES + 1))
    assert caught.value.code == "too-large"


def test_text_is_kept_in_one_way() -> None:
    """Whatever program wrote it: with a byte order mark or in UTF-16, with line breaks of any sort."""
    wanted = "Запис\nдва".encode()
    for sent in (wanted, b"\xef\xbb\xbf" + wanted, "Запис\r\nдва".encode("utf-16"), "Запис\rдва".encode()):
        media = accepted("a.TXT", sent)
        assert (media.content, media.content_type) == (wanted, "text/plain")


@pytest.mark.parametrize("name", ["a.svg", "a.mp4", "a.vtt", "a", ".txt", "a.txt.exe", "a.docx"])
def test_nothing_else_is_taken(name: str) -> None:
    with pytest.raises(MediaError) as caught:
        accepted(name, b"words")
    assert caught.value.code == "name"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\cases\\Scene 1.jpg", "Scene 1.jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("Запис\x00 1.txt", "Запис 1.txt"),
        ("\u200b", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_shown_without_tricks(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown
    assert shown_name("a" * 300 + ".txt").endswith(".txt")
    assert len(shown_name("a" * 300 + ".txt")) == LONGEST_NAME
