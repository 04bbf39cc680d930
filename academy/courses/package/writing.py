"""Writing a course as the files of a package: one text for one course, in the order of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from academy.courses.content import Course, Manifest, ManifestActivity, ManifestModule, MediaFile
from academy.courses.content.written import write_yaml
from academy.courses.kinds import kind_named
from academy.languages.rules import Entry, write_po

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class ActivityPart:
    """An activity to write: its slug and kind, what the manifest says of it, and the text of its file."""

    slug: str
    kind: str
    settings: Settings
    source: str


@dataclass(frozen=True)
class ModulePart:
    """A module to write."""

    slug: str
    settings: Settings
    activities: Sequence[ActivityPart]


def sources_of(course: Course) -> dict[str, str]:
    """Return the text of every activity's file by its slug."""
    return {
        activity.slug: kind_named(activity.kind).write(activity.content)
        for _module, activity in course.activities()
    }


def texts_of(course: Course, sources: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """Return the text files of a course by name; files and catalogues are not among them.

    ``sources`` are ``sources_of`` the course, where they are known already.
    """
    data = course.model_dump(mode="json")
    written = sources_of(course) if sources is None else sources
    modules = [
        ModulePart(
            module.slug,
            raw,
            [
                ActivityPart(activity.slug, activity.kind, said, written[activity.slug])
                for activity, said in zip(module.activities, raw["activities"], strict=True)
            ],
        )
        for module, raw in zip(course.modules, data["modules"], strict=True)
    ]
    return texts(course.slug, data, modules, data["media"])


def texts(
    slug: str, settings: Settings, modules: Sequence[ModulePart], cards: Mapping[str, Settings]
) -> dict[str, bytes]:
    """Return the text files of a course whose parts need not be in order yet."""
    manifest = {
        **_said(Manifest, {**settings, "format": 1, "slug": slug}),
        "modules": [_module(module) for module in modules],
    }
    files = {"course.yaml": write_yaml(manifest)}
    if settings.get("glossary"):
        files["glossary.yaml"] = write_yaml(settings["glossary"])
    if told := {name: card for name in sorted(cards) if (card := _said(MediaFile, cards[name]))}:
        files["media.yaml"] = write_yaml(told)
    for module in modules:
        place = f"modules/{module.slug}"
        if sources := module.settings.get("sources"):
            files[f"{place}/sources.yaml"] = write_yaml([_bare(source) for source in sources])
        for activity in module.activities:
            files[f"{place}/{activity.slug}{kind_named(activity.kind).suffix}"] = activity.source
    return {name: text.encode() for name, text in files.items()}


def _module(module: ModulePart) -> dict[str, Any]:
    activities = [_activity(activity) for activity in module.activities]
    return {**_said(ManifestModule, {**module.settings, "slug": module.slug}), "activities": activities}


def _activity(activity: ActivityPart) -> Any:
    settings = activity.settings
    said = {**settings, "slug": activity.slug, "optional": not settings.get("is_required", True)}
    told = _said(ManifestActivity, said)
    return activity.slug if list(told) == ["slug"] else told


def _said(
    model: type[Manifest | ManifestModule | ManifestActivity | MediaFile], values: Settings
) -> dict[str, Any]:
    """Return what is worth saying: fields in the model's order that are not as they would be anyway."""
    fields = (
        (name, field)
        for name, field in model.model_fields.items()
        if name not in {"modules", "activities", "digest"}
    )
    return {
        name: values[name]
        for name, field in fields
        if name in values and (field.is_required() or values[name] != field.default)
    }


def _bare(source: Settings) -> dict[str, Any]:
    return {name: value for name, value in source.items() if value not in ("", None)}


def files_of(
    course: Course, catalogues: Mapping[str, Sequence[Entry]], load: Callable[[str], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a course's package with its bytes, in the order of names.

    ``catalogues`` holds each language's entries; ``load`` returns the bytes of a digest.
    """
    media = {name: file.digest for name, file in course.media.items()}
    pos = {
        locale: write_po(entries, locale=locale, project=course.slug)
        for locale, entries in catalogues.items()
    }
    return all_files(texts_of(course), media, pos, load)


def all_files(
    texts: Mapping[str, bytes],
    media: Mapping[str, str],
    catalogues: Mapping[str, bytes],
    load: Callable[[str], bytes],
) -> Iterator[tuple[str, bytes]]:
    """Yield text files, media (name → digest) and catalogues by language as one package, in the order of names."""
    made: dict[str, Callable[[], bytes]] = {name: partial(bytes, text) for name, text in texts.items()}
    made |= {f"media/{name}": partial(load, digest) for name, digest in media.items()}
    made |= {f"translations/{locale}.po": partial(bytes, po) for locale, po in catalogues.items()}
    for name in sorted(made):
        yield name, made[name]()
