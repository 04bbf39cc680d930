"""Who signs a certificate and whose marks stand on it, taken from a template into the facts that are frozen."""

from __future__ import annotations

from uuid import UUID

from academy.certificates.content import Facts, Mark, Signed
from academy.certificates.models import Template
from academy.storage import Storage


def endorsed(facts: Facts, template: Template | None) -> Facts:
    """Return the facts with what a template puts beside them; without one the academy signs alone."""
    if template is None:
        return facts
    return facts.model_copy(
        update={
            "signatories": tuple(
                Signed(name=each.name, role=each.role, signature=each.signature_digest)
                for each in template.signatories
            ),
            "logos": tuple(Mark(file=each.file_digest, alt=each.alt) for each in template.logos),
            "template": f"{template.id}/{template.revision}",
        }
    )


def template_id_of(facts: Facts) -> UUID | None:
    """Return which template the facts say they were printed with."""
    return UUID(facts.template.partition("/")[0]) if facts.template else None


def still_printable(facts: Facts, storage: Storage) -> Facts:
    """Return frozen facts without the pictures that are gone: a template that changed since does not keep its old ones.

    Names and roles of whoever signed stay; a lost logo goes as a whole.
    """
    return facts.model_copy(
        update={
            "signatories": tuple(
                each
                if each.signature is None or storage.holds(each.signature)
                else each.model_copy(update={"signature": None})
                for each in facts.signatories
            ),
            "logos": tuple(each for each in facts.logos if storage.holds(each.file)),
        }
    )


def pictures_of(facts: Facts, storage: Storage) -> dict[str, bytes]:
    """Return the pictures that the facts name, by digest."""
    wanted = {each.signature for each in facts.signatories if each.signature}
    return {digest: storage.get(digest) for digest in wanted | {each.file for each in facts.logos}}
