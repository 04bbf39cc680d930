"""Words for what marking, appeals, regrades and exams refuse; and letters that follow a deed."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from academy.accounts.document.letters import Letter, post_afterwards
from academy.quizzes.document.letters import post
from academy.web.errors import say

say({
    "own-response": _l("Nobody marks her own response."),
    "marked-by-you": _l("You have marked this response already. Another person does the rest."),
    "marked-meanwhile": _l("Somebody else has marked this response since you opened it. Your mark was not needed any more."),
    "deciding-now": _l("A second mark came in since you opened this page, and the two differ. Both stand below now: read them, then decide."),
    "levels-missing": _l("Choose a level for each criterion."),
    "comment-missing": _l("Say what was missing: the learner reads it."),
    "no-result-yet": _l("This item has no result yet."),
    "nothing-to-appeal": _l("This item has all its points, or no mark yet: there is nothing to object to."),
    "appeal-reason-missing": _l("Say why; a person reads it and answers."),
    "own-appeal": _l("Nobody decides her own appeal."),
    "appeal-decided": _l("A colleague has answered this appeal since you opened it. The answer stands below."),
    "marker-decides-not": _l("You marked this response. Another person decides about the appeal."),
    "answer-missing": _l("Give your reasons; the learner reads them."),
    "appeal-score": _l("Type more points than the item has now, and no more than it can have."),
    "regrade-reason-missing": _l("Say why; learners whose result changes read it."),
    "regrade-without-key": _l("A person marks this item: it has no key. Give full credit, or change no result."),
    "regrade-moved": _l("Something has changed since this was counted. Look at the figures again, then confirm."),
    "exam-in-past": _l("This end is over already."),
    "exam-too-long": _l("An exam is open for two days at most."),
    "exam-overlaps": _l("Another exam of this quiz is held at the same time. Choose other times, or change that one."),
    "exam-changed": _l("Somebody has changed this exam since you opened the form. Look at what it is now, then change it again."),
    "exam-begun": _l("Somebody has begun in this exam: it can no longer be called off."),
    "exam-signed": _l("The record of this exam is signed. Nothing about it changes any more."),
    "exam-still-on": _l("The exam has not begun yet, or somebody still sits in it. Sign once everybody has handed in."),
    "exam-password-missing": _l("Type the password that opens this quiz."),
    "exam-password-short": _l("Take at least six signs."),
    "exam-ends-first": _l("It ends before it begins. Check the days and times."),
    "invigilator-unknown": _l("Choose one of the people who run this cohort."),
    "not-the-invigilator": _l("Only the invigilator signs the record."),
    "record-missing": _l("Say how it went, if only that nothing happened."),
    "extra-minutes": _l("From 1 to 120 minutes at once."),
    "no-exam-now": _l("No exam of this quiz is open for your cohort now."),
    "exam-password-wrong": _l("This password does not open the exam. Ask your invigilator."),
    "exam-code-wrong": _l("This is not the code that is shown now. It changes every half minute: look again."),
})  # fmt: skip


def write_afterwards(letters: Iterable[Letter]) -> None:
    """Send letters once what they tell of is on disk."""
    post_afterwards(post, letters)
