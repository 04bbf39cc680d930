"""Items: the questions of quizzes and lesson checks, one folder for each kind.

A kind knows how its items are written, shown without their key, read from a form, marked and reviewed.
A new kind is a folder in ``kinds/``, a template of the same name and its line in the registry.
"""
