"""Evidence-first differential.

Response: what was held at each stage so far, and how many of these stages are committed:
``{"stages": [{"hypothesis": "b", "certainty": 2}, {"hypothesis": "c"}], "committed": 1}``. A stage is committed by
asking for the next sign; it then stays as it is, and the sign is shown. After the committed stages at most one more
follows, which may be half filled in and may change. It counts as it was saved, so nobody loses a conclusion.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from academy.items.content import letters
from academy.items.kinds.differential.content import Differential
from academy.items.kinds.kind import (
    BadResponse,
    Form,
    Layout,
    Mark,
    Plain,
    Presented,
    Response,
    Rows,
    only_value,
)
from academy.items.kinds.order import lettered, shuffled

#: Certainty → what it wins when a hypothesis holds, and what it costs when it does not (Moodle's certainty-based
#: marking, after Gardner-Medwin 1995).
WINS = {1: 1, 2: 2, 3: 3}
COSTS = {1: 0, 2: -2, 3: -6}

Stage = dict[str, Response]


class DifferentialKind(Plain):
    """Each stage wins 1, 2 or 3 by its certainty where its hypothesis holds, and 0, -2 or -6 where it does not.

    The score is their sum over three for each stage, never below 0. So to be certain too early costs more than a
    later certainty wins back, and "cannot say yet", held firmly where it holds, is worth as much as any answer.
    """

    name = "differential"
    unfolds = True
    content = Differential
    layout = Layout(
        rows=(
            Rows("hypotheses", ("key", "text", "undecided"), tick="undecided", least=3),
            Rows("signs", ("text", "accepted", "reason"), lines=("accepted",), least=3),
        ),
        words=("reason",),
        lines=("accepted",),
    )
    #: A check keeps nothing, so nothing would stay committed.
    is_a_check = False

    def presented(self, item: Differential, seed: int | None, response: Response = None) -> Presented:
        """Show the signs that were asked for. Hypotheses are shuffled, but "cannot say yet" stands last."""
        named = zip(lettered([each.text for each in item.hypotheses]), item.hypotheses, strict=True)
        pairs = list(named)
        decided = [shown for shown, each in pairs if not each.undecided]
        last = [shown for shown, each in pairs if each.undecided]
        if seed is not None and not item.keep_order:
            decided = shuffled(decided, seed=seed, key=item.key)
        committed = _read(item, response)[1]
        return Presented(
            item.key,
            choices=(*decided, *last),
            signs=tuple(sign.text for sign in item.signs[:committed]),
            sign_count=len(item.signs),
        )

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read ``<name>.<stage>.hypothesis`` and ``.certainty``, and how many stages are committed.

        ``<name>.committed`` says it, and the button that asks for the next sign, which is called ``stay`` so that
        its page comes back, adds one: its value is ``<name>.commit.<stage>``. A stage that is not wholly filled in
        cannot be committed, so the button then only saves it.
        """
        committed = _count(only_value(form, f"{name}.committed") or "0", presented.sign_count, name)
        stages = [_read_stage(presented, form, f"{name}.{place}") for place in range(committed + 1)]
        if any(not _is_whole(stage) for stage in stages[:committed]):
            raise BadResponse(field=name)
        is_asked = f"{name}.commit.{committed}" in form.getlist("stay")
        if is_asked and _is_whole(stages[-1]) and committed < presented.sign_count:
            committed += 1
        kept: list[Response] = [stage for stage in stages if stage]
        return {"stages": kept, "committed": committed} if kept else None

    def check(self, item: Differential, response: Response) -> None:
        """Refuse all but stages with hypotheses on offer, all whole that are committed."""
        _read(item, response)

    def may_follow(self, item: Differential, earlier: Response, response: Response) -> bool:
        """Keep what was committed, and let one stage at a time be added to it."""
        before, fixed = _read(item, earlier)
        after, committed = _read(item, response)
        return before[:fixed] == after[:fixed] and fixed <= committed <= fixed + 1

    def is_complete(self, item: Differential, response: Response) -> bool:
        """Say whether every sign was asked for and the conclusion is whole."""
        stages, _committed = _read(item, response)
        return len(stages) == len(item.signs) + 1 and _is_whole(stages[-1])

    def mark(self, item: Differential, response: Response) -> Mark:
        """Mark each stage, under its number from 0."""
        stages, _committed = _read(item, response)
        parts: dict[str, bool | None] = {str(place): None for place in range(len(item.signs) + 1)}
        won = 0
        for place, (stage, accepted) in enumerate(zip(stages, item.accepted_letters, strict=False)):
            if _is_whole(stage):
                parts[str(place)] = stage["hypothesis"] in accepted
                won += _worth(bool(parts[str(place)]), stage["certainty"])
        return Mark(max(0, won) / (3 * len(parts)), parts)

    def outline(self, item: Differential, response: Response) -> str:
        """Write the path: the hypothesis of each stage and its certainty."""
        texts = {letter: str(each.text) for letter, each in item.hypotheses_by_letter.items()}
        stages, _committed = _read(item, response)
        return "; ".join(
            f"{number}. {texts.get(str(stage.get('hypothesis')), '–')} ({stage.get('certainty', '–')})"
            for number, stage in enumerate(stages, start=1)
        )

    def key_response(self, item: Differential) -> Response:
        """Give the first accepted hypothesis of each stage, firmly."""
        stages: list[Response] = [{"hypothesis": each[0], "certainty": 3} for each in item.accepted_letters]
        return {"stages": stages, "committed": len(item.signs)}

    def guess(self, item: Differential) -> float:
        """Expect any hypothesis with any certainty to be as likely as any other, at every stage.

        The sum is cut at 0, so its whole distribution is added up stage by stage.
        """
        count = len(item.hypotheses)
        chances = {0: Fraction(1)}
        for accepted in item.accepted_letters:
            right = Fraction(len(accepted), 3 * count)
            after: dict[int, Fraction] = {}
            for (won, chance), level in product(chances.items(), WINS):
                for worth, share in ((WINS[level], right), (COSTS[level], Fraction(1, 3) - right)):
                    after[won + worth] = after.get(won + worth, Fraction()) + chance * share
            chances = after
        expected = sum((max(0, won) * chance for won, chance in chances.items()), Fraction())
        return float(expected / (3 * len(item.accepted_letters)))


