"""Names in Latin letters, and a device in two words."""

from __future__ import annotations

import pytest

from academy.accounts.rules.devices import device_of
from academy.accounts.rules.names import is_latin_name


@pytest.mark.parametrize(
    "name", ["Amina Prvić", "O’Neill-Đorđević", "Nguyễn Văn An", "İpek Şen", "J. R. Smith, Jr."]
)
def test_a_passport_writes_these(name: str) -> None:
    assert is_latin_name(name)


@pytest.mark.parametrize("name", ["Амина", "Аmina", "أمينة", "Amina 2", "", "- -", "Amina‮", "Amina\u200b"])
def test_and_not_these(name: str) -> None:
    assert not is_latin_name(name)


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_a_device_in_two_words(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
