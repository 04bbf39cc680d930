"""Files from strangers who mean harm: refused in words, in little memory and time, without a socket."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
#: The child reads every attack in turn, with 256 MB for itself, five seconds of work each, and an eye on sockets and files.
CHILD = r"""
import io, json, resource, struct, sys, time, zipfile

from academy.items import formats
import academy.items.formats.sentences

opened = []
base = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (max(base, 0) + 256_000_000, resource.RLIM_INFINITY))
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith(("socket.", "urllib.")) else None)

M = 1_000_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
QUESTION = '<question type="truefalse"><questiontext><text>%s</text></questiontext></question>'
LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "ha">' + "".join(
    '<!ENTITY %s "%s">' % (chr(98 + n), ("&%s;" % chr(97 + n)) * 10) for n in range(9)) + ']><quiz>&j;</quiz>'
CSV = "kind,prompt,a,b,right\n"
ROW = "single-choice,Which?,one,two,a\n"
ITEM = ('<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="x" title="x">'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response>'
        '<qti-value>A</qti-value></qti-correct-response></qti-response-declaration><qti-item-body>%s'
        '<qti-choice-interaction response-identifier="RESPONSE"><qti-simple-choice identifier="A">a</qti-simple-choice>'
        '<qti-simple-choice identifier="B">b</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>')
MANIFEST = '<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources>%s</resources></manifest>'
RESOURCE = '<resource identifier="r" type="imsqti_item_xmlv3p0" href="%s"/>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'

