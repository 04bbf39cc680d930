"""Items that leave as a file: in which formats they can, what each would not keep, and the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.errors import NotFound
from academy.items import formats
from academy.items.formats import Going, Loss
from academy.items.formats.choosing import UnknownFormat
from academy.items.formats.csv_file import CSV
from academy.items.formats.reading import Format
from academy.items.formats.sentences import SENTENCES
from academy.items.formats.table_words import EXPLAINED
from academy.items.formats.xlsx_file import XLSX
from academy.items.forms import KIND_NAMES, error_words
from academy.items.kinds.editing import Examined
from academy.sheets import disposition

#: Lines of a report that one page shows, and losses.
MOST_SHOWN = 500
#: What authors call the formats, in the order they are offered.
NAMES = {
    "moodle": _l("Moodle XML"), "qti": _l("QTI 3.0"), "xlsx": _l("Workbook (XLSX)"), "csv": _l("Table (CSV)"),
    "gift": _l("GIFT"), "aiken": _l("Aiken"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A line of a report in words."""

    number: int
    level: str
    text: str


@dataclass(frozen=True)
class Way:
    """A format that items can leave in, and what it would not keep."""

    name: str
    words: str
    #: Where the file is.
    href: str
    #: Items that would be in the file.
    kept: int
    left_out: list[Told]
    losses: list[tuple[str, list[str]]]


def ways(items: Sequence[Going], *, link: Callable[[str], str]) -> list[Way]:
    """Return every format that writes, with what it would not keep; ``link`` gives the address of the file in one."""
    return [_way(name, items, link(name)) for name in NAMES]


def file_of(name: str, items: Sequence[Going]) -> Response:
    """Hand items out in a format. Raises NotFound for one that there is not."""
    try:
        chosen = formats.format_named(name)
    except UnknownFormat as error:
        raise NotFound() from error
    return _download(formats.write(name, items).content, chosen, f"{_('items')}-{clock.now():%Y-%m-%d}")


def template_of(name: str) -> Response:
    """Hand out an empty table; a workbook has a second sheet that explains it. Raises NotFound for another format."""
    if name == CSV.name:
        return _download(CSV.template(), CSV, _("template"))
    if name != XLSX.name:
        raise NotFound()
    explained = [(what, str(_(words))) for what, words in EXPLAINED]
    titles = (_("items")[:31], _("What to write")[:31])
    return _download(XLSX.template(titles=titles, explained=explained), XLSX, _("template"))


def sentence_of(code: str, values: Mapping[str, str]) -> str:
    """Return a line of a report in the reader's language."""
    words = dict(values)
    if "kind" in words:
        words["kind"] = str(KIND_NAMES.get(words["kind"], words["kind"]))
    if (separator := words.get("separator")) is not None:
        words["separator"] = str(_(separator))
    if code == "item-invalid":
        place = words["place"]
        words["message"] = error_words(Examined(None, {place: (words["type"], {})}))[place]
    return str(_(SENTENCES[code]) % words)


def _download(content: bytes, chosen: Format, name: str) -> Response:
    response = Response(content, mimetype=chosen.mimetype)
    response.headers["Content-Disposition"] = disposition(
        plain=f"items{chosen.suffix}", name=f"{name}{chosen.suffix}"
    )
    response.headers["Cache-Control"] = "private, max-age=0, no-store"
    return response


def _way(name: str, items: Sequence[Going], href: str) -> Way:
    gone = formats.write(name, items)
    titles = {going.item.key: going.item.prompt for going in items}
    grouped: dict[str, list[Loss]] = {}
    for loss in gone.losses:
        if not loss.is_left_out:
            grouped.setdefault(sentence_of(loss.code, loss.values), []).append(loss)
    left_out = [
        Told(0, "refused", f"{titles.get(loss.key, loss.key)}: {sentence_of(loss.code, loss.values)}")
        for loss in gone.losses
        if loss.is_left_out
    ]
    losses = [(words, [loss.key for loss in found]) for words, found in grouped.items()]
    return Way(name, str(NAMES.get(name, name)), href, len(items) - len(left_out), left_out, losses)
