"""A line that loses answers: what it carries to the server arrives, but half of what comes back does not."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

from tests.bench.server import HOST

#: Seconds after which whoever is not answered gives up.
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """A response as it came over the line."""

    status: int
    body: bytes


async def ask(port: int, request: bytes) -> Answer | None:
    """Send one request over a connection of its own; None where the line dropped the answer."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        await writer.drain()
        raw = await asyncio.wait_for(reader.read(-1), PATIENCE)
    except ConnectionError:
        return None
    finally:
        writer.close()
    return _parsed(raw) if raw else None


@contextlib.asynccontextmanager
async def dropping(port: int, chance: random.Random, *, share: float = 0.5) -> AsyncIterator[int]:
    """Run the proxy before the server at ``port`` and give its own port.

    Each connection carries one request. The server's answer is read to its end, and then, by chance, thrown away.
    """

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await _carried(port, await _request(reader))
            if chance.random() >= share:
                writer.write(answer)
                await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(carry, HOST, 0, backlog=512)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(_length(head))


async def _carried(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        await writer.drain()
        return await asyncio.wait_for(reader.read(-1), PATIENCE)
    finally:
        writer.close()


def _parsed(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    return Answer(int(head.split(b" ", 2)[1]), body)


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name.lower() == b"content-length"), 0)
