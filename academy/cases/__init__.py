"""Investigation cases: a small deterministic machine over an authored document, played alone or by a team in roles.

What an officer does is a log of actions; scene, custody, court and debrief all follow from replaying that log. A
checker searches the same machine and shows its author what cannot be reached, found, earned or lost.
"""
