"""The pack as files: the archive, its pages, and the program that checks it without the academy."""

from pathlib import Path

from academy.evidence.document.archive import Archive
from academy.evidence.document.pages import ReadMe, read_me, texts_page, timeline_page

__all__ = ["Archive", "ReadMe", "checking", "read_me", "texts_page", "timeline_page"]


def checking() -> str:
    """Return the program that checks a pack, as it goes into every one."""
    return (Path(__file__).parent / "check.py").read_text("utf-8")
