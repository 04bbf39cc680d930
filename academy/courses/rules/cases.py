"""What the check finds in an investigation: its knots, and what its checker shows or cannot show, in sentences."""

from __future__ import annotations

from academy.i18n import collected

#: Code → sentence. The path that shows a fault is printed beside it, not in it.
SENTENCES = {
    # knots
    "case-unknown-name": collected(
        "“%(slot)s” names “%(name)s”, which is not there or cannot stand there: check its spelling, or add it."
    ),
    "case-unset-fact": collected(
        "“%(slot)s” waits for “%(name)s”, which nothing ever sets: check its spelling, or let an effect set it."
    ),
    "case-arguments": collected("“%(slot)s”: “%(name)s” takes more or fewer names in its brackets."),
    "case-too-early": collected(
        "“%(slot)s” asks for “%(name)s”, which only the court knows: ask it in criteria, elements and endings."
    ),
    "case-undated": collected(
        "“%(slot)s” puts “%(name)s” beside “before” or “within”, but it has no moment: name what came about instead."
    ),
    "case-proof-circle": collected("“%(slot)s” rests on “%(name)s”: a proof cannot rest on another proof."),
    "case-no-court": collected(
        "“%(slot)s” is proved by “%(name)s”, whatever the court admits: ask for “admitted”, too."
    ),
    "case-same-name": collected("Two parts of the case are called “%(name)s”: rename one."),
    "case-reserved-name": collected(
        "“%(name)s” is a word of the conditions or the name of something else: choose another name."
    ),
    "case-empty": collected("The case has nothing under “%(name)s” yet: write it."),
    "case-no-base": collected("No place is a base: let “is_base” be true for where everybody returns to."),
    "case-no-cause": collected("Nothing says what happened: let “cause” name one of the causes."),
    "case-no-success": collected("No ending is a success: let “is_success” be true for the one to aim for."),
    "case-no-otherwise": collected(
        "The last ending, “%(name)s”, has a condition: a last one without it catches whatever is left."
    ),
    "case-no-way": collected("No way leads to the place “%(name)s”: add it to the ways of another."),
    # what playing shows
    "case-ending-unreachable": collected("The ending “%(name)s” can never be reached: %(because)s."),
    "case-ending-shadowed": collected(
        "The ending “%(name)s” can never be reached: whenever it would hold, an earlier ending holds already."
    ),
    "case-dead-end": collected(
        "A dead end: the case can be closed so that none of its endings holds. Add an ending without “when”."
    ),
    "case-exhibit-unfindable": collected("The exhibit “%(name)s” can never be found: %(because)s."),
    "case-criterion-unearnable": collected("The criterion “%(name)s” can never be earned: %(because)s."),
    "case-criterion-unlosable": collected(
        "The criterion “%(name)s” can never be lost: it is earned whatever is done."
    ),
    "case-expert-refused": collected(
        "Step %(step)s of the expert’s path is refused (%(reason)s): mend it, or what comes before it."
    ),
    "case-expert-unfinished": collected("The expert’s path does not close the case: end it with “conclude”."),
    "case-expert-misses": collected("The expert’s path does not earn the criterion “%(name)s”."),
    "case-expert-critical": collected("The expert’s path is a critical failure by the criterion “%(name)s”."),
    "case-expert-fails": collected(
        "The expert’s path leads to the ending “%(name)s”, which is no success: let it lead to one that is."
    ),
    "case-expert-strict": collected(
        "Where the law demands two witnesses, a caution and a record, the expert’s path does not earn “%(name)s”."
    ),
    "case-guessing": collected(
        "Guessing scores %(score)s %% on average and passes %(passed)s times in 100; passing takes %(mark)s %%:"
        " raise the mark, or ask for more that is not done by chance."
    ),
    "case-not-refuted": collected(
        "Not refuted in %(states)s states, and not shown either: “%(name)s” (%(what)s)."
    ),
    "case-unchecked": collected(
        "The investigation is still being checked: try again in a moment."
    ),
    "case-unchecked-broken": collected(
        "The checker could not finish with this investigation: simplify it, or tell whoever runs the academy."
    ),
}  # fmt: skip
