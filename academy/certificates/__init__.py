"""Certificates: what a learner earned, frozen as a document on the day it was claimed.

A certificate can be checked by anyone from its code or number, and shows no name unless its holder chose so.
It is issued once, never altered; it can only be revoked or replaced, and its number outlives the name on it.
"""
