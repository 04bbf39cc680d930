"""A person's copy of her data, as one ZIP: for machines, for reading, and the files she sent or was given."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO

from academy.privacy.rules.copies import name_in_archive

#: Where the form of ``data.json`` is written down.
SCHEMA = "docs/schema/exports/own-data.json"
#: Grows when a key changes its meaning or goes; new keys do not change it.
VERSION = 1


def data_json(held: Mapping[str, Mapping[str, object]], *, at: datetime) -> str:
    """Return what is kept of a person for a machine."""
    whole = {"version": VERSION, "schema": SCHEMA, "made_at": at.isoformat(), **held}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def write_archive(
    target: BinaryIO,
    *,
    data: str,
    page: str,
    files: Iterable[tuple[str, str]],
    open_file: Callable[[str], BinaryIO],
) -> None:
    """Write the ZIP; files go from the disk to it piece by piece, and one whose bytes are gone is left out."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", data)
        archive.writestr("my-data.html", page)
        for name, digest in files:
            with (
                suppress(FileNotFoundError),
                open_file(digest) as source,
                archive.open(f"files/{name_in_archive(name)}", "w") as entry,
            ):
                shutil.copyfileobj(source, entry)
