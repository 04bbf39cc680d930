"""Courses: what is taught, in modules of activities. A course is published as immutable, numbered, digested
editions; each language an edition is shown in is a numbered, digested rendition.
"""
