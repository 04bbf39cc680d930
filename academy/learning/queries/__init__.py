"""Reading the learning record, always within what the actor may see."""

from academy.learning.queries.attempts import (
    Saved,
    all_answers,
    answers,
    attempt_in_turn,
    attempts_at,
    currents,
    highest_sequence,
    last_saved_at,
    open_attempts,
    own_attempt,
    responses,
    saved,
)
from academy.learning.queries.cohorts import (
    cohort_completions,
    cohort_for,
    cohort_item_results,
    cohorts_of,
    is_guest,
    learners_of,
    runs,
    trains,
)
from academy.learning.queries.counting import to_settle
from academy.learning.queries.dates import completions_of, dates_of, granted, overdue_in, stand_ins
from academy.learning.queries.enrolments import (
    Place,
    completions,
    own_course_slugs,
    own_enrolment,
    own_enrolments,
    own_facts,
    place,
)
from academy.learning.queries.facts import bar_to, facts_of, outline_of
from academy.learning.queries.media import may_see_medium
from academy.learning.queries.moves import (
    Moving,
    PersonMoving,
    cohort_moving,
    live_edition,
    newer_editions,
    own_moving,
)
from academy.learning.queries.oversight import (
    learner_for,
    override_for,
    overrides_of,
    prior_learning_for,
    prior_learning_of,
)
from academy.learning.queries.personal import personal_data
from academy.learning.queries.results import changes_of

__all__ = [
    "Moving",
    "PersonMoving",
    "Place",
    "Saved",
    "all_answers",
    "answers",
    "attempt_in_turn",
    "attempts_at",
    "bar_to",
    "changes_of",
    "cohort_completions",
    "cohort_for",
    "cohort_item_results",
    "cohort_moving",
    "cohorts_of",
    "completions",
    "completions_of",
    "currents",
    "dates_of",
    "facts_of",
    "granted",
    "highest_sequence",
    "is_guest",
    "last_saved_at",
    "learner_for",
    "learners_of",
    "live_edition",
    "may_see_medium",
    "newer_editions",
    "open_attempts",
    "outline_of",
    "overdue_in",
    "override_for",
    "overrides_of",
    "own_attempt",
    "own_course_slugs",
    "own_enrolment",
    "own_enrolments",
    "own_facts",
    "own_moving",
    "personal_data",
    "place",
    "prior_learning_for",
    "prior_learning_of",
    "responses",
    "runs",
    "saved",
    "stand_ins",
    "to_settle",
    "trains",
]
