"""Key feature. Response: the names of the picked options, each once, in order: ``["2", "7"]``.

After Page and Bordage (1995, *The Medical Council of Canada's key features project*): only what decides the case is
worth points, the number of picks is limited so that nobody wins by picking everything, and what would do harm
undoes the rest.
"""

from __future__ import annotations

from math import comb, fsum

from academy.items.kinds.key_feature.content import MOST_OPTIONS, KeyFeature
from academy.items.kinds.kind import BadResponse, Form, Layout, Mark, Plain, Presented, Response, Rows, Shown
from academy.items.kinds.order import shuffled


class KeyFeatureKind(Plain):
    """The share of the points picked; nothing for more picks than the maximum, nor with one that is harmful.

    What is neither key nor harmful is worth nothing and costs nothing but its place among the picks.
    """

    name = "key-feature"
    content = KeyFeature
    layout = Layout(
        numbers=("most",),
        rows=(
            Rows(
                "options", ("text", "points", "harmful", "feedback"),
                tick="harmful", numbers=("points",), least=6, most=MOST_OPTIONS,
            ),
        ),
    )  # fmt: skip

    def presented(self, item: KeyFeature, seed: int | None, response: Response = None) -> Presented:
        """Shuffle the options by ``seed`` unless they keep their order."""
        options = [Shown(name, option.text, stored=name) for name, option in item.options_by_name.items()]
        if seed is not None and not item.keep_order:
            options = shuffled(options, seed=seed, key=item.key)
        return Presented(item.key, choices=tuple(options), most=item.most)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the ticked boxes; none ticked is no response. Too many are read: the page warned of them."""
        picks = {value for value in form.getlist(name) if value}
        if not {option.letter for option in presented.choices}.issuperset(picks):
            raise BadResponse(field=name)
        stored = [option.stored for option in presented.choices if option.letter in picks]
        return [*sorted(stored, key=int)] or None

    def check(self, item: KeyFeature, response: Response) -> None:
        """Refuse all but a list of names on offer, in order, each once, not empty."""
        _picks(item, response)

    def is_complete(self, item: KeyFeature, response: Response) -> bool:
        """Say whether anything is picked; how many features are key is not for the learner to know."""
        return bool(_picks(item, response))

    def mark(self, item: KeyFeature, response: Response) -> Mark:
        """Mark the picks; the parts are the options by name."""
        picks = _picks(item, response)
        options = item.options_by_name
        parts = {name: option.points > 0 if name in picks else None for name, option in options.items()}
        if len(picks) > item.most or any(options[name].harmful for name in picks):
            return Mark(0.0, parts)
        if set(item.features).issubset(picks):
            return Mark(1.0, parts)
        gained = fsum(options[name].points for name in picks)
        return Mark(gained / fsum(option.points for option in item.options), parts)

    def outline(self, item: KeyFeature, response: Response) -> str:
        """Write the picked options."""
        options = item.options_by_name
        return "; ".join(str(options[name].text) for name in _picks(item, response))

    def key_response(self, item: KeyFeature) -> Response:
        """Give the names of the key features."""
        return [*item.features]

    def guess(self, item: KeyFeature) -> float:
        """Expect any set of at least one and at most ``most`` picks to be as likely as any other.

        Of n options h are harmful. A key feature stands in C(n - h - 1, k - 1) harmless sets of k picks, so the share
        of all points that is expected is the sum of these over the sum of C(n, k), for k from 1 to ``most``.
        """
        count = len(item.options)
        harmless = count - sum(option.harmful for option in item.options)
        sizes = range(1, item.most + 1)
        return sum(comb(harmless - 1, size - 1) for size in sizes) / sum(comb(count, size) for size in sizes)


def _picks(item: KeyFeature, response: Response) -> list[str]:
    if response is None:
        return []
    if not isinstance(response, list) or not response:
        raise BadResponse(field=item.key)
    if response != [name for name in item.options_by_name if name in response]:
        raise BadResponse(field=item.key)
    return [str(name) for name in response]
