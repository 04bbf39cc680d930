"""Style sheet, scripts and pictures of the site: bundled, named by their content, served compressed by WhiteNoise."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SOURCE = Path(__file__).parent / "static"
PREFIX = "/static/"
#: In this order, then every component; each file wraps itself in its cascade layer.
LAYERS = ("css/tokens.css", "css/base.css", "css/layout.css")
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


class Assets:
    """The built files: ``url("css/app.css")`` gives the address of one."""

    def __init__(self, target: Path, source: Path = SOURCE) -> None:
        self._urls: dict[str, str] = {}
        self.target = target
        for name, content in _bundled(source):
            self._add(name, content)

    def url(self, name: str) -> str:
        """Return the address of an asset. Raises KeyError for a name that was not built."""
        return self._urls[name]

    def serve(self, app: WSGIApplication) -> WhiteNoise:
        """Wrap a WSGI application so that the assets are answered before it is asked."""
        return WhiteNoise(
            app,
            root=str(self.target),
            prefix=PREFIX,
            max_age=0,
            immutable_file_test=lambda _path, url: bool(HASHED.search(url)),
        )

    def _add(self, name: str, content: bytes) -> None:
        path = Path(name)
        hashed = path.with_suffix(f".{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}")
        place = self.target / hashed
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            if (mimetypes.guess_type(name)[0] or "").startswith(("text/", "image/svg")):
                place.with_name(f"{place.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
            place.write_bytes(content)
        self._urls[name] = f"{PREFIX}{hashed.as_posix()}"


def _bundled(source: Path) -> Iterator[tuple[str, bytes]]:
    sheets = [source / name for name in LAYERS] + sorted((source / "css" / "components").glob("*.css"))
    yield "css/app.css", _without_comments("\n".join(sheet.read_text() for sheet in sheets)).encode()
    # each module stands in a block of its own, so that no name leaks into the next
    modules = (f"{{\n{module.read_text()}}}\n" for module in sorted((source / "js").glob("*.js")))
    yield "js/app.js", "".join(modules).encode()
    for path in sorted((source / "img").rglob("*")):
        if path.is_file():
            yield path.relative_to(source).as_posix(), path.read_bytes()


def _without_comments(css: str) -> str:
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
