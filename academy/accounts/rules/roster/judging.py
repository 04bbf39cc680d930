"""Each row of a list held against the branch.

Whoever the branch does not know under a call-sign or an address that is taken gets one and the same refusal,
whatever the reason, so that a list tells nothing about other agencies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from academy.accounts.rules.names import fold_call_sign, fold_email, is_call_sign, is_email, is_latin_name
from academy.accounts.rules.roster.terms import (
    COLUMNS,
    LONGEST_NAME,
    Branch,
    Fate,
    Judged,
    Known,
    Report,
    Row,
    Said,
    Wanted,
)
from academy.accounts.rules.writing import has_mixed_scripts, is_plain, tidied
from academy.agencies.rules import is_vouched

#: What is said of whoever is somebody else's, whatever the reason.
CANNOT = Said("cannot-be-taken")

#: What is a person's own, whatever unit she is in.
_OWN = frozenset({"call_sign", "legal_name", "latin_name", "email", "language"})


def judge(rows: Sequence[Row], branch: Branch) -> Report:
    """Judge a list; the order of its rows changes nothing but the order of the report."""
    judging = _Judging(branch)
    judged = _without_twins([judging.row(row) for row in rows])
    named = {each.known.id for each in judged if each.known}
    missing = [each for each in branch.people if each.places and each.id not in named]
    return Report(judged, sorted(missing, key=lambda each: (each.legal_name.casefold(), each.call_sign)))


def _without_twins(judged: Sequence[Judged]) -> list[Judged]:
    """Refuse rows that share a call-sign, an address or a person with another row."""
    names = [{f"call_sign:{fold_call_sign(each.wanted.call_sign)}"} for each in judged]
    for found, each in zip(names, judged, strict=True):
        if each.wanted.email:
            found.add(f"email:{fold_email(each.wanted.email)}")
        if each.known:
            found.add(f"person:{each.known.id}")
        found.discard("call_sign:")
    seen: dict[str, list[int]] = {}
    for found, each in zip(names, judged, strict=True):
        for name in found:
            seen.setdefault(name, []).append(each.number)
    return [
        _twin(each, sorted({line for name in found for line in seen[name]} - {each.number}))
        for found, each in zip(names, judged, strict=True)
    ]


def _twin(each: Judged, others: list[int]) -> Judged:
    if not others:
        return each
    said = Said("row-twice", values={"rows": ", ".join(map(str, others[:5]))})
    return replace(each, fate=Fate.REFUSED, problems=(*each.problems, said))


class _Judging:
    """One branch, ready to be asked about rows."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self.by_call_sign = {fold_call_sign(each.call_sign): each for each in branch.people}
        self.by_email = {fold_email(each.email): each for each in branch.people if each.email}
        self.units = {_folded(each.name): each for each in branch.units}
        #: Names of units that only some letters' case or accents' spelling tells apart name none of them.
        for name, count in Counter(_folded(each.name) for each in branch.units).items():
            if count > 1:
                del self.units[name]

    def row(self, row: Row) -> Judged:
        """Judge one row by itself."""
        cells = {name: tidied(cell) for name, cell in row.cells.items()}
        known, problems = self._whose(cells)
        if known and not known.is_here:
            return self._gone(row, cells, known)
        problems += self._field_problems(cells, known)
        wanted = self._wanted(cells, known)
        if row.fault:
            problems = [row.fault]
        elif known is None and not problems:
            problems += self._newcomer_problems(wanted)
        elif known and not problems:
            problems += self._change_problems(known, wanted)
        if problems:
            return Judged(row.number, Fate.REFUSED, wanted, known, problems=tuple(problems))
        changes = _changes(known, wanted) if known else ()
        return Judged(
            row.number, _fate(known, changes), wanted, known, changes, notes=_notes(wanted, changes, known),
            is_vouched=known is None and self._is_vouched(wanted),
        )  # fmt: skip

    def _gone(self, row: Row, cells: Mapping[str, str], known: Known) -> Judged:
        """Judge a row about somebody who has left: it tells what is on record, so that a list stays repeatable."""
        wanted = self._wanted(cells, None)
        if wanted.ends_on and known.left_on == wanted.ends_on and not row.fault:
            return Judged(row.number, Fate.UNCHANGED, wanted, known)
        return Judged(row.number, Fate.REFUSED, wanted, problems=(row.fault or CANNOT,))

    def _is_vouched(self, wanted: Wanted) -> bool:
        unit = wanted.unit or self.branch.home
        return is_vouched(wanted.email, self.branch.domains.get(unit.id, frozenset()))

    def _whose(self, cells: Mapping[str, str]) -> tuple[Known | None, list[Said]]:
        """Return whom a row is about, and what stands against it."""
        call_sign, email = cells.get("call_sign", ""), cells.get("email", "")
        names = [fold_call_sign(call_sign)] if call_sign else []
        names += [fold_email(email)] if is_email(email) else []
        if any(name in self.branch.taken for name in names):
            return None, [CANNOT]
        by_call_sign = self.by_call_sign.get(fold_call_sign(call_sign))
        by_email = self.by_email.get(fold_email(email)) if is_email(email) else None
        if by_call_sign and by_email and by_call_sign is not by_email:
            if not (by_call_sign.is_here and by_email.is_here):
                return None, [CANNOT]
            return None, [Said("two-people", "email", {"call_sign": by_email.call_sign})]
        return by_call_sign or by_email, []

    def _field_problems(self, cells: Mapping[str, str], known: Known | None) -> list[Said]:
        found: list[Said] = []
        call_sign, legal_name = cells.get("call_sign", ""), cells.get("legal_name", "")
        is_same = known is not None and fold_call_sign(known.call_sign) == fold_call_sign(call_sign)
        if (call_sign or known is None) and not is_same and not is_call_sign(call_sign):
            found.append(Said("call-sign-malformed" if call_sign else "call-sign-missing", "call_sign"))
        if known is None and not legal_name:
            found.append(Said("name-missing", "legal_name"))
        for column in ("legal_name", "latin_name"):
            found += _name_problems(column, cells.get(column, ""))
        if (email := cells.get("email", "")) and not is_email(email):
            found.append(Said("email-malformed", "email"))
        if (unit := cells.get("unit", "")) and _folded(unit) not in self.units:
            found.append(Said("unit-unknown", "unit", {"name": unit[:80]}))
        if (language := cells.get("language", "")) and _folded(language) not in self.branch.languages:
            found.append(Said("language-unknown", "language", {"name": language[:40]}))
        if (day := cells.get("leaves_on", "")) and day_of(day) is None:
            found.append(Said("day-malformed", "leaves_on", {"day": day[:40]}))
        return found

    def _wanted(self, cells: Mapping[str, str], known: Known | None) -> Wanted:
        """Return how a row wants its person; what it leaves empty stays as it is."""
        language = self.branch.languages.get(_folded(cells.get("language", "")), "")
        unit = self.units.get(_folded(cells.get("unit", "")))
        day = day_of(cells.get("leaves_on", ""))
        call_sign = cells.get("call_sign", "")
        if known and (not call_sign or fold_call_sign(call_sign) == fold_call_sign(known.call_sign)):
            call_sign = known.call_sign
        email = cells.get("email", "")
        if known and (not email or (is_email(email) and fold_email(email) == fold_email(known.email or "@"))):
            email = known.email
        return Wanted(
            call_sign=call_sign,
            legal_name=cells.get("legal_name") or (known.legal_name if known else ""),
            latin_name=cells.get("latin_name") or (known.latin_name if known else ""),
            email=email,
            language=known.language
            if known and (known.has_come or not language)
            else language or self.branch.language,
            unit=unit or (None if known else self.branch.home),
            ends_on=day + timedelta(days=1) if day else None,
        )

    def _newcomer_problems(self, wanted: Wanted) -> list[Said]:
        if wanted.ends_on and wanted.ends_on <= self.branch.on:
            return [Said("day-past", "leaves_on")]
        return []

    def _change_problems(self, known: Known, wanted: Wanted) -> list[Said]:
        changes = _changes(known, wanted)
        own = [column for column in changes if column in _OWN]
        if own and not known.may_change:
            return [Said("not-yours-to-change", own[0])]
        if "unit" in changes and (reason := _moving_problem(known)):
            return [Said(reason, "unit")]
        if "leaves_on" in changes and (reason := _leaving_problem(known, wanted)):
            return [Said(reason, "leaves_on")]
        return []


