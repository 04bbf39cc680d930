"""What reports decide without a database: formulas in cells, pages, cells of the matrix, bars."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from academy.learning.rules import charts
from academy.reports.rules.names import spellings
from academy.reports.rules.progress import (
    PAGE_SIZE,
    Cell,
    CellState,
    Figures,
    State,
    Unit,
    UnitFigures,
    by_unit,
    cells,
    page_of,
    together,
    unit_bars,
    whole_per_cent,
)
from academy.sheets import BYTE_ORDER_MARK, Value, disposition, harmless, table

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "−"]
BLANKS = ["", " ", "   ", "\u00a0", "\u3000", "\u200b", "\ufeff ", " \u2003"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("blank", BLANKS)
def test_no_cell_begins_a_formula(sign: str, blank: str) -> None:
    dangerous = f"{blank}{sign}HYPERLINK(0)"
    assert harmless(dangerous) == f"'{dangerous}"


@pytest.mark.parametrize(
    "text", ["", "Officer 014", "Đorđe", "Петар", "a=b", "1-2", "(x)", "  spaced", "'quoted"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("separator", [",", ";"])
def test_table_reads_back_as_it_was(separator: str) -> None:
    row: list[Value] = [
        "a,b;c",
        'say "hi"\nagain',
        -5,
        92,
        0.5,
        None,
        date(2026, 3, 1),
        datetime(2026, 3, 2, 9, tzinfo=UTC),
    ]
    text = table(["=name", "x"], [row], separator=separator, has_bom=False)
    header, read = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert header == ["'=name", "x"]
    assert read == ["a,b;c", 'say "hi"\nagain', "-5", "92", "0.5", "", "2026-03-01", "2026-03-02"]


def test_numbers_stay_numbers_and_texts_are_quoted() -> None:
    assert table(["a"], [[-5, "-5"]], has_bom=False) == '"a"\r\n-5,"\'-5"\r\n'


def test_byte_order_mark_is_a_choice() -> None:
    assert table(["a"], [], has_bom=True).startswith(BYTE_ORDER_MARK)
    assert not table(["a"], [], has_bom=False).startswith(BYTE_ORDER_MARK)


def test_file_name_has_a_plain_and_a_whole_form() -> None:
    header = disposition(plain="progress.csv", name="Napredak č.csv")
    assert header == "attachment; filename=\"progress.csv\"; filename*=UTF-8''Napredak%20%C4%8D.csv"
    with pytest.raises(ValueError, match="ASCII"):
        disposition(plain='a"b.csv', name="x")


def ids(count: int) -> list[UUID]:
    return [UUID(int=each + 1) for each in range(count)]


def test_pages_cover_every_row_once() -> None:
    agencies = ids(7)
    sizes = [3, 0, 60, 1, 24, 25, 12]
    counts = list(zip(agencies, sizes, strict=True))
    every = [(agency, row) for agency, size in counts for row in range(size)]
    seen: list[tuple[UUID, int]] = []
    for number in range(1, 6):
        page = page_of(counts, number)
        rows = [(agency, row) for agency, size in counts if agency in page.agency_ids for row in range(size)]
        seen += rows[page.offset : page.offset + PAGE_SIZE]
    assert seen == every
    assert not page_of(counts, 5).has_more


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (2, 2), (99, 3)])
def test_page_out_of_range_is_the_nearest(asked: int, given: int) -> None:
    assert page_of([(ids(1)[0], 60)], asked).number == given


def test_empty_list_has_one_empty_page() -> None:
    page = page_of([], 1)
    assert (page.number, page.first, page.last, page.has_more, page.agency_ids) == (1, 0, 0, False, ())


ACTIVITIES = [("a", True), ("b", True), ("c", False), ("d", True)]


def test_cells_say_score_done_begun_late_or_nothing() -> None:
    found = cells(ACTIVITIES, scores={"a": 0.996, "c": None}, begun={"a", "d"}, is_late=True)
    assert found == (
        Cell(CellState.DONE, 99),
        Cell(CellState.LATE),
        Cell(CellState.DONE),
        Cell(CellState.BEGUN),
    )


def test_optional_activities_are_never_late() -> None:
    found = cells(ACTIVITIES, scores={"a": 1.0, "b": 1.0}, begun=(), is_late=True)
    assert [each.state for each in found] == [CellState.DONE, CellState.DONE, CellState.NONE, CellState.LATE]


@pytest.mark.parametrize(("score", "shown"), [(0.0, 0), (0.29, 29), (0.996, 99), (1.0, 100), (2 / 3, 66)])
def test_per_cent_is_rounded_down(score: float, shown: int) -> None:
    assert whole_per_cent(score) == shown


def test_figures_add_up_and_answer_the_filter() -> None:
    total = together([Figures(4, 1, 2, 1, 2, 1, 30), Figures(6, 2, 1, 3, 0, 0, 10)])
    assert total == Figures(10, 3, 3, 4, 2, 1, 40)
    assert [total.of(state) for state in State] == [10, 4, 3, 3, 2, 0, 0]
    assert total.share_done(8) == 0.5
    assert Figures().share_done(8) == 0.0


def test_units_below_the_head_gather_what_is_below_them() -> None:
    head, north, outpost, south = (
        Unit(identity, name, "", depth)
        for identity, name, depth in zip(
            ids(4), ("Head", "North", "Outpost", "South"), (1, 2, 3, 2), strict=True
        )
    )
    figures = {north.id: Figures(people=2), outpost.id: Figures(people=3), head.id: Figures(people=1)}
    found = by_unit([head, north, outpost, south], figures)
    assert [(each.unit.name, each.figures.people) for each in found] == [("Head", 1), ("North", 5)]


def test_bars_fill_their_width_and_stop_at_the_largest_units() -> None:
    units = [
        UnitFigures(
            Unit(identity, f"Unit {place}", "", 1),
            Figures(people=place + 3, completed=1, under_way=1, not_started=place + 1),
        )
        for place, identity in enumerate(ids(20))
    ]
    drawn = unit_bars(units)
    assert [each.unit.name for each in drawn] == [f"Unit {place}" for place in range(8, 20)]
    assert all(sum(span.width for span in each.spans) == charts.WIDTH for each in drawn)


def test_names_are_looked_for_in_both_scripts() -> None:
    assert {"petar", "Petar", "петар", "Петар"} <= set(spellings("petar"))
    assert {"Петар", "Petar"} <= set(spellings("Петар"))
