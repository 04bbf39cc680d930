"""Moodle XML, in and out.

What every question has is read and written here; what is a kind's own, by the kind's part. Moodle's format is
described at https://docs.moodle.org/en/Moodle_XML_format and by ``question/format/xml/format.php``.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from academy import richtext
from academy.items.content import Item
from academy.items.formats.decoding import weigh
from academy.items.formats.parts import part, parts
from academy.items.formats.reading import Going, Gone, Loss, Reading, Refused, left_out, lost
from academy.items.formats.safe_xml import Document, parsed
from academy.items.formats.settling import (
    Found,
    Settling,
    file_name_of,
    join_general,
    tags_of,
    title_of,
    unsaid,
)
from academy.items.kinds.exchange import (
    CannotSay,
    Data,
    Level,
    Notes,
    decimal_of,
    plain_number,
    written_number,
)
from academy.items.kinds.moodle import ALWAYS_KEPT, Question, Written, plain, rich, words_of

#: Moodle's name for a course's own place among its categories.
_TOP = ("$course$", "$system$", "$cat1$", "$module$", "$category$", "top")
#: What Moodle has and no kind here: its name says it to an author.
_UNKNOWN = {
    "description": "type-description", "random": "type-random", "randomsamatch": "type-random",
    "calculated": "type-calculated", "calculatedmulti": "type-calculated", "calculatedsimple": "type-calculated",
    "ddmarker": "type-picture", "ddimageortext": "type-picture",
}  # fmt: skip


class Moodle:
    """Moodle's own format: what its question bank exports and imports."""

    name = "moodle"
    suffix = ".xml"
    mimetype = "application/xml"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Say whether it is XML by its name or its beginning; not that it is Moodle's."""
        return name.casefold().endswith(".xml") or content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
            b"<?xml"
        )

    def read(self, content: bytes) -> Reading:
        """Read a file. Raises Refused."""
        document = parsed(content)
        if document.root.tag != "quiz":
            raise Refused("xml-not-moodle", tag=document.root.tag[:60])
        weigh(element.text for element in document.root.iter() if element.text and element.tag != "file")
        settling, category = Settling(self.name), ""
        for element in document.root:
            line = document.line_of(element)
            if element.tag != "question":
                settling.line(line, Level.APPROXIMATED, "element-unknown", tag=str(element.tag)[:60])
            elif element.get("type") == "category":
                category = _category(words_of(_child(element, "category")))
                settling.line(line, Level.UNDERSTOOD, "category", category=category or "/")
                if words_of(_child(element, "info")):
                    settling.line(line, Level.APPROXIMATED, "category-info-dropped", category=category)
            else:
                _read_question(element, document, category, settling)
        return settling.reading()

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items, each category before those that are in it."""
        root, losses, category = Element("quiz"), list[Loss](), ""
        for going in items:
            notes = Notes()
            try:
                element = _written(going, notes)
            except CannotSay as error:
                losses.append(left_out(going.item, error))
                continue
            if going.category != category:
                category = going.category
                root.append(_category_element(category))
            root.append(element)
            lost(losses, going.item, notes)
        _indent(root)
        return Gone(b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "utf-8") + b"\n", losses)


def _read_question(element: Element, document: Document, category: str, settling: Settling) -> None:
    line, type_ = document.line_of(element), element.get("type", "")
    question = Question(element, type_, line, Notes())
    name = question.words("name")
    try:
        found = _found(question, name)
    except CannotSay as error:
        settling.refuse(line, error, name=name)
        return
    found.category = category
    settling.add(found)


def _found(question: Question, name: str) -> Found:
    if question.kind in _UNKNOWN:
        raise CannotSay(_UNKNOWN[question.kind])
    prompt = question.text("questiontext")
    for kind, module in parts(Moodle.name):
        if question.kind in module.TYPES and (own := module.read(question)) is not None:
            data = {"prompt": prompt, **_common(question), **own}
            return Found(
                question.line, kind, data.pop("prompt"), _with_picture(question, data), question.notes,
                id=question.words("idnumber"), name=name, files=_renamed(question),
                tags=[words_of(tag) for tag in question.element.findall("tags/tag") if words_of(tag)],
            )  # fmt: skip
    raise CannotSay("type-unknown", type=question.kind[:40])


def _common(question: Question) -> Data:
    data: Data = {}
    points = decimal_of(question.words("defaultgrade", "1"))
    if points is None or points <= 0:
        question.notes.add("points-one", points=question.words("defaultgrade")[:20])
    elif points != 1:
        data["points"] = plain_number(points)
    if hints := [text for hint in question.element.findall("hint") if (text := question.text_of(hint))]:
        data["hints"] = hints
    if any(hint.find("clearwrong") is not None or hint.find("shownumcorrect") is not None
           for hint in question.element.findall("hint")):  # fmt: skip
        question.notes.add("hint-options-dropped")
    if question.words("hidden") == "1":
        question.notes.add("hidden-shown")
    return data


def _with_picture(question: Question, own: Data) -> Data:
    join_general(own, question.text("generalfeedback"), question.notes)
    if question.picture is not None:
        alt = question.picture["alt"]
        if not alt:
            question.notes.add("picture-words-missing", name=question.picture["file"])
        own["picture"] = {"file": file_name_of(question.picture["file"]), "alt": richtext.folded(alt) or "–"}
    shown = question.picture["file"] if question.picture else ""
    for name in question.files:
        if name != shown:
            question.notes.add("file-dropped", name=name[:80])
    return own


def _renamed(question: Question) -> dict[str, bytes]:
    if question.picture is None:
        return {}
    name = question.picture["file"]
    return {file_name_of(name): question.files[name]}


def _written(going: Going, notes: Notes) -> Element:
    item = going.item
    module = part(item.kind, Moodle.name)
    if module is None:
        raise CannotSay("kind-unsaid", kind=item.kind)
    written: Written = module.write(item, notes)
    unsaid(item, notes, keeps=ALWAYS_KEPT | frozenset(module.KEEPS))
    question = Element("question", {"type": written.type})
    _named(question, "name", title_of(item))
    question.append(_question_text(going, written, notes))
    question.append(rich("generalfeedback", _general(item) if "feedback" not in module.KEEPS else ""))
    question.append(plain("defaultgrade", written_number(item.points)))
    question.append(plain("penalty", "0.3333333" if item.hints else "0"))
    question.append(plain("hidden", "0"))
    question.append(plain("idnumber", item.key))
    question.extend(written.elements)
    question.extend(rich("hint", hint) for hint in item.hints)
    if tags := tags_of(item):
        holder = SubElement(question, "tags")
        for tag in tags:
            _named(holder, "tag", tag)
    return question


def _general(item: Item) -> str:
    said = item.feedback
    return (said.right or "") if said and said.right == said.wrong else ""


def _question_text(going: Going, written: Written, notes: Notes) -> Element:
    picture = going.item.picture
    element = rich("questiontext", going.item.prompt)
    text = element.find("text")
    if text is not None and written.text is not None:
        text.text = written.text
    files = dict(written.files)
    if picture is not None and picture.file not in files:
        content = going.files.get(picture.file)
        if content is None:
            notes.add("lost-picture")
            return element
        if picture.caption:
            notes.add("lost-picture-caption")
        files[picture.file] = content
        if text is not None:
            image = tostring(
                Element("img", {"src": f"@@PLUGINFILE@@/{picture.file}", "alt": richtext.plain(picture.alt)}),
                "unicode",
            )
            text.text = f"{text.text or ''}<p>{image}</p>"
    for name, content in files.items():
        element.append(plain("file", base64.b64encode(content).decode(), name=name, encoding="base64"))
    return element


def _category(path: str) -> str:
    names = path.replace("//", "\x00").split("/")
    names = [name.replace("\x00", " – ").strip() for name in names]
    while names and names[0].casefold() in _TOP:
        names.pop(0)
    return "/".join(name for name in names if name)


def _category_element(category: str) -> Element:
    element = Element("question", {"type": "category"})
    _named(element, "category", "/".join(["$course$", "top", *([category] if category else [])]))
    return element


def _named(parent: Element, tag: str, text: str) -> None:
    SubElement(SubElement(parent, tag), "text").text = text


def _child(element: Element, tag: str) -> Element:
    found = element.find(tag)
    return found if found is not None else Element(tag)


def _indent(root: Element) -> None:
    """Give every question, and each of its parts, a line of its own; texts are left as they are."""
    root.text = "\n"
    for question in root:
        question.text, question.tail = "\n  ", "\n"
        for place, child in enumerate(question, start=1):
            child.tail = "\n" if place == len(question) else "\n  "


MOODLE = Moodle()
