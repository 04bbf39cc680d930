"""Serbian Cyrillic to Latin for readers, Latin to Cyrillic and folding for search.

Cyrillic to Latin is a rule without exceptions, so it serves for what people read. Latin to Cyrillic is not
(*nj* is two letters in *injekcija*), so it only ever widens a search.
"""

from __future__ import annotations

import re
import unicodedata

_SINGLE = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
_DOUBLE = {"љ": "lj", "њ": "nj", "џ": "dž"}
_LATIN = {**_SINGLE, **_DOUBLE}
#: The thirty letters of the Serbian alphabet, both cases.
SERBIAN_LETTERS = frozenset("".join(_LATIN) + "".join(_LATIN).upper())

#: What keeps its letters even where they are Cyrillic: placeholders, addresses, targets of Markdown links.
_PROTECTED = re.compile(
    r"%\([^)\s]*\)[a-z]|\{\w*\}|\]\([^)\s]*|<?https?://[^\s)>\]]+|\bwww\.[^\s)>\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


def to_latin(cyrillic: str) -> str:
    """Return Serbian Cyrillic text in Latin script; all that is not a Serbian Cyrillic letter stays as it is.

    *Љ*, *Њ* and *Џ* become *LJ* in a word of capitals and *Lj* elsewhere; a letter that stands alone follows
    the word beside it ("Љ. Петровић" gives "Lj. Petrović", "Љ. ПЕТРОВИЋ" gives "LJ. PETROVIĆ").
    """
    parts, end = [], 0
    for kept in _PROTECTED.finditer(cyrillic):
        parts += [_latin_stretch(cyrillic, end, kept.start()), kept[0]]
        end = kept.end()
    return "".join([*parts, _latin_stretch(cyrillic, end, len(cyrillic))])


def _latin_stretch(text: str, start: int, end: int) -> str:
    return "".join(_latin_letter(text, place) for place in range(start, end))


def _latin_letter(text: str, place: int) -> str:
    letter = text[place]
    lower = letter.lower()
    latin = _LATIN.get(lower)
    if latin is None:
        return letter
    if letter == lower:
        return latin
    return latin.upper() if len(latin) == 1 or _is_among_capitals(text, place) else latin.capitalize()


def _is_among_capitals(text: str, place: int) -> bool:
    """Say whether the capital at ``place`` belongs to a word of capitals: the letter after it decides."""
    after = _letter(text, place, 1)
    if after:
        return after.isupper()
    before = _letter(text, place, -1)
    if before:
        return before.isupper()
    return _stands_beside_capitals(text, place)


def _letter(text: str, place: int, step: int) -> str:
    """Return the letter next to ``place`` in the same word, accents skipped, or nothing."""
    place += step
    while 0 <= place < len(text) and unicodedata.combining(text[place]):
        place += step
    return text[place] if 0 <= place < len(text) and text[place].isalpha() else ""


def _stands_beside_capitals(text: str, place: int) -> bool:
    """Decide for a letter on its own (an initial, a list mark) by the nearest longer word, the next one first."""
    line_start, line_end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    following = _WORD.findall(text, place + 1, line_end if line_end >= 0 else len(text))
    preceding = _WORD.findall(text, line_start, place)[::-1]
    for words in (following, preceding):
        longer: str = next((word for word in words if len(word) > 1), "")
        if longer:
            return longer.isupper()
    return False


# --- search --------------------------------------------------------------------------------------------

_CYRILLIC = {latin: cyrillic for cyrillic, latin in _SINGLE.items()}
_CYRILLIC_DOUBLE = {latin: cyrillic for cyrillic, latin in _DOUBLE.items()}

#: Beginnings (of the word or after a prefix) in which *nj*, *lj* or *dž* are two letters; "·" parts them.
_PARTED_STEMS = (
    "in·jekc in·jekt in·juri kon·jug kon·junk kon·jekt dis·junk van·jezi tan·jug an·jon "
    "nad·žive nad·živl nad·živi nad·žnje nad·žnji nad·žup pod·žanr pod·žig pod·žeć pod·žeg pod·žup "
    "od·živ od·žal od·žar od·žubor od·žvak pred·živ"
)
_PARTED = _PARTED_STEMS.split()
_PARTED_WORD = re.compile("|".join(re.escape(stem.replace("·", "")) for stem in _PARTED), re.IGNORECASE)
_PARTED_AT = {stem.replace("·", ""): stem.index("·") for stem in _PARTED}
#: Names that Serbian Cyrillic text itself writes in Latin letters.
_LATIN_WORDS = "cites qr gps gpx iucn wwf pdf http https www html url email oie woah usb sms pcr"
_LATIN_NAMES = frozenset(_LATIN_WORDS.split())
_LATIN_TOKEN = re.compile(r"[^\W\d_]+")


def to_cyrillic_search(latin: str) -> str:
    """Return Serbian Latin text in Cyrillic, well enough to search with and never to show.

    Words with q, w, x or y, and names such as CITES, stay Latin, as do placeholders and addresses.
    """
    latin = unicodedata.normalize("NFC", latin)
    parts, end = [], 0
    for kept in _PROTECTED.finditer(latin):
        parts += [_LATIN_TOKEN.sub(_cyrillic_word, latin[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _LATIN_TOKEN.sub(_cyrillic_word, latin[end:])])


def _cyrillic_word(found: re.Match[str]) -> str:
    word = found[0]
    lower = word.lower()
    if len(lower) != len(word) or lower in _LATIN_NAMES or set(lower) & set("qwxy"):
        return word
    parted = {stem.start() + _PARTED_AT[stem[0].lower()] for stem in _PARTED_WORD.finditer(word)}
    letters, place = [], 0
    while place < len(word):
        pair = lower[place : place + 2]
        is_pair = pair in _CYRILLIC_DOUBLE and place + 1 not in parted
        letter = _CYRILLIC_DOUBLE[pair] if is_pair else _CYRILLIC.get(lower[place], word[place])
        letters.append(letter.upper() if word[place].isupper() else letter)
        place += 2 if is_pair else 1
    return "".join(letters)


_NEIGHBOURS = {"ѓ": "g", "ќ": "k", "ѕ": "z", "й": "j", "щ": "st", "ъ": "a", "ь": "", "ю": "ju", "я": "ja"}
_EASTERN = {"ы": "i", "э": "e", "ё": "e", "ѝ": "i", "є": "e", "і": "i", "ї": "i"}
#: Latin letters that carry no separable accent.
_WHOLE = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
_FOLDED = str.maketrans({**_LATIN, **_NEIGHBOURS, **_EASTERN, **_WHOLE})


def fold(text: str) -> str:
    """Return ``text`` for comparing in search: small letters of one script, without accents.

    One query then finds both Serbian scripts, *đ* as *d*, Greek without its tonos and either Turkish *i*.
    The same text always folds alike, and folding again changes nothing.
    """
    folded = unicodedata.normalize("NFKC", text)
    while True:
        bare = _without_marks(unicodedata.normalize("NFC", folded.casefold()).translate(_FOLDED))
        if bare == folded:
            return bare
        folded = bare


def _without_marks(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn")
