"""Which place of a quiz each item of a paper fills: drawn items stand in for one another."""

from __future__ import annotations

from collections.abc import Sequence

from academy.quizzes.content import QuizContent
from academy.quizzes.rules.papers import candidates, draws_of


class Slots:
    """The places of a quiz with draws. What is always asked has a place of its own."""

    def __init__(self, pool: QuizContent) -> None:
        drawn_by = [
            (draw, {item.key for item in candidates(pool, draw)}) for _section, draw in draws_of(pool)
        ]
        self._counts = [draw.count for draw, _keys in drawn_by]
        self._draws = {
            item.key: [number for number, (_draw, keys) in enumerate(drawn_by) if item.key in keys]
            for item in pool.items
        }

    @property
    def has_draws(self) -> bool:
        """Whether people are asked different items."""
        return bool(self._counts)

    def of(self, paper: Sequence[str]) -> dict[str, str]:
        """Return the place of each item of a paper: its key, or which of a draw's places it fills in the paper's order."""
        left, found = list(self._counts), {}
        for key in paper:
            number = next((each for each in self._draws.get(key, ()) if left[each]), None)
            if number is None:
                found[key] = key
            else:
                found[key] = f"{number}/{left[number]}"
                left[number] -= 1
        return found
