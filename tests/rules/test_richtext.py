"""Authored text becomes markup that cannot run, clobber or lead elsewhere, and says what it could not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from academy.richtext import (
    CALLOUTS,
    RichTextError,
    Segment,
    Shown,
    clean,
    fill,
    folded,
    inline,
    lesson,
    plain,
    render,
    units,
)

# --- clean: what may stand on a page, written down again on purpose ----------------------------------------

ELEMENT_NAMES = """p br hr em strong b i sub sup abbr code blockquote ul ol li a h2 h3 h4 table thead tbody tr th td
    aside div span figure figcaption img details summary audio video track"""
ATTRIBUTE_NAMES = """lang dir class href rel id title start scope role tabindex aria-label data-from data-stale data-kind
    data-words src alt width height loading data-transcript data-type data-size download controls preload playsinline kind
    srclang label aria-label"""
ELEMENTS, ATTRIBUTES = set(ELEMENT_NAMES.split()), set(ATTRIBUTE_NAMES.split())
STRIPPED_BY_BROWSERS = re.compile(r"[\x00-\x20]")

VECTORS = [
    # scripts, plainly and broken
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/src=data:,alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script\x00>alert(1)</script>",
    "<script>alert(1)",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    # event handlers
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\x0c=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    "<IMG SRC=x oNeRrOr=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    "<p onpointerover='alert(1)'>x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)>",
    "<a href=https://ok.example onfocus=alert(1) autofocus tabindex=1>x</a>",
    "<p lang=en\nonmouseover=alert(1)>x</p>",
    "<p lang='en'onmouseover='alert(1)'>x</p>",
    '<img alt="`"onerror=alert(1) src=x>',
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    # addresses that run
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;script:alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='java\u200bscript:alert(1)'>x</a>",
    "<a href='\u00adjavascript:alert(1)'>x</a>",
    "<a href='\u2028javascript:alert(1)'>x</a>",
    "<a href='\ufeffjavascript:alert(1)'>x</a>",
    "<a href='javascript&amp;#58;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://ok.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>' alt=x>",
    "<img src='javascript:alert(1)' alt=x>",
    "<img srcset='https://evil.example/x 1x' alt=x>",
    # other hosts in disguise
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='https:evil.example'>x</a>",
    "<a href='https:///evil.example'>x</a>",
    "<a href='https://bank.example@evil.example/'>x</a>",
    "<a href='https://bank.example\\@evil.example/'>x</a>",
    "<a href='https://bank\u202egnp.example/'>x</a>",
    "<a href='https://ok.example/\u202egpj.exe'>x</a>",
    "<a href='https://ok.example/\u200b'>x</a>",
    "<img src='//evil.example/pixel.gif' alt=x>",
    "<img src='https://evil.example/pixel.gif' alt=x>",
    "<img src='/\\evil.example/pixel.gif' alt=x>",
    "<img src='/\n/evil.example/pixel.gif' alt=x>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    # forms and frames
    "<form action='https://evil.example'><input name=password><button>go</button></form>",
    "<button formaction='javascript:alert(1)' form=login>x</button>",
    "<input type=image formaction='https://evil.example' src=x>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,x'></object><embed src='//evil.example'>",
    "<a href='https://ok.example' ping='https://evil.example' target=_blank>x</a>",
    # style
    "<p style='background:url(https://evil.example)'>x</p>",
    "<style>@import 'https://evil.example'</style>",
    "<style><img src=x onerror=alert(1)></style>",
    "<p class='actionbar masthead'>x</p>",
    # foreign content and mutation
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values='javascript:alert(1)'/></svg>",
    "<svg><use href='data:image/svg+xml,x#y'/></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><p><style><img src='</style><img src=x onerror=alert(1)>'>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<p title='&lt;img src=x onerror=alert(1)&gt;'>x</p>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<table><tr><td><svg><desc><td><img src=x onerror=alert(1)>",
    # shadowing what scripts look up
    "<a id=config href='https://ok.example'>x</a>",
    "<p id=csrf_token>x</p>",
    "<img name=cookie src=x alt=x>",
    "<a id=s-ok name=body href='https://ok.example'>x</a>",
    "<h2 id=main>x</h2>",
    "<h2 id='s-a b'>x</h2>",
    "<form id=login name=forms><input name=action></form>",
    "<p is=x-upgrade slot=x part=x data-module=autosave data-src=//evil.example>x</p>",
    "<div hx-get='https://evil.example' data-hx-trigger=load>x</div>",
]


def nodes(html: str) -> Iterator[Element]:
    """Parse as a browser does and give every element."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
    yield from (node for node in tree.iter() if isinstance(node.tag, str) and node is not tree)


