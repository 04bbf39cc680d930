"""Cohorts at work: agencies nominate, two people approve where the course asks for it, trainers announce and answer,
and everybody's dates stand in a calendar. The cohort itself and its enrolments belong to the learning record.
"""
