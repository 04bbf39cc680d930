"""Publishing: an edition freezes what is taught, a rendition how it reads; a broken package is refused whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.courses import package, queries, service
from academy.courses.models import Course, Edition, EditionMedium, Rendition
from academy.courses.package import PackageError
from academy.courses.service import Published
from academy.db import session
from academy.i18n import LANGUAGES
from academy.languages.models import TranslationUnit
from academy.media.models import Medium
from tests.world import PACKAGES, World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
#: The digest of tests/packages/small. It changes with the package, or with how a course is frozen: the second would
#: make every published course a new edition, so think twice.
DIGEST = "b24c5364b04f8069eec5af9e0d6fec20b989c07b20b09ce3c94508217aaddd0b"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small package to change."""
    return Path(shutil.copytree(PACKAGES / "small", tmp_path / "small"))


def publish(app: Flask, folder: Path) -> Published:
    """Publish the package in a folder."""
    prepared = service.prepare(folder, keep=app.extensions["storage"].put)
    with db.writing():
        return service.publish(package=prepared, by=None, at=AT)


def counts() -> list[int]:
    """Count what publishing writes."""
    found = [
        session.scalar(select(func.count()).select_from(each)) or 0
        for each in (Course, Edition, Rendition, Medium, EditionMedium, TranslationUnit)
    ]
    session.rollback()
    return found


