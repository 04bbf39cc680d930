"""The linkage board: many incidents, some of which are the work of the same hand; what links two is to be said.

False links cost as much as missed ones, and a way of working is not a signature.
"""