def faults(html: str) -> list[str]:
    """Say what in ``html`` must not stand on a page."""
    return [fault for node in nodes(html) for fault in _faults_of(node)]


def _faults_of(node: Element) -> Iterator[str]:
    namespace, _, name = node.tag.rpartition("}")
    if name not in ELEMENTS or not namespace.endswith("xhtml"):
        yield f"element {node.tag}"
    for attribute, value in node.attrib.items():
        if attribute not in ATTRIBUTES:
            yield f"attribute {attribute}"
        if attribute == "id" and not (name in {"h2", "h3", "h4"} and re.fullmatch(r"s-[\w-]+", value)):
            yield f"id {value}"
        if attribute in {"href", "src"} and not _is_harmless(attribute, value):
            yield f"address {value!r}"
        if attribute == "class" and not re.fullmatch(
            r"(lead|callout(-\w+)?|figure|scroll|num|fallback(-note)?|original)( .*)?", value
        ):
            yield f"class {value}"


def _is_harmless(attribute: str, value: str) -> bool:
    """Judge an address as a browser would read it: tabs and newlines gone, backslash as a slash."""
    seen = STRIPPED_BY_BROWSERS.sub("", value).replace("\\", "/")
    parts = urlsplit(seen)
    if attribute == "src":
        return not parts.scheme and not parts.netloc and not seen.startswith("//")
    if parts.scheme in {"http", "https"}:
        return bool(parts.hostname) and "@" not in parts.netloc and not set("\u202e\u200b") & set(seen)
    return parts.scheme == "mailto" or seen.startswith("#")


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_runs_or_leads_elsewhere_is_left(vector: str) -> None:
    cleaned = clean(vector)
    assert faults(cleaned) == []
    assert clean(cleaned) == cleaned


def test_the_table_is_long_and_the_judge_sees_its_faults() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 60
    blind = [vector for vector in VECTORS if not faults(vector)]
    # Parsers see nothing in these as they stand: a comment, a cut tag, a prefix that the parser drops.
    assert len(blind) <= 8, blind


@pytest.mark.parametrize(
    "html",
    [
        '<p class="lead" lang="sr-Cyrl" dir="ltr">Отров <em>и</em> <strong>мамац</strong></p>',
        '<a href="https://cites.org/eng?a=1&amp;b=2" rel="noopener noreferrer">CITES</a>',
        '<a href="mailto:duty@example.org" rel="noopener noreferrer">write</a>',
        '<a href="#s-one" rel="noopener noreferrer">above</a>',
        '<h2 id="s-стани-погледај">Стани</h2>',
        '<img src="/media/ab12/plan.svg" alt="Plan &quot;A&quot;" width="800" height="500" loading="lazy">',
        '<aside class="callout callout-safety" role="note"><p>x</p></aside>',
        '<div class="scroll" role="region" tabindex="0" aria-label="Bags"></div>',
        '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td class="num">1</td></tr></tbody></table>',
        "<p>a &lt; b &amp; c, “x” 'y' \"z\" – ž đ ë\u00a0м</p>".replace("\u00a0", "&nbsp;"),
    ],
)
def test_what_lessons_need_comes_through_unchanged(html: str) -> None:
    assert clean(html) == html


def test_links_out_tell_the_other_side_nothing() -> None:
    assert clean('<a href="https://x.example" rel="opener">x</a>') == (
        '<a href="https://x.example" rel="noopener noreferrer">x</a>'
    )


def test_refused_markup_keeps_its_words() -> None:
    assert clean("<form>Take <b>two</b> <button>photographs</button></form>") == "Take <b>two</b> photographs"


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(VECTORS),
        st.sampled_from(
            ["<", ">", "&", '"', "'", "=", "/", "<!--", "-->", "]]>", "<p>", "</p>", "<svg>", "</svg>"]
        ),
        st.sampled_from(
            ["<math>", "<mtext>", "<style>", "</style>", "<table>", "<td>", "<a href=", "<h2 id=s-a>"]
        ),
        st.sampled_from(
            ["<select>", "<template>", "<noscript>", "<title>", "&lt;", "&#x3c;", "&amp;lt;", "\x00", "\r"]
        ),
        st.text(max_size=6),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(FRAGMENTS)
