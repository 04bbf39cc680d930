"""What has to be mended in a file or a package, in the reader's language."""

from academy.courses.forms.telling import Said, filled, told

__all__ = ["Said", "filled", "told"]
