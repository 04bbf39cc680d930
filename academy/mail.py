"""Mail: written to the spool of the data folder first, then sent by SMTP where one is configured."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
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

    def send(self, *, to: str, subject: str, text: str, is_urgent: bool = True) -> Path:
        """Spool one letter and send it. A letter that cannot be sent stays in ``spool/unsent``.

        One of many that is not urgent is left there for ``send_waiting``, so that nobody waits for a mail server.

        Raises ValueError for an address or subject with a line break in it.
        """
        letter = self._letter(to=to, subject=subject, text=text)
        path = self._spooled(letter, "unsent" if self.smtp_url else "")
        if self.show:
            self.show(f"To: {to}\nSubject: {subject}\n\n{text}\n")
        return self._deliver(path, letter) if self.smtp_url and is_urgent else path

    def send_waiting(self) -> int:
        """Try every unsent letter again and return how many have gone."""
        waiting = sorted((self.spool / "unsent").glob("*.eml"))
        sent = (self._deliver(path, path.read_bytes()) for path in waiting)
        return sum(path.parent == self.spool for path in sent)

    def _letter(self, *, to: str, subject: str, text: str) -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self.sender.partition("@")[2] or "localhost")
        message.set_content(text)
        return bytes(message)

    def _spooled(self, letter: bytes, folder: str) -> Path:
        path = self.spool / folder / f"{uuid4().hex}.eml"
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
