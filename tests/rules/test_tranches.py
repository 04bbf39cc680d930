"""Nobody learns of a small group from what is published: not by sums and differences, nor by knowing the rule."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.snapshots.rules import tranches
from academy.snapshots.rules.figures import Ground, Portion, Taught, Unit, sums
from academy.snapshots.rules.tranches import Place, Tally, groups, hides, pools, release

K = 3
#: A rule under attack: which agencies are neighbours, what there is, what was counted → what is told, and with whom.
Pools = Sequence[tuple[str, ...]]
Rule = Callable[[Pools, dict[str, Tally], dict[str, Tally]], list[tuple[tuple[str, ...], Tally]]]
COURSES = (Taught("a", "basic", None), Taught("b", "basic", "rangers"))


def ours(known: Pools, exact: dict[str, Tally], counted: dict[str, Tally]) -> list:  # type: ignore[type-arg]
    return release(known, exact, counted, K)


def without_marks(known: Pools, exact: dict[str, Tally], counted: dict[str, Tally]) -> list:  # type: ignore[type-arg]
    """A broken rule: what was told before is forgotten, only the whole number has to be large."""
    return [((each,), tally) for each, tally in exact.items() if tally.count >= K]


def with_exact_total(known: Pools, exact: dict[str, Tally], counted: dict[str, Tally]) -> list:  # type: ignore[type-arg]
    """A broken rule: small agencies have no row, and yet all of them are in the total."""
    new = {each: tally.since(counted.get(each, Tally())) for each, tally in exact.items()}
    few = tuple(sorted(each for each, tally in new.items() if 0 < tally.count < K))
    rest = [(few, sum((new[each] for each in few), Tally()))] if few else []
    return [*(((each,), tally) for each, tally in new.items() if tally.count >= K), *rest]


@st.composite
def histories(draw: st.DrawFn) -> tuple[tuple[Unit, ...], list[tuple[str, list[list[int]]]]]:
    """A tree, and moments: at each a branch is frozen, after every agency's two courses have grown."""
    size = draw(st.integers(2, 4))
    units = [Unit("0", "0", "x", None, None)]
    for number in range(1, size):
        parent = str(draw(st.integers(0, number - 1)))
        units.append(Unit(str(number), str(number), "x", draw(st.sampled_from(["XA", "XB"])), parent))
    growth = st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=size, max_size=size)
    moments = draw(
        st.lists(st.tuples(st.sampled_from([unit.id for unit in units]), growth), min_size=1, max_size=3)
    )
    return tuple(units), moments


def published(
    rule: Rule, units: tuple[Unit, ...], moments: list[tuple[str, list[list[int]]]]
) -> tuple[dict[str, int], list[dict[str, int]]]:
    """Freeze at every moment; return the true count of each atom, and each published figure as the atoms in it.

    An atom is the people of one course and agency who came between two moments.
    """
    atoms: dict[str, int] = {}
    exact: dict[tuple[str, str], Tally] = {}
    counted: dict[tuple[str, str], Tally] = {}
    portions: list[Portion] = []
    told: list[dict[str, int]] = []
    known = pools([Place(unit.id, unit.parent) for unit in units])
    for moment, (head, growth) in enumerate(moments):
        for unit, grown in zip(units, growth, strict=True):
            for course, count in zip(COURSES, grown, strict=True):
                atom = f"{course.slug}/{unit.id}/{moment}"
                atoms[atom] = count
                exact[course.slug, unit.id] = exact.get((course.slug, unit.id), Tally()) + Tally(
                    count, {atom: 1}
                )
        scope = branch(units, head)
        for course in COURSES:
            here = {unit.id: exact[course.slug, unit.id] for unit in scope}
            marks = {unit.id: counted.get((course.slug, unit.id), Tally()) for unit in scope}
            for group, tally in rule(known, here, marks):
                portions.append(Portion("enrolled", course.slug, group, tally))
                counted |= {(course.slug, each): here[each] for each in group}
        told.extend(dict(tally.sums) for tally in sums(Ground(scope, COURSES), portions).values())
    return atoms, told


def branch(units: tuple[Unit, ...], head: str) -> tuple[Unit, ...]:
    """Return the agencies at and below a head, which stands below nothing in its own scope."""
    found = {head}
    for unit in units:  # parents come first
        found |= {unit.id} if unit.parent in found else set()
    return tuple(
        Unit(u.id, u.name, u.kind, u.country, None if u.id == head else u.parent)
        for u in units
        if u.id in found
    )


def small_groups_seen(atoms: dict[str, int], told: list[dict[str, int]]) -> list[int]:
    """Return the true counts, 1 to K − 1, of groups of atoms that are a linear combination of what was told."""
    names = sorted(atoms)
    figures = np.array([[row.get(name, 0) for name in names] for row in told], dtype=float)
    if not figures.size:
        return []
    columns, place = np.unique(
        figures, axis=1, return_inverse=True
    )  # equal columns go together in any combination
    counts = np.zeros(columns.shape[1])
    np.add.at(counts, place.ravel(), [atoms[name] for name in names])
    _u, values, basis = np.linalg.svd(columns, full_matrices=False)
    basis = basis[values > 1e-9]
    # A combination picks whole classes of equal columns; a class in no figure cannot be picked.
    usable = [number for number in range(columns.shape[1]) if columns[:, number].any()]
    picks = np.zeros((2 ** len(usable), columns.shape[1]))
    for bit, number in enumerate(usable):
        picks[:, number] = (np.arange(2 ** len(usable)) >> bit) & 1
    is_known = np.abs(picks - picks @ basis.T @ basis).max(axis=1) < 1e-6
    seen = (picks @ counts)[is_known]
    return [int(count) for count in seen if 0 < count < K]