def packed(files, method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return made.getvalue()

def package(*items, **more):
    files = {"imsmanifest.xml": MANIFEST % "".join(RESOURCE % ("i%d.xml" % n) for n in range(len(items)))}
    return packed({**files, **{"i%d.xml" % n: item for n, item in enumerate(items)}, **more})

BOOK = {name: zipfile.ZipFile(io.BytesIO(formats.format_named("xlsx").write([]).content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(formats.format_named("xlsx").write([]).content)).namelist()}

def book(**parts):
    return packed({**BOOK, **{name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}})

def lying(size):
    content = bytearray(packed({"imsmanifest.xml": MANIFEST % ""}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24:place + 28] = struct.pack("<I", size)
    return bytes(content)

def overlapping():
    content = bytearray(packed({"a.xml": "a" * 50_000, "b.xml": "b" * 50_000}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42:second + 46] = struct.pack("<I", 0)
    return bytes(content)

ATTACKS = {
    "csv long line": lambda: (CSV + "single-choice," + "a" * 9 * M, "x.csv"),
    "csv open quotation": lambda: (CSV + ROW + 'single-choice,"' + "a,\n" * 40_000, "x.csv"),
    "csv quotations": lambda: (CSV + '"' * 3 * M, "x.csv"),
    "csv many rows": lambda: (CSV + ROW * 200_000, "x.csv"),
    "csv empty rows": lambda: (CSV + "\n" * 9 * M, "x.csv"),
    "csv many cells": lambda: ("kind,prompt" + ",a" * 3 * M, "x.csv"),
    "csv bars": lambda: (CSV + "matching,p," + "|" * 99_000 + ",b,a\n", "x.csv"),
    "csv letters": lambda: (CSV + "single-choice,p,a,b," + "a " * 49_000 + "\n", "x.csv"),
    "csv heavy texts": lambda: (CSV + ("single-choice," + "<p><b>x</b>[*`_(]</p>" * 4_500 + ",a,b,a\n") * 100, "x.csv"),
    "csv apostrophes": lambda: (CSV + "single-choice," + "'" * 99_000 + "=,a,b,c\n", "x.csv"),
    "csv zero": lambda: (CSV.encode() + b"a\x00b\n", "x.csv"),
    "csv utf-32": lambda: (CSV.encode("utf-32"), "x.csv"),
    "csv half a utf-16": lambda: (CSV.encode("utf-16") + b"a", "x.csv"),
    "csv no code page": lambda: (CSV.encode() + b"\x81\x98\xff\n", "x.csv"),
    "csv of nothing": lambda: (b"", "x.csv"),
    "csv without a head": lambda: ("a,b\n" * M, "x.csv"),
    "xlsx no zip": lambda: (b"PK\x03\x04" + b"a" * M, "x.xlsx"),
    "xlsx bomb": lambda: (book(xl__sharedStrings_xml=b"<a>" + b"a" * 30 * M), "x.xlsx"),
    "xlsx laughs": lambda: (book(xl__worksheets__sheet1_xml=LAUGHS), "x.xlsx"),
    "xlsx utf-16 laughs": lambda: (book(xl__worksheets__sheet1_xml=LAUGHS.encode("utf-16")), "x.xlsx"),
    "xlsx many strings": lambda: (book(xl__sharedStrings_xml="<sst>" + "".join("<si><t>%d</t></si>" % n for n in range(200_000))), "x.xlsx"),
    "xlsx many cells": lambda: (book(xl__worksheets__sheet1_xml=SHEET % ("<row r='1'>" + "".join("<c r='A%d'/>" % n for n in range(340_000)) + "</row>")), "x.xlsx"),
    "xlsx cells at the edge": lambda: (book(xl__worksheets__sheet1_xml=SHEET % "".join("<row r='%d'><c><v>%d</v></c></row>" % (n, n) for n in range(1, 57_000))), "x.xlsx"),
    "xlsx far cells": lambda: (book(xl__worksheets__sheet1_xml=SHEET % "".join("<row r='%d'><c r='CZ%d'/></row>" % (n, n) for n in range(1, 50_000))), "x.xlsx"),
    "xlsx far row": lambda: (book(xl__worksheets__sheet1_xml=SHEET % "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "x.xlsx"),
    "xlsx far column": lambda: (book(xl__worksheets__sheet1_xml=SHEET % "<row r='1'><c r='ZZZZZZ1'><v>1</v></c></row>"), "x.xlsx"),
    "xlsx deep": lambda: (book(xl__worksheets__sheet1_xml="<a>" * 300_000 + "".join("%d" % n for n in range(M))), "x.xlsx"),
    "xlsx styles": lambda: (book(xl__styles_xml="<styleSheet>" + "".join("<font><sz val='%d'/></font>" % n for n in range(100_000)) + "</styleSheet>"), "x.xlsx"),
    "xlsx huge number": lambda: (book(xl__worksheets__sheet1_xml=SHEET % ("<row r='1'><c><v>1" + "0" * 100_000 + "</v></c></row>")), "x.xlsx"),
    "zip without a manifest": lambda: (packed({"a.xml": ITEM % ""}), "x.zip"),
    "zip bomb": lambda: (packed({"imsmanifest.xml": b"<a>" + b"a" * 30 * M}), "x.zip"),
    "zip of many": lambda: (packed({"%d" % n: "" for n in range(6_000)}), "x.zip"),
    "zip up": lambda: (packed({"../imsmanifest.xml": MANIFEST % ""}), "x.zip"),
    "zip absolute": lambda: (packed({"/imsmanifest.xml": MANIFEST % ""}), "x.zip"),
    "zip that lies": lambda: (lying(7), "x.zip"),
    "zip that lies large": lambda: (lying(2_000_000_000), "x.zip"),
    "zip of shared bytes": lambda: (overlapping(), "x.zip"),
    "zip cut off": lambda: (package(ITEM % "x")[:-30], "x.zip"),
    "zip in a way not read": lambda: (packed({"imsmanifest.xml": MANIFEST % ""}, zipfile.ZIP_BZIP2), "x.zip"),
    "manifest laughs": lambda: (packed({"imsmanifest.xml": LAUGHS}), "x.zip"),
    "manifest of many": lambda: (packed({"imsmanifest.xml": MANIFEST % "".join(RESOURCE % n for n in range(100_000))}), "x.zip"),
    "manifest of one item, often": lambda: (packed({"imsmanifest.xml": MANIFEST % (RESOURCE % "i.xml" * 1_900), "i.xml": ITEM % "".join("<p>%d</p>" % n for n in range(5_000))}), "x.zip"),
    "manifest that leads out": lambda: (packed({"imsmanifest.xml": MANIFEST % (RESOURCE % "../../../etc/passwd" + RESOURCE % "http://127.0.0.1:9/x.xml" + RESOURCE % "/etc/passwd")}), "x.zip"),
    "item laughs": lambda: (package(LAUGHS), "x.zip"),
    "item deep": lambda: (package(ITEM % ("<p>" * 50_000 + "".join("%d" % n for n in range(M)))), "x.zip"),
    "items of heavy texts": lambda: (package(*(ITEM % "".join("<p><b>%d</b>[*`_(</p>" % n for n in range(4_000)) for _ in range(60))), "x.zip"),
    "one item, external": lambda: ('<!DOCTYPE assessmentItem SYSTEM "http://127.0.0.1:9/x.dtd"><assessmentItem/>', "x.xml"),
    "one item, deep": lambda: ("<assessmentItem>" + "<p>" * M, "x.xml"),
    "one item, heavy": lambda: (ITEM % ("<p>" + "[*`_(" * 25_000 + "</p>"), "x.xml"),
    "laughs": lambda: (HEAD + LAUGHS, "x.xml"),
    "external": lambda: (HEAD + '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>', "x.xml"),
    "external entity": lambda: (HEAD + '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "x.xml"),
    "parameter entity": lambda: (HEAD + '<!DOCTYPE q [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><quiz/>', "x.xml"),
    "include": lambda: (HEAD + '<quiz xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="file:///etc/passwd" parse="text"/></quiz>', "x.xml"),
    "stylesheet": lambda: (HEAD + '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><quiz/>', "x.xml"),
    "deep": lambda: (HEAD + "<a>" * M, "x.xml"),
    "deep quiz": lambda: (HEAD + "<quiz>" + "<q>" * M + "</q>" * M + "</quiz>", "x.xml"),
    "many": lambda: (HEAD + "<quiz>" + "<a/>" * 2 * M + "</quiz>", "x.xml"),
    "many questions": lambda: (HEAD + "<quiz>" + (QUESTION % "x") * 50_000 + "</quiz>", "x.xml"),
    "attributes": lambda: (HEAD + "<quiz " + " ".join('a%d="b"' % n for n in range(600_000)) + "/>", "x.xml"),
    "long tag": lambda: (HEAD + "<" + "q" * 9 * M, "x.xml"),
    "long comment": lambda: (HEAD + "<!--" + "-" * 9 * M, "x.xml"),
    "long text": lambda: (HEAD + "<quiz>" + QUESTION % ("x" * 9 * M) + "</quiz>", "x.xml"),
    "open tags in a text": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + "<a" * 45_000 + "]]>") + "</quiz>", "x.xml"),
    "open bold in a text": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + "<b>x" * 24_000 + "]]>") + "</quiz>", "x.xml"),
    "stars in a text": lambda: (HEAD + "<quiz>" + QUESTION % ("*a_" * 33_000) + "</quiz>", "x.xml"),
    "brackets in a text": lambda: (HEAD + "<quiz>" + QUESTION % ("[" * 99_000) + "</quiz>", "x.xml"),
    "links in a text": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + '<a href="https://x.y">' * 4_000 + "]]>") + "</quiz>", "x.xml"),
    "heavy texts": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + "<p><b>x</b>[*`_(]</p>" * 4_500 + "]]>") * 95 + "</quiz>", "x.xml"),
    "heavy paragraphs": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + ("<p><b>x</b>" + "[*`_(" * 3_500 + "</p>") * 5 + "]]>") * 100 + "</quiz>", "x.xml"),
    "texts at the edge": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + "<p><b>x</b>[*`_(]</p>" * 4_000 + "]]>") * 9 + "</quiz>", "x.xml"),
    "signs at the edge": lambda: (HEAD + "<quiz>" + QUESTION % ("<![CDATA[" + ("<p><b>x</b>" + "[*`_(" * 3_500 + "</p>") * 5 + "]]>") * 44 + "</quiz>", "x.xml"),
    "gaps": lambda: (HEAD + '<quiz><question type="cloze"><questiontext><text>' + "{1:SA:" * 16_000 + "</text></questiontext></question></quiz>", "x.xml"),
    "utf-7": lambda: (b'+ADw-quiz+AD4-', "x.xml"),
    "declared utf-7": lambda: ('<?xml version="1.0" encoding="UTF-7"?><quiz/>', "x.xml"),
    "declared latin": lambda: (b'<?xml version="1.0" encoding="ISO-8859-1"?><quiz>\xe9</quiz>', "x.xml"),
    "utf-16": lambda: ((HEAD + "<quiz/>").encode("utf-16"), "x.xml"),
    "utf-16 without a mark": lambda: ((HEAD + "<quiz/>").encode("utf-16-le"), "x.xml"),
    "utf-32": lambda: ((HEAD + "<quiz/>").encode("utf-32"), "x.xml"),
    "broken utf-8": lambda: (HEAD.encode() + b"<quiz>\xff\xfe\x80</quiz>", "x.xml"),
    "zero": lambda: (b"Q\x00{T}", "x.txt"),
    "nothing": lambda: (b"", "x.txt"),
    "only a mark": lambda: (b"\xef\xbb\xbf", "x.gift"),
    "too large": lambda: (b"a" * (10 * M + 1), "x.txt"),
    "long line": lambda: (b"a" * (10 * M - 1), "x.txt"),
    "long lines": lambda: ((b"a" * 199_000 + b"\n") * 50, "x.txt"),
    "long aiken": lambda: (b"A) " + b"a" * 9 * M + b"\nANSWER: A\n", "x.txt"),
    "heavy gift": lambda: (b"q {}\n\n" + (b"[html]" + b"<p><b>x</b>[*`_(]</p>" * 4_500 + b"{}\n\n") * 100, "x.gift"),
    "braces": lambda: (b"{" * 199_000, "x.gift"),
    "equals": lambda: (b"q{" + b"=" * 99_000 + b"}", "x.gift"),
    "tildes": lambda: (b"q{" + b"~%50%a#" * 14_000 + b"}", "x.gift"),
    "colons": lambda: (b"::" * 99_000, "x.gift"),
    "backslashes": lambda: (b"\\" * 199_000, "x.gift"),
    "arrows": lambda: (b"q{" + b"=a -> b" * 14_000 + b"}", "x.gift"),
    "comments": lambda: (b"// [id:" * 27_000 + b"\n\nq{T}", "x.gift"),
    "many gift": lambda: (b"q {T}\n\n" * 1_000_000, "x.gift"),
    "many lines": lambda: (b"q\n\n" * 3_000_000, "x.gift"),
    "endless number": lambda: (b"n{#1" + b"0" * 90_000 + b"}", "x.gift"),
    "exponent": lambda: (b"n{#1e999999999}", "x.gift"),
    "answers": lambda: (b"ANSWER: A\n" * 900_000, "x.txt"),
    "another xml": lambda: ("<svg xmlns='http://www.w3.org/2000/svg'/>", "x.xml"),
    "a picture": lambda: (b"\x89PNG\r\n\x1a\n\xff", "x.png"),
}
told = {}
for name, attack in ATTACKS.items():
    content, file = attack()
    content = content.encode() if isinstance(content, str) else content
    start = time.process_time()
    reading = formats.read(content, file)
    refused = [line.code for line in reading.lines if line.level.value == "refused"]
    del content, attack
    told[name] = [len(reading.items), refused[:1], len(reading.lines), time.process_time() - start]
print(json.dumps({"told": told, "opened": opened}))
"""
#: What is refused only because each of its questions is, or taken since it does no harm.
HARMLESS = {"comments", "long lines", "csv letters"}


def test_hostile_files_are_refused() -> None:
    """Each is refused with a code, within 256 MB and five seconds; no socket is opened."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["opened"] == []
    slow = {name: told[3] for name, told in found["told"].items() if told[3] > 5}
    assert not slow
    taken = {name: told for name, told in found["told"].items() if told[0] and name not in HARMLESS}
    assert not taken
    assert not [name for name, told in found["told"].items() if not told[1] and name not in HARMLESS]
