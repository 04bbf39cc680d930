"""Actions that are filled in on a page of their own: what each is called, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from academy.cases.views.play import Play
from academy.cases.views.wording import Sentence
from academy.errors import NotFound


@dataclass(frozen=True)
class Fields:
    """One such page."""

    #: The word of the action (``Action.do``).
    do: str
    #: The part that says what it is about; empty for none.
    about: str
    title: object
    button: object


#: Name in the address → page.
FIELDS = {
    "collect": Fields("collect", "exhibit", _l("Take up: %(what)s"), _l("Take it up")),
    "seal": Fields("seal", "exhibit", _l("Seal: %(what)s"), _l("Put the seal on")),
    "label": Fields("label", "exhibit", _l("Label: %(what)s"), _l("Put the label on")),
    "open": Fields("open", "exhibit", _l("Open: %(what)s"), _l("Open it")),
    "store": Fields("store", "exhibit", _l("Put away: %(what)s"), _l("Put it away")),
    "custody": Fields("record", "exhibit", _l("Custody log: %(what)s"), _l("Write the line")),
    "hand-over": Fields("hand_over", "exhibit", _l("Hand over: %(what)s"), _l("Hand it over")),
    "photograph": Fields("photograph", "what", _l("Photograph: %(what)s"), _l("Take the photographs")),
    "note": Fields("note", "what", _l("Note: %(what)s"), _l("Write it down")),
    "search": Fields("search", "", _l("Search: %(what)s"), _l("Begin the search")),
    "interview": Fields("interview", "person", _l("Ask: %(what)s"), _l("Ask")),
    "request": Fields("request", "request", _l("Request: %(what)s"), _l("Make the request")),
    "conclude": Fields("conclude", "", _l("Close the case"), _l("Send the file")),
}


def title_of(deed: str, play: Play, given: Mapping[str, str]) -> Sentence:
    """Return the heading of a page of fields. Raises NotFound for what the role does not know."""
    shape = FIELDS[deed]
    what = given.get(shape.about, "") if shape.about else ""
    if what and what not in play.scene.names:
        raise NotFound()
    if shape.about not in ("", "what") and not what:
        raise NotFound()
    named = play.scene.names[what] if what else play.scene.place.title
    return Sentence(str(shape.title), {"what": named})
