"""Meetings: taught sessions, in a room or online. A cohort's trainer gives each a date and a place and notes who was
there, by a list or by a code shown in the room; who was there has completed the activity.
"""
