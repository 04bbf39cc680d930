"""What the machine says, in sentences: why something cannot be done, and what an action brought about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.cases.content import CaseContent
from academy.cases.content.keys import OFFICER, Store
from academy.cases.rules.showing import Told
from academy.cases.rules.words import words
from academy.cases.views.words import GEAR, STORES
from academy.web.errors import say


@dataclass(frozen=True)
class Sentence:
    """A sentence of ours with authored words in it: a template puts the two together (``cases/deeds.html``)."""

    text: str
    parts: Mapping[str, str]


#: Why the machine refuses, by its reason.
REFUSALS = {
    "not-yours": _l("This is for another role of your team."),
    "not-known": _l("You know nothing of this here. Look at what the page shows now."),
    "not-here": _l("This is not where you are. Go there first."),
    "no-way": _l("No way leads there from here."),
    "closed": _l("This place is closed to you now."),
    "day-over": _l("The day at the scene is over. What was left there stays there."),
    "gone": _l("It is no longer there."),
    "already": _l("This is done already."),
    "needs": _l("This cannot be done yet. Something has to come first."),
    "not-held": _l("You do not have this exhibit in your hands."),
    "not-packed": _l("A seal needs something to be put on. Choose what it is packed in first."),
    "not-present": _l("Whoever is to use this power is not there. Call them, and wait until they come."),
    "not-sent": _l("This request needs an exhibit to go along. Choose it, and have it in your hands."),
    "not-offered": _l("Nobody is handing this over to you."),
    "not-worn": _l("You are not wearing this."),
    "not-at-base": _l("There is no such store here. It waits at the station."),
    "at-base": _l("This is done at a scene, not at a station."),
    "nobody-there": _l("There is nobody to do this with, here and now."),
    "nothing-to-read": _l("No answer has come yet."),
    "nothing-to-search": _l("There is nothing to search here."),
    "too-few-hands": _l(
        "There are not so many of you here. Search with those who are, or call others first."
    ),
    "nothing-said": _l("Say of at least one cause how likely it is, or that you cannot say yet."),
    "rank-first": _l("Say first how likely each cause is. “I cannot say yet” is an answer too."),
    "others-at-work": _l(
        "With this wait the day at the scene would be over, and somebody of your team is still out there. Wait less, or agree with the others."
    ),
    "wait-nothing": _l("Nothing is on its way. Choose how many minutes to wait."),
    "stays": _l("This cannot be taken along. Photograph it, measure it, draw it."),
    "cannot-be-parted": _l("No part of this can be left to the defence."),
    "no-kit": _l("You do not have this with you."),
    "over": _l("This case is closed. Nothing more can be done in it."),
}
#: What an action brought about, by its code; the names in it are of the case's own parts.
HAPPENINGS = {
    "moved": _l("You are now at this place: %(place)s."),
    "observed": _l("You look at this: %(what)s."),
    "found": _l("You notice an exhibit: %(exhibit)s."),
    "worn": _l("You put this on: %(gear)s."),
    "taken-off": _l("You take this off: %(gear)s."),
    "cordoned": _l("The place is closed off: %(place)s."),
    "photographed": _l("Photographed: %(what)s."),
    "sketched": _l("You have drawn a plan: %(place)s."),
    "measured": _l("Measured: %(what)s."),
    "noted": _l("Your note is in the case book."),
    "searched": _l("The search is done: %(place)s."),
    "collected": _l("You have taken up an exhibit: %(exhibit)s."),
    "sealed": _l("Sealed with number %(seal)s: %(exhibit)s."),
    "labelled": _l("Labelled: %(exhibit)s."),
    "opened": _l("Opened: %(exhibit)s. Whatever seal it had is broken."),
    "duplicated": _l("One half is left for the defence: %(exhibit)s."),
    "stored": _l("Put away (%(store)s): %(exhibit)s."),
    "recorded": _l("The line is in the custody log: %(exhibit)s."),
    "handed": _l("Handed to %(to)s: %(exhibit)s."),
    "offered": _l("%(by)s hands this over to you: %(exhibit)s. Take it over when you are ready."),
    "received": _l("You have taken this over: %(exhibit)s."),
    "taken-over": _l("%(by)s has taken this over: %(exhibit)s."),
    "told": _l("You have told %(to)s of this: %(what)s."),
    "told-by": _l("%(by)s tells you of this: %(what)s."),
    "notified": _l("You have called: %(authority)s."),
    "authority-arrived": _l("They are there: %(authority)s."),
    "requested": _l("Your request is made: %(request)s."),
    "answer-arrived": _l("An answer has come: %(request)s."),
    "answer": _l("The answer to your request: %(request)s."),
    "says": _l("%(person)s answers:"),
    "says-nothing": _l("%(person)s does not answer that."),
    "decided": _l("Your decision stands."),
    "hypothesised": _l("What you hold for likely is written down, with the time."),
    "event": _l("Meanwhile something happens:"),
    "waited": _l("Time has passed."),
    "scene-closed": _l("The day at the scene is over; you are back at %(place)s."),
    "came-to-nothing": _l("It came to nothing, and the time is gone. %(reason)s"),
    "concluded": _l("The case is closed, and the file is sent."),
}

say(
    {f"case-{reason}": said for reason, said in REFUSALS.items()}
    | {
        "case-moved-on": _l(
            "You have done something else since this page was made: in another tab, or on another device. Look at where things stand now, then choose again."
        ),
        "case-unclear": _l("This cannot be read. Choose again from what the page offers."),
        "case-missing": _l("Something is missing. Fill in what has no default, and send it again."),
        "case-late": _l("This case is closed. Your action is kept, but nothing came of it."),
        "case-seat-taken": _l("Somebody else has taken this role. Choose one that is free."),
        "case-one-seat": _l("You have a role in this team already. Each of you plays one."),
        "case-elsewhere": _l(
            "You play this case already, in another team. Leave that one first, or play it to its end."
        ),
        "case-team-small": _l(
            "Too few have sat down. A team begins with two at least, and one of them has to be a role that can close the case."
        ),
        "case-code-unknown": _l(
            "No team of this case has this code. Look at it once more; it may also be that the case is closed by now."
        ),
        "case-runs-used": _l(
            "You have played this case as often as it was set for you. Your trainer can allow another run."
        ),
    }
)

_NAMED = ("places", "exhibits", "people", "authorities", "requests", "powers", "charges", "elements", "roles")


def phrase_at(case: CaseContent, slot: str) -> str:
    """Return the authored words of a slot; empty where the case has none."""
    return words(case, slot)


def name_of(case: CaseContent, key: str) -> str:
    """Return what a part of a case is called."""
    if key == OFFICER:
        return str(_("the officer"))
    for kind in _NAMED:
        if key in (parts := getattr(case, kind)):
            title: str = parts[key].title
            return title
    spots = (place.spots[key] for place in case.places.values() if key in place.spots)
    found: str = next((spot.title for spot in spots), key)
    return found


def sentence_of(told: Told, names: Mapping[str, str]) -> Sentence:
    """Return what came about, as a sentence; ``names`` are those of what the reader knows."""
    parts = {name: _shown(name, str(value), names) for name, value in told.values.items()}
    return Sentence(str(HAPPENINGS.get(told.code, "")), parts)


def reason_words(reason: str) -> str:
    """Return why the machine refuses something."""
    return str(REFUSALS.get(reason, _("This cannot be done.")))


def _shown(name: str, value: str, names: Mapping[str, str]) -> str:
    if name in _SPECIAL:
        return _SPECIAL[name](value)
    return str(_("the officer")) if value == OFFICER else names.get(value, value)


def _gear(joined: str) -> str:
    return ", ".join(str(said) for gear, said in GEAR.items() if gear in joined.split(", "))


#: Values that name no part of the case.
_SPECIAL: dict[str, Callable[[str], str]] = {
    "gear": _gear,
    "store": lambda store: str(STORES[Store(store)]),
    "seal": str,
    "reason": reason_words,
}