@example("<p><table><p></table>")
@example("&amp;lt;script&amp;gt;")
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_that_runs(html: str) -> None:
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    assert faults(cleaned) == []


# --- inline and plain --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Stay *upwind* of **it**", "Stay <em>upwind</em> of <strong>it</strong>"),
        ("One\n\nTwo\nlines", "<p>One</p><p>Two lines</p>"),
        ("a  \nb", "a<br>\nb"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<b>raw</b>", "&lt;b&gt;raw&lt;/b&gt;"),
        ("# no heading", "# no heading"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](//evil.example)", '<a rel="noopener noreferrer">x</a>'),
        ("[x](https://a.example)", '<a href="https://a.example" rel="noopener noreferrer">x</a>'),
        ("", ""),
    ],
)
def test_inline_text(text: str, html: str) -> None:
    assert inline(text) == html


@settings(max_examples=60, deadline=None)
@given(FRAGMENTS)
def test_inline_text_never_brings_a_tag_of_its_own(text: str) -> None:
    html = inline(text)
    assert faults(html) == []
    assert {node.tag.rpartition("}")[2] for node in nodes(html)} <= {"p", "br", "em", "strong", "code", "a"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stay *upwind* of `it`", "Stay upwind of it"),
        ("see [the list](https://a.example/x)", "see the list"),
        ("one\ntwo\\\nthree", "one two three"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("a < b & <b>c</b>", "a < b & <b>c</b>"),
        ("A\u00a0&nbsp;B", "A\u00a0\u00a0B"),
    ],
)
def test_plain_text(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("one\n  two", "one two"),
        ("one  \ntwo", "one\\\ntwo"),
        ("one\\\ntwo", "one\\\ntwo"),
        ("one\\\\\ntwo", "one\\\\ two"),
        ("one\\  \ntwo", "one\\ \\\ntwo"),
        ("one\r\ntwo\r\n\r\n\r\nthree\n", "one two\n\nthree"),
        ("  edges  ", "edges"),
    ],
)
def test_a_unit_is_one_line_a_paragraph(text: str, unit: str) -> None:
    assert folded(text) == unit


@given(st.text(alphabet=st.sampled_from("ab \n\r\t\\\u00a0\x0b\x85"), max_size=12))
@example("\\  \na")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


# --- lessons -----------------------------------------------------------------------------------------------

LESSON = """\
Every step writes over
what was *there* before.

## Stop, look, choose

Look for **two** minutes.

1. Fix your start.
2. Walk in.
   - slowly
   - on rock

| Bag | Number |
|---|--:|
| Paper | 2 |

### Stop, look, choose

::: safety
Stay upwind.
:::

::: law Who may *seize*
The prosecutor decides.
:::

![Plan of a hillside](plan%201.svg "Path from *A*
to 1")

::: words
The track runs south.
:::

::: check herder
:::

Between.

::: jurisdiction poison-scene seize
:::

> Last words.
"""
MEDIA = {"plan 1.svg": Shown("/media/0a/plan.svg")}
UNITS = [
    "Every step writes over what was *there* before.",
    "Stop, look, choose",
    "Look for **two** minutes.",
    "Fix your start.",
    "Walk in.",
    "slowly",
    "on rock",
    "Bag",
    "Number",
    "Paper",
    "2",
    "Stop, look, choose",
    "Stay upwind.",
    "Who may *seize*",
    "The prosecutor decides.",
    "Plan of a hillside",
    "Path from *A* to 1",
    "The track runs south.",
    "Between.",
    "Last words.",
]


def same(source: str) -> tuple[str, str | None, bool]:
    """The text is there in the language asked for."""
    return source, None, False


def whole(markdown: str, **words: tuple[str, str | None, bool]) -> str:
    """Render a lesson of one segment; ``words`` says what the look-up gives for a text's first word."""

    def translate(source: str) -> tuple[str, str | None, bool]:
        return words.get(re.findall(r"\w+", source)[0], same(source))

    segments = render(markdown, translate=translate, media=MEDIA, source_lang="en")
    assert [segment.kind for segment in segments] == ["html"]
    return segments[0].html


