"""What authors type into the pages that shape a course, and how conditions are put into words."""

from academy.courses.forms.conditions import ConditionTree, is_pressed, tree_from, tree_of
from academy.courses.forms.lists import RowList, rows_from, rows_of
from academy.courses.forms.outline import (
    KIND_NAMES,
    LEVELS,
    PURPOSES,
    CopyForm,
    CourseForm,
    ModuleForm,
    NewActivityForm,
    NewCourseForm,
    PlaceForm,
    ProgrammeForm,
    TitleForm,
)
from academy.courses.forms.wording import TRACKS, in_words, opens_once, track_name

__all__ = [
    "KIND_NAMES", "LEVELS", "PURPOSES", "TRACKS", "ConditionTree", "CopyForm", "CourseForm", "ModuleForm",
    "NewActivityForm", "NewCourseForm", "PlaceForm", "ProgrammeForm", "RowList", "TitleForm", "in_words", "is_pressed",
    "opens_once", "rows_from", "rows_of", "track_name", "tree_from", "tree_of",
]  # fmt: skip
