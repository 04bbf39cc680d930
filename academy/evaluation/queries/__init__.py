"""What evaluation reads: whom somebody is asked about, and groups on four levels."""

from academy.evaluation.queries.case_reports import (
    CountrySum,
    by_country,
    history_of,
    report_for,
    reported_by,
    reporting_agency,
)
from academy.evaluation.queries.follow_ups import (
    Asked,
    candidates,
    count_to_answer,
    follow_up_for,
    to_answer,
    watched,
    watched_for,
)
from academy.evaluation.queries.levels import Behaviour, Learning, behaviour, gained
from academy.evaluation.queries.personal import personal_data
from academy.evaluation.queries.reaction import Reaction, cohorts_of, course_of, reactions, slugs_answered

__all__ = [
    "Asked", "Behaviour", "CountrySum", "Learning", "Reaction", "behaviour", "by_country", "candidates", "cohorts_of",
    "count_to_answer", "course_of", "follow_up_for", "gained", "history_of", "personal_data", "reactions", "report_for", "reported_by",
    "reporting_agency", "slugs_answered", "to_answer", "watched", "watched_for",
]  # fmt: skip
