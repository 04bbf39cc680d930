"""The manifest of a content package: which items it holds, in what order, and what is said of each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

from academy.items.formats.qti_items import HEAD
from academy.items.formats.reading import MOST_ITEMS, Refused
from academy.items.formats.safe_xml import parsed
from academy.items.formats.safe_zip import SafeZip

MANIFEST = "imsmanifest.xml"
_NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_ITEM = "imsqti_item"
#: What the place in the bank is called among an item's classifications.
_CATEGORY = "item-bank-category"


@dataclass(frozen=True)
class Resource:
    """An item of a package: its file, its tags, its category, and the files it shows by their names in the zip."""

    href: str
    tags: Sequence[str] = ()
    category: str = ""
    files: Sequence[str] = ()


def resources(zipped: SafeZip) -> list[Resource]:
    """Return the items a package names. Raises Refused."""
    names = [name for name in zipped.names() if posixpath.basename(name) == MANIFEST]
    if not names:
        raise Refused("manifest-missing")
    name = min(names, key=len)
    folder = posixpath.dirname(name)
    root = parsed(zipped.read(name)).root
    found = [each for each in root.iter() if _local(each) == "resource" and _is_item(each)]
    if len(found) > MOST_ITEMS:
        raise Refused("too-many-items", most=MOST_ITEMS)
    return [_resource(each, folder) for each in found]


def manifest(written: Sequence[Resource]) -> bytes:
    """Return the manifest of a package."""
    root = Element("manifest", {"xmlns": _NAMESPACE, "identifier": "items"})
    about = SubElement(root, "metadata")
    SubElement(about, "schema").text = "QTI Package"
    SubElement(about, "schemaversion").text = "3.0.0"
    SubElement(root, "organizations")
    holder = SubElement(root, "resources")
    for number, each in enumerate(written, start=1):
        resource = SubElement(
            holder,
            "resource",
            {"identifier": f"item-{number}", "type": f"{_ITEM}_xmlv3p0", "href": each.href},
        )
        _describe(resource, each)
        for name in (each.href, *each.files):
            SubElement(resource, "file", {"href": name})
        resource.tail = "\n"
    return HEAD + bytes(tostring(root, "utf-8")) + b"\n"


def resolved(folder: str, address: str) -> str:
    """Return the name within a zip that an address beside a file leads to; empty where it leads out."""
    plain = unquote(address.partition("?")[0].partition("#")[0])
    name = posixpath.normpath(posixpath.join(folder, plain))
    return "" if name.startswith(("..", "/")) or ":" in name else name


def _describe(resource: Element, each: Resource) -> None:
    if not each.tags and not each.category:
        return
    lom = SubElement(SubElement(resource, "metadata"), "lom", {"xmlns": _LOM})
    if each.tags:
        general = SubElement(lom, "general")
        for tag in each.tags:
            SubElement(SubElement(general, "keyword"), "string").text = tag
    if each.category:
        path = SubElement(SubElement(lom, "classification"), "taxonPath")
        SubElement(SubElement(path, "source"), "string").text = _CATEGORY
        SubElement(SubElement(SubElement(path, "taxon"), "entry"), "string").text = each.category


def _resource(element: Element, folder: str) -> Resource:
    tags = [words for each in element.iter() if _local(each) == "keyword" and (words := _words(each))]
    category = ""
    for path in (each for each in element.iter() if _local(each) == "taxonPath"):
        parts = {_local(each): each for each in path}
        if "source" in parts and "taxon" in parts and _words(parts["source"]) == _CATEGORY:
            category = _words(parts["taxon"])
    return Resource(resolved(folder, element.get("href", "")), tags, category)


def _is_item(element: Element) -> bool:
    return element.get("type", "").startswith(_ITEM)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def shown_names(folder: str, addresses: Sequence[str], zipped: SafeZip) -> Iterator[tuple[str, str]]:
    """Yield each address that leads to a file of the zip, with that file's name."""
    for address in addresses:
        name = resolved(folder, address)
        if name in zipped:
            yield address, name
