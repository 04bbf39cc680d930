"""Style sheet and scripts: one file each, named by content, free of what the policy forbids."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from academy.web.assets import SOURCE, Assets


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    """The built files."""
    return Assets(tmp_path_factory.mktemp("assets"))


def _file(assets: Assets, name: str) -> Path:
    return assets.target / assets.url(name).removeprefix("/static/")


def test_names_follow_content(assets: Assets, tmp_path: Path) -> None:
    """The same sources give the same names anywhere; a change of one gives it another."""
    assert assets.url("css/app.css") == Assets(tmp_path / "a").url("css/app.css")
    assert re.fullmatch(r"/static/css/app\.[0-9a-f]{12}\.css", assets.url("css/app.css"))
    changed = tmp_path / "source"
    for path in SOURCE.rglob("*"):
        if path.is_file():
            target = changed / path.relative_to(SOURCE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(
                path.read_bytes() + (b"\nbody { color: inherit; }" if path.name == "base.css" else b"")
            )
    other = Assets(tmp_path / "b", changed)
    assert other.url("css/app.css") != assets.url("css/app.css")
    assert other.url("js/app.js") == assets.url("js/app.js")


def test_every_component_is_in_the_sheet(assets: Assets) -> None:
    """Nobody has to add an @import."""
    sheet = _file(assets, "css/app.css").read_text()
    for path in (SOURCE / "css" / "components").glob("*.css"):
        rule = next(line.strip() for line in path.read_text().splitlines() if line.strip().startswith("."))
        assert rule in sheet, f"{path.name} is missing"
    assert "@import" not in sheet
    assert "/*" not in sheet


def test_packed_is_what_is_unpacked(assets: Assets) -> None:
    """The compressed twin holds the same bytes."""
    plain = _file(assets, "css/app.css")
    assert gzip.decompress(plain.with_name(f"{plain.name}.gz").read_bytes()) == plain.read_bytes()


def test_scripts_need_nothing_the_policy_forbids(assets: Assets) -> None:
    """No eval, no markup from strings, no other host."""
    # one button is written with a picture from our own sprite: nothing that anybody typed
    script = re.sub(r'innerHTML = `<svg class="icon"', "", _file(assets, "js/app.js").read_text())
    for forbidden in (
        "eval(",
        "new Function",
        "innerHTML",
        "outerHTML",
        "document.write",
        "insertAdjacentHTML",
        "http://",
        "https://",
    ):
        assert forbidden not in script, (
            f"{forbidden} in the scripts: the page's own elements and textContent do it"
        )


def test_an_unknown_name_is_an_error(assets: Assets) -> None:
    """A page never links to what was not built."""
    with pytest.raises(KeyError):
        assets.url("css/other.css")
