"""QTI: single items and content packages in, of 2.1, 2.2 and 3.0; content packages of 3.0 out.

After 1EdTech's information models (https://www.imsglobal.org/spec/qti/v3p0/impl). What every item has is read and
written here; what is a kind's own, by the kind's part.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from academy import richtext
from academy.courses.package.zipped import write_zip
from academy.items.formats.decoding import weigh
from academy.items.formats.parts import part, parts
from academy.items.formats.pictures import size_of
from academy.items.formats.qti_items import written
from academy.items.formats.qti_names import as_two
from academy.items.formats.qti_package import MANIFEST, Resource, manifest, resources, shown_names
from academy.items.formats.reading import Going, Gone, Loss, Reading, Refused, left_out, lost
from academy.items.formats.safe_xml import MOST_ELEMENTS, parsed
from academy.items.formats.safe_zip import SafeZip
from academy.items.formats.settling import Found, Settling, file_name_of, tags_of, unsaid
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, plain_number
from academy.items.kinds.qti import ALWAYS_KEPT, Canvas, Question

_SIGNS = (b"assessmentItem", b"qti-assessment-item")
_ROOTS = ("assessmentItem",)
_ZIPPED = b"PK\x03\x04"
#: Bytes in which the first element of a single item is looked for.
_BEGINNING = 4_000
#: Coordinates on a picture are at least as fine as ours, which are thousandths.
_FINE = 1000


@dataclass(frozen=True)
class _Item:
    """An item that was read from a file, not yet as a question."""

    number: int
    root: Element
    resource: Resource
    files: Mapping[str, bytes]


class Qti:
    """The format of 1EdTech for items and tests."""

    name = "qti"
    suffix = ".zip"
    mimetype = "application/zip"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Say whether it is a zip, or begins as an item does."""
        if content.startswith(_ZIPPED):
            return not name.casefold().endswith((".xlsx", ".xlsm"))
        return name.casefold().endswith(".zip") or any(sign in content[:_BEGINNING] for sign in _SIGNS)

    def read(self, content: bytes) -> Reading:
        """Read a package or a single item. Raises Refused."""
        settling = Settling(self.name)
        if content.startswith(_ZIPPED) or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            found = _packed(content, settling)
        else:
            root = parsed(content).root
            found = [_Item(1, root, Resource(""), {})]
        _weighed(found)
        for each in found:
            _read_item(each, settling)
        return settling.reading()

    def write(self, items: Sequence[Going]) -> Gone:
        """Write a content package: a manifest, a file for each item, and its pictures beside it."""
        losses, files, held = list[Loss](), list[tuple[str, bytes]](), list[Resource]()
        taken: set[str] = set()
        for going in items:
            notes = Notes()
            try:
                resource, made = _written(going, _free(going.item.key, taken), notes)
            except CannotSay as error:
                losses.append(left_out(going.item, error))
                continue
            taken.add(resource.href)
            held.append(resource)
            files.extend(made)
            lost(losses, going.item, notes)
        made_zip = io.BytesIO()
        write_zip(made_zip, [(MANIFEST, manifest(held)), *files])
        return Gone(made_zip.getvalue(), losses)


def _packed(content: bytes, settling: Settling) -> list[_Item]:
    zipped = SafeZip(content)
    named = resources(zipped)
    found, count = list[_Item](), 0
    for number, resource in enumerate(named, start=1):
        if resource.href not in zipped:
            settling.refuse(number, CannotSay("qti-no-file"), name=resource.href)
            continue
        root = parsed(zipped.read(resource.href)).root
        elements = list(root.iter())
        count += len(elements)
        if count > MOST_ELEMENTS:
            raise Refused("xml-many", most=MOST_ELEMENTS)
        addresses = [each.get(name, "") for each in elements for name in ("src", "data") if each.get(name)]
        names = dict(shown_names(posixpath.dirname(resource.href), addresses[:20], zipped))
        files = {address: zipped.read(name) for address, name in names.items()}
        found.append(_Item(number, root, resource, files))
    return found


def _weighed(found: list[_Item]) -> None:
    """Refuse items whose texts would take too long to read; each element counts as a tag does."""
    weigh(
        f"<{each.text or ''}{each.tail or ''}{''.join(each.attrib.values())}"
        for item in found
        for each in item.root.iter()
    )


def _read_item(each: _Item, settling: Settling) -> None:
    item = as_two(each.root)
    name = item.get("title", "") or item.get("identifier", "")
    question = Question(item, Notes(), each.files, lambda source: size_of(source, each.files[source]))
    try:
        if item.tag not in _ROOTS:
            raise CannotSay("qti-no-item", tag=item.tag[:60])
        found = _found(question, each)
    except CannotSay as error:
        settling.refuse(each.number, error, name=name)
        return
    settling.add(found)


