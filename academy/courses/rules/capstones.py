"""What the check finds in a capstone, in sentences."""

from __future__ import annotations

from academy.i18n import collected

#: Code → sentence.
SENTENCES = {
    "no-briefing": collected(
        "The capstone has no briefing: write where the bag comes from and what is to be done."
    ),
    "no-bag-safety": collected(
        "The capstone says nothing of safety: write what keeps everybody safe at the table."
    ),
    "few-objects": collected("The bag holds fewer than %(fewest)s objects: add some."),
    "object-not-near": collected(
        "The object “%(object)s” shows nothing on looking near: write what is seen."
    ),
    "no-profile-questions": collected("The profile asks nothing: write at least one question."),
    "no-rubric": collected("The capstone has no criterion, so that nobody can mark it: write its rubric."),
    "levels-alike": collected(
        "Two levels of the criterion “%(criterion)s” have the same points, or none has any: tell them apart."
    ),
    "tolerance-below-step": collected(
        "The tolerance is smaller than one step of one criterion (%(step)s %%): markers who differ in a single level "
        "always need a third."
    ),
    "no-model-answer": collected(
        "An expert’s findings or the limits of the profile are missing: learners and markers need both."
    ),
    "model-object-unknown": collected(
        "The expert’s work names the object “%(object)s”, which is not in the bag: check its spelling."
    ),
    "model-question-unknown": collected(
        "The expert answers the question “%(question)s”, which is not asked: check its spelling."
    ),
    "model-question-open": collected("The expert does not answer the question “%(question)s”."),
    "model-certainty": collected(
        "Row %(number)s of the expert’s findings: an inference has a certainty, and nothing else has one."
    ),
}