def test_units_are_all_texts_in_reading_order() -> None:
    assert units(LESSON) == UNITS


def test_rendering_asks_for_exactly_the_units() -> None:
    asked: list[str] = []

    def translate(source: str) -> tuple[str, str | None, bool]:
        asked.append(source)
        return same(source)

    render(LESSON, translate=translate, media=MEDIA)
    assert asked == UNITS


def test_checks_and_jurisdictions_part_the_lesson() -> None:
    segments = render(LESSON, translate=same, media=MEDIA)
    assert [(segment.kind, segment.keys) for segment in segments] == [
        ("html", ()),
        ("check", ("herder",)),
        ("html", ()),
        ("jurisdiction", ("poison-scene", "seize")),
        ("html", ()),
    ]
    assert segments[1] == Segment("check", keys=("herder",))
    assert segments[2].html == "<p>Between.</p>"


def test_every_segment_is_clean() -> None:
    for segment in render(LESSON, translate=same, media=MEDIA):
        assert clean(segment.html) == segment.html
        assert faults(segment.html) == []


def test_the_first_paragraph_leads_and_no_other() -> None:
    html = whole("## First\n\nLead.\n\nNot.\n\n- Not.\n")
    assert html.count('class="lead"') == 1
    assert '<p class="lead">Lead.</p>' in html
    assert '<p class="lead">' not in whole("::: law\nNot.\n:::\n")


def test_a_table_scrolls_under_the_name_of_its_heading() -> None:
    html = render(LESSON, translate=same, media=MEDIA)[0].html
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Stop, look, choose"><table>' in html
    assert '<th scope="col" class="num">Number</th>' in html
    assert '<td class="num">2</td>' in html


def test_a_table_without_a_heading_is_named_by_its_columns() -> None:
    assert 'aria-label="Paper &quot;bag&quot; Use"' in whole(
        '| Paper *"bag"* | Use |\n|---|---|\n| a | b |\n'
    )


def test_a_picture_becomes_a_figure_with_its_words() -> None:
    segments = render(
        LESSON, translate=same, media={"plan 1.svg": Shown("/media/0a/plan.svg", width=800, height=500)}
    )
    assert (
        '<figure class="figure"><img src="/media/0a/plan.svg" alt="Plan of a hillside" width="800" height="500" '
        'loading="lazy"><figcaption>Path from <em>A</em> to 1<details><summary data-words=""></summary>'
        "<p>The track runs south.</p></details></figcaption></figure>"
    ) in segments[0].html


def test_a_picture_without_caption_or_words_has_none() -> None:
    assert whole("![Plan](<plan 1.svg>)") == (
        '<figure class="figure"><img src="/media/0a/plan.svg" alt="Plan" loading="lazy"></figure>'
    )


def test_a_picture_from_another_host_is_not_shown() -> None:
    html = render("![x](a.svg)", translate=same, media={"a.svg": Shown("https://cdn.example/a.svg")})[0].html
    assert "cdn.example" not in html


@pytest.mark.parametrize("kind", CALLOUTS)
def test_call_outs_have_a_kind_and_a_title(kind: str) -> None:
    assert whole(f"::: {kind}\nBody.\n:::\n") == (
        f'<aside class="callout callout-{kind}" role="note"><p class="callout-title" data-kind="{kind}"></p>\n'
        "<p>Body.</p></aside>"
    )
    assert f'data-kind="{kind}">Own <em>title</em></p>' in whole(f"::: {kind} Own *title*\nBody.\n:::\n")


def test_headings_have_the_anchors_of_the_source_in_each_language() -> None:
    def serbian(source: str) -> tuple[str, str | None, bool]:
        return ("Стани", None, False) if source.startswith("Stop") else same(source)

    assert lesson(LESSON, translate=same, media=MEDIA).headings == [
        ("s-stop-look-choose", "Stop, look, choose")
    ]
    assert lesson(LESSON, translate=serbian, media=MEDIA).headings == [("s-stop-look-choose", "Стани")]
    html = render(LESSON, translate=serbian, media=MEDIA)[0].html
    assert '<h2 id="s-stop-look-choose">Стани</h2>' in html
    assert '<h3 id="s-stop-look-choose-2">Стани</h3>' in html