def rewrite(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_same_package_twice_is_one_edition(app: Flask, world: World, folder: Path) -> None:
    """Publishing what is published changes nothing."""
    before = counts()
    published = publish(app, folder)
    assert (published.is_new, published.edition.id) == (False, world.edition.id)
    assert counts() == before


def test_a_changed_package_is_the_next_edition(app: Flask, world: World, folder: Path) -> None:
    """The old edition stays as it was, and its learners with it."""
    former = world.edition.document
    rewrite(folder / "modules/two/second-lesson.md", "Seal, label, sign.", "Seal, label, sign, date.")
    published = publish(app, folder)
    assert (published.is_new, published.edition.number) == (True, 2)
    assert published.edition.digest != world.edition.digest
    session.expire_all()
    assert session.get_one(Edition, world.edition.id).document == former
    assert queries.newest_edition("small").number == 2


def test_a_new_translation_is_a_new_rendition(app: Flask, world: World, folder: Path) -> None:
    """Words in one language give that language its next rendition, and leave edition and others alone."""
    with (folder / "translations/sr-Cyrl.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Seal and label"\nmsgstr "Запечатите и означите"\n')
    assert not publish(app, folder).is_new
    numbers = {
        locale: session.scalar(select(func.max(Rendition.number)).where(Rendition.locale == locale))
        for locale in LANGUAGES
    }
    assert numbers == {"en": 1, "sq": 1, "sr-Cyrl": 2, "sr-Latn": 2}
    course = queries.reading(edition_id=world.edition.id, locale="sr-Latn").course
    found = course.activity("second-lesson")
    assert found is not None
    assert found[1].content.title == "Zapečatite i označite"


def test_readers_of_an_old_rendition_keep_it(app: Flask, world: World, folder: Path) -> None:
    """A rendition that was shown can be shown again, by its digest."""
    old = queries.latest_digest(edition_id=world.edition.id, locale="sr-Cyrl")
    rewrite(folder / "translations/sr-Cyrl.po", "Мали курс", "Мањи курс")
    publish(app, folder)
    queries.editions._ready.clear()
    assert (
        queries.reading(edition_id=world.edition.id, locale="sr-Cyrl", digest=old).course.title == "Мали курс"
    )
    assert queries.reading(edition_id=world.edition.id, locale="sr-Cyrl").course.title == "Мањи курс"


def test_the_digest_is_stable(world: World) -> None:
    """The same package freezes to the same bytes on every machine and in every release."""
    assert world.edition.digest == DIGEST


def test_the_order_of_files_and_keys_does_not_matter(app: Flask, folder: Path) -> None:
    """Canonical JSON: how the YAML was laid out is not part of what is taught."""
    rewrite(folder / "course.yaml", "level: basic\n", "")
    with (folder / "course.yaml").open("a", encoding="utf-8") as file:
        file.write("level: basic\n")
    assert not publish(app, folder).is_new


def _gone(folder: Path) -> None:
    (folder / "modules/one/gate-quiz.quiz.yaml").unlink()


def _no_manifest(folder: Path) -> None:
    (folder / "course.yaml").unlink()


def _bad_yaml(folder: Path) -> None:
    (folder / "modules/one/gate-quiz.quiz.yaml").write_text("title: [unclosed")


def _not_a_mapping(folder: Path) -> None:
    (folder / "modules/one/gate-quiz.quiz.yaml").write_text("- just\n- a list\n")


def _empty(folder: Path) -> None:
    (folder / "modules/one/gate-quiz.quiz.yaml").write_text("")


def _bad_manifest(folder: Path) -> None:
    rewrite(folder / "course.yaml", "level: basic", "level: master")


def _unknown_field(folder: Path) -> None:
    rewrite(folder / "course.yaml", "hours: 1", "hours: 1\nprice: 3")


def _unknown_kind(folder: Path) -> None:
    rewrite(folder / "modules/one/gate-quiz.quiz.yaml", "kind: true-false", "kind: crystal-ball")


def _dead_picture(folder: Path) -> None:
    (folder / "media/square.svg").unlink()


def _equal_keys(folder: Path) -> None:
    rewrite(folder / "modules/one/gate-quiz.quiz.yaml", "key: alone", "key: gloves")


def _equal_slugs(folder: Path) -> None:
    rewrite(folder / "course.yaml", "      - kinds-quiz\n", "      - kinds-quiz\n      - second-lesson\n")


def _script(folder: Path) -> None:
    rewrite(folder / "media/square.svg", "</svg>", "<script>alert(1)</script></svg>")


def _text_link(folder: Path) -> None:
    secret = folder.parent / "secret.md"
    (folder / "modules/two/second-lesson.md").rename(secret)
    (folder / "modules/two/second-lesson.md").symlink_to(secret)


def _media_link(folder: Path) -> None:
    secret = folder.parent / "secret.svg"
    (folder / "media/square.svg").rename(secret)
    (folder / "media/square.svg").symlink_to(secret)


def _folder_link(folder: Path) -> None:
    (folder / "media").rename(folder.parent / "elsewhere")
    (folder / "media").symlink_to(folder.parent / "elsewhere")


def _catalogue_link(folder: Path) -> None:
    secret = folder.parent / "secret.po"
    (folder / "translations/sr-Cyrl.po").rename(secret)
    (folder / "translations/sr-Cyrl.po").symlink_to(secret)


def _bad_catalogue(folder: Path) -> None:
    (folder / "translations/sr-Cyrl.po").write_text('msgid "open\nmsgstr')


def _climbing_slug(folder: Path) -> None:
    rewrite(folder / "course.yaml", "slug: two", "slug: ../one")


def _no_front_matter(folder: Path) -> None:
    rewrite(folder / "modules/one/first-lesson.md", "---\ntitle", "title")


def _lost_check(folder: Path) -> None:
    rewrite(folder / "modules/one/first-lesson.md", "::: check upwind", "::: check downwind")


def _not_utf8(folder: Path) -> None:
    (folder / "modules/two/second-lesson.md").write_bytes(b"---\ntitle: \xff\n---\n")


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        (_gone, "modules/one/gate-quiz"), (_no_manifest, "course.yaml"), (_bad_yaml, "gate-quiz.quiz.yaml"),
        (_not_a_mapping, "gate-quiz.quiz.yaml"), (_empty, "gate-quiz.quiz.yaml"), (_bad_manifest, "level"), (_unknown_field, "price"),
        (_unknown_kind, "gate-quiz.quiz.yaml"), (_dead_picture, "square.svg"), (_equal_keys, "same key"), (_equal_slugs, "second-lesson"),
        (_script, "media/square.svg"), (_text_link, "second-lesson.md"), (_media_link, "media/square.svg"),
        (_folder_link, "media"), (_catalogue_link, "translations/sr-Cyrl.po"), (_bad_catalogue, "translations/sr-Cyrl.po"),
        (_climbing_slug, "slug"), (_no_front_matter, "front matter"), (_lost_check, "downwind"), (_not_utf8, "second-lesson.md"),
    ],
)  # fmt: skip
def test_a_broken_package_is_refused_whole(
    app: Flask, folder: Path, fault: Callable[[Path], None], names: str
) -> None:
    """Every fault is named with its file and what to do; nothing is stored, in database or on disk."""
    before = counts()
    fault(folder)
    kept: list[bytes] = []
    with pytest.raises(PackageError, match=names):
        service.prepare(folder, keep=lambda content: kept.append(content) or "")
    assert kept == []
    assert counts() == before


def test_every_fault_is_named_at_once(folder: Path, app: Flask) -> None:
    """Who mends a package sees all there is to mend, not one thing a try."""
    for fault in (_script, _equal_keys, _not_utf8):
        fault(folder)
    with pytest.raises(PackageError) as refused:
        package.read(package.Folder(folder))
    assert len(refused.value.problems) >= 3


def test_a_retired_course_leaves_the_catalogue(app: Flask, world: World) -> None:
    """Who is enrolled goes on; nobody else finds it."""
    with db.writing():
        service.retire(course_id=world.edition.course_id, by=None, at=AT)
    assert queries.catalogue(locale="en", limit=20) == []
    assert queries.reading(edition_id=world.edition.id, locale="en").course.slug == "small"
