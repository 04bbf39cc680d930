"""The linkage board as a kind of activity, and what the check before publication finds in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from academy.courses.content import ActivityContent
from academy.courses.kinds import Finding, References, Translate, WrittenInYaml
from academy.linkage.content import LinkageContent, Series, Sort
from academy.linkage.rules.guessing import guess_score
from academy.richtext import Shown


class LinkageKind(WrittenInYaml):
    """Linkage boards, for the register of activity kinds."""

    name = "linkage"
    suffix = ".linkage.yaml"
    icon = "link"
    endpoint = "linkage.show"
    editor = "linkage.edit"
    content = LinkageContent
    starter_minutes = 45

    def references(self, content: ActivityContent) -> References:
        """Return the pictures of its incidents, and the lessons to read again."""
        board = _board(content)
        pictures = frozenset(each.picture.file for each in board.incidents if each.picture)
        return References(media=pictures, activities=frozenset(board.read_again))

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say what is not written yet, what does not link, and whether guessing passes."""
        board = _board(content)
        if len(board.incidents) < 2:
            return [Finding("linkage-no-incidents")]
        return [*_of_the_truth(board), *_of_links(board), *_of_words(board), *_of_guessing(board)]

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, Shown]) -> Any:
        """Return the addresses of the pictures by incident."""
        return {each.key: media[each.picture.file].url for each in _board(content).incidents if each.picture}


KIND = LinkageKind()


def _of_the_truth(board: LinkageContent) -> Iterator[Finding]:
    """Find what a board lacks on which there is something to decide."""
    if not board.series:
        yield Finding("linkage-no-series")
    if not board.unrelated:
        yield Finding("linkage-no-unrelated")
    sorts = {each.truth for each in board.features}
    if Sort.SIGNATURE not in sorts:
        yield Finding("linkage-no-signature")
    if Sort.WAY_OF_WORKING not in sorts:
        yield Finding("linkage-no-way")
    shown = {key for each in board.incidents for key in each.features}
    for feature in board.features:
        if feature.key not in shown:
            yield Finding("linkage-nowhere", values=(("feature", feature.title),))


def _of_links(board: LinkageContent) -> Iterator[Finding]:
    """Find series that nothing holds together, and features named as links that link nothing."""
    features = {each.key: each for each in board.features}
    for name, series in board.series.items():
        borne = {key: _bearers(board, series, key) for key in series.links}
        if len(series.incidents) not in borne.values():
            yield Finding("linkage-not-shared", values=(("series", name),))
        for key, bearers in borne.items():
            values = (("series", name), ("feature", features[key].title))
            if bearers < 2:
                yield Finding("linkage-links-nothing", values=values)
            if features[key].truth is Sort.CIRCUMSTANCE:
                yield Finding("linkage-circumstance", values=values, blocks=False)


def _bearers(board: LinkageContent, series: Series, feature: str) -> int:
    return sum(each.key in series.incidents and feature in each.features for each in board.incidents)


def _of_words(board: LinkageContent) -> Iterator[Finding]:
    """Find truths that are not explained: from them nobody learns."""
    for name, series in board.series.items():
        if not series.why:
            yield Finding("linkage-no-why", values=(("name", series.title or name),), blocks=False)
    for feature in board.features:
        if not feature.why:
            yield Finding("linkage-no-why", values=(("name", feature.title),), blocks=False)
    for incident in board.unrelated:
        if not incident.why_not:
            yield Finding("linkage-no-why", values=(("name", incident.title),), blocks=False)


def _of_guessing(board: LinkageContent) -> Iterator[Finding]:
    if not board.series:
        return
    guess = guess_score(board)
    values = (("guess", round(guess * 100)), ("mark", round(board.pass_mark * 100)))
    is_enough = guess >= board.pass_mark
    yield Finding("guessable" if is_enough else "guess-score", values=values, blocks=is_enough)


def _board(content: ActivityContent) -> LinkageContent:
    return cast(LinkageContent, content)  # the register pairs each kind with its own content
