"""Reading a course package: a folder of Markdown, YAML, media and PO catalogues (docs/guides/course-package.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from academy.courses.content import (
    Activity,
    Course,
    Manifest,
    ManifestActivity,
    ManifestModule,
    MediaFile,
    Module,
    Source,
)
from academy.courses.kinds import kind_of_file
from academy.courses.rules import check, sentence
from academy.languages.rules import Entry, read_po
from academy.media.rules import Media, accept

M = TypeVar("M", bound=BaseModel)

#: Bytes; a course file larger than this is a mistake.
LARGEST_TEXT = 1_000_000


class PackageError(Exception):
    """A package that cannot be taken: every problem with its file and what to do."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("\n".join(found))
        self.problems = found


@dataclass(frozen=True)
class Package:
    """A package that was read whole and found in order."""

    course: Course
    #: Every media file by the digest of its bytes.
    media: dict[str, Media] = field(repr=False)
    #: Language → entries of its catalogue.
    catalogues: dict[str, list[Entry]] = field(repr=False)


def read(folder: Path) -> Package:
    """Read the package in ``folder``. Raises PackageError naming every file that must be mended."""
    reader = _Reader(folder)
    manifest = reader.model("course.yaml", Manifest)
    media, catalogues = reader.media(), reader.catalogues()
    modules = [reader.module(module) for module in manifest.modules] if manifest else []
    if manifest is None or reader.found:
        raise PackageError(reader.found)
    try:
        course = Course(
            **manifest.model_dump(exclude={"modules"}),
            modules=modules,
            media={name: MediaFile(digest=medium.digest) for name, medium in sorted(media.items())},
        )
    except ValidationError as error:
        raise PackageError(list(said("course.yaml", error))) from error
    if found := [sentence(finding) for finding in check(course) if finding.blocks]:
        raise PackageError(found)
    return Package(course, {medium.digest: medium for medium in media.values()}, catalogues)


class _Reader:
    """Reads one package's files and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[str] = []

    def model(self, name: str, model: type[M]) -> M | None:
        try:
            return model.model_validate(yaml.safe_load(self.text(name)))
        except (OSError, ValueError, yaml.YAMLError) as error:
            self.found.extend(said(name, error))
            return None

    def text(self, name: str) -> str:
        path = self.own(self.folder / name)
        if path.stat().st_size > LARGEST_TEXT:
            raise ValueError("is larger than 1 MB: split it")
        return path.read_text(encoding="utf-8")

    def own(self, path: Path) -> Path:
        """Return ``path`` if it lies in the package itself. Raises ValueError for a link."""
        if path.is_symlink() or not path.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError("leads out of the package: put the file itself here")
        return path

    def module(self, module: ManifestModule) -> Module:
        place = f"modules/{module.slug}"
        activities = [self.activity(place, named) for named in module.activities]
        return Module.model_construct(
            slug=module.slug, title=module.title, summary=module.summary, gate=module.gate, requires=module.requires,
            activities=[activity for activity in activities if activity], sources=self.sources(place),
        )  # fmt: skip

    def activity(self, place: str, named: ManifestActivity) -> Activity | None:
        slug = named.slug
        files = [
            (kind, f"{place}/{path.name}")
            for path in sorted((self.folder / place).glob(f"{slug}.*"))
            if (kind := kind_of_file(path.name.removeprefix(slug)))
        ]
        if len(files) != 1:
            self.found.append(
                f"{place}/{slug}: expected one file, such as {slug}.md or {slug}.quiz.yaml, found {len(files)}"
            )
            return None
        kind, name = files[0]
        try:
            content = kind.read(self.text(name))
        except (OSError, ValueError, KeyError, yaml.YAMLError) as error:
            self.found.extend(said(name, error))
            return None
        return Activity(
            slug=slug, kind=kind.name, is_required=not named.optional, requires=named.requires, due_days=named.due_days,
            content=content,
        )  # fmt: skip

    def sources(self, place: str) -> list[Source]:
        name = f"{place}/sources.yaml"
        if not (self.folder / name).exists():
            return []
        try:
            return TypeAdapter(list[Source]).validate_python(yaml.safe_load(self.text(name)))
        except (OSError, ValueError, yaml.YAMLError) as error:
            self.found.extend(said(name, error))
            return []

    def media(self) -> dict[str, Media]:
        taken: dict[str, Media] = {}
        for path in sorted((self.folder / "media").glob("*")):
            try:
                taken[path.name] = accept(path.name, self.own(path).read_bytes())
            except (OSError, ValueError) as error:
                self.found.extend(said(f"media/{path.name}", error))
        return taken

    def catalogues(self) -> dict[str, list[Entry]]:
        taken: dict[str, list[Entry]] = {}
        for path in sorted((self.folder / "translations").glob("*.po")):
            try:
                taken[path.stem] = read_po(self.own(path).read_bytes())
            except (OSError, ValueError) as error:
                self.found.extend(said(f"translations/{path.name}", error))
        return taken


def said(name: str, error: Exception) -> Iterator[str]:
    """Put an error of a file into sentences: file, place in it, what is wrong."""
    if isinstance(error, ValidationError):
        for each in error.errors():
            yield f"{name}: {_place(each['loc'])}: {each['msg']}"
    elif isinstance(error, OSError):
        yield f"{name}: cannot be read ({error.strerror}); is it there?"
    else:
        yield f"{name}: {error}"


def _place(location: tuple[Any, ...]) -> str:
    return "/".join(str(part) for part in location) or "the whole file"
