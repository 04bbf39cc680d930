"""Course packages: a course as a folder or a zip of Markdown, YAML, media and PO (docs/guides/course-package.md)."""

from academy.courses.package.faults import PackageError, Problem
from academy.courses.package.files import Files, Folder, Held, write_folder
from academy.courses.package.reading import Package, course_of, read
from academy.courses.package.schema import schemas, write_schemas
from academy.courses.package.writing import (
    ActivityPart,
    ModulePart,
    all_files,
    files_of,
    sources_of,
    texts,
    texts_of,
)
from academy.courses.package.zipped import Zip, opened, write_zip

__all__ = [
    "ActivityPart", "Files", "Folder", "Held", "ModulePart", "Package", "PackageError", "Problem", "Zip", "all_files",
    "course_of", "files_of", "opened", "read", "schemas", "sources_of", "texts", "texts_of", "write_folder", "write_schemas", "write_zip",
]  # fmt: skip
