"""What the check before publication finds in a course's files: licences, words for pictures, captions, transcripts."""

from __future__ import annotations

from collections.abc import Iterator

from academy.courses.content import Course, MediaFile
from academy.courses.kinds import Finding, kind_named
from academy.i18n import collected
from academy.media.rules import format_of

#: Code → sentence, as ``checks.SENTENCES``.
SENTENCES = {
    "no-alt": collected("The file “%(name)s” is shown without words that say what it shows: write them."),
    "no-captions": collected(
        "The video “%(name)s” has no captions: add a WebVTT file in the course's language."
    ),
    "no-transcript": collected("The recording “%(name)s” has no transcript: write what is said and heard."),
    "no-licence": collected("The file “%(name)s” has no licence: say under which terms it may be used."),
    "unused-medium": collected("The file “%(name)s” is not used anywhere: set it aside, or show it."),
}


def media_findings(course: Course) -> list[Finding]:
    """Return what is missing from the cards of a course's files, in the order of their names."""
    used = used_names(course)
    found = [finding for name, file in sorted(course.media.items()) for finding in _of_a_file(name, file)]
    captions = {name for file in course.media.values() for name in file.captions.values()}
    unused = sorted(set(course.media) - set(used) - captions)
    return [
        *found,
        *_of_item_pictures(course),
        *(_about("unused-medium", name, blocks=False) for name in unused),
    ]


def used_names(course: Course) -> dict[str, list[str]]:
    """Return the files a course's activities show, each with where: ``module/activity``."""
    used: dict[str, list[str]] = {}
    for module, activity in course.activities():
        for name in sorted(kind_named(activity.kind).references(activity.content).media):
            used.setdefault(name, []).append(f"{module.slug}/{activity.slug}")
    return used


def _of_a_file(name: str, file: MediaFile) -> Iterator[Finding]:
    kept = format_of(name)
    kind = kept.kind if kept else ""
    if not file.licence and kind != "captions":
        yield _about("no-licence", name)
    if kind == "video" and not file.captions:
        yield _about("no-captions", name)
    if kind in ("audio", "video") and not file.transcript:
        yield _about("no-transcript", name)


def _of_item_pictures(course: Course) -> Iterator[Finding]:
    """Yield the pictures of items whose words are blank; in Markdown they cannot be left out."""
    for module, activity in course.activities():
        items = [*getattr(activity.content, "items", []), *getattr(activity.content, "checks", [])]
        for picture in (item.picture for item in items if item.picture):
            if not picture.alt.strip():
                yield _about("no-alt", picture.file, where=f"{module.slug}/{activity.slug}")


def _about(code: str, name: str, *, where: str = "course", blocks: bool = True) -> Finding:
    return Finding(code, where, (("name", name),), blocks)
