"""Configuration: from the environment, and nothing secret by default."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from academy.config import Config, ConfigError


def config(tmp_path: Path, **env: str) -> Config:
    """Read a configuration from an environment of its own."""
    return Config.from_env({"ACADEMY_HOME": str(tmp_path / "home"), **env})


def test_a_secret_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    """The installation's own secret is random, its owner's alone, and the same at the next start."""
    first, second = config(tmp_path), config(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "home" / "secret").stat().st_mode) == 0o600
    assert config(tmp_path / "other").secret_key != first.secret_key


@pytest.mark.parametrize("secret", ["dev", "changeme", "x" * 31, " "])
def test_a_weak_secret_is_refused(tmp_path: Path, secret: str) -> None:
    """With words that say what to set."""
    with pytest.raises(ConfigError, match="ACADEMY_SECRET_KEY"):
        config(tmp_path, ACADEMY_SECRET_KEY=secret)


@pytest.mark.parametrize(
    "url", ["academy.example", "ftp://academy.example", "https://", "javascript:alert(1)", "/academy"]
)
def test_a_useless_address_is_refused(tmp_path: Path, url: str) -> None:
    """Links in letters must lead somewhere."""
    with pytest.raises(ConfigError, match="ACADEMY_BASE_URL"):
        config(tmp_path, ACADEMY_BASE_URL=url)


def test_https_asks_for_secure_cookies(tmp_path: Path) -> None:
    """The address people type decides."""
    assert config(tmp_path, ACADEMY_BASE_URL="https://academy.example/").is_secure
    assert config(tmp_path, ACADEMY_BASE_URL="https://academy.example/").base_url == "https://academy.example"
    assert config(tmp_path, ACADEMY_BASE_URL="https://academy.example:8443").host == "academy.example"
    assert not config(tmp_path).is_secure


def test_nothing_is_for_tests_by_default(tmp_path: Path) -> None:
    """No test mode, no pseudo-locale, no mail server."""
    found = config(tmp_path)
    assert (found.is_testing, found.has_pseudo_locale, found.smtp_url) == (False, False, None)
    assert found.database_url == f"sqlite:///{tmp_path / 'home' / 'academy.sqlite'}"


def test_workers_remember_beside_the_academy(tmp_path: Path) -> None:
    """In a file of their own, in the same PostgreSQL, or where they are told to."""
    assert config(tmp_path).jobs_store == f"sqlite:///{tmp_path / 'home' / 'jobs.sqlite'}"
    shared = "postgresql+psycopg://academy@db/academy"
    assert config(tmp_path, ACADEMY_DATABASE_URL=shared).jobs_store == shared
    other = "postgresql+psycopg://academy@db/jobs"
    assert config(tmp_path, ACADEMY_DATABASE_URL=shared, ACADEMY_JOBS_URL=other).jobs_store == other
