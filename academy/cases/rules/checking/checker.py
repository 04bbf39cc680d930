"""The check: knots first, then what cannot come about, then witnesses for all the rest, the expert, and guessing."""

from __future__ import annotations

from collections.abc import Iterator

from academy.cases.content import CaseContent, Law
from academy.cases.content.conditions import Tree
from academy.cases.content.effects import change
from academy.cases.rules.checking.deeds import reach_of
from academy.cases.rules.checking.expert import faults_of_expert, missed_under, path_of
from academy.cases.rules.checking.faults import Checked, Fault, Path
from academy.cases.rules.checking.frontier import frontier
from academy.cases.rules.checking.goals import Goal, goals_of
from academy.cases.rules.checking.grounding import Ground
from academy.cases.rules.checking.guessing import WALKS, faults_of_guessing, strict_law, walks
from academy.cases.rules.checking.logic import Logic
from academy.cases.rules.checking.playing import Budget, Play
from academy.cases.rules.checking.relaxing import said
from academy.cases.rules.checking.seeking import Seeker
from academy.cases.rules.checking.shrinking import shrunk
from academy.cases.rules.checking.varying import Varying
from academy.cases.rules.conditions import holds
from academy.cases.rules.knots import effects_of, knots

#: The most of what is left of the budget that the search for one goal may use.
_SEEKING = 0.5
#: Facts that the first state has whatever the law says.
_LASTING = ("visited:", "found:")


def check(
    case: CaseContent, *, seconds: float = 7.0, states: int = 200_000, walks_each: int = WALKS
) -> Checked:
    """Show or refute what a case owes its players, as far as so many states and seconds go."""
    tied = [Fault(knot.code, _plain(knot.values)) for knot in knots(case) if knot.blocks]
    if tied:
        return Checked(tuple(tied), 0, is_exhaustive=True)
    return _Check(case, Budget(states=states, seconds=seconds), walks_each).go()


class _Check:
    """One check under way."""

    def __init__(self, case: CaseContent, budget: Budget, walks_each: int) -> None:
        self.case, self.budget, self.walks_each = case, budget, walks_each
        self.ground = Ground(case)
        self.reach = reach_of(case)
        unset = {
            what.args[0]
            for what in (change(text) for _slot, text in effects_of(case))
            if what.verb == "unset"
        }
        self.play = Play(case, Law(), budget, goals_of(case, self.ground))
        always = {fact for fact in self.play.begin().facts if fact.startswith(_LASTING)}
        self.logic = Logic(self.reach, frozenset(unset), frozenset(always))

    def go(self) -> Checked:
        """Do it."""
        refuted = self._refuted()
        expert = list(faults_of_expert(self.play))
        walked = [
            walk
            for seed, play in enumerate((self.play, self._under_strict_law()))
            for walk in walks(play, seed, self.walks_each)
        ]
        Varying(self.play, path_of(self.case)).go()
        self._seek()
        found = [*self._of_refuted(refuted), *self._of_dead_end()]
        told = {dict(fault.values).get("name") for fault in found if fault.code.startswith("case-criterion")}
        found += [fault for fault in expert if dict(fault.values).get("name") not in told]
        found += faults_of_guessing(self.play, walked)
        is_whole = not self.play.open
        found += [*self._of_open(), *self._of_strict_law(expert)]
        return Checked(tuple(found), self.budget.states, is_exhaustive=is_whole)

    def _refuted(self) -> list[Goal]:
        """Take out the goals that nothing can bring about, however kindly the machine is read."""
        refuted = [goal for goal in self.play.open.values() if not self.logic.can_hold(goal.tree)]
        for goal in refuted:
            del self.play.open[goal.kind, goal.name]
        return refuted

    def _under_strict_law(self) -> Play:
        return Play(self.case, strict_law(self.case), self.budget, ())

    def _seek(self) -> None:
        seeker = Seeker(self.play, self.reach)
        tried: list[Goal] = []
        while waiting := [goal for goal in self.play.open.values() if goal not in tried]:
            tried.append(waiting[0])
            seeker.seek(waiting[0], self.budget.part(min(_SEEKING, 1 / len(waiting))))

    # what is told

    def _of_refuted(self, refuted: list[Goal]) -> Iterator[Fault]:
        gone = {goal.name for goal in refuted if goal.kind == "exhibit"}
        for goal in refuted:
            because = self._because(goal)
            if goal.kind != "exhibit" and any(f"found({name})" in because for name in gone):
                continue  # said of the exhibit already
            yield self._fault(goal, because)

    def _fault(self, goal: Goal, because: str) -> Fault:
        name, why = ("name", goal.name), ("because", because)
        match goal.kind:
            case "exhibit":
                return Fault("case-exhibit-unfindable", (name, why), self._near(goal.tree))
            case "earned":
                return Fault("case-criterion-unearnable", (name, why), self._near(goal.tree))
            case "lost":
                return Fault("case-criterion-unlosable", (name,), self._closed_at_once())
        when = self.ground.of(self.case.endings[goal.name].when)
        if self.logic.can_hold(when):
            return Fault("case-ending-shadowed", (name,), self._shadowed(goal.name) or self._near(when))
        return Fault("case-ending-unreachable", (name, why), self._near(goal.tree))

    def _because(self, goal: Goal) -> str:
        tree = self.ground.of(self.case.endings[goal.name].when) if goal.kind == "ending" else goal.tree
        chain = self.reach.because(tree) if not self.reach.of(tree).is_there else [said(tree)]
        return " ← ".join(chain)

    def _near(self, tree: Tree) -> Path:
        """Return the shortest way found to where it cannot be gone on."""
        return frontier(self.play, self.reach, tree)

    def _shadowed(self, name: str) -> Path | None:
        """Return how the case closes with an earlier ending though this one holds, if the expert's path shows it."""
        text = self.case.endings[name].when

        def shows(path: Path) -> bool:
            state, _played = self.play.run(path)
            return state.is_over and holds(self.case, state, text, court=self.play.judged(state)[0].facts)

        path = path_of(self.case)
        return shrunk(path, shows, self.budget) if shows(path) else None

    def _closed_at_once(self) -> Path:
        state = self.play.begin()
        return tuple(next(([one] for one in self.play.closings.of(state)), []))

    def _of_dead_end(self) -> Iterator[Fault]:
        path = self.play.dead_end
        if path is not None:
            yield Fault("case-dead-end", (), shrunk(path, self.play.ends_dead, self.budget))

    def _of_open(self) -> Iterator[Fault]:
        for goal in self.play.open.values():
            values = (("name", goal.name), ("what", goal.kind), ("states", self.budget.states))
            yield Fault("case-not-refuted", values)

    def _of_strict_law(self, expert: list[Fault]) -> Iterator[Fault]:
        if not expert:
            for name in missed_under(self.case, strict_law(self.case)):
                yield Fault("case-expert-strict", (("name", name),))


def _plain(values: tuple[tuple[str, object], ...]) -> tuple[tuple[str, str | int], ...]:
    return tuple((name, value if isinstance(value, int) else str(value)) for name, value in values)
