"""What is said in court and after it: the defence to each defect, how an exhibit is taken, the debrief's own words."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.cases.content.keys import Consequence
from academy.cases.rules.court import Standing
from academy.cases.rules.custody import Defect, Severity
from academy.cases.views.words import STEPS


class Tagged(NamedTuple):
    """Words for a tag, its kind and its sign."""

    text: LazyString
    kind: str
    icon: str


STANDINGS = {
    Standing.ADMITTED: Tagged(_l("Admitted"), "ok", "check"),
    Standing.REDUCED: Tagged(_l("Admitted, with less weight"), "warn", "alert"),
    Standing.EXCLUDED: Tagged(_l("Excluded"), "danger", "close"),
}
CONSEQUENCES = {
    Consequence.SAFETY: Tagged(_l("Safety"), "danger", "shield"),
    Consequence.LEGAL: Tagged(_l("Law"), "law", "scales"),
    Consequence.TACTICAL: Tagged(_l("Tactics"), "info", "steps"),
    Consequence.EVIDENTIAL: Tagged(_l("Proof"), "warn", "search"),
}
SEVERITY_WORDS = {
    Severity.MINOR: _l("A blemish: it weighs little."),
    Severity.SERIOUS: _l("Serious: the exhibit loses weight; three such faults exclude it."),
    Severity.FATAL: _l("Fatal: this alone excludes the exhibit."),
}
#: What a defect is called.
DEFECTS = {
    "tainted": _l("Found or taken without a power"),
    "seal_differs": _l("Another seal number in the log"),
    "opened_unrecorded": _l("Opened without a record"),
    "bare_hands": _l("Touched with bare hands"),
    "contaminated": _l("Touched with used gloves"),
    "wrong_tool": _l("Taken up with the wrong tool"),
    "wrong_container": _l("Packed in the wrong container"),
    "decayed": _l("Not kept as it had to be"),
    "unrecorded_position": _l("Moved before it was photographed"),
    "no_seal": _l("Not sealed"),
    "no_label": _l("No label"),
    "label_wrong": _l("A wrong label"),
    "no_line": _l("A line is missing in the log"),
    "unnamed": _l("Nobody is named in a line"),
    "no_time": _l("A line without a time"),
    "impossible_time": _l("A time that cannot be"),
    "gap": _l("A gap between holders"),
    "unsigned": _l("Handed over without signatures"),
    "pocket": _l("Carried in a pocket"),
    "no_duplicate": _l("No sample for the defence"),
    "label_incomplete": _l("A label that is not filled in"),
    "seal_unwritten": _l("A line without the seal’s number"),
    "late_line": _l("A line written late"),
    "unchecked": _l("Taken over without a look at the seal"),
}
#: What a defence lawyer makes of it.
DEFENCE = {
    "tainted": _l(
        "“Officer, which power did you act on when you found or took this? If it was not yours to use, my client asks the court to forget that it was ever found.”"
    ),
    "seal_differs": _l(
        "“The bag before us bears seal %(true)s. Your log says %(written)s. Are we speaking of the same bag?”"
    ),
    "opened_unrecorded": _l(
        "“This exhibit was opened, and your log does not know it. Who opened it, what for, and what was put in or taken out?”"
    ),
    "bare_hands": _l(
        "“You touched this with your bare hands. Whose traces did the laboratory find: my client’s, or yours?”"
    ),
    "contaminated": _l(
        "“You wore the same gloves for two exhibits. How can the court know that what was found on the one did not come from the other?”"
    ),
    "wrong_tool": _l(
        "“You took it up with a tool that leaves marks of its own. Which of these marks were there before you came?”"
    ),
    "wrong_container": _l(
        "“You packed it in something it does not keep in. What of what the laboratory saw came about in your bag?”"
    ),
    "decayed": _l(
        "“It was no longer what it had been when it was examined. What would a fresh sample have shown?”"
    ),
    "unrecorded_position": _l(
        "“Where exactly did this lie before you took it up? Please show the court the photographs. There are none?”"
    ),
    "no_seal": _l("“There was no seal on it. Who could have opened it on the way? Anybody, it seems.”"),
    "no_label": _l("“There is no label. How do you know that this is what you took from that place?”"),
    "label_wrong": _l(
        "“Your label says something that cannot be so. Why should the court believe the rest of it?”"
    ),
    "no_line": _l("“Your log has no line for this step: %(step)s. Did it happen at all, and who saw it?”"),
    "unnamed": _l("“It was in somebody’s hands, and your log does not say whose. Who is to be questioned about it?”"),
    "no_time": _l("“Your log does not say when. Before or after my client had left?”"),
    "impossible_time": _l(
        "“You wrote %(when)s. By every other record it was %(true)s. Which of your times is true?”"
    ),
    "impossible_time_never": _l(
        "“You wrote of a step at %(when)s that had not happened then. When did you really write this line?”"
    ),
    "gap": _l(
        "“Between one holder and the next there is a time for which nobody signed. Where was it, and how would this court know?”"
    ),
    "unsigned": _l("“You handed it over, and nobody signed for it. Who says that it was whole when it changed hands?”"),
    "pocket": _l("“You carried it in your pocket. What else was in there?”"),
    "no_duplicate": _l(
        "“The law leaves my client a sample to have examined herself. There is none. We cannot test your result, so it must not count.”"
    ),
    "label_incomplete": _l("“Your label was not filled in. What else did you leave for later?”"),
    "seal_unwritten": _l("“You wrote of a seal, but not its number. Any seal will do, then?”"),
    "late_line": _l(
        "“You wrote this line %(late)s minutes after it happened. From memory?”"
    ),
    "unchecked": _l("“You took it over and did not look at the seal. So you cannot say that it was whole.”"),
}  # fmt: skip
LAWFUL = Tagged(_l("Lawful"), "ok", "check")
UNLAWFUL = Tagged(_l("Unlawful"), "danger", "close")
#: What an act by a power wanted to be lawful.
WANTS = {
    "unnamed": _l("No power was named."),
    "unfit": _l("The power that was named does not bear on this."),
    "ground": _l("What this power rests on was not there yet."),
    "holder": _l("Whoever used this power does not hold it in this country."),
    "witnesses": _l("Too few witnesses were there."),
    "caution": _l("The person was not told her rights."),
    "record": _l("No record of it was written."),
    "entered": _l("Nobody was there who had the right to go in."),
}
#: A step of the expert's path, by the fact it brings about.
MILESTONES = {
    "wore": _l("Protected: %(what)s"),
    "cordoned": _l("Closed off: %(what)s"),
    "sketched": _l("Drawn as a plan: %(what)s"),
    "searched": _l("Searched: %(what)s"),
    "collected": _l("Taken up: %(what)s"),
    "duplicated": _l("Parted for the defence: %(what)s"),
    "handed": _l("Handed over: %(what)s"),
    "notified": _l("Called: %(what)s"),
    "requested": _l("Asked for: %(what)s"),
    "result": _l("Answer read: %(what)s"),
    "asked": _l("Questioned: %(what)s"),
    "decided": _l("Decided: %(what)s"),
    "hypothesised": _l("Causes weighed"),
    "concluded": _l("File sent"),
}
#: What somebody did, for the two paths side by side.
DEEDS = {
    "move": _l("Went to: %(what)s"),
    "observe": _l("Looked at: %(what)s"),
    "wear": _l("Put on: %(what)s"),
    "take_off": _l("Took off: %(what)s"),
    "cordon": _l("Closed the place off"),
    "photograph": _l("Photographed: %(what)s"),
    "sketch": _l("Drew a plan of the place"),
    "measure": _l("Measured: %(what)s"),
    "note": _l("Wrote a note"),
    "search": _l("Searched the place"),
    "collect": _l("Took up: %(what)s"),
    "seal": _l("Sealed: %(what)s"),
    "label": _l("Labelled: %(what)s"),
    "open": _l("Opened: %(what)s"),
    "duplicate": _l("Left the defence its half: %(what)s"),
    "store": _l("Put away: %(what)s"),
    "record": _l("Wrote a line in the custody log: %(what)s"),
    "hand_over": _l("Handed over: %(what)s"),
    "receive": _l("Took over: %(what)s"),
    "notify": _l("Called: %(what)s"),
    "request": _l("Asked for: %(what)s"),
    "read": _l("Read the answer: %(what)s"),
    "tell": _l("Told a colleague of: %(what)s"),
    "interview": _l("Questioned: %(what)s"),
    "hypothesise": _l("Said how likely each cause is"),
    "decide": _l("Decided: %(what)s"),
    "wait": _l("Waited"),
    "conclude": _l("Closed the case and sent the file"),
}


#: Something that came to hand.
EVIDENCE = {
    "found": _l("Came to light: %(what)s"),
    "result": _l("The answer was read: %(what)s"),
    "spoilt": _l("The answer came to nothing, for the sample was spoilt: %(what)s"),
}
_STEPS = {step.value: words for step, words in STEPS.items()}


def defence_of(defect: Defect) -> str:
    """Return what the defence makes of a defect."""
    values = {name: str(_STEPS[str(value)]) if name == "step" else value for name, value in defect.values}
    is_of_nothing = defect.code == "impossible_time" and "true" not in values
    words = str(DEFENCE["impossible_time_never" if is_of_nothing else defect.code])
    return words % values if values else words
