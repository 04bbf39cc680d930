"""A case as one role's pages see it, whether it counts or is only rehearsed: the view model of scene and forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import uuid4

from flask_babel import gettext as _

from academy.cases.content import CaseContent, Law
from academy.cases.content.keys import Gear
from academy.cases.rules.moves import Moves, Reach, Way, moves
from academy.cases.rules.naming import CANNOT_SAY
from academy.cases.rules.showing import ExhibitSeen, Scene, SpotSeen, shown
from academy.cases.rules.state import State
from academy.cases.rules.words import words
from academy.cases.views.wording import Sentence, name_of, reason_words, sentence_of
from academy.jurisdictions.queries import CountryEntries, Entry

#: The largest team that a search can name.
_TEAM = 12


@dataclass(frozen=True)
class Addresses:
    """Where the pages of one playing are."""

    act: str
    scene: str
    book: str
    #: Deed and what it is about → the page of its fields.
    fields: Callable[..., str]
    #: Sent along where one person plays several roles.
    role: str = ""
    #: Where a pause leads.
    pause: str = ""
    #: Who of a team sits where, and how far its run has come; empty where one plays alone.
    team: str = ""
    version: str = ""


@dataclass(frozen=True)
class Sight:
    """Something to be seen where one is: an exhibit, a spot or a person, under its number."""

    number: int
    key: str
    title: str
    text: str
    kind: str
    at: tuple[int, int] | None
    exhibit: ExhibitSeen | None = None
    reach: Reach | None = None


@dataclass(frozen=True)
class Play:
    """What pages show of a case, to one role."""

    case: CaseContent
    law: Law
    state: State
    role: str
    #: How many actions of her own this page has seen.
    after: int
    addresses: Addresses
    #: Place → address of its picture.
    pictures: Mapping[str, str] = field(default_factory=dict)
    #: What the country of the run has entries for.
    entries: CountryEntries | None = None
    #: Why the last action was refused, in words; and the author's own words for it.
    refusal: str = ""
    said: str = ""
    #: Role → call-sign of who holds it, in a team.
    holders: Mapping[str, str] = field(default_factory=dict)
    #: How far the run had come when this page was made (``queries.version_of``).
    tick: str = ""
    #: Why nothing can be done any more, where the case itself is still open.
    is_shut: bool = False

    @cached_property
    def scene(self) -> Scene:
        """What the role sees."""
        return shown(self.case, self.law, self.state, self.role)

    @cached_property
    def moves(self) -> Moves:
        """What it can do."""
        return Moves() if self.is_shut else moves(self.case, self.law, self.state, self.role)

    @cached_property
    def news(self) -> list[tuple[Sentence, str]]:
        """What the last action brought about: a sentence, and the author's words where there are any."""
        return [(sentence_of(each, self.scene.names), each.words) for each in self.scene.news]

    @cached_property
    def reach(self) -> dict[str, Reach]:
        """What can be done with each exhibit."""
        return {each.exhibit: each for each in self.moves.exhibits}

    @cached_property
    def sights(self) -> list[Sight]:
        """What is here, exhibits first, numbered as on the picture."""
        here = self.scene.place.key
        found = [("exhibit", each) for each in self.scene.exhibits if each.place == here and not each.is_gone]
        rows = [*found, *(("spot", spot) for spot in self.scene.place.spots), *(("person", each) for each in self.scene.people)]  # fmt: skip
        return [self._sight(number, kind, each) for number, (kind, each) in enumerate(rows, start=1)]

    @cached_property
    def held(self) -> list[ExhibitSeen]:
        """The exhibits in one's own hands."""
        return [each for each in self.scene.exhibits if each.holder == self.role]

    @cached_property
    def offered(self) -> list[ExhibitSeen]:
        """The exhibits somebody hands over to this role."""
        return [each for each in self.scene.exhibits if each.offered_to == self.role]

    @cached_property
    def fileable(self) -> list[ExhibitSeen]:
        """The exhibits a file can name: what somebody holds."""
        return [each for each in self.scene.exhibits if each.holder]

    @property
    def citable(self) -> list[tuple[str, str]]:
        """What an element of the charge can be said to rest on: exhibits one knows of, answers, and people one has met."""
        met = [key for key in self.case.people if key in self.scene.names]
        answers = [each.key for each in self.scene.answers]
        return self.named([*(each.key for each in self.scene.exhibits), *answers, *met])

    @property
    def country(self) -> str:
        """The name of the country whose law holds."""
        return self.entries.name if self.entries else ""

    @property
    def present(self) -> list[tuple[str, str]]:
        """The authorities that are here, for a choice."""
        return self.named(self.scene.present)

    @property
    def receivers(self) -> list[tuple[str, str]]:
        """Whom an exhibit can be handed to."""
        return self.named(self.moves.receivers)

    @property
    def powers(self) -> list[tuple[str, str]]:
        """The powers of the case, for a choice."""
        return [(each.key, each.title) for each in self.scene.powers]

    @property
    def causes(self) -> list[tuple[str, str]]:
        """What a conclusion can say of the cause; that it cannot be said is always there."""
        return [*self.scene.causes.items(), (CANNOT_SAY, _("It cannot be said"))]

    @property
    def ranks(self) -> Mapping[str, int]:
        """How the role ranked the causes last."""
        own = [each for each in self.state.hypotheses if each.role == self.role]
        return own[-1].causes if own else {}

    @property
    def team_sizes(self) -> list[tuple[str, str]]:
        """How many can search: those who are here."""
        return [(str(size), str(size)) for size in range(1, min(self.moves.hands, _TEAM) + 1)]

    def name(self, key: str) -> str:
        """Return what something the role knows is called."""
        return self.scene.names.get(key) or name_of(self.case, key)

    def entry(self, key: str) -> Entry | None:
        """Return what the country's entry for an authority, a power or a charge says."""
        for kind in (self.case.authorities, self.case.powers, self.case.charges):
            if key in kind:
                return self.entries.entries.get(kind[key].entry or "") if self.entries else None
        return None

    def named(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Return keys with what they are called, for a choice."""
        return [(key, self.name(key)) for key in keys]

    def worn(self, gear: Mapping[Gear, str]) -> list[tuple[str, str]]:
        """Return what the role wears, for a choice; ``gear`` are the words for it."""
        return [(each, gear[Gear(each)]) for each in self.scene.worn]

    def topics_of(self, person: str) -> list[tuple[str, str]]:
        """Return what somebody can be asked about."""
        found = (each.questions.items() for each in self.scene.people if each.key == person)
        return [pair for questions in found for pair in questions]

    def shut(self, way: Way) -> str:
        """Return why a place cannot be gone to: the author's words, or ours."""
        return words(self.case, way.closed or "") or reason_words(way.why_not)

    def why_not(self, reach: Reach) -> str:
        """Return why an exhibit cannot be taken up: the author's words, or ours."""
        return words(self.case, reach.said) or reason_words(reach.why_not)

    def fresh_key(self) -> str:
        """Return a key for one action: whoever sends it twice has done it once."""
        return uuid4().hex

    def _sight(self, number: int, kind: str, each: ExhibitSeen | SpotSeen | object) -> Sight:
        text, at = getattr(each, "text", ""), getattr(each, "at", None)
        key: str = each.key  # type: ignore[union-attr]  # all three have one
        exhibit = each if isinstance(each, ExhibitSeen) else None
        return Sight(number, key, each.title, text, kind, at, exhibit, self.reach.get(key))  # type: ignore[union-attr]