def test_anchors_are_unique_whatever_the_headings_are() -> None:
    markdown = "## A\n\n## A 2\n\n## A\n\n## A\n\n## !\n\n## ?\n\n## Отров\n"
    anchors = [anchor for anchor, _ in lesson(markdown, translate=same, media={}).headings]
    assert anchors == ["s-a", "s-a-2", "s-a-3", "s-a-4", "s-part", "s-part-2", "s-отров"]


# --- fallbacks ---------------------------------------------------------------------------------------------


def test_a_fallback_says_its_language_and_has_a_note() -> None:
    assert whole("Ours.\n\nTheirs.\n", Theirs=("Theirs.", "en", False)) == (
        '<p class="lead">Ours.</p>\n'
        '<div class="fallback"><p class="fallback-note" data-from="en"></p>\n<p lang="en">Theirs.</p></div>'
    )


def test_neighbours_in_the_same_fallback_share_one_note() -> None:
    english, serbian = ("x", "en", False), ("y", "sr-Latn", False)
    texts = {"a": english, "b": english, "c": english, "d": serbian, "f": serbian}
    html = whole("a\n\n## b\n\n- c\n\nd\n\ne\n\nf\n", **texts)
    assert re.findall(r'data-from="([^"]*)"', html) == ["en", "sr-Latn", "sr-Latn"]
    assert html.count('<div class="fallback">') == 3
    assert '<ul><li><span lang="en">x</span></li></ul>' in html
    assert "<p>e</p>" in html


def test_a_block_of_two_languages_marks_the_foreign_part_only() -> None:
    html = whole("- ours\n- theirs\n", theirs=("theirs", "en", False))
    assert "<li>ours</li>" in html
    assert '<li><span lang="en">theirs</span></li>' in html
    assert html.startswith('<div class="fallback"><p class="fallback-note" data-from="en"></p>')


@pytest.mark.parametrize(
    ("markdown", "marked"),
    [
        ("| x | a |\n|---|---|\n| b | c |\n", '<th scope="col" lang="en">y</th>'),
        ("::: law x\nBody.\n:::\n", '<p class="callout-title" data-kind="law" lang="en">y</p>'),
        ("![x](plan%201.svg)\n", '<img src="/media/0a/plan.svg" alt="y" lang="en" loading="lazy">'),
        ('![a](plan%201.svg "x")\n', '<figcaption><span lang="en">y</span></figcaption>'),
        ("![a](plan%201.svg)\n\n::: words\nx\n:::\n", '<p lang="en">y</p></details>'),
        ("> x\n", '<blockquote><p lang="en">y</p></blockquote>'),
    ],
)
def test_a_fallback_is_marked_wherever_text_is(markdown: str, marked: str) -> None:
    html = whole(markdown, x=("y", "en", False))
    assert marked in html
    assert html.count('<p class="fallback-note" data-from="en"></p>') == 1


@pytest.mark.parametrize("kind", CALLOUTS)
def test_outdated_safety_and_law_show_the_source_beside_them(kind: str) -> None:
    html = whole(f"::: {kind}\nNew text.\n\n- New item.\n:::\n", New=("Стари *текст*.", None, True))
    assert html.startswith('<div class="fallback"><p class="fallback-note" data-stale=""></p>')
    original = ' <span class="original" lang="en">New text.</span>'
    assert (original in html) == (kind in {"safety", "law"})
    assert html.count('class="original"') == (2 if kind in {"safety", "law"} else 0)


def test_an_outdated_picture_text_in_a_safety_call_out_keeps_the_source_too() -> None:
    html = whole(":::: safety\n![New plan](plan%201.svg)\n::::\n", New=("Старо", None, True))
    assert 'alt="Старо (New plan)"' in html


