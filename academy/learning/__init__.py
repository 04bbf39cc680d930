"""The learning record: who is enrolled in which edition, in which cohort, what was attempted, answered, and
completed. Activities report down to it; it knows no kind of activity.
"""