def _is_whole(stage: Stage) -> bool:
    return "hypothesis" in stage and "certainty" in stage


def _worth(is_right: bool, certainty: Response) -> int:
    level = certainty if isinstance(certainty, int) else 1
    return (WINS if is_right else COSTS)[level]


def _count(typed: str, most: int, name: str) -> int:
    if not typed.isascii() or not typed.isdigit() or len(typed) > 2 or int(typed) > most:
        raise BadResponse(field=name)
    return int(typed)


def _read_stage(presented: Presented, form: Form, name: str) -> Stage:
    hypothesis, certainty = only_value(form, f"{name}.hypothesis"), only_value(form, f"{name}.certainty")
    stage: Stage = {}
    if hypothesis is not None:
        stage["hypothesis"] = hypothesis
    if certainty is not None:
        stage["certainty"] = int(certainty) if certainty in ("1", "2", "3") else certainty
    if not _is_stage(stage, {choice.stored for choice in presented.choices}):
        raise BadResponse(field=name)
    return stage


def _is_stage(stage: Response, on_offer: set[str]) -> bool:
    if not isinstance(stage, dict) or not {"hypothesis", "certainty"}.issuperset(stage):
        return False
    hypothesis, certainty = stage.get("hypothesis"), stage.get("certainty")
    is_named = "hypothesis" not in stage or (isinstance(hypothesis, str) and hypothesis in on_offer)
    # JSON's true is an int to Python, and 1.0 equals 1.
    is_level = "certainty" not in stage or (type(certainty) is int and certainty in WINS)
    return is_named and is_level


def _read(item: Differential, response: Response) -> tuple[list[Stage], int]:
    """Narrow a response to its stages and the number of them that are committed."""
    if response is None:
        return [], 0
    if not isinstance(response, dict) or set(response) != {"stages", "committed"}:
        raise BadResponse(field=item.key)
    stages, committed, on_offer = (
        response["stages"],
        response["committed"],
        set(letters(len(item.hypotheses))),
    )
    if type(committed) is not int or not isinstance(stages, list) or not stages:
        raise BadResponse(field=item.key)
    if not 0 <= committed <= len(item.signs) or not committed <= len(stages) <= committed + 1:
        raise BadResponse(field=item.key)
    found: list[Stage] = []
    for place, stage in enumerate(stages):
        if not isinstance(stage, dict) or not stage or not _is_stage(stage, on_offer):
            raise BadResponse(field=item.key)
        if place < committed and not _is_whole(stage):
            raise BadResponse(field=item.key)
        found.append(stage)
    return found, committed
