"""WebVTT: times and plain words, written in one way."""

from __future__ import annotations

import html
import io
import re

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from academy.media.rules.errors import MediaError

_TAG = re.compile(r"<[^>]*>")
_TIMING = re.compile(
    r"\s*(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}\s+-->\s+(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}(?:\s|$)"
)


def safe_captions(content: bytes) -> tuple[bytes, int]:
    """Return captions of plain words only, and when the last one ends in milliseconds. Raises MediaError."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    except UnicodeDecodeError as error:
        raise MediaError("broken") from error
    _refuse_odd_lines(text)
    try:
        read = webvtt.from_buffer(io.StringIO(text))
    except (MalformedCaptionError, MalformedFileError, ValueError) as error:
        raise MediaError("captions", line=1) from error
    cues = sorted(cue for each in read.captions if (cue := _cue(each)))
    if not cues:
        raise MediaError("no-captions")
    body = "".join(f"\n{_clock(start)} --> {_clock(end)}\n{words}\n" for start, end, words in cues)
    return f"WEBVTT\n{body}".encode(), max(end for _start, end, _words in cues)


def _refuse_odd_lines(text: str) -> None:
    """Refuse a timing that is none: the library would leave such a caption out without a word."""
    is_note = False
    for number, line in enumerate(text.split("\n"), start=1):
        is_note = (is_note and bool(line.strip())) or line.startswith("NOTE")
        if "-->" in line and not is_note and not _TIMING.match(line):
            raise MediaError("captions", line=number)


def _cue(caption: webvtt.Caption) -> tuple[int, int, str] | None:
    """Return start, end and words of a caption; None for one that says nothing or never shows."""
    start, end = _milliseconds(caption.start_time), _milliseconds(caption.end_time)
    plain = html.unescape(_TAG.sub("", "\n".join(caption.lines)))
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    words = "\n".join(html.escape(line, quote=False) for line in lines if line)
    return (start, end, words) if words and end > start else None


def _milliseconds(moment: Timestamp) -> int:
    hours, minutes, seconds, rest = moment.to_tuple()
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
