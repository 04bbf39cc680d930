"""Reading a course package: Markdown, YAML, media and PO catalogues (docs/guides/course-package.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from academy.courses.content import (
    Activity,
    Course,
    Manifest,
    ManifestActivity,
    ManifestModule,
    MediaFile,
    Module,
    Source,
    Term,
)
from academy.courses.content.written import UNSHOWN, read_yaml
from academy.courses.kinds import ActivityKind, all_kinds, kind_of_file
from academy.courses.package.faults import PackageError, Problem, line_with, problems_of
from academy.courses.package.files import LARGEST_FILE, LARGEST_PACKAGE, Files, too_large
from academy.courses.package.findings import problems_of_check
from academy.i18n import collected
from academy.languages.rules import Entry, read_po
from academy.media.rules import Media, accept

T = TypeVar("T")

#: What else may lie beside ``course.yaml``; nobody reads it.
BESIDE = re.compile(r"(README|LICEN[CS]E|CHANGELOG|COPYING)(\.(md|txt|rst))?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_MANIFEST, _TERMS, _SOURCES = TypeAdapter(Manifest), TypeAdapter(list[Term]), TypeAdapter(list[Source])
_CARDS = TypeAdapter(dict[str, dict[str, Any]])
#: What reading a file may raise: whatever a kind makes of a document of another shape is an author's slip.
_SLIPS = (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError)

NO_FILE = collected("“%(slug)s” has no file: add %(place)s/%(slug)s with one of the endings %(endings)s.")
TWO_FILES = collected("“%(slug)s” has several files: keep one of %(names)s.")
NOBODY_READS = collected(
    "Nothing reads this file: name it in course.yaml, mend its name and its ending, or take it out."
)
CONTROL = collected("This line holds a control character: take it out.")
NO_MEDIUM = collected("“%(name)s” is not in media/: add the file, or take out its card.")


@dataclass(frozen=True)
class Package:
    """A package that was read whole and found in order."""

    course: Course
    #: Every media file by the digest of its bytes.
    media: dict[str, Media] = field(repr=False)
    #: Language → entries of its catalogue.
    catalogues: dict[str, list[Entry]] = field(repr=False)


def read(files: Files) -> Package:
    """Read a package. Raises PackageError naming everything that must be mended."""
    reader = _Reader(files)
    media, catalogues = reader.media(), reader.catalogues()
    course = reader.course({name: medium.digest for name, medium in sorted(media.items())})
    reader.note_strangers()
    if course is None or reader.found:
        raise PackageError(reader.found)
    if found := problems_of_check(course, reader.texts):
        raise PackageError(found)
    return Package(course, {medium.digest: medium for medium in media.values()}, catalogues)


def course_of(files: Files, media: Mapping[str, str]) -> Course:
    """Return the course that text files make, its media being known (name → digest). Raises PackageError.

    It can be read; whether it may be published is for ``rules.check`` to say.
    """
    reader = _Reader(files)
    course = reader.course(media)
    if course is None or reader.found:
        raise PackageError(reader.found)
    return course


class _Reader:
    """Reads one package's files and collects what is wrong with them."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.names = list(files.names())
        self.found: list[Problem] = []
        #: Every text file that was read, so that lines can be found in it.
        self.texts: dict[str, str] = {}
        self._read: set[str] = set()

    def course(self, media: Mapping[str, str]) -> Course | None:
        """Return the course, its media being known by name and digest, or None where it cannot be read."""
        manifest = self.yaml("course.yaml", _MANIFEST.validate_python)
        glossary = self.yaml("glossary.yaml", _TERMS.validate_python, if_there=True)
        cards = self.cards(media)
        if manifest is None:
            self.read_what_looks_like_activities()
            return None
        modules = [self.module(module) for module in manifest.modules]
        if self.found:
            return None
        named = {name: getattr(manifest, name) for name in Manifest.model_fields if name != "modules"}
        try:
            return Course(**named, glossary=glossary or [], modules=modules, media=cards)
        except ValidationError as error:
            self.note("course.yaml", error)
            return None

    def read_what_looks_like_activities(self) -> None:
        """Read files by their endings alone: without a manifest, what is wrong with them is told all the same."""
        for name in self.names:
            kind = kind_of_file(name[name.find(".", name.rfind("/")) :])
            if name.startswith("modules/") and kind:
                self.reading(name, kind.read)
            elif name.startswith("modules/") and name.endswith("/sources.yaml"):
                self.yaml(name, _SOURCES.validate_python)
            self._read.add(name)

    def module(self, module: ManifestModule) -> Module:
        """Return a module with those of its activities that can be read."""
        place = f"modules/{module.slug}"
        activities = [self.activity(place, named) for named in module.activities]
        sources = self.yaml(f"{place}/sources.yaml", _SOURCES.validate_python, if_there=True)
        return Module.model_construct(
            slug=module.slug, title=module.title, summary=module.summary, gate=module.gate, requires=module.requires,
            activities=[activity for activity in activities if activity], sources=sources or [],
        )  # fmt: skip

    def activity(self, place: str, named: ManifestActivity) -> Activity | None:
        """Return an activity, or None where its file is missing or cannot be read."""
        found = self.file_of(place, named.slug)
        if found is None:
            return None
        kind, name = found
        content = self.reading(name, kind.read)
        if content is None:
            return None
        return Activity(
            slug=named.slug, kind=kind.name, is_required=not named.optional, requires=named.requires,
            due_days=named.due_days, content=content,
        )  # fmt: skip

    def file_of(self, place: str, slug: str) -> tuple[ActivityKind, str] | None:
        """Return the one file of an activity, and what kind its name makes it."""
        start = f"{place}/{slug}"
        files = [
            (kind, name)
            for name in self.names
            if name.startswith(f"{start}.") and (kind := kind_of_file(name.removeprefix(start)))
        ]
        if len(files) == 1:
            return files[0]
        endings = ", ".join(kind.suffix for kind in all_kinds())
        values = {
            "slug": slug,
            "place": place,
            "endings": endings,
            "names": ", ".join(name for _, name in files),
        }
        line = line_with(self.texts.get("course.yaml", ""), slug)
        self.found.append(Problem("course.yaml", TWO_FILES if files else NO_FILE, values, line))
        self._read.update(name for _kind, name in files)
        return None

    def cards(self, media: Mapping[str, str]) -> dict[str, MediaFile]:
        """Return each file of the course with what ``media.yaml`` says of it."""
        said = self.yaml("media.yaml", _CARDS.validate_python, if_there=True) or {}
        text = self.texts.get("media.yaml", "")
        for name in sorted(said.keys() - media.keys()):
            if f"media/{name}" not in self.names:  # else it is there and was refused, which is said already
                self.found.append(Problem("media.yaml", NO_MEDIUM, {"name": name}, line_with(text, name)))
        taken: dict[str, MediaFile] = {}
        for name, digest in sorted(media.items()):
            try:
                taken[name] = MediaFile.model_validate({**said.get(name, {}), "digest": digest})
            except ValidationError as error:
                line = line_with(text, f"\n{name}:") + (0 if text.startswith(f"{name}:") else 1)
                self.found.extend(
                    Problem("media.yaml", each.sentence, each.values, line)
                    for each in problems_of("media.yaml", error)
                )
        return taken

    def media(self) -> dict[str, Media]:
        """Return every file under ``media/``, made safe."""
        taken: dict[str, Media] = {}
        left = LARGEST_PACKAGE
        for name in self.names:
            if not name.startswith("media/"):
                continue
            self._read.add(name)
            try:
                content = self.files.read(name, LARGEST_FILE)
                left -= len(content)
                if left < 0:
                    raise too_large(LARGEST_PACKAGE)
                bare = name.removeprefix("media/")
                taken[bare] = accept(bare, content)
            except _SLIPS as error:
                self.note(name, error)
        return taken

    def catalogues(self) -> dict[str, list[Entry]]:
        """Return the entries of every catalogue by language."""
        taken: dict[str, list[Entry]] = {}
        for name in self.names:
            locale = name.removeprefix("translations/").removesuffix(".po")
            if name == f"translations/{locale}.po" and _LANGUAGE.fullmatch(locale):
                entries = self.reading(name, lambda text: read_po(text.encode()))
                taken[locale] = entries or []
        return taken

    def note_strangers(self) -> None:
        """Name the files nothing reads: their author thinks that they are taught."""
        for name in self.names:
            if name not in self._read and not BESIDE.fullmatch(name):
                self.found.append(Problem(name, NOBODY_READS))

    def yaml(self, name: str, shape: Callable[[Any], T], *, if_there: bool = False) -> T | None:
        """Return a YAML file in its shape, or None where it cannot be read."""
        if if_there and name not in self.names:
            return None
        return self.reading(name, lambda text: shape(read_yaml(text)))

    def reading(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return what ``parse`` makes of a text file, or None with its problems noted."""
        self._read.add(name)
        try:
            text = self.files.read(name).decode("utf-8-sig").replace("\r\n", "\n")
            self.texts[name] = text
            if unshown := UNSHOWN.search(text):
                self.found.append(Problem(name, CONTROL, line=text.count("\n", 0, unshown.start()) + 1))
                return None
            return parse(text)
        except _SLIPS as error:
            self.note(name, error)
            return None

    def note(self, name: str, error: Exception) -> None:
        """Keep what is wrong with a file."""
        self.found.extend(problems_of(name, error, self.texts.get(name, "")))
