"""Upload in Moodle XML: an ``essay`` that is answered by attachments alone."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.moodle import Question, Written, plain, rich
from academy.items.kinds.rubric_files import guidance_of, rubric_from
from academy.items.kinds.upload.content import MOST_FILES, Upload

TYPES = ("essay",)
KEEPS = ()


def read(question: Question) -> Data | None:
    """Take an essay without a field to write in."""
    if question.words("responseformat") != "noinline":
        return None
    number = question.words("attachments", "1")
    count = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else MOST_FILES
    if question.words("filetypeslist"):
        question.notes.add("file-types-dropped")
    return {
        **rubric_from(question.text("graderinfo"), question.notes),
        "files": min(max(count, 1), MOST_FILES),
    }


def write(item: Upload, losses: Notes) -> Written:
    """Write it without an editor; Moodle asks for three files at most, or for any number."""
    return Written(
        "essay",
        [
            plain("responseformat", "noinline"),
            plain("responserequired", "0"),
            plain("responsefieldlines", "15"),
            plain("attachments", str(item.files)),
            plain("attachmentsrequired", "1"),
            rich("graderinfo", guidance_of(item, losses)),
            rich("responsetemplate", ""),
        ],
    )
