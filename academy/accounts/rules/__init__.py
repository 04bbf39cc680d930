"""Decisions about names, passwords, codes, throttling, the second factor, sessions and roles. Nothing here
touches the database or the web.
"""
