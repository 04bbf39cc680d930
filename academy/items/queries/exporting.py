"""Items of the bank on their way into a file, with their pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import count
from uuid import UUID

from academy.actor import Actor
from academy.errors import Invalid
from academy.items.formats import Going
from academy.items.kinds import parse
from academy.items.queries.bank import Asked, chosen, contents, media_of

#: Items one file holds; as many as one that comes in.
MOST = 2_000


def going_out(
    actor: Actor, ids: Collection[UUID] | None, asked: Asked, *, load: Callable[[str], bytes]
) -> list[Going]:
    """Return the newest versions of the actor's items, by category; without ``ids`` all that are asked for.

    ``load`` gives a picture's bytes. Raises NotFound for an item that is not hers, and Invalid for too many.
    """
    wanted = chosen(actor, ids, asked)
    if len(wanted) > MOST:
        raise Invalid("export-too-many", most=MOST)
    pictures = media_of(wanted)
    rows = sorted(contents(wanted), key=lambda row: (row[0].category, row[0].title, row[0].id))
    keys = _told_apart([str(data["key"]) for _item, data in rows])
    return [
        Going(
            parse({**data, "key": key}), item.category,
            {name: load(each.digest) for name, each in pictures.get(item.id, {}).items()},
        )
        for (item, data), key in zip(rows, keys, strict=True)
    ]  # fmt: skip


def _told_apart(keys: Sequence[str]) -> list[str]:
    """Return keys of which no two are the same: items of the bank may share one, those of a file may not."""
    taken, found = set(keys), dict[str, None]()
    for key in keys:
        own = key
        if own in found:
            own = next(each for number in count(2) if (each := f"{key[:70]}-{number}") not in taken)
        taken.add(own)
        found[own] = None
    return list(found)
