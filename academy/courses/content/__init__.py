"""The authored course: modules of activities, as typed, validated documents."""

from academy.courses.content.conditions import Condition, Document, Slug, leaves
from academy.courses.content.course import (
    Activity,
    ActivityContent,
    Course,
    KeptPhrase,
    MediaFile,
    Module,
    RenditionDocument,
    Source,
    Term,
)
from academy.courses.content.grown import Grown
from academy.courses.content.manifest import Manifest, ManifestActivity, ManifestModule
from academy.courses.content.renewal import Renews

__all__ = [
    "Activity", "ActivityContent", "Condition", "Course", "Document", "Grown", "KeptPhrase", "Manifest", "ManifestActivity",
    "ManifestModule", "MediaFile", "Module", "RenditionDocument", "Renews", "Slug", "Source", "Term", "leaves",
]  # fmt: skip
