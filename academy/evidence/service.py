"""Making a pack: every part is asked for, written and let go of in turn, so that a long course fits into little memory."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from academy.actor import Actor
from academy.audit import queries as trail
from academy.audit import service as audit
from academy.certificates.models import Certificate
from academy.certificates.queries import document_of
from academy.certificates.service import Issuer
from academy.errors import NotFound
from academy.evidence import queries
from academy.evidence.content import Happened, Packed, Packing
from academy.evidence.document import Archive, ReadMe, checking, read_me, texts_page, timeline_page
from academy.evidence.queries.offices import call_signs
from academy.evidence.rules import is_plain, timeline
from academy.evidence.rules.timeline import in_order, of_attempt

#: Bytes of files of the course that a pack takes; what is left out is named with its digest.
MOST_MEDIA = 200_000_000
_AS_ISSUED = "certificate/as-issued.sha256"


class Packer:
    """Makes the pack of one certificate."""

    def __init__(self, target: BinaryIO, certificate: Certificate, issuer: Issuer, packing: Packing) -> None:
        self._archive = Archive(target)
        self._certificate = certificate
        self._issuer = issuer
        self._packing = packing
        self._record = queries.record_of(certificate)
        self._as_issued: dict[str, str] = {}
        self._left_out: list[str] = []
        self._happened: list[Happened] = []
        self._head: tuple[int, str] | None = None

    def pack(self) -> Packed:
        """Write it whole."""
        self._pack_certificate()
        edition_ids = self._pack_course()
        self._pack_attempts()
        page = timeline_page(self._certificate.number, self._certificate.locale, in_order(self._happened))
        self._archive.put("learning/timeline.html", page)
        self._pack_trail(edition_ids)
        kid = self._pack_keys()
        self._archive.put(
            _AS_ISSUED, "".join(f"{digest}  {name}\n" for name, digest in sorted(self._as_issued.items()))
        )
        self._archive.put("CHECK.py", checking())
        self._archive.put("READ-ME.html", read_me(self._told(kid)))
        files = len(self._archive.names)
        self._archive.close(lambda listed: self._issuer.keys.sign(listed, kid=kid))
        return Packed(self._certificate.number, files, not self._record["is_erased"], tuple(self._left_out))

    def _pack_certificate(self) -> None:
        certificate, archive, record = self._certificate, self._archive, self._record
        archive.put_json("certificate/record.json", record)
        archive.put("certificate/facts.json", certificate.facts)
        with suppress(NotFound):
            archive.put("certificate/certificate.pdf", document_of(certificate, self._issuer.storage))
            self._as_issued["certificate/certificate.pdf"] = certificate.document_digest
        if certificate.credential and certificate.credential_digest:
            archive.put("certificate/credential.jwt", certificate.credential)
            self._as_issued["certificate/credential.jwt"] = certificate.credential_digest
        if not record["is_erased"]:  # the facts of an erased holder say less than they did
            self._as_issued["certificate/facts.json"] = certificate.facts_digest

    def _pack_course(self) -> list[UUID]:
        """Write editions, renditions and files, and the record that needs their words; return which editions."""
        editions = list(queries.editions_of(self._certificate))
        for each in editions:
            folder = f"course/edition-{each.number}"
            self._put_frozen(f"{folder}/edition.json", each.document, each.digest)
            about = {"number": each.number, "digest": each.digest, "published_at": each.published_at, "published_by": each.by, "notes": each.notes}  # fmt: skip
            self._archive.put_json(f"{folder}/published.json", queries.named(about))
            for shown in each.renditions:
                name = f"{folder}/{shown.locale}-{shown.digest[:12]}"
                self._put_frozen(f"{name}.json", shown.document, shown.digest)
                page = texts_page(
                    each.course,
                    number=each.number,
                    locale=shown.locale,
                    digest=shown.digest,
                    document=shown.document,
                )
                self._archive.put(f"{name}.html", page)
        self._pack_media(editions)
        self._pack_learning({each.digest: each.course for each in editions})
        return [each.id for each in editions]

    def _put_frozen(self, name: str, document: str, digest: str) -> None:
        self._archive.put(name, document)
        self._as_issued[name] = digest

    def _pack_media(self, editions: list[queries.Edited]) -> None:
        cards, room = queries.media_of(self._certificate, editions), MOST_MEDIA
        for card in cards:
            size = card.get("size", 0)
            card["is_packed"] = size <= room and self._copy(
                f"course/media/{card['digest']}{card['suffix']}", card
            )
            if card["is_packed"]:
                room -= size
            else:
                self._left_out.extend(card["names"])
        self._archive.put_json("course/media.json", cards)

    def _copy(self, name: str, card: dict[str, Any]) -> bool:
        """Take a file over from the store; say whether its bytes were there."""
        try:
            with self._issuer.storage.open(card["digest"]) as source:
                self._archive.copy(name, source)
        except FileNotFoundError:
            return False
        self._as_issued[name] = card["digest"]
        return True

    def _pack_learning(self, courses: dict[str, Any]) -> None:
        learning = None
        if self._certificate.enrolment_id is not None:
            learning = queries.learning_of(self._certificate.enrolment_id, courses)
            self._archive.put_json("learning/record.json", learning)
        self._happened = [*timeline(self._record, learning)]

    def _pack_attempts(self) -> None:
        if self._certificate.enrolment_id is None:
            return
        for record in queries.attempts_of(self._certificate.enrolment_id):
            name = f"learning/attempts/{record['activity']}-{record['number']}"
            name += "-practice" if record["is_practice"] else ""
            for file in queries.sent_files(record):
                kept = f"{name}-files/{file['id']}"
                suffix = PurePath(file["name"]).suffix.lower()
                file["is_packed"] = self._copy(kept + suffix if is_plain(kept + suffix) else kept, file)
            self._archive.put_json(f"{name}.json", record)
            self._happened += of_attempt(record)

    def _pack_trail(self, edition_ids: list[UUID]) -> None:
        rows = trail.extract(queries.things_of(self._certificate, edition_ids))
        sealed = {seal for seal, _row in rows if seal is not None}
        provable: set[int] = set()
        self._archive.stream("audit/seals.jsonl", self._seals(sealed, provable))
        self._archive.stream(
            "audit/rows.jsonl",
            (_line({"row": list(row), "seal": seal, "is_provable": seal in provable}) for seal, row in rows),
        )
        people = call_signs({row[2] for _seal, row in rows if row[2]})
        self._archive.put_json("audit/people.json", people)

    def _seals(self, sealed: set[int], provable: set[int]) -> Iterator[bytes]:
        for seal in trail.seals_from(min(sealed), with_rows=sealed) if sealed else ():
            if seal.get("rows") is not None:
                provable.add(seal["seal"])
            self._head = (seal["seal"], seal["digest"])
            yield _line(seal)

    def _pack_keys(self) -> str:
        """Write every public key, for tools that read JWK and for openssl; return the one that signs the pack."""
        keys = self._issuer.keys
        kid = keys.kid
        self._archive.put_json("keys/jwks.json", keys.published())
        for each in keys.kids():
            public = keys.key(each).public_key
            pem: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            self._archive.put(f"keys/{each}.pem", pem)
        return kid

    def _told(self, kid: str) -> ReadMe:
        certificate = self._certificate
        return ReadMe(
            certificate=self._record, standing=certificate.standing_at(self._packing.at).value, packing=self._packing,
            kid=kid, credential_kid=_kid_of(certificate.credential), names=self._archive.names, head=self._head,
            left_out=self._left_out, has_document="certificate/certificate.pdf" in self._archive.names,
        )  # fmt: skip


def pack(
    target: BinaryIO, *, certificate: Certificate, issuer: Issuer, by: Actor | None, at: datetime
) -> Packed:
    """Write everything behind a certificate into ``target``, which has to be seekable.

    The same state, moment and maker give the same bytes. Nothing is written to the database: see ``note_given``.
    """
    packing = Packing(at, queries.speaker(by), issuer.base_url)
    return Packer(target, certificate, issuer, packing).pack()


def note_given(*, certificate_id: UUID, agency_id: UUID, by: Actor | None, at: datetime) -> None:
    """Put into the audit trail that the pack of a certificate was handed out; the pack itself holds what was before."""
    audit.record(
        by=by, verb="give-evidence-pack", object_type="certificate", object_id=certificate_id, at=at, agency_id=agency_id
    )  # fmt: skip


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _kid_of(credential: str | None) -> str | None:
    """Return which key signed a credential, as its head says."""
    if not credential:
        return None
    head = credential.partition(".")[0]
    kid = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))).get("kid")
    return kid.rpartition("#")[2] if isinstance(kid, str) else None
