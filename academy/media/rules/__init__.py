"""What a file may be: sniffed, capped, stripped of everything but what it shows. Raises MediaError otherwise."""

from academy.media.rules.accepting import accept
from academy.media.rules.errors import SENTENCES, MediaError
from academy.media.rules.formats import FORMATS, LARGEST, Format, Media, format_of

__all__ = ["FORMATS", "LARGEST", "SENTENCES", "Format", "Media", "MediaError", "accept", "format_of"]
