"""The authors' journeys: a course is written and published, revised and restored; two of them collide on one lesson."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, expect

from tests.browser import pages, pages_authoring
from tests.browser.deeds import begin_course, sign_in
from tests.browser.keyboard import Keyboard
from tests.browser.page import Page
from tests.browser.visitor import NARROW, Visitor
from tests.media_files import png

Visitors = Callable[..., Visitor]
TITLE, NAME = "Snares along the fence", "snares-along-the-fence"
MODULE, LESSON, QUIZ = "Find them", "Walk the line", "What you saw"
PICTURE = "A snare of wire in a gap of a fence."
#: A course of the demo that is published already.
DAY, DAY_NAME, ITS_LESSON = "Practice day: a mock scene", "practice-day", "How the day runs"
ADDED = "Bring a second pair of boots."


def test_an_author_writes_and_publishes_a_course_with_a_picture(visitor: Visitors) -> None:
    author, learner = visitor(), visitor(width=NARROW, theme="dark")
    sign_in(author, "demo-author").menu("Authoring")
    begin_course(author, TITLE)
    outline = pages_authoring.Outline(author, TITLE)
    outline.add_module(MODULE)
    outline.follow("Pictures, films and files")
    _add_picture(author)
    _write_lesson(author)
    _write_quiz(author)
    _publish(author, TITLE, 1, "The first edition.")
    sign_in(learner, "demo-learner").menu("Courses")
    pages.Courses(learner).open(TITLE)
    Page(learner, title=TITLE).press("Enrol in this course")
    Page(learner, title=TITLE).follow(LESSON)
    lesson = Page(learner, title=LESSON)
    picture = lesson.main.get_by_role("img", name=PICTURE, exact=True)
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")


def test_an_author_revises_a_course_compares_and_restores(visitor: Visitors) -> None:
    author = visitor(locale="sr-Latn", theme="dark")
    sign_in(author, "demo-author")
    lesson = _open_lesson(author)
    before = lesson.text.input_value()
    lesson.add(ADDED)
    lesson.save_now()
    lesson.expect_saved()
    lesson.to_the_outline()
    _publish(author, DAY, 2, "Boots, after the rain of last year.")
    editions = pages_authoring.Editions(author)
    expect(editions.edition(2)).to_contain_text("Boots, after the rain of last year.")
    editions.compare(2)
    compare = pages_authoring.Compare(author)
    expect(compare.main.locator("ins, .compare-after").filter(has_text=ADDED).first).to_be_visible()
    compare.follow("Editions")
    pages_authoring.Editions(author).restore(1)
    check_list = pages_authoring.Publish(author)
    check_list.see("What changed since edition %(number)s", number=2)
    check_list.follow("Back to the outline")
    pages_authoring.Outline(author, DAY).open(ITS_LESSON)
    assert pages_authoring.LessonEditor(author, ITS_LESSON).text.input_value() == before


def test_two_authors_of_one_lesson_collide_and_nothing_is_lost(visitor: Visitors) -> None:
    first, second = visitor(locale="sq"), visitor(locale="en", width=NARROW)
    sign_in(first, "demo-author")
    sign_in(second, "demo-administrator")
    hers, theirs = _open_lesson(first), _open_lesson(second)
    hers.add("Two vehicles leave at six.")
    hers.press("Save")
    hers = pages_authoring.LessonEditor(first, ITS_LESSON)
    text = hers.text.input_value()
    second.forgive("status of 409")
    theirs.text.fill(f"Welcome.\n\n{theirs.text.input_value()}")
    theirs.add("One vehicle leaves at seven.")
    theirs.save_now()
    expect(theirs.line).to_contain_text(
        second._("Somebody else has changed the same place."), use_inner_text=True
    )
    theirs.press("Save")
    merge = pages_authoring.Merge(second)
    expect(merge.place).to_contain_text("Two vehicles leave at six.")
    expect(merge.place).to_contain_text("One vehicle leaves at seven.")
    merge.keep("Keep both, one after the other")
    merged = pages_authoring.LessonEditor(second, ITS_LESSON).text
    both = merged.input_value()
    assert both.startswith("Welcome.\n\n")
    assert all(line in both for line in text.splitlines())
    assert "One vehicle leaves at seven." in both
    first.page.reload()
    expect(pages_authoring.LessonEditor(first, ITS_LESSON).text).to_have_value(both)


def test_an_outline_is_put_in_order_by_keyboard_alone(visitor: Visitors) -> None:
    author = visitor(locale="sq", width=NARROW)
    keys = Keyboard(author)
    sign_in(author, "demo-author")
    author.go(f"author/courses/{DAY_NAME}/")
    outline = pages_authoring.Outline(author, DAY)
    assert outline.activities[4:6] == ["Briefing and debrief", "The mock scene"]
    up = outline.move("Move up: %(title)s", "The mock scene")
    keys.tab_to(up, most=80)
    keys.press("Enter")
    outline.see(
        "“%(title)s” is now at place %(place)s of %(total)s in “%(module)s”.", title="The mock scene", place=1
    )
    expect(up).to_be_focused()
    author.inspect()
    assert outline.activities[4:6] == ["The mock scene", "Briefing and debrief"]
    keys.tab_to(outline.add_to("The day"))
    keys.press("Enter")
    adding = pages_authoring.NewActivity(author)
    keys.tab_to(adding.kind("Lesson"))
    for _ in range(adding.main.get_by_role("radio").count()):
        if adding.kind("Survey").is_checked():
            break
        keys.press("ArrowDown")
    keys.tab_to(adding.main.get_by_label(author._("Title"), exact=True))
    keys.type("What you take home")
    keys.press("Enter")
    pages_authoring.Editor(author, "What you take home").to_the_outline()
    assert pages_authoring.Outline(author, DAY).activities[-1] == "What you take home"


def test_a_course_is_written_and_published_without_script(visitor: Visitors) -> None:
    author = visitor(locale="sr-Cyrl", width=NARROW, has_script=False)
    sign_in(author, "demo-author").menu("Authoring")
    begin_course(author, TITLE)
    pages_authoring.Outline(author, TITLE).add_module(MODULE)
    pages_authoring.Outline(author, TITLE).add_to(MODULE).click()
    pages_authoring.NewActivity(author).add("Lesson", LESSON)
    lesson = pages_authoring.LessonEditor(author, LESSON)
    lesson.text.fill("## Along the fence\n\n::: safety\nTouch no wire.\n:::")
    lesson.press("Preview")
    shown = pages_authoring.LessonEditor(author, LESSON)
    expect(shown.preview.get_by_role("heading", name="Along the fence")).to_be_visible()
    shown.press("Save")
    saved = pages_authoring.LessonEditor(author, LESSON)
    expect(saved.text).to_have_value("## Along the fence\n\n::: safety\nTouch no wire.\n:::")
    saved.to_the_outline()
    _publish(author, TITLE, 1, "The first edition.")
    author.go("courses/")
    pages.Courses(author).open(TITLE)
    pages.Anything(author).see(TITLE)
    expect(author.page).to_have_url(re.compile(f"/courses/{NAME}/$"))


def _add_picture(author: Visitor) -> None:
    pages_authoring.Library(author).follow("Add a file")
    file = FilePayload(name="snare.png", mimeType="image/png", buffer=png())
    pages_authoring.AddFile(author).add(file, PICTURE)
    pages_authoring.File(author, "snare.png")


def _write_lesson(author: Visitor) -> None:
    """Write with the toolbar, put the picture in, and look at it as readers will."""
    author.go(f"author/courses/{NAME}/")
    pages_authoring.Outline(author, TITLE).add_to(MODULE).click()
    pages_authoring.NewActivity(author).add("Lesson", LESSON)
    lesson = pages_authoring.LessonEditor(author, LESSON)
    lesson.text.fill("Snares stand where animals must pass.")
    lesson.add("Touch no wire.")
    lesson.text.press("Shift+Home")
    lesson.use("Call-out: %(kind)s", kind=author._("Safety"))
    lesson.put_in("snare.png")
    expect(lesson.preview.get_by_role("img", name=PICTURE, exact=True)).to_be_visible()
    expect(lesson.preview.get_by_text("Touch no wire.")).to_be_visible()
    author.inspect()
    lesson.expect_saved()
    lesson.to_the_outline()


def _write_quiz(author: Visitor) -> None:
    pages_authoring.Outline(author, TITLE).add_to(MODULE).click()
    pages_authoring.NewActivity(author).add("Quiz", QUIZ)
    quiz = pages_authoring.Editor(author, QUIZ)
    quiz.follow("Write an item")
    pages_authoring.NewItem(author).follow("True or false")
    item = pages_authoring.NewItem(author)
    item.fill("Statement", "A snare may be left where it hangs.")
    item.main.get_by_role("radio", name=author._("False"), exact=True).check()
    item.press("Save the item")
    quiz = pages_authoring.Editor(author, QUIZ)
    quiz.main.get_by_role("link", name="A snare may be left where it hangs.", exact=True).wait_for()
    quiz.to_the_outline()


def _publish(author: Visitor, course: str, number: int, notes: str) -> None:
    """Publish from the outline, and come to the editions."""
    pages_authoring.Outline(author, course).follow("Check and publish")
    check_list = pages_authoring.Publish(author)
    check_list.see("Nothing keeps this course from being published.")
    check_list.publish(number, notes)
    expect(pages_authoring.Editions(author).edition(number)).to_contain_text(author._("Live"))


def _open_lesson(author: Visitor) -> pages_authoring.LessonEditor:
    author.go(f"author/courses/{DAY_NAME}/")
    pages_authoring.Outline(author, DAY).open(ITS_LESSON)
    return pages_authoring.LessonEditor(author, ITS_LESSON)
