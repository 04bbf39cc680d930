"""Templates: which one is printed, who may change which, and that nothing issued changes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.audit.models import AuditEvent
from academy.certificates import queries
from academy.certificates.models import Certificate, Logo, Signatory, Template
from academy.certificates.queries.templates import template_for, template_of, templates
from academy.certificates.service import templates as service
from academy.certificates.service.templates import Aim, Signing
from academy.db import session
from academy.errors import Conflict, NotFound
from academy.learning.models import Enrolment
from tests.certificates import ISSUED_AT, issued
from tests.templates import template
from tests.world import World

OLD = "0" * 64


def chosen(world: World) -> str | None:
    session.rollback()
    session.expire_all()
    found = template_for(session.get_one(Enrolment, world.enrolment.id))
    return found and found.name


def test_the_one_that_fits_most_closely_is_printed(app: Flask, world: World) -> None:
    """For everybody, then the course, then the agency above, the agency itself, and agency and course."""
    ada, course = world.actor(world.ada), world.edition.course_id
    above = world.rangers.parent_id
    assert chosen(world) is None
    steps = [("all", None, None), ("course", None, course), ("above", above, None), ("rangers", world.rangers.id, None),
             ("both", above, course)]  # fmt: skip
    for number, (name, agency_id, course_id) in enumerate(steps):
        template(app, aim=Aim(name, agency_id, course_id), by=ada, at=ISSUED_AT + timedelta(days=9 - number))
        assert chosen(world) == name
    template(app, aim=Aim("elsewhere", world.inspectors.id, course), by=ada, at=ISSUED_AT)
    template(app, aim=Aim("north", world.north.id, course), by=ada, at=ISSUED_AT)
    template(app, aim=Aim("draft", world.rangers.id, course), by=ada, at=ISSUED_AT, is_used=False)
    assert chosen(world) == "both"


def test_nothing_issued_changes_with_its_template(app: Flask, world: World) -> None:
    """Signatories go, pictures change, the template is retired: facts, digests and bytes stay."""
    boris = world.actor(world.boris)
    made = template(
        app, aim=Aim("ours", world.rangers.id, None), by=boris, at=ISSUED_AT, signatories=("Ana A", "Bo B")
    )
    certificate = issued(app, world)
    facts = certificate.said
    assert certificate.template_id == made.id
    assert facts.template == f"{made.id}/{made.revision}"
    assert [each.name for each in facts.signatories] == ["Ana A", "Bo B"]
    assert [each.alt for each in facts.logos] == ["Mark of ours"]
    before = _whole(app, certificate)
    with db.writing():
        found = template_of(boris, made.id)
        service.take_off(
            template=found, part="signatories", number=1, based_on=found.revision, by=boris, at=ISSUED_AT
        )
        service.put_signatory(
            template=found, number=1, signing=Signing("Else", {"en": "Else"}, None), based_on=found.revision, by=boris,
            at=ISSUED_AT,
        )  # fmt: skip
        service.take_off(
            template=found, part="logos", number=1, based_on=found.revision, by=boris, at=ISSUED_AT
        )
        service.retire_template(template=found, by=boris, at=ISSUED_AT)
    assert session.scalar(select(func.count()).select_from(Logo)) == 0
    assert session.scalars(select(Signatory.name)).all() == ["Else"]
    assert _whole(app, session.get_one(Certificate, certificate.id)) == before


def _whole(app: Flask, certificate: Certificate) -> tuple[object, ...]:
    document = queries.document_of(certificate, app.extensions["storage"])
    return (
        certificate.facts,
        certificate.facts_digest,
        certificate.document_digest,
        document,
        certificate.credential,
    )


def test_two_who_change_it_notice_each_other(app: Flask, world: World) -> None:
    """The second is refused, whatever she does; the same wish twice is done once."""
    boris = world.actor(world.boris)
    made = template(
        app, aim=Aim("ours", world.rangers.id, None), by=boris, at=ISSUED_AT, signatories=("Ana", "Bo", "Cy")
    )
    seen = made.revision
    aim = Aim("renamed", world.rangers.id, None)
    with db.writing():
        found = template_of(boris, made.id)
        service.put_forward(
            template=found, part="signatories", number=3, based_on=seen, by=boris, at=ISSUED_AT
        )
    assert [(each.position, each.name) for each in found.signatories] == [(1, "Ana"), (2, "Cy"), (3, "Bo")]
    for late in (
        lambda each: service.change_template(template=each, aim=aim, based_on=seen, by=boris, at=ISSUED_AT),
        lambda each: service.take_off(template=each, part="logos", number=1, based_on=seen, by=boris, at=ISSUED_AT),
        lambda each: service.put_signatory(
            template=each, number=1, signing=Signing("Di", {"en": "Di"}, None), based_on=seen, by=boris, at=ISSUED_AT
        ),
        lambda each: service.put_signatory(
            template=each, number=4, signing=Signing("Di", {"en": "Di"}, None), based_on=each.revision, by=boris, at=ISSUED_AT
        ),
    ):  # fmt: skip
        with pytest.raises(Conflict), db.writing():
            late(template_of(boris, made.id))
    with db.writing():
        found = template_of(boris, made.id)
        for _again in range(2):
            service.change_template(template=found, aim=aim, based_on=found.revision, by=boris, at=ISSUED_AT)
            service.retire_template(template=found, by=boris, at=ISSUED_AT)
    deeds = session.scalars(select(AuditEvent.verb).where(AuditEvent.object_id == str(made.id))).all()
    assert (deeds.count("make-template"), deeds.count("use-template"), deeds.count("retire-template")) == (
        1,
        1,
        1,
    )
    with pytest.raises(Conflict), db.writing():
        service.use_template(
            template=template_of(boris, made.id), based_on=found.revision, by=boris, at=ISSUED_AT
        )


def test_a_new_one_in_use_retires_the_old(app: Flask, world: World) -> None:
    """There is one in use for the same people and course; an empty one is not taken into use."""
    boris = world.actor(world.boris)
    for name in ("first", "second"):
        template(app, aim=Aim(name, world.rangers.id, None), by=boris, at=ISSUED_AT)
    assert chosen(world) == "second"
    assert session.scalars(select(Template.name).where(Template.retired_at.is_not(None))).all() == ["first"]
    with pytest.raises(Conflict), db.writing():
        empty = service.make_template(aim=Aim("none", world.rangers.id, None), by=boris, at=ISSUED_AT)
        service.use_template(template=empty, based_on=1, by=boris, at=ISSUED_AT)


def test_templates_are_made_for_ones_own_branch(app: Flask, world: World) -> None:
    """Everybody's are the academy's; a neighbour's are unknown."""
    ada, boris, carla = (world.actor(each) for each in (world.ada, world.boris, world.carla))
    ours = template(app, aim=Aim("ours", world.north.id, None), by=boris, at=ISSUED_AT)
    all_ = template(app, aim=Aim("all", None, None), by=ada, at=ISSUED_AT)
    assert [each.name for each in templates(boris)] == ["ours"]
    assert [each.name for each in templates(carla)] == []
    assert [each.name for each in templates(ada)] == ["all", "ours"]
    for actor, foreign in ((carla, ours), (boris, all_)):
        with pytest.raises(NotFound):
            template_of(actor, foreign.id)


def test_the_sweep_spares_pictures(app: Flask, world: World) -> None:
    made = template(app, aim=Aim("ours", world.rangers.id, None), by=world.actor(world.boris), at=ISSUED_AT)
    pictures = {made.signatories[0].signature_digest, made.logos[0].file_digest}
    assert queries.documents_kept([*pictures, OLD]) == pictures
