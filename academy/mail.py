"""Mail: written to the spool of the data folder first, then sent by SMTP where one is configured.

A letter's file is named by a keyed digest of its address, so that the letters to somebody who is erased are found without
reading the others, and a listing of the folder tells no address.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Post:
    """Where mail goes: the spool folder, the sender, and the SMTP server if there is one."""

    spool: Path
    sender: str
    smtp_url: str | None = None
    #: Also shows each letter to whoever runs the academy (the demo's console).
    show: Callable[[str], None] | None = None
    #: The installation's secret, which addresses are digested with.
    secret: str = ""

    def send(self, *, to: str, subject: str, text: str, is_urgent: bool = True) -> Path:
        """Spool one letter and send it. A letter that cannot be sent stays in ``spool/unsent``.

        One of many that is not urgent is left there for ``send_waiting``, so that nobody waits for a mail server.

        Raises ValueError for an address or subject with a line break in it.
        """
        letter = self._letter(to=to, subject=subject, text=text)
        path = self._spooled(letter, "unsent" if self.smtp_url else "", to)
        if self.show:
            self.show(f"To: {to}\nSubject: {subject}\n\n{text}\n")
        return self._deliver(path, letter) if self.smtp_url and is_urgent else path

    def send_waiting(self) -> int:
        """Try every unsent letter again and return how many have gone."""
        waiting = sorted((self.spool / "unsent").glob("*.eml"))
        sent = (self._deliver(path, path.read_bytes()) for path in waiting)
        return sum(path.parent == self.spool for path in sent)

    def letters_to(self, address: str) -> list[Path]:
        """Return the letters to an address that are in the spool, sent or waiting, the oldest first."""
        return sorted(self._found(address), key=lambda path: path.stat().st_mtime)

    def remove_letters_to(self, address: str) -> int:
        """Forget the letters to an address, sent or waiting; return how many."""
        found = list(self._found(address))
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def sweep(self, *, before: datetime) -> int:
        """Forget the letters that were sent before a moment; return how many. What waits goes on waiting."""
        old = [path for path in self.spool.glob("*.eml") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _found(self, address: str) -> Iterator[Path]:
        digest, wanted = self._digest(address), _folded(address)
        for folder in (self.spool, self.spool / "unsent"):
            yield from folder.glob(f"{digest}-*.eml")
            # letters of before they were named so
            yield from (
                path for path in folder.glob("*.eml") if "-" not in path.stem and _address_in(path) == wanted
            )

    def _digest(self, address: str) -> str:
        return hmac.new(
            self.secret.encode(), b"letters to " + _folded(address).encode(), hashlib.sha256
        ).hexdigest()[:32]

    def _letter(self, *, to: str, subject: str, text: str) -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self.sender.partition("@")[2] or "localhost")
        message.set_content(text)
        return bytes(message)

    def _spooled(self, letter: bytes, folder: str, to: str) -> Path:
        path = self.spool / folder / f"{self._digest(to)}-{uuid4().hex}.eml"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(letter)
        return path

    def _deliver(self, path: Path, letter: bytes) -> Path:
        try:
            self._by_smtp(letter)
        except (OSError, smtplib.SMTPException):
            log.exception("mail %s is not sent yet; 'flask academy send-mail' tries again", path.name)
            return path
        return path.rename(self.spool / path.name)

    def _by_smtp(self, letter: bytes) -> None:
        url = urlsplit(self.smtp_url or "")
        client = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        with client(url.hostname or "localhost", url.port or 0, timeout=20) as server:
            if url.scheme == "smtp" and url.username:
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            to = next(line[4:] for line in letter.decode().splitlines() if line.startswith("To: "))
            server.sendmail(self.sender, [to], letter)


def _folded(address: str) -> str:
    return address.strip().casefold()


def _address_in(path: Path) -> str:
    with path.open("rb") as letter:
        return _folded(str(BytesHeaderParser(policy=policy.default).parse(letter)["To"] or ""))
