"""What a list of people says: the heads of its columns, and sentences for what is wrong with it."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.accounts.formats.roster import folded
from academy.accounts.rules.roster import COLUMNS, Fate, Said
from academy.i18n import ALIASES, LANGUAGES
from academy.sheets.reading import Unreadable
from academy.web.errors import say

HEADS = {
    "call_sign": _l("Call-sign"),
    "legal_name": _l("Full name"),
    "latin_name": _l("Name in Latin letters"),
    "email": _l("E-mail"),
    "unit": _l("Agency or unit"),
    "language": _l("Language"),
    "leaves_on": _l("Last day"),
}
FATES = {
    Fate.ADD: _l("Comes in"),
    Fate.CHANGE: _l("Changes"),
    Fate.MOVE: _l("Moves to another unit"),
    Fate.UNCHANGED: _l("Stays as it is"),
    Fate.REFUSED: _l("Refused"),
}
#: What stands in each column, for the template's second sheet.
EXPLAINED = {
    "call_sign": _l(
        "Others in class see it instead of the name. Letters, digits and hyphens, as in Sokol-12."
    ),
    "legal_name": _l("As on official papers, in its own script."),
    "latin_name": _l("As in the passport. May stay empty: it is never made by a machine."),
    "email": _l("The invitation is sent there. Without an address you get a code to print."),
    "unit": _l(
        "The name of your agency or of a unit, as the academy writes it. Empty: the agency that you choose."
    ),
    "language": _l(
        "Of the letter and the pages, until the person chooses: its name or its code, such as sq."
    ),
    "leaves_on": _l("The last day of somebody who leaves: 2026-12-31 or 31.12.2026. Empty for all others."),
}
#: What is wrong with a file as a whole.
FILE_WORDS = {
    "file-empty": _l("The file is empty."),
    "file-large": _l("The file is larger than %(most)s MB: split it."),
    "encoding-other": _l("The file is written in %(encoding)s: save it as UTF-8 and send it again."),
    "encoding-broken": _l("The file is not UTF-8 from here on: save it as UTF-8 and send it again."),
    "nul-inside": _l("This is no text: there is a zero byte in it. Save the file as UTF-8 text."),
    "table-broken": _l("The table is broken from here on: open it in a spreadsheet program and save it again."),
    "table-large": _l("The workbook holds more than a list of people: copy the rows into the template."),
    "xml-forbidden": _l("The workbook holds what is not read: copy the rows into the template."),
    "table-long": _l("The table has more than %(most)s rows: split it."),
    "table-head": _l("No row names the columns “Call-sign” and “Full name”: take the template and write below its head."),
    "column-twice": _l("Two columns are called “%(column)s”: keep one."),
    "nothing-found": _l("There is nobody in this file."),
}  # fmt: skip
#: What is wrong with a row, or to be looked at.
ROW_WORDS = {
    "cannot-be-taken": _l("This call-sign or this address cannot be taken: ask your administrator."),
    "two-people": _l("The call-sign is one person’s and the address is that of %(call_sign)s: mend one of them."),
    "row-twice": _l("The same person, call-sign or address stands in another row too: %(rows)s. Keep one."),
    "row-beyond": _l("The row has cells beyond the last column: put texts that hold separators in quotation marks."),
    "cell-formula": _l("A cell begins like a formula, or holds one: write its value as text."),
    "cell-long": _l("This text has more than %(most)s characters."),
    "call-sign-missing": _l("Choose a call-sign."),
    "call-sign-malformed": _l("Use 3 to 24 letters (A to Z), digits and hyphens."),
    "name-missing": _l("Type the full name, as on official papers."),
    "name-hidden": _l("The name holds characters that cannot be seen: type it again."),
    "name-long": _l("This text has more than %(most)s characters."),
    "name-no-letters": _l("There is no letter in this name."),
    "name-not-latin": _l("Not all letters of this name are Latin: write it as in the passport, or leave it empty."),
    "email-malformed": _l("This does not look like an e-mail address. Look for a missing dot or @."),
    "unit-unknown": _l("“%(name)s” is no unit of this agency: write its name as the academy does."),
    "language-unknown": _l("“%(name)s” is no language of these pages."),
    "day-malformed": _l("“%(day)s” is no day: write it as in 2026-12-31."),
    "day-past": _l("This day is over, so there is nobody to invite: take the row out."),
    "day-before-beginning": _l("This day lies before the person’s first day here."),
    "not-yours-to-change": _l("This account is closed, or has roles that you cannot give: ask your administrator."),
    "many-units": _l("The person belongs to several units: change this on her own page."),
    "no-unit-to-leave": _l("The person learns in none of these units, so there is nothing to end."),
    "moves-and-leaves": _l("The person cannot move and leave at once: leave one of the two out."),
    "mixed-scripts": _l("Letters of two scripts stand in this name. Look whether one was typed by mistake."),
}  # fmt: skip

say({
    "roster-moved-on": _l("Something has changed since you read the report. Read it again, then confirm."),
    "roster-refused": _l("Some rows are refused, so nothing is written. Mend the file and send it again."),
})  # fmt: skip


def words_of(said: Said) -> str:
    """Return what is said about a row, with its column before it."""
    sentence = str(ROW_WORDS[said.code]) % said.values
    return (
        _("%(column)s: %(sentence)s", column=HEADS[said.column], sentence=sentence)
        if said.column
        else sentence
    )


def words_of_file(error: Unreadable) -> str:
    """Return what is wrong with a file as a whole, with the line that is to blame."""
    values = {**error.values}
    if "column" in values:
        values["column"] = str(HEADS[values["column"]])
    sentence = str(FILE_WORDS[error.code]) % values
    return _("Line %(number)s", number=error.line) + ": " + sentence if error.line else sentence


def heads() -> dict[str, str]:
    """Return what a column may be called, folded: its plain name, and its head in every language of the pages."""
    found = {folded(column): column for column in COLUMNS}
    for each in LANGUAGES.values():
        with force_locale(each.babel):
            found |= {folded(str(head)): column for column, head in HEADS.items()}
    return found


def languages() -> dict[str, str]:
    """Return what a cell may call a language, in small letters: its code, its own name, its name in any of ours."""
    found = dict(ALIASES)
    for each in LANGUAGES.values():
        found |= {each.code.casefold(): each.code, each.name.casefold(): each.code}
        for reader in LANGUAGES.values():
            name = each.locale.get_display_name(reader.locale)
            found.setdefault((name or each.name).casefold(), each.code)
    return found
