"""Reading runs of cases."""

from academy.cases.queries.personal import personal_data
from academy.cases.queries.runs import (
    Logged,
    Seated,
    log_of,
    open_run,
    own_run,
    run_in_turn,
    runs_at,
    version_of,
)
from academy.cases.queries.teams import (
    Team,
    begun_by,
    joinable_run,
    learner_in_turn,
    open_teams,
    run_by_code,
    team_at,
    teams_of,
    trained_run,
)

__all__ = [
    "Logged",
    "Seated",
    "Team",
    "begun_by",
    "joinable_run",
    "learner_in_turn",
    "log_of",
    "open_run",
    "open_teams",
    "own_run",
    "personal_data",
    "run_by_code",
    "run_in_turn",
    "runs_at",
    "team_at",
    "teams_of",
    "trained_run",
    "version_of",
]
