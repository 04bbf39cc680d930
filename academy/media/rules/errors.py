"""Why a file is not taken, and what to do about it."""

from __future__ import annotations

from academy.i18n import collected

#: Code → sentence; pages translate it, commands print it.
SENTENCES = {
    "name": collected("The name “%(name)s” does not end as a file that is taken: use %(suffixes)s."),
    "empty": collected("The file is empty: choose it again."),
    "too-large": collected("The file is larger than %(most)s MB: make it smaller."),
    "other-format": collected(
        "The file is not what its name says (%(suffix)s): save it anew in that format, or rename it."
    ),
    "broken": collected("The file is damaged: open it, save it anew and send that."),
    "svg-xml": collected("The file is not a plain SVG drawing: save it without DTD and entities."),
    "svg-root": collected("The file does not start with an <svg> element: save it as SVG."),
    "svg-element": collected("The drawing holds <%(name)s>: only shapes and short labels are taken."),
    "svg-attribute": collected("The drawing has the attribute “%(name)s” on <%(element)s>: remove it."),
    "svg-fetch": collected("The drawing fetches something in “%(name)s” on <%(element)s>: remove it."),
    "too-many-pixels": collected("The picture has more than %(most)s megapixels: make it smaller."),
    "moving-picture": collected("The picture moves: save it as MP4 or WebM video."),
    "pdf-locked": collected("The PDF is locked with a password: print it to a new PDF without one."),
    "pdf-script": collected("The PDF runs something when it is opened or clicked: print it to a new PDF."),
    "pdf-attachment": collected("The PDF carries other files: take them out, or print it to a new PDF."),
    "pdf-form": collected("The PDF has fields to fill in: print it to a new PDF."),
    "pdf-comment": collected("The PDF has comments or stamps: print it to a new PDF, with or without them."),
    "pdf-layer": collected("The PDF has hidden layers: show or delete them and print it to a new PDF."),
    "pdf-picture": collected("The PDF holds a picture in a form that is not taken: print it to a new PDF."),
    "pdf-too-much": collected("The PDF unpacks to far more than its size: print it to a new PDF."),
    "mp4-fragmented": collected("The video is cut into fragments: save it anew as an ordinary MP4."),
    "codec": collected("The recording uses “%(name)s”, which many browsers cannot play: save it as %(wanted)s."),
    "elsewhere": collected("The recording refers to other files: save it anew as one whole file."),
    "no-track": collected("The file holds neither picture nor sound that can be played: save it anew."),
    "captions": collected("Line %(line)s of the captions cannot be read: write “00:01.000 --> 00:04.000”, then the words."),
    "no-captions": collected("The file holds no captions: write at least one."),
}  # fmt: skip


class MediaError(ValueError):
    """A file that is not taken; the sentence of its ``code`` says why and what to do."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(SENTENCES[code] % values)
        self.code = code
        self.values = values
