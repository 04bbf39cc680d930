"""What a save costs: the page a learner's browser asks for most."""

from __future__ import annotations

from collections.abc import Callable

from academy.accounts.models import Person
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.pages.test_quizzes import SCRIPT, begin, envelope
from tests.world import World


def test_a_save_takes_four_statements(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Who is it; the attempt, in turn; what is saved at the item; the new line. Nothing is folded that is not asked."""
    amina = lens_of(world.amina)
    page = begin(amina)
    answer = "a" if "What do you put" in page.text else "true"
    data = envelope(amina, answer=answer)
    with statements() as asked:
        saved = amina.client.post(page.url, data=data, headers=SCRIPT)
    assert saved.status_code == 200
    assert len(asked) <= 4, "\n".join(asked)
    other = envelope(amina, answer=answer, sequence="2")
    with statements() as asked:
        again = amina.client.post(page.url, data=other, headers=SCRIPT)
    assert again.status_code == 200
    assert len(asked) <= 4, "\n".join(asked)
