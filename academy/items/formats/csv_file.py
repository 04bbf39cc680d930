"""Tables as text: comma, semicolon or tab between cells, in the encodings that spreadsheets here save by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from academy import sheets
from academy.i18n import collected
from academy.items.formats.reading import Going, Gone, Loss, Reading, Refused
from academy.items.formats.tables import columns_of, head_of, read_table, rows_of
from academy.items.kinds.exchange import Level
from academy.sheets.reading import Unreadable, read_text

#: What a report calls them; pages translate the word like the sentence around it.
_SEPARATORS = {",": collected("commas"), ";": collected("semicolons"), "\t": collected("tabs")}
#: Characters of one cell; Python's own bound for a field lies above it.
LONGEST_CELL = 100_000


class Csv:
    """A table in a text file."""

    name = "csv"
    suffix = ".csv"
    mimetype = "text/csv"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Say whether it is one by its name."""
        return name.casefold().endswith((".csv", ".tsv", ".tab"))

    def read(self, content: bytes) -> Reading:
        """Read a file. Raises Refused."""
        try:
            found = read_text(content, known=lambda cells: sum(map(bool, columns_of(cells))))
            level = Level.APPROXIMATED if found.is_guessed else Level.UNDERSTOOD
            code = "table-guessed" if found.is_guessed else "table-read"
            said = (level, code, {"encoding": found.encoding, "separator": _SEPARATORS[found.separator]})
            return read_table(self.name, found.lines(), [said])
        except Unreadable as error:
            raise Refused(error.code, line=error.line, **error.values) from None

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items as UTF-8 with commas; what a spreadsheet would take for a formula gets an apostrophe."""
        losses: list[Loss] = []
        head, *rows = rows_of(items, losses, LONGEST_CELL)
        return Gone(sheets.table(head, [[_quoted(cell) for cell in row] for row in rows]).encode(), losses)

    def template(self) -> bytes:
        """Return an empty table."""
        return sheets.table(head_of(), []).encode()


def _quoted(cell: str) -> str:
    """Put an apostrophe before a cell that begins with one and a formula, so that reading takes one away again."""
    bare = cell.lstrip("'")
    return f"'{cell}" if bare != cell and sheets.harmless(bare) != bare else cell


CSV = Csv()
