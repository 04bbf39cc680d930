"""Surveys: questions about the course itself. Who has answered is on the learning record; what was answered is kept
apart from it, without a name, a time or an order, and is shown only for groups large enough to hide in.
"""
