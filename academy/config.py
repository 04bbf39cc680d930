"""Configuration: from the environment only, without a default for any secret."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

#: Values seen in tutorials and examples; a secret like these protects nothing.
KNOWN_SECRETS = frozenset({"dev", "secret", "changeme", "change-me", "development", "password", "secret-key"})
SHORTEST_SECRET = 32


class ConfigError(Exception):
    """The environment cannot be run with; the message says what to set."""


@dataclass(frozen=True)
class Config:
    """Everything that varies between installations."""

    #: The data folder: database, stored files, mail spool, secret.
    home: Path
    database_url: str
    secret_key: str
    #: The address people type; links in mail and on certificates start with it.
    base_url: str
    #: ``smtp://user:password@host:587``; without it mail stays in the spool.
    smtp_url: str | None = None
    mail_from: str = "academy@localhost"
    #: A PostgreSQL database in which workers remember how far they are, instead of ``jobs_store``'s own choice.
    jobs_url: str | None = None
    is_testing: bool = False
    #: Offers the bracketed pseudo-locale that shows words missing from the catalogues.
    has_pseudo_locale: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Config:
        """Read ``ACADEMY_*`` variables. Raises ConfigError where one cannot be used."""
        env = os.environ if env is None else env
        home = Path(env.get("ACADEMY_HOME", "instance")).resolve()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        port = env.get("PORT", "8000")
        return cls(
            home=home,
            database_url=env.get("ACADEMY_DATABASE_URL", f"sqlite:///{home / 'academy.sqlite'}"),
            secret_key=_checked_secret(env.get("ACADEMY_SECRET_KEY") or _own_secret(home)),
            base_url=_checked_url(env.get("ACADEMY_BASE_URL", f"http://127.0.0.1:{port}")),
            smtp_url=env.get("ACADEMY_SMTP_URL"),
            mail_from=env.get("ACADEMY_MAIL_FROM", "academy@localhost"),
            jobs_url=env.get("ACADEMY_JOBS_URL"),
        )

    @property
    def jobs_store(self) -> str:
        """Where workers remember how far they are: a file of its own, or a schema of its own in the same PostgreSQL."""
        if self.jobs_url:
            return self.jobs_url
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.home / 'jobs.sqlite'}"
        return self.database_url

    @property
    def is_secure(self) -> bool:
        """Say whether people reach the academy by HTTPS, so that cookies may demand it."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name people type."""
        return urlsplit(self.base_url).hostname or "localhost"


def _own_secret(home: Path) -> str:
    """Return the installation's own secret, made on the first start and readable by its owner only."""
    path = home / "secret"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _checked_secret(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET or secret.casefold() in KNOWN_SECRETS:
        raise ConfigError(
            f"ACADEMY_SECRET_KEY must be at least {SHORTEST_SECRET} random characters; "
            "leave it unset and the academy makes one of its own in its data folder."
        )
    return secret


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError("ACADEMY_BASE_URL must be a whole address such as https://academy.example")
    return url.rstrip("/")