def day_of(text: str) -> date | None:
    """Read a day: ``2026-12-31``, as workbooks give it, or ``31.12.2026``, ``31/12/2026``, as people here write it."""
    parts = text.removesuffix(".").replace("/", ".").split(".") if "-" not in text else text.split("-")[::-1]
    try:
        day, month, year = (int(part) for part in parts if len(part.strip()) <= 4 and part.strip().isascii())
        return date(year, month, day) if 2000 <= year <= 2100 else None
    except ValueError:
        return None


def _name_problems(column: str, name: str) -> list[Said]:
    if not name:
        return []
    if not is_plain(name):
        return [Said("name-hidden", column)]
    if len(name) > LONGEST_NAME:
        return [Said("name-long", column, {"most": str(LONGEST_NAME)})]
    if not any(sign.isalpha() for sign in name):
        return [Said("name-no-letters", column)]
    return [Said("name-not-latin", column)] if column == "latin_name" and not is_latin_name(name) else []


def _moving_problem(known: Known) -> str:
    if len(known.places) > 1:
        return "many-units"
    return "moves-and-leaves" if any(place.ends_on for place in known.places) else ""


def _leaving_problem(known: Known, wanted: Wanted) -> str:
    if len(known.places) != 1:
        return "many-units" if known.places else "no-unit-to-leave"
    if wanted.unit and wanted.unit.id != known.places[0].unit_id:
        return "moves-and-leaves"
    is_before = wanted.ends_on is not None and wanted.ends_on <= known.places[0].starts_on
    return "day-before-beginning" if is_before else ""


def _changes(known: Known, wanted: Wanted) -> tuple[str, ...]:
    units = {place.unit_id for place in known.places}
    ends = {place.ends_on for place in known.places}
    compared = {
        "call_sign": known.call_sign != wanted.call_sign,
        "legal_name": tidied(known.legal_name) != wanted.legal_name,
        "latin_name": tidied(known.latin_name) != wanted.latin_name,
        "email": known.email != wanted.email,
        "unit": wanted.unit is not None and wanted.unit.id not in units,
        "language": known.language != wanted.language,
        "leaves_on": wanted.ends_on is not None and ends != {wanted.ends_on},
    }
    return tuple(column for column in COLUMNS if compared[column])


def _fate(known: Known | None, changes: Iterable[str]) -> Fate:
    if known is None:
        return Fate.ADD
    if "unit" in changes and known.places:
        return Fate.MOVE
    return Fate.CHANGE if changes else Fate.UNCHANGED


def _notes(wanted: Wanted, changes: Sequence[str], known: Known | None) -> tuple[Said, ...]:
    is_new = known is None or "legal_name" in changes
    return (Said("mixed-scripts", "legal_name"),) if is_new and has_mixed_scripts(wanted.legal_name) else ()


def _folded(text: str) -> str:
    return tidied(text).casefold()
