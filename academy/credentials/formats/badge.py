"""A certificate as an Open Badges 3.0 credential (VC-JWT): W3C Verifiable Credentials 2.0, signed as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from academy.credentials.content import Achieved, Purpose
from academy.credentials.formats.issuer import did_of
from academy.credentials.formats.tokens import Unreadable, read_document, sign_document
from academy.credentials.rules import identity_hash, place_in_lists
from academy.signing.keys import KeyRing

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def sign_credential(achieved: Achieved, *, keys: KeyRing) -> str:
    """Return the credential of a certificate as a compact JWS; the same certificate and key give the same text."""
    return sign_document(_document(achieved), base_url=achieved.base_url, keys=keys)


def read_credential(token: str, key_set: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a credential says, once its signature is checked. Raises Unreadable."""
    found = read_document(token, key_set)
    if "OpenBadgeCredential" not in found.get("type", ()):
        raise Unreadable("no Open Badges credential")
    return found


def list_address(base_url: str, purpose: Purpose, number: int) -> str:
    """Return where a status list is published."""
    return f"{base_url}/credentials/status/{purpose}/{number}"


def instant(at: datetime) -> str:
    """Return a moment as these documents write it."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _document(achieved: Achieved) -> dict[str, Any]:
    did, name = did_of(achieved.base_url), f"{achieved.base_url}/en/verify/{achieved.number}"
    issued = achieved.issued_at.replace(microsecond=0)
    document = {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": name,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achieved.title,
        "issuer": {"id": did, "type": ["Profile"], "name": achieved.academy, "url": achieved.base_url},
        "validFrom": instant(issued),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(each, achieved.salt) for each in (achieved.holder, achieved.latin_name) if each],
            "achievement": _achievement(achieved),
            "activityEndDate": instant(issued),
        },
        "credentialStatus": list(_statuses(achieved)),
        # what is registered for a JWT stands beside the credential (Open Badges 3.0, 8.2.4)
        "iss": did,
        "jti": name,
        "nbf": int(issued.timestamp()),
    }  # fmt: skip
    if achieved.valid_until:
        ends = datetime.combine(achieved.valid_until + timedelta(days=1), time(), UTC) - timedelta(seconds=1)
        document |= {"validUntil": instant(ends), "exp": int(ends.timestamp())}
    return document


def _identity(name: str, salt: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject", "hashed": True, "identityHash": identity_hash(name, salt), "identityType": "name",
        "salt": salt,
    }  # fmt: skip


def _achievement(achieved: Achieved) -> dict[str, Any]:
    return {
        "id": f"{achieved.base_url}/en/courses/#{achieved.course}-{achieved.edition_number}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": achieved.title,
        "inLanguage": achieved.locale,
        "description": achieved.statement,
        "criteria": {"narrative": _narrative(achieved)},
        "humanCode": achieved.course,
        "version": str(achieved.edition_number),
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": digest, "identifierType": f"ext:{what}-sha256"}
            for what, digest in (
                ("edition", achieved.edition_digest),
                ("rendition", achieved.rendition_digest),
            )
        ],
        "tag": list(_tags(achieved)),
    }


def _narrative(achieved: Achieved) -> str:
    """Return what was asked, in Markdown: the statement, and each practical somebody saw her do."""
    lines = [achieved.statement, f"{achieved.hours} h"]
    lines += [f"- {each.title} ({each.observed_on.isoformat()})" for each in achieved.practicals]
    return "\n\n".join(lines)


def _tags(achieved: Achieved) -> Iterator[str]:
    yield f"level:{achieved.level}"
    if achieved.track:
        yield f"track:{achieved.track}"
    if achieved.jurisdiction:
        yield f"jurisdiction:{achieved.jurisdiction}"


def _statuses(achieved: Achieved) -> Iterator[dict[str, str]]:
    number, index = place_in_lists(achieved.place)
    for purpose in Purpose:
        address = list_address(achieved.base_url, purpose, number)
        yield {
            "id": f"{address}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": purpose.value,
            "statusListIndex": str(index), "statusListCredential": address,
        }  # fmt: skip
