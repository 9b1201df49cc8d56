"""Connections to the site, as a proxy in front of it keeps them: opened when needed, used again, cheap in time."""

import asyncio
import time
from contextlib import suppress

IDLE = 1.0
"""Seconds after which an unused connection is not used again: the server closes it soon."""
NO_REPLY = (ConnectionError, asyncio.IncompleteReadError, TimeoutError, OSError)
"""What is raised when the server went away before its reply was complete."""


class Connections:
    """A pool of connections to one port of this machine."""

    def __init__(self, port, patience=30.0):
        self.port, self.patience, self.idle = port, patience, []

    async def ask(self, head, body=b""):
        """Send one request; returns (status, headers in lower case, body). Raises one of NO_REPLY.

        A kept connection that the server closed meanwhile is replaced once, as browsers and proxies do.
        """
        async with asyncio.timeout(self.patience):
            kept = self._kept()
            if kept:
                with suppress(ConnectionError, asyncio.IncompleteReadError):
                    return await self._exchange(kept, head, body)
            return await self._exchange(await asyncio.open_connection("127.0.0.1", self.port), head, body)

    def _kept(self):
        """A connection that was used a moment ago, or None; older ones are closed."""
        while self.idle:
            reader, writer, used = self.idle.pop()
            if time.monotonic() - used < IDLE and not reader.at_eof():
                return reader, writer
            writer.close()
        return None

    async def _exchange(self, connection, head, body):
        reader, writer = connection
        try:
            writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            status, headers = parse(await reader.readuntil(b"\r\n\r\n"))
            content = await content_of(reader, headers)
        except BaseException:
            writer.close()
            raise
        if headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            self.idle.append((reader, writer, time.monotonic()))
        return status, headers, content

    def close(self):
        """Close what is kept."""
        for _reader, writer, _used in self.idle:
            writer.close()
        self.idle.clear()


async def content_of(reader, headers):
    """The body of a reply, by its length or in pieces."""
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    pieces = []
    while length := int(await reader.readuntil(b"\r\n"), 16):
        pieces.append(await reader.readexactly(length))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(pieces)


def parse(head):
    """(status, headers) of the first part of a reply."""
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines if line)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in fields}
