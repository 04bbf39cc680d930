"""What leaves the academy about a cohort: letters without names, and a calendar without details."""