def _found(question: Question, each: _Item) -> Found:
    for kind, module in parts(Qti.name):
        own = module.read(question)
        if own is None:
            continue
        prompt = own.pop("prompt", None) or question.prompt()
        data = {**_common(question), **own}
        if question.picture is not None:
            alt = question.picture["alt"]
            shown = _name_of(question.picture["file"])
            if not alt:
                question.notes.add("picture-words-missing", name=shown)
            data["picture"] = {"file": shown, "alt": richtext.folded(alt) or "–"}
        item = question.item
        identifier = item.get("identifier", "")
        return Found(
            each.number, kind, prompt, data, question.notes, each.resource.category,
            id=identifier[1:] if identifier[:1] == "_" and identifier[1:2].isdigit() else identifier,
            name=item.get("title", ""), tags=list(each.resource.tags), files=_pictures(question),
        )  # fmt: skip
    types = sorted({found.tag for found in question.interactions()})
    if not types:
        raise CannotSay("type-description")
    raise CannotSay("type-unknown", type=", ".join(types)[:80])


def _pictures(question: Question) -> dict[str, bytes]:
    if question.picture is None:
        return {}
    source = question.picture["file"]
    return {_name_of(source): question.files[source]}


def _name_of(address: str) -> str:
    return file_name_of(posixpath.basename(unquote(address)))


def _common(question: Question) -> Data:
    item, data = question.item, Data()
    outcomes = {each.get("identifier"): each for each in item.findall("outcomeDeclaration")}
    nothing = Element("none")
    most = outcomes.get("MAXSCORE", nothing).findtext("defaultValue/value") or ""
    most = most or outcomes.get("SCORE", nothing).get("normalMaximum") or "1"
    points = decimal_of(most)
    if points is None or points <= 0:
        question.notes.add("points-one", points=most[:20])
    elif points != 1:
        data["points"] = plain_number(points)
    if said := _said(question):
        data["feedback"] = said
    if item.find("templateProcessing") is not None:
        raise CannotSay("type-calculated")
    return data


def _said(question: Question) -> Data:
    """Return what is said to a right and to a wrong response: by its name, or by what makes it appear."""
    said: dict[str, list[str]] = {"right": [], "wrong": []}
    for each in question.item.findall("modalFeedback"):
        side = _side(question, each)
        text = question.text_of(each)
        if side and text:
            said[side].append(text)
        elif text:
            question.notes.add("qti-feedback-dropped")
    return {side: "\n\n".join(texts) for side, texts in said.items() if texts}


def _side(question: Question, feedback: Element) -> str:
    name, outcome = feedback.get("identifier", ""), feedback.get("outcomeIdentifier", "")
    if feedback.get("showHide", "show") != "show":
        return ""
    if name in ("right", "wrong"):
        return name
    processing = question.item.find("responseProcessing")
    for condition in processing.iter("responseCondition") if processing is not None else ():
        for branch in condition:
            if any(_sets(each, outcome, name) for each in branch.findall("setOutcomeValue")):
                is_right = branch.tag == "responseIf" and next(branch.iter("correct"), None) is not None
                return "right" if is_right else "wrong" if branch.tag == "responseElse" else ""
    return {"correct": "right", "incorrect": "wrong"}.get(name.casefold(), "")


def _sets(element: Element, outcome: str, name: str) -> bool:
    values = [(each.text or "").strip() for each in element.iter("baseValue")]
    return element.get("identifier") == outcome and values == [name]


def _free(key: str, taken: set[str]) -> str:
    """Return a key that no other item of the package has: those of a bank need not differ."""
    name, number = key, 1
    while _href(name) in taken:
        number += 1
        name = f"{key}-{number}"
    return name


def _href(name: str) -> str:
    return f"items/{name}.xml"


def _written(going: Going, key: str, notes: Notes) -> tuple[Resource, list[tuple[str, bytes]]]:
    item = going.item
    module = part(item.kind, Qti.name)
    if module is None:
        raise CannotSay("kind-unsaid", kind=item.kind)
    files, src, canvas = list[tuple[str, bytes]](), "", None
    picture = item.picture
    if picture is not None and picture.file in going.files:
        src = f"{key}/{picture.file}"
        canvas = _canvas(src, picture.file, going.files[picture.file])
        files.append((f"items/{src}", going.files[picture.file]))
        if picture.caption:
            notes.add("lost-picture-caption")
    elif picture is not None:
        notes.add("lost-picture")
    made = module.write(item, notes, canvas)
    unsaid(item, notes, keeps=ALWAYS_KEPT | frozenset(module.KEEPS))
    name = f"_{key}" if key[0].isdigit() else key
    href = _href(key)
    resource = Resource(href, tags_of(item), going.category, [file for file, _content in files])
    return resource, [(href, written(item, name, made, src=src)), *files]


def _canvas(src: str, name: str, content: bytes) -> Canvas | None:
    found = size_of(name, content)
    if found is None or min(found) < 1:
        return None
    times = ceil(_FINE / min(found))
    return Canvas(src, found[0] * times, found[1] * times)


QTI = Qti()
