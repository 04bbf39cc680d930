"""What the check before publication says of a course's files, and how texts show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy.courses.content import Activity, Course, MediaFile, Module
from academy.courses.rules.media import SENTENCES, media_findings, used_names
from academy.lessons.content import LessonContent
from academy.richtext import RichTextError, Shown, Track, clean, fill, render, units

DIGEST = "a" * 64
PLACE = f"/media/{DIGEST}/"
WORDS = {"transcript": "What is said", "download": "Keep it", "decimal": ","}


def course(body: str, **media: MediaFile) -> Course:
    lesson = Activity(slug="one", kind="lesson", content=LessonContent(title="One", minutes=5, body=body))
    module = Module(slug="first", title="First", activities=[lesson])
    named = {name.replace("__", "."): file for name, file in media.items()}
    return Course(
        slug="c", level="basic", title="C", summary="s", statement="s", hours=1, modules=[module], media=named
    )


@pytest.mark.usefixtures("base_app")
def test_what_is_missing_is_found() -> None:
    """Licences, captions, transcripts; a file nobody shows is only mentioned."""
    bare, whole = MediaFile(digest=DIGEST), MediaFile(digest=DIGEST, licence="CC0-1.0", transcript="Birds.")
    made = course(
        "![Upwind](film.mp4)\n", film__mp4=bare, unused__png=whole, sound__mp3=whole, film_en__vtt=bare
    )
    found = [(each.code, dict(each.values)["name"], each.blocks) for each in media_findings(made)]
    assert found == [
        ("no-licence", "film.mp4", True), ("no-captions", "film.mp4", True), ("no-transcript", "film.mp4", True),
        ("unused-medium", "film_en.vtt", False), ("unused-medium", "sound.mp3", False), ("unused-medium", "unused.png", False),
    ]  # fmt: skip
    assert used_names(made) == {"film.mp4": ["first/one"]}
    assert all(code in SENTENCES for code, _name, _blocks in found)


@pytest.mark.usefixtures("base_app")
def test_a_whole_card_is_quiet() -> None:
    """Captions belong to their film, and need no licence of their own."""
    film = MediaFile(digest=DIGEST, licence="CC0-1.0", transcript="Birds.", captions={"en": "film-en.vtt"})
    made = course("![Upwind](film.mp4)\n", film__mp4=film)
    made = made.model_copy(update={"media": {**made.media, "film-en.vtt": MediaFile(digest=DIGEST)}})
    assert media_findings(made) == []


def shown(source: str, file: Shown) -> str:
    segments = render(source, translate=lambda text: (text, None, False), media={"f": file})
    return fill("".join(each.html for each in segments), WORDS)


def test_a_picture_says_its_size() -> None:
    """So that nothing jumps when it arrives."""
    html = shown("![A kite](f)\n", Shown(f"{PLACE}kite.jpg", "image/jpeg", 1000, 640, 400))
    assert f'src="{PLACE}kite.jpg" alt="A kite" width="640" height="400" loading="lazy"' in html


def test_a_film_has_captions_and_a_transcript() -> None:
    """It fetches nothing by itself; what is said stands under it, and it can be kept."""
    tracks = (Track("sr-Cyrl", "Српски", f"{PLACE}film-sr.vtt"),)
    html = shown(
        '![A search](f "Upwind")\n',
        Shown(f"{PLACE}film.mp4", "video/mp4", 1_234_567, 320, 180, tracks, "One.\n\n*Two*."),
    )
    assert 'preload="none"' in html
    assert "controls" in html
    assert 'aria-label="A search"' in html
    assert f'<track kind="captions" src="{PLACE}film-sr.vtt" srclang="sr-Cyrl" label="Српски">' in html
    assert "<summary>What is said</summary><p>One.</p><p><em>Two</em>.</p></details>" in html
    assert "Keep it <small>(MP4, 1,2\N{NO-BREAK SPACE}MB)</small>" in html


def test_sound_and_documents() -> None:
    """Sound plays in place; a document is a link that says what it is, never shown inline."""
    assert "<audio " in shown("![Calls](f)\n", Shown(f"{PLACE}calls.mp3", "audio/mpeg", 340_000))
    html = shown("![Check list](f)\n", Shown(f"{PLACE}list.pdf", "application/pdf", 340_000))
    assert "<span>Check list <small>(PDF, 340\N{NO-BREAK SPACE}kB)</small></span></a>" in html
    assert "<iframe" not in html
    assert "<object" not in html


def test_a_transcript_is_no_unit_of_the_lesson() -> None:
    """It is one of the course's, once for all lessons that show the file."""
    assert units('![A search](f "Upwind")\n') == ["A search", "Upwind"]
    with pytest.raises(RichTextError):
        render("![A search](g)\n", translate=lambda text: (text, None, False), media={})


@pytest.mark.parametrize(
    "markup",
    [
        '<video src="https://evil.example/x.mp4" controls=""></video>', '<audio src="//evil.example/x.mp3" autoplay=""></audio>',
        f'<video src="{PLACE}x.mp4" onplay="alert(1)" autoplay="" loop=""></video>', '<video src="/media/../en/sign-out"></video>',
        '<track src="/en/home" kind="captions">', f'<a href="{PLACE}../../x">x</a>', '<a href="/en/sign-out" class="file">x</a>',
        '<video poster="https://evil.example/x.png"></video>', '<audio><source src="https://evil.example/x"></audio>',
    ],
)  # fmt: skip
def test_players_play_files_of_courses_only(markup: str) -> None:
    """Nothing that starts by itself, nothing from elsewhere, no other address of the academy."""
    cleaned = clean(markup)
    for sign in ("evil", "autoplay", "onplay", "loop", "poster", "sign-out", "..", "/en/home", "<source"):
        assert sign not in cleaned, cleaned


def test_css_knows_what_is_drawn() -> None:
    """The classes of a file are styled."""
    styles = Path("academy/web/static/css/components/figure.css").read_text(encoding="utf-8")
    assert "a.file" in styles
    assert ".transcript" in styles
