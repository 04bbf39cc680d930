"""What holds for every kind: the registry, keys that mark as right, orders and forms that come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import academy
from academy.items.content import Item
from academy.items.kinds import KINDS, AnyItem, UnknownKind, kind_named, parse
from academy.items.kinds.kind import BadResponse
from academy.languages.content import replace_texts, texts

from .browser import Browser, shown
from .samples import SAMPLES, every_response, item, items

_HOME = Path(next(iter(academy.__path__))) / "items"
#: Kinds whose right answer is words, which a translation brings in its own.
TYPED = ("short-answer", "cloze")
_ALL = pytest.mark.parametrize("sample", SAMPLES, ids=[sample["kind"] for sample in SAMPLES])


def test_every_folder_of_a_kind_is_registered_and_has_its_template() -> None:
    folders = {path.parent.name for path in (_HOME / "kinds").glob("*/__init__.py")}
    names = {kind.name.replace("-", "_") for kind in KINDS}
    assert folders == names
    for name in names:
        words = (_HOME / "templates" / "items" / f"{name}.html").read_text()
        assert "macro show(presented, item, response, name, disabled=false" in words
        assert "macro review(item, response, mark, released" in words


def test_every_kind_has_an_example_in_the_packages_of_the_tests() -> None:
    """Forms, translations and pages are tried with these."""
    packages = Path(__file__).parents[2] / "packages"
    quizzes = [yaml.safe_load(path.read_text()) for path in packages.rglob("*.quiz.yaml")]
    assert {one["kind"] for quiz in quizzes for one in quiz.get("items", [])} == {kind.name for kind in KINDS}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKind):
        kind_named("riddle")
    with pytest.raises(ValidationError, match="riddle"):
        parse({"key": "a", "kind": "riddle", "prompt": "?"})


@_ALL
def test_a_document_comes_back_from_its_json(sample: dict[str, Any]) -> None:
    read = item(sample)
    assert parse(read.model_dump(mode="json")) == read
    assert read.kind == sample["kind"]


def test_items_in_a_document_are_read_by_their_kind_and_faults_name_their_place() -> None:
    class Page(BaseModel):
        items: tuple[AnyItem, ...]

    page = Page.model_validate({"items": SAMPLES})
    assert [type(one) for one in page.items] == [kind_named(sample["kind"]).content for sample in SAMPLES]
    assert Page.model_validate_json(page.model_dump_json()) == page
    with pytest.raises(ValidationError) as caught:
        Page.model_validate({"items": [{**SAMPLES[0], "colour": "red"}]})
    assert caught.value.errors()[0]["loc"] == ("items", 0, "single-choice", "colour")


@_ALL
@pytest.mark.parametrize(
    "fault",
    [
        {"key": "Not a slug"},
        {"prompt": ""},
        {"points": 0},
        {"gate": "yes"},
        {"extra_field": 1},
        {"picture": {"file": "../x"}},
    ],
    ids=str,
)
def test_faults_any_kind_refuses(sample: dict[str, Any], fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(sample, **fault)


@_ALL
def test_a_translated_item_keeps_its_letters_and_shows_its_translation(sample: dict[str, Any]) -> None:
    source = item(sample)
    translated = replace_texts(source, lambda slot, text: text.upper())
    kind = kind_named(source.kind)
    before, after = kind.presented(source, 5), kind.presented(translated, 5)
    for one, other in zip(before.choices + before.rights, after.choices + after.rights, strict=True):
        assert (one.letter, one.stored, one.text.upper()) == (other.letter, other.stored, other.text)
    if kind.name not in TYPED:
        assert kind.key_response(translated) == kind.key_response(source)
    for key in (kind.key_response(source), kind.key_response(translated)):
        assert kind.is_manual or kind.mark(translated, key).is_right
    assert len(list(texts(translated))) == len(list(texts(source)))


@_ALL
@pytest.mark.parametrize(
    "response", [{}, [], "", 1, 1.5, "zz", ["zz"], {"a": "zz"}, {"zz": "a"}, {"places": {}}, [["a"]]], ids=str
)
def test_no_kind_takes_what_is_no_response(sample: dict[str, Any], response: Any) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    if kind.name == "short-answer" and response == "zz":
        return  # a word like others
    for verb in (kind.check, kind.mark, kind.is_complete, kind.outline):
        with pytest.raises(BadResponse):
            verb(one, response)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.floats()
    | st.sampled_from(["a", "b", "1", "2", "", "km", " x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "1", "2", "number", "unit", "places"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@_ALL
@given(response=_JSON)
def test_any_json_is_marked_from_nought_to_one_or_refused(sample: dict[str, Any], response: Any) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    try:
        mark = kind.mark(one, response)
    except BadResponse:
        with pytest.raises(BadResponse):
            kind.check(one, response)
    else:
        assert 0 <= mark.score <= 1
        kind.check(one, response)
        assert "\n" not in kind.outline(one, response)


@given(items())
def test_the_key_scores_one_and_nothing_scores_nought(one: Item) -> None:
    kind = kind_named(one.kind)
    key = kind.key_response(one)
    kind.check(one, key)
    assert kind.is_complete(one, key)
    assert kind.mark(one, key).score == 1
    assert kind.mark(one, key).is_right
    assert False not in kind.mark(one, key).parts.values()
    assert kind.outline(one, key)

    kind.check(one, None)
    assert not kind.is_complete(one, None)
    assert kind.mark(one, None).score == 0
    assert set(kind.mark(one, None).parts.values()) == {None}
    assert kind.outline(one, None) == ""


@given(items())
def test_each_response_is_accepted_scored_from_0_to_1_and_only_the_key_is_right(one: Item) -> None:
    kind = kind_named(one.kind)
    right = []
    for response in every_response(one):
        kind.check(one, response)
        mark = kind.mark(one, response)
        assert 0 <= mark.score <= 1
        if mark.is_right:
            right.append(response)
    assert right == ([] if one.kind == "numeric" else [kind.key_response(one)])


@given(items())
def test_the_guess_is_the_mean_score_of_all_responses(one: Item) -> None:
    kind = kind_named(one.kind)
    scores = [kind.mark(one, response).score for response in every_response(one)]
    mean = sum(scores) / len(scores) if scores else 0
    assert kind.guess(one) == pytest.approx(mean, abs=1e-12)


@given(items(), st.integers(0, 2**32))
def test_a_seed_always_gives_the_same_order(one: Item, seed: int) -> None:
    kind = kind_named(one.kind)
    presented = kind.presented(one, seed)
    assert presented == kind.presented(one, seed)
    for parts in (presented.choices, presented.lefts, presented.rights):
        assert len({part.letter for part in parts}) == len({part.stored for part in parts}) == len(parts)


@given(items(), st.integers(0, 50), st.data())
def test_a_shown_response_is_sent_and_read_as_it_was(one: Item, seed: int, data: st.DataObject) -> None:
    kind = kind_named(one.kind)
    given_ones = [None, kind.key_response(one), *every_response(one)]
    response = data.draw(st.sampled_from(given_ones))
    page = Browser(shown(one, response, seed=seed))
    assert kind.read(kind.presented(one, seed), page.fields, "q") == response


@_ALL
def test_a_disabled_item_sends_nothing(sample: dict[str, Any]) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    page = Browser(shown(one, kind.key_response(one), disabled=True))
    assert page.controls
    assert not page.fields
    assert all("disabled" in control for control in page.controls)


@_ALL
def test_every_control_has_a_label_and_an_id_of_its_own(sample: dict[str, Any]) -> None:
    page = Browser(shown(item(sample), None))
    ids = [control["id"] for control in page.controls]
    assert len(set(ids)) == len(ids)
    for control in page.controls:
        assert control["is-wrapped"] or control["id"] in page.labelled
