"""An upload item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from academy.items.kinds.rubric import ByRubric

MOST_FILES = 10


class Upload(ByRubric):
    """Up to ``files`` files are asked for: photographs, scans, a report."""

    kind: Literal["upload"]
    files: Annotated[int, Field(strict=True, ge=1, le=MOST_FILES)] = 3
