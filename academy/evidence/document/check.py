"""Check an evidence pack: python3 CHECK.py, in the folder it was unpacked to. It asks nothing of any network.

It is part of the pack, so it is short enough to be read by whoever does not trust it, and needs Python 3 and nothing else.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path


def sha256(content: bytes) -> str:
    """Return a digest in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sums(folder: Path, listing: str) -> Iterator[str]:
    """Yield the files that are not as a list of digests says."""
    for line in (folder / listing).read_text("utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif sha256(path.read_bytes()) != wanted:
            yield f"{name} is not what {listing} says"


def row_digest(row: list[object]) -> str:
    """Return the digest of a line of the trail: its eight values as JSON without spaces, in UTF-8."""
    return sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode())


def seal_digest(seal: dict[str, object]) -> str:
    """Return the digest of a seal: the one before it, when it was made, and its rows with their digests."""
    said = [seal["previous"], seal["sealed_at"], seal["rows"]]
    return sha256(json.dumps(said, separators=(",", ":")).encode())


def lines(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of a file with one on each line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def trail(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the extract of the audit trail."""
    kept: dict[object, str] = {}
    before: dict[str, object] = {}
    for seal in lines(folder / "audit" / "seals.jsonl"):
        if seal.get("rows") is not None:
            if seal_digest(seal) != seal["digest"]:
                yield f"seal {seal['seal']} is not what its digest says"
            kept.update({(seal["seal"], row): digest for row, digest in seal["rows"]})  # type: ignore[attr-defined]  # a list
        if before and seal["previous"] != before["digest"]:
            yield f"seal {seal['seal']} does not follow seal {before['seal']}"
        before = seal
    for each in lines(folder / "audit" / "rows.jsonl"):
        row, seal_id = each["row"], each["seal"]
        wanted = kept.get((seal_id, row[0]))  # type: ignore[index]  # a list
        if seal_id is not None and each["is_provable"] and wanted != row_digest(row):  # type: ignore[arg-type]
            yield f"row {row[0]} of the trail is not what seal {seal_id} says"  # type: ignore[index]


def main() -> int:
    """Check everything and say what was found."""
    folder = Path(__file__).resolve().parent
    found = [
        *sums(folder, "SHA256SUMS"),
        *sums(folder, "certificate/as-issued.sha256"),
        *trail(folder),
    ]
    for each in found or ["Everything is as it was packed, and the trail follows from its seals."]:
        sys.stdout.write(each + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
