"""Authored text in every language: units of text by digest, their translations and how far they are.

A course is written once; each of its texts is found by the digest of its source, so the same sentence is
translated once for all courses. Serbian Latin derives from Serbian Cyrillic unless someone wrote it.
"""
