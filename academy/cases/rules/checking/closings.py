"""The ways a case can be closed from a state that are worth trying: right, wrong, undecided, with and without a file."""

from __future__ import annotations

from collections.abc import Iterator

from academy.cases.content import CaseContent
from academy.cases.content.actions import Conclude
from academy.cases.content.keys import RoleKind
from academy.cases.rules.conditions import names_in
from academy.cases.rules.knots import conditions_of
from academy.cases.rules.naming import CANNOT_SAY
from academy.cases.rules.state import State


class Closings:
    """Concludes one case in every way that its conditions can tell apart, more or less."""

    def __init__(self, case: CaseContent) -> None:
        """Look at what its conditions ask of a conclusion."""
        self.case = case
        named = {name for _slot, text in conditions_of(case) for name in names_in(text)}
        self.role = next(
            (seat for seat in case.seats if case.kind_of(seat) is RoleKind.PROSECUTION), case.seats[0]
        )
        right = case.cause or CANNOT_SAY
        wrong = next((cause for cause in case.causes if cause != right), CANNOT_SAY)
        self.causes = list(dict.fromkeys([right, CANNOT_SAY, wrong, *(c for c in case.causes if c in named)]))
        rights = [key for key, charge in case.charges.items() if charge.is_right]
        wrongs = [key for key, charge in case.charges.items() if not charge.is_right]
        self.charge = rights[0] if rights else None
        self.charges = list(
            dict.fromkeys([self.charge, *wrongs[:1], *(c for c in wrongs if c in named), None])
        )
        suspects = [key for key, person in case.people.items() if person.is_suspect]
        others = [key for key in suspects if key != case.culprit]
        self.suspects = list(
            dict.fromkeys([case.culprit, *others[:1], *(o for o in others if o in named), None])
        )

    def of(self, state: State) -> Iterator[Conclude]:
        """Yield conclusions, each a little other than the right one, the plainest first."""
        held = [name for name in self.case.exhibits if state.things[name].holder]
        cites = {element: [*held, *self._cited(state)] for element in self.case.elements}
        seen: list[Conclude] = []
        for conclusion in self._drafts(held, cites):
            if conclusion not in seen:
                seen.append(conclusion)
                yield conclusion

    def _drafts(self, held: list[str], cites: dict[str, list[str]]) -> Iterator[Conclude]:
        cause, culprit = self.causes[0], self.case.culprit
        whole = {"role": self.role, "charge": self.charge, "suspect": culprit, "file": held, "cites": cites}
        yield Conclude(role=self.role, cause=CANNOT_SAY)
        for other in self.causes:
            yield Conclude.model_validate({**whole, "cause": other})
        whole["cause"] = cause
        for charge in self.charges:
            yield Conclude.model_validate({**whole, "charge": charge})
        for suspect in self.suspects:
            yield Conclude.model_validate({**whole, "suspect": suspect})
        yield Conclude.model_validate({**whole, "file": []})
        for element in cites:
            less = {key: names for key, names in cites.items() if key != element}
            yield Conclude.model_validate({**whole, "cites": less})
        for name in held if len(held) > 1 else ():
            yield Conclude.model_validate({**whole, "file": [each for each in held if each != name]})

    def _cited(self, state: State) -> list[str]:
        answers = [key for key in self.case.requests if f"result:{key}" in state.facts]
        return [*answers, *(key for key in self.case.people if f"answered:{key}" in state.facts)]
