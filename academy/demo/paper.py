"""What the demo's certificates are printed with: two signatories and a mark, all of them plainly made up."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

from academy import clock
from academy.accounts import queries as people
from academy.accounts.models import Person
from academy.certificates.rules.pictures import printable_picture
from academy.certificates.service import templates as service
from academy.certificates.service.templates import Aim, Marked, Signing
from academy.storage import Storage

SIGNATORIES = (
    ("Ada Example", {"en": "Director (demo)", "sr-Cyrl": "Директорка (демо)", "sr-Latn": "Direktorka (demo)", "sq": "Drejtore (demo)"}),
    ("Bruno Specimen", {"en": "Head of training (demo)", "sr-Cyrl": "Руководилац обуке (демо)", "sr-Latn": "Rukovodilac obuke (demo)", "sq": "Përgjegjës i trajnimit (demo)"}),
)  # fmt: skip
_INK = (24, 42, 96, 255)
_PINE = (7, 67, 62, 255)
#: Drawn four times as large, so that lines come out smooth.
_FINE = 4


def lay_out(storage: Storage, administrator: Person) -> None:
    """Make a template for everybody and take it into use; to be called in a write unit."""
    at = clock.now()
    by = people.actor_for(administrator, on=at.date())
    made = service.make_template(aim=Aim("Everybody’s certificates", None, None), by=by, at=at)
    for number, (name, role) in enumerate(SIGNATORIES, start=1):
        picture = storage.put(printable_picture(_stroke(number)))
        service.put_signatory(
            template=made, number=number, signing=Signing(name, role, picture), based_on=made.revision, by=by, at=at
        )  # fmt: skip
    mark = Marked(storage.put(printable_picture(_mark())), "Demo Forest Fund")
    service.put_logo(template=made, number=1, marked=mark, based_on=made.revision, by=by, at=at)
    service.use_template(template=made, based_on=made.revision, by=by, at=at)


def _stroke(number: int) -> bytes:
    """Draw a signature that is nobody's: loops of ink."""
    image = Image.new("RGBA", (480 * _FINE, 150 * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    loops = 5 + number
    points = []
    for step in range(400):
        along = step / 399
        swing = (1 - along) * 50 + 8
        turn = along * loops * 6.283
        points.append(
            (
                (30 + 400 * along + swing * 0.6 * math.sin(turn + 1.57 * number)) * _FINE,
                (78 - swing * math.sin(turn)) * _FINE,
            )
        )
    pen.line(points, fill=_INK, width=4 * _FINE, joint="curve")
    return _kept(image)


def _mark() -> bytes:
    """Draw a mark that is nobody's: three trees in a ring."""
    side = 320
    image = Image.new("RGBA", (side * _FINE, side * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse(
        [_FINE * 8, _FINE * 8, _FINE * (side - 8), _FINE * (side - 8)], outline=_PINE, width=_FINE * 10
    )
    for middle, foot, high in ((100, 226, 100), (160, 240, 150), (220, 226, 100)):
        pen.polygon(
            [
                (_FINE * x, _FINE * y)
                for x, y in ((middle, foot - high), (middle - 34, foot), (middle + 34, foot))
            ],
            fill=_PINE,
        )
        pen.rectangle(
            [_FINE * (middle - 5), _FINE * foot, _FINE * (middle + 5), _FINE * (foot + 16)], fill=_PINE
        )
    return _kept(image)


def _kept(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.resize((image.width // _FINE, image.height // _FINE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
