"""Ed25519 keys in a folder: one signs, those before it still verify, and their public halves are published.

A key's file is ``<kid>.pem`` (PKCS #8); the folder's file ``active`` names the one that signs. Keys are made on the
installation, readable by its owner only; a backup of the database does not hold them.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.jwk import OKPKey

ACTIVE = "active"
#: A key is named by the first bytes of its thumbprint (RFC 7638), in hexadecimal.
KID_DIGITS = 16
_KID = re.compile(rf"[0-9a-f]{{{KID_DIGITS}}}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NoSuchKey(LookupError):
    """No key of this name was ever made here."""


class KeyRing:
    """The keys of one installation, shared by all its processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, OKPKey] = {}
        #: What ``active`` said, and which file it was that said so: another process may put a new one there.
        self._active: tuple[tuple[int, int], str] | None = None

    @property
    def kid(self) -> str:
        """The name of the key that signs; the first is made when it is first asked for."""
        path = self.folder / ACTIVE
        try:
            found = path.stat()
            seen = (found.st_ino, found.st_mtime_ns)
            if self._active is None or self._active[0] != seen:
                self._active = (seen, path.read_text("ascii").strip())
        except FileNotFoundError:
            return self._begin()
        return self._active[1]

    def rotate(self) -> str:
        """Make a new key and sign with it from now on; return its name."""
        kid = self._make()
        with _written(self.folder, kid.encode()) as file:
            file.rename(self.folder / ACTIVE)
        return kid

    def key(self, kid: str) -> OKPKey:
        """Return a key with its private half. Raises NoSuchKey."""
        if kid not in self._kept:
            if not _KID.fullmatch(kid):
                raise NoSuchKey(kid)
            try:
                self._kept[kid] = OKPKey.import_key((self.folder / f"{kid}.pem").read_bytes(), {"kid": kid})
            except FileNotFoundError as error:
                raise NoSuchKey(kid) from error
        return self._kept[kid]

    def sign(self, payload: bytes, *, kid: str | None = None) -> bytes:
        """Return the 64 bytes of the active key's signature, or of the one a payload already names. Raises NoSuchKey."""
        private = self.key(kid or self.kid).private_key
        if not isinstance(private, Ed25519PrivateKey):
            raise NoSuchKey(kid or self.kid)
        return private.sign(payload)

    def verifies(self, payload: bytes, signature: bytes, *, kid: str) -> bool:
        """Say whether a signature over ``payload`` is of the key ``kid``. Raises NoSuchKey."""
        public = self.key(kid).public_key
        if not isinstance(public, Ed25519PublicKey):
            raise NoSuchKey(kid)
        try:
            public.verify(signature, payload)
        except InvalidSignature:
            return False
        return True

    def kids(self) -> list[str]:
        """Return the names of all keys, the active one first."""
        active = self.kid
        return sorted((path.stem for path in self.folder.glob("*.pem")), key=lambda kid: (kid != active, kid))

    def published(self) -> Mapping[str, Any]:
        """Return every public half as a JWK set (RFC 7517), the active one first."""
        return {
            "keys": [
                {**self.key(kid).as_dict(private=False), "kid": kid, "use": "sig", "alg": "EdDSA"}
                for kid in self.kids()
            ]
        }

    def exposed(self) -> list[Path]:
        """Return the folder and the files in it that others than their owner may open."""
        if not self.folder.exists():
            return []
        return [
            path for path in (self.folder, *sorted(self.folder.iterdir())) if path.stat().st_mode & _OTHERS
        ]

    def _begin(self) -> str:
        """Make the first key; of two processes that do so at once, the later takes the earlier one's."""
        kid = self._make()
        with _written(self.folder, kid.encode()) as file:
            try:
                os.link(file, self.folder / ACTIVE)
            except FileExistsError:
                (self.folder / f"{kid}.pem").unlink()
                return self.kid
        return kid

    def _make(self) -> str:
        """Keep a new key, which does not sign yet; return its name."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = OKPKey.generate_key("Ed25519")
        kid = _named(made)
        with _written(self.folder, made.as_pem(private=True)) as file:
            file.rename(self.folder / f"{kid}.pem")
        return kid


def _named(key: OKPKey) -> str:
    """Return a key's name: short, and of letters that every file system keeps apart."""
    thumbprint = key.thumbprint()
    return base64.urlsafe_b64decode(thumbprint + "=").hex()[:KID_DIGITS]


@contextmanager
def _written(folder: Path, content: bytes) -> Iterator[Path]:
    """Write a file on disk that its owner alone may read, to be put where it belongs; what stays is removed."""
    path = folder / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        _keep_names(folder)


def _keep_names(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
