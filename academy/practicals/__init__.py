"""Practicals: exercises that an assessor observes criterion by criterion. A failed critical criterion fails the whole;
a resit is a sign-off of its own; the assessor is not the learner's trainer unless the course says otherwise.
"""
