"""Essay in Moodle XML: ``essay``; what is said to markers stands for the rubric."""

from __future__ import annotations

from academy.items.kinds.essay.content import Essay
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.moodle import Question, Written, plain, rich
from academy.items.kinds.rubric_files import guidance_of, rubric_from

TYPES = ("essay",)
KEEPS = ()


def read(question: Question) -> Data | None:
    """Take a question that is answered in writing; one answered by files alone is an upload."""
    if question.words("responseformat") == "noinline":
        return None
    if question.words("attachments", "0") not in ("", "0"):
        question.notes.add("attachments-dropped")
    if question.text("responsetemplate"):
        question.notes.add("template-dropped")
    data = rubric_from(question.text("graderinfo"), question.notes)
    for name, tag in (("least", "minwordlimit"), ("most", "maxwordlimit")):
        words = question.words(tag)
        if words.isascii() and words.isdigit() and len(words) < 6 and int(words):
            data[name] = int(words)
    return data


def write(item: Essay, losses: Notes) -> Written:
    """Write it with an editor for the answer."""
    return Written(
        "essay",
        [
            plain("responseformat", "editor"),
            plain("responserequired", "1"),
            plain("responsefieldlines", "15"),
            plain("minwordlimit", str(item.least or "")),
            plain("maxwordlimit", str(item.most or "")),
            plain("attachments", "0"),
            plain("attachmentsrequired", "0"),
            rich("graderinfo", guidance_of(item, losses)),
            rich("responsetemplate", ""),
        ],
    )
