"""What guessing scores on a board, by a sample that is the same each time."""

from __future__ import annotations

from functools import lru_cache
from math import fsum
from random import Random

from academy.linkage.content import LETTERS, LinkageContent, Sort
from academy.linkage.rules.judging import judge
from academy.linkage.rules.sorting import ALONE, Argument, Sorting

#: Sortings tried for each number of series that a guesser may make.
TRIES = 60


def guess_score(board: LinkageContent) -> float:
    """Return what somebody who reads nothing scores on average, having chosen the best number of series to guess with."""
    return _guessed(board.model_dump_json())


@lru_cache(maxsize=32)
def _guessed(written: str) -> float:
    board = LinkageContent.model_validate_json(written)
    chance = Random(2024)  # noqa: S311 # nosec B311 - a sample, no secret
    return max(_mean(board, count, chance) for count in range(1, len(LETTERS) + 1))


def _mean(board: LinkageContent, count: int, chance: Random) -> float:
    return fsum(judge(board, _guess(board, count, chance)).score for _ in range(TRIES)) / TRIES


def _guess(board: LinkageContent, count: int, chance: Random) -> Sorting:
    letters = LETTERS[:count]
    places = {each.key: chance.choice((*letters, ALONE)) for each in board.incidents}
    sorts = {each.key: chance.choice(list(Sort)).value for each in board.features}
    arguments = {
        letter: Argument(tuple(each.key for each in board.features if chance.random() < 0.5))
        for letter in letters
    }
    return Sorting(places, sorts, arguments)
