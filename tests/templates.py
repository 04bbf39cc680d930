"""Templates for the tests that need one: two signatories and a logo, taken into use."""

from __future__ import annotations

import io
from datetime import datetime

from flask import Flask
from PIL import Image

from academy import db
from academy.actor import Actor
from academy.certificates.models import Template
from academy.certificates.rules.pictures import printable_picture
from academy.certificates.service import templates as service
from academy.certificates.service.templates import Aim, Marked, Signing
from academy.db import session


def drawn(colour: str = "navy", *, size: tuple[int, int] = (60, 20), kind: str = "PNG") -> bytes:
    """Return a small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def template(
    app: Flask,
    *,
    aim: Aim,
    by: Actor,
    at: datetime,
    signatories: tuple[str, ...] = ("Vera Potpis",),
    is_used: bool = True,
) -> Template:
    """Make a template with these signatories and one logo, as somebody in whose reach it lies."""
    keep = app.extensions["storage"].put
    ink, mark = keep(printable_picture(drawn())), keep(printable_picture(drawn("darkgreen")))
    with db.writing():
        made = service.make_template(aim=aim, by=by, at=at)
        for number, name in enumerate(signatories, start=1):
            signing = Signing(name, {"en": f"Head {number}", "sq": f"Shef {number}"}, ink)
            service.put_signatory(
                template=made, number=number, signing=signing, based_on=made.revision, by=by, at=at
            )
        service.put_logo(
            template=made, number=1, marked=Marked(mark, f"Mark of {aim.name}"), based_on=made.revision, by=by, at=at
        )  # fmt: skip
        if is_used:
            service.use_template(template=made, based_on=made.revision, by=by, at=at)
    return session.get_one(Template, made.id)