def test_translations_bring_no_markup_and_no_blocks() -> None:
    html = whole(
        "Text.\n", Text=("# <img src=x onerror=alert(1)> ![x](https://evil.example/x)\n- y", None, False)
    )
    assert faults(html) == []
    assert [node.tag.rpartition("}")[2] for node in nodes(html)] == ["p", "a"]
    assert "&lt;img" in html


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "line", "says"),
    [
        ("ok\n\n::: danger\nx\n:::\n", 3, "danger"),
        ("ok\n\n:::\n", 3, "closes nothing"),
        ("::: safety\nx\n", 1, "not closed"),
        ("- a\n\n  ::: safety\n  x\n", 3, "not closed"),
        ("ok\n\n<b>x</b>\n", 3, "Raw HTML"),
        ("ok\n\ntext with <b>raw</b>\n", 3, "Raw HTML"),
        ("<!-- note -->\n", 1, "Raw HTML"),
        ("::: safety\n<script>x</script>\n:::\n", 2, "Raw HTML"),
        ("ok\n\n![a](gone.svg)\n", 3, "gone.svg"),
        ("![](plan%201.svg)\n", 1, "needs words"),
        ("text ![a](plan%201.svg)\n", 1, "stands alone"),
        ("| ![a](plan%201.svg) |\n|---|\n", 1, "stands alone"),
        ("# Title\n", 1, "Headings"),
        ("##### Deep\n", 1, "Headings"),
        ("```\ncode\n```\n", 1, "Code"),
        ("ok\n\n    code\n", 3, "Code"),
        ("ok\n\n::: words\nx\n:::\n", 3, "right after a picture"),
        ("![a](plan%201.svg)\n\nx\n\n::: words\nx\n:::\n", 5, "right after a picture"),
        ("::: check\n:::\n", 1, "needs keys"),
        ("::: check Not A Key\n:::\n", 1, "needs keys"),
        ("::: check a b\n:::\n", 1, "one item"),
        ("::: check a\ntext\n:::\n", 1, "no text"),
        ("::: jurisdiction\n:::\n", 1, "needs keys"),
        (":::: safety\n::: check a\n:::\n::::\n", 2, "by itself"),
        ("- x\n\n  ::: jurisdiction a\n  :::\n", 3, "by itself"),
        (":::: safety\n::: law\nx\n:::\n::::\n", 2, "by itself"),
        ("ok\n\n[x]: https://a.example\n", 3, "address"),
    ],
)
def test_a_breach_is_named_with_its_line(markdown: str, line: int, says: str) -> None:
    with pytest.raises(RichTextError) as refused:
        render(markdown, translate=same, media=MEDIA)
    assert refused.value.line == line
    assert says in refused.value.message


def test_units_need_no_media_but_keep_the_rules() -> None:
    assert units("![Alt](anything.svg)\n") == ["Alt"]
    with pytest.raises(RichTextError):
        units("::: danger\nx\n:::\n")


# --- the words of the interface ----------------------------------------------------------------------------

WORDS = {
    **{f"callout:{kind}": f"Word for {kind}" for kind in CALLOUTS},
    "words": "The same <in> words",
    "fallback:en": "Not yet & so on",
    "stale": "Outdated",
}


def test_filling_leaves_no_marker() -> None:
    html = "".join(
        segment.html
        for segment in render(
            LESSON, translate=lambda source: (source, "en", True), media=MEDIA, source_lang="en"
        )
    )
    assert "data-" in html
    filled = fill(html, WORDS)
    assert "data-" not in filled
    assert filled.count("<span>Not yet &amp; so on</span>") == html.count('data-from="en"') > 0
    assert filled.count("<span>Outdated</span>") == html.count("data-stale") > 0
    assert "<summary>The same &lt;in&gt; words</summary>" in filled


@pytest.mark.parametrize(("kind", "icon"), CALLOUTS.items())
def test_call_outs_get_their_icon_and_a_title(kind: str, icon: str) -> None:
    sign = f'<svg class="icon" aria-hidden="true"><use href="#i-{icon}"/></svg>'
    start = '<p class="callout-title">'
    assert f"{start}{sign}<span>Word for {kind}</span></p>" in fill(whole(f"::: {kind}\nx\n:::\n"), WORDS)
    own = whole(f"::: {kind} Own *title*\nx\n:::\n", Own=("Наш *наслов*", "sr-Cyrl", False))
    filled = fill(own, {**WORDS, "fallback:sr-Cyrl": "Note"})
    assert f'<p class="callout-title" lang="sr-Cyrl">{sign}<span>Наш <em>наслов</em></span></p>' in filled


def test_a_missing_word_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        fill(whole("::: law\nx\n:::\n"), {})


def test_html_without_markers_is_left_alone() -> None:
    assert fill("<p>x</p>", {}) == "<p>x</p>"
