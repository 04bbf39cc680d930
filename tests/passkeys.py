"""A software authenticator: it makes and uses passkeys as a phone does (ES256, no attestation), and can be made to lie."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cbor2 import dumps
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

ORIGIN = "http://localhost"
DOMAIN = "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with one passkey."""

    origin: str = ORIGIN
    domain: str = DOMAIN
    #: The counter; 0 for a device that does not count.
    count: int = 0
    flags: int = PRESENT | VERIFIED
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str, **lies: Any) -> str:
        """Answer a question for a new passkey."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._cose()
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._said_of_itself(ATTESTED) + attested}
        said = self._client_data("webauthn.create", asked, lies)
        return self._answer(clientDataJSON=said, attestationObject=dumps(attestation))

    def use(self, options: str, **lies: Any) -> str:
        """Answer a question for the passkey there is."""
        said = self._client_data("webauthn.get", json.loads(options), lies)
        data = self._said_of_itself()
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=said, authenticatorData=data, signature=signed, userHandle=self.handle
        )

    def _client_data(self, kind: str, asked: dict[str, Any], lies: dict[str, Any]) -> bytes:
        said = {
            "type": kind,
            "challenge": asked["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
            **lies,
        }
        return json.dumps(said).encode()

    def _said_of_itself(self, more: int = 0) -> bytes:
        hashed = hashlib.sha256(self.domain.encode()).digest()
        return hashed + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _cose(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )

    def _answer(self, **parts: bytes) -> str:
        named = bytes_to_base64url(self.credential_id)
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
