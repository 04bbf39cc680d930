"""Upload: files handed in, marked by a person with a rubric."""

from academy.items.kinds.upload.rules import UploadKind

KIND = UploadKind()
