"""Programmes, courses, their drafts, editions and renditions."""

from academy.courses.models.catalogue import Course, Programme, ProgrammeCourse
from academy.courses.models.drafts import (
    ActivityDraft,
    CourseDraft,
    DraftMedium,
    DraftRevision,
    ModuleDraft,
    Publication,
)
from academy.courses.models.editions import CourseText, Edition, EditionMedium, Rendition

__all__ = [
    "ActivityDraft", "Course", "CourseDraft", "CourseText", "DraftMedium", "DraftRevision", "Edition", "EditionMedium",
    "ModuleDraft", "Programme", "ProgrammeCourse", "Publication", "Rendition",
]  # fmt: skip
