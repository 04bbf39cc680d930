"""The interface's catalogues: collected from the code, updated, derived, compiled. ``python -m academy.catalogues``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from academy.i18n import CATALOGUES, LANGUAGES, Language
from academy.languages.rules import to_latin

SOURCE = Path(__file__).parent
TEMPLATE = CATALOGUES / "messages.pot"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2), "lazy_ngettext": (1, 2),
    "collected": None, "RichTextError": (2,),
}  # fmt: skip
#: CLDR's plural rules where Babel's own header differs or must not drift.
PLURALS = {
    "sr_Cyrl": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "sr_Latn": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "sq": "nplurals=2; plural=(n != 1);",
}


def collect() -> Catalog:
    """Return the words the code and the templates use now."""
    template = Catalog(project="Wildlife Crime Academy", fuzzy=False)
    found = extract_from_dir(str(SOURCE), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        template.add(message, None, [(f"academy/{name}", 0)], auto_comments=comments, context=context)
    return template


def written() -> list[Language]:
    """Return the languages whose catalogues people write: neither the source nor derived ones."""
    return [
        language for language in LANGUAGES.values() if language.code != "en" and language.derived_from is None
    ]


def update() -> None:
    """Bring the template and every catalogue up to date with the code; derive what is derived."""
    template = collect()
    _save(TEMPLATE, template)
    for language in written():
        catalogue = load(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _save(path_of(language), catalogue)
    for language in LANGUAGES.values():
        if language.derived_from:
            _save(path_of(language), derived(language))
    compile_all()


def derived(language: Language) -> Catalog:
    """Return a catalogue written from another one, character by character."""
    source = load(LANGUAGES[language.derived_from or ""])
    catalogue = Catalog(locale=language.babel, project=source.project, fuzzy=False)
    for message in _messages(source):
        catalogue.add(
            message.id,
            _latin(message.string),
            message.locations,
            message.flags,
            message.auto_comments,
            context=message.context,
        )
    return catalogue


def load(language: Language) -> Catalog:
    """Return the catalogue of a language as it is on disk; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language.babel, project="Wildlife Crime Academy", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.babel)


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages of a catalogue that have no translation, or not in every plural form."""
    found = []
    for message in _messages(catalogue):
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        wanted = catalogue.num_plurals if isinstance(message.id, (tuple, list)) else 1
        if len(forms) < wanted or not all(forms) or message.fuzzy:
            found.append(str(message.id))
    return found


def compile_all() -> None:
    """Compile every catalogue that is newer than its compiled form."""
    for language in LANGUAGES.values():
        source = path_of(language)
        compiled = source.with_suffix(".mo")
        if source.exists() and (not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime):
            with compiled.open("wb") as file:
                write_mo(file, load(language))


def path_of(language: Language) -> Path:
    """Return where a language's catalogue is."""
    return CATALOGUES / language.babel / "LC_MESSAGES" / "messages.po"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _latin(string: str | tuple[str, ...] | list[str] | None) -> str | tuple[str, ...]:
    if string is None:
        return ""
    return to_latin(string) if isinstance(string, str) else tuple(to_latin(each) for each in string)


def _save(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=110,
            omit_header=False,
            sort_by_file=False,
            include_lineno=False,
            ignore_obsolete=True,
        )
    lines = path.read_text().splitlines(keepends=True)
    volatile = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Generated-By",
        "Report-Msgid-Bugs-To",
    )
    plural = PLURALS.get(path.parent.parent.name)
    kept = (
        f'"Plural-Forms: {plural}\\n"\n' if plural and line.startswith('"Plural-Forms') else line
        for line in lines
    )
    path.write_text(
        "".join(line for line in kept if not line[1:].startswith(volatile) and not line.startswith("# "))
    )


if __name__ == "__main__":
    {"compile": compile_all, "update": update}[sys.argv[1]]()
