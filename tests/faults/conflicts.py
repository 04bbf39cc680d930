"""Three devices with two tabs each at one item: whatever overtakes whatever, nothing is lost and the same answer wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import update

from academy import db
from academy.db import session
from academy.learning.models import OPEN_STATES, Attempt
from academy.learning.queries import all_answers, answers, highest_sequence
from academy.learning.queries import currents as currents_of
from academy.learning.rules import Act, fold
from academy.learning.service import Receipt
from tests.faults.ground import ITEM, Ground
from tests.faults.toll import Toll

PAGES = [f"{device}{tab}" for device in "abc" for tab in "12"]
STEPS = 24


@dataclass(frozen=True)
class Letter:
    """A save as a page has sealed it."""

    page: str
    key: str
    sequence: int
    act: str
    payload: Any
    #: Keys of what the page had seen when it was written.
    seen: frozenset[str]

    @property
    def device(self) -> str:
        """The name of its device."""
        return f"device-{self.page[0]}"

    @property
    def order(self) -> tuple[int, str, str]:
        """Its place among all saves of the item."""
        return (self.sequence, self.device, self.key)


def machine(ground: Ground, toll: Toll) -> type[RuleBasedStateMachine]:
    """Return the machine whose server is this academy."""

    class Pages(RuleBasedStateMachine):
        """She answers, clears, loses her line, retries, overtakes herself and loads pages again."""

        def __init__(self) -> None:
            super().__init__()
            toll.counts["sequences"] += 1
            taker = ground.takers[0]
            with db.writing():
                own = Attempt.enrolment_id == taker.enrolment_id, Attempt.state.in_(OPEN_STATES)
                session.execute(update(Attempt).where(*own).values(state="abandoned"))
            self.attempt_id = ground.begin(taker.enrolment_id)
            #: The highest count each tab knows the server to have, and each device's own.
            self.known = dict.fromkeys(PAGES, 0)
            self.counted = dict.fromkeys("abc", 0)
            self.seen: dict[str, frozenset[str]] = dict.fromkeys(PAGES, frozenset())
            self.waiting: list[Letter] = []
            self.receipts: dict[str, tuple[Letter, Receipt]] = {}

        @rule(page=st.sampled_from(PAGES), payload=st.sampled_from([None, "1", "2", "3"]), clears=st.integers(0, 6),
              is_slow=st.booleans())  # fmt: skip
        def write(self, page: str, payload: str | None, clears: int, is_slow: bool) -> None:
            """A page seals what it holds: an answer, nothing, or that the answer is taken back; some arrive at once."""
            self.counted[page[0]] = max(self.known[page], self.counted[page[0]]) + 1
            act = Act.CLEAR if clears == 0 else Act.SAVE
            key = f"key-{toll.counts['sequences']}-{len(self.waiting) + len(self.receipts):04d}-{page}"
            new = Letter(
                page, key, self.counted[page[0]], act, None if act == Act.CLEAR else payload, self.seen[page]
            )
            self.seen[page] |= {key}
            self.waiting.append(new)
            if not is_slow:
                self.deliver(-1)

        @precondition(lambda self: self.waiting)
        @rule(place=st.integers(0, 50))
        def deliver(self, place: int) -> None:
            """One of the saves on the way arrives, in whatever order."""
            letter = self.waiting.pop(place % len(self.waiting))
            before = currents_of(self.attempt_id).get(ITEM)
            receipt = self._send(letter)
            self.receipts[letter.key] = (letter, receipt)
            self.known[letter.page] = max(self.known[letter.page], receipt.sequence)
            after = currents_of(self.attempt_id).get(ITEM)
            if letter.payload is None and letter.act == Act.SAVE:
                assert after == before, "an empty answer took one back"
            assert receipt.counts == (
                (after is not None and after.key == letter.key) or _says_nothing(letter, after)
            )

        @precondition(lambda self: self.receipts)
        @rule(place=st.integers(0, 50))
        def retry(self, place: int) -> None:
            """A save whose receipt was lost is sent again, and gets the same receipt."""
            letter, receipt = list(self.receipts.values())[place % len(self.receipts)]
            assert self._send(letter) == receipt, "a retry got another receipt"

        @rule(page=st.sampled_from(PAGES))
        def load(self, page: str) -> None:
            """A page is loaded: it learns what the server knows."""
            self.known[page] = max(self.known[page], highest_sequence(self.attempt_id))
            self.seen[page] |= frozenset(self.receipts)

        def teardown(self) -> None:
            """All are kept as they were; the winner is the one that every order of arrival makes it."""
            session.rollback()
            letters = {key: letter for key, (letter, _receipt) in self.receipts.items()}
            toll.counts["revisions"] += len(letters)
            kept = {each.idempotency_key: (each.act, each.payload) for each in all_answers(self.attempt_id)}
            assert kept == {key: (str(each.act), each.payload) for key, each in letters.items()}
            events = answers(self.attempt_id)
            folded = fold(events)
            assert fold(reversed(events)) == folded == fold(sorted(events, key=lambda each: each.key[::-1]))
            saying = [each for each in letters.values() if each.payload is not None or each.act == Act.CLEAR]
            winner = max(saying, key=lambda each: each.order, default=None)
            assert (folded[ITEM].key if folded else None) == (winner.key if winner else None)
            if winner is not None:
                assert not any(winner.key in each.seen for each in saying), (
                    "what was written in its sight stands below"
                )
            session.rollback()

        def _send(self, letter: Letter) -> Receipt:
            with db.writing():
                return ground.save(
                    self.attempt_id, letter.payload, key=letter.key, sequence=letter.sequence, device=letter.device, act=letter.act
                )  # fmt: skip

    return Pages


def _says_nothing(letter: Letter, after: Any) -> bool:
    """An empty save counts where the item is empty: it says what is so."""
    return letter.payload is None and letter.act == Act.SAVE and (after is None or after.response is None)


def conflicts(ground: Ground, sequences: int, *, seed: int) -> Toll:
    """Run so many sequences."""
    toll = Toll("conflicts")
    try:
        run_state_machine_as_test(
            machine(ground, toll),
            settings=settings(
                max_examples=sequences, stateful_step_count=STEPS, deadline=None, database=None, derandomize=seed == 0,
                suppress_health_check=list(HealthCheck), phases=[Phase.generate],
            ),
        )  # fmt: skip
    except AssertionError as error:
        toll.blame("sequences that went wrong", error)
    return toll