@settings(max_examples=150)
@given(histories())
def test_no_sum_or_difference_of_published_figures_tells_of_a_small_group(
    history: tuple[tuple[Unit, ...], list[tuple[str, list[list[int]]]]],
) -> None:
    assert small_groups_seen(*published(ours, *history)) == []


TREE = (Unit("0", "0", "x", None, None), Unit("1", "1", "x", None, "0"), Unit("2", "2", "x", None, "0"))


@pytest.mark.parametrize("rule", [without_marks, with_exact_total])
def test_broken_rules_are_seen_to_leak(rule: Rule) -> None:
    moments = [("0", [[0, 0], [5, 0], [4, 0]]), ("0", [[0, 0], [1, 0], [1, 0]])]
    assert small_groups_seen(*published(rule, TREE, moments))
    assert not small_groups_seen(*published(ours, TREE, moments))


#: Trees by the place above each agency; the first is the head.
SHAPES: dict[str, tuple[str | None, ...]] = {
    "alone": (None,), "pair": (None, "0"), "three": (None, "0", "0"), "four": (None, "0", "0", "0"),
    "deep": (None, "0", "1", "2"), "two arms": (None, "0", "0", "1", "2"),
}  # fmt: skip


def told_of(known: Pools, moments: Sequence[Sequence[int]]) -> tuple[frozenset[object], ...]:
    """Freeze the whole tree at each moment, after it has grown by so many; return all that was published."""
    exact = {str(number): Tally() for number in range(len(moments[0]))}
    counted: dict[str, Tally] = {}
    told = []
    for growth in moments:
        exact = {each: tally + Tally(growth[int(each)]) for each, tally in exact.items()}
        released = release(known, exact, counted, K)
        told.append(frozenset((group, tally.count) for group, tally in released))
        counted |= {each: exact[each] for group, _tally in released for each in group}
    return tuple(told)


def numbers_given_away(places: Sequence[Place], moments: int, most: int) -> list[tuple[object, object]]:
    """Of all worlds that publish the same: sets of agencies and moments that have one small number of people in each."""
    known, worlds, size = pools(places), {}, len(places)  # type: ignore[var-annotated]
    for counts in itertools.product(range(most + 1), repeat=size * moments):
        told = told_of(known, [counts[at * size : (at + 1) * size] for at in range(moments)])
        worlds.setdefault(told, []).append(counts)
    chosen = np.array(list(itertools.product([0, 1], repeat=size * moments))).T
    found = []
    for told, alike in worlds.items():
        if any(len(group) == 1 and count > most for moment in told for group, count in moment):
            continue  # only because the worlds end at ``most`` would it be known when they came
        sums_of = np.array(alike) @ chosen
        is_known = (sums_of == sums_of[0]).all(axis=0) & (sums_of[0] > 0) & (sums_of[0] < K)
        found.extend((told, chosen[:, number]) for number in np.flatnonzero(is_known))
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_who_knows_the_rule_learns_no_small_number(shape: str) -> None:
    places = [Place(str(number), parent) for number, parent in enumerate(SHAPES[shape])]
    assert numbers_given_away(places, 1, K + 1) == []


@pytest.mark.parametrize("shape", ["pair", "three"])
def test_nor_from_two_snapshots(shape: str) -> None:
    places = [Place(str(number), parent) for number, parent in enumerate(SHAPES[shape])]
    assert numbers_given_away(places, 2, K + 1) == []


def test_a_rule_that_only_looks_at_the_sum_is_seen_to_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tranches, "hides", lambda counts, smallest: sum(counts) >= smallest)
    assert numbers_given_away([Place("0", None), Place("1", "0")], 1, K + 1)


def test_a_group_that_would_give_its_members_away_waits() -> None:
    pair = [("1", "2")]
    assert groups(pair, {"1": 4, "2": 4}, 5) == []
    assert groups(pair, {"1": 3, "2": 2}, 5) == [("1", "2")]
    assert groups(pair, {"1": 5, "2": 4}, 5) == [("1",)]
    assert groups([("1", "2", "3")], {"1": 3, "2": 2}, 5) == [], "the pool reaches beyond the scope"
    assert not hides([1, 1, 1, 1, 1], 5), "five agencies with somebody each would be known to have one each"


def test_neighbours_follow_from_the_tree_alone() -> None:
    tree = {"0": None, "1": "0", "1a": "1", "1b": "1", "1c": "1", "2": "0", "2a": "2"}
    assert pools([Place(each, parent) for each, parent in tree.items()]) == [
        ("0", "2", "2a"),
        ("1", "1a", "1b", "1c"),
    ]


def test_erasing_takes_nobody_out_of_what_is_published() -> None:
    assert Tally(3, {"after": 7}).since(Tally(5, {"after": 9})) == Tally()
    assert Tally(11, {"after": 20}).since(Tally(5, {"after": 9})) == Tally(6, {"after": 11})
