"""Many readers with an open page, in a process of their own. Told what to do by a line of JSON; answers with one."""

from __future__ import annotations

import asyncio
import json
import sys
import time

PATIENCE = 20.0
"""Seconds without an event after which the watching ends."""
AT_ONCE = 25


async def reader(
    port: int, path: str, cookie: str, door: asyncio.Semaphore
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect, and read until the server says that it listens for us. Letting the writer go would hang up."""
    async with door:
        answers, asks = await asyncio.open_connection("127.0.0.1", port)
        asks.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
        await answers.readuntil(b": listening")
        return answers, asks


async def events(answers: asyncio.StreamReader, wanted: int) -> list[float]:
    """When each comment came, by the clock that all processes share."""
    times: list[float] = []
    while len(times) < wanted:
        try:
            line = await asyncio.wait_for(answers.readline(), PATIENCE)
        except TimeoutError:
            break
        if not line:
            break
        if line.startswith(b"event: comment"):
            times.append(time.monotonic())
    return times


async def watch(order: dict[str, object]) -> list[list[float]]:
    cookies = order["cookies"]
    if not isinstance(cookies, list):
        raise TypeError("cookies")
    door = asyncio.Semaphore(AT_ONCE)
    port, path = int(str(order["port"])), str(order["path"])
    connected = await asyncio.gather(*(reader(port, path, cookie, door) for cookie in cookies))
    print("ready", flush=True)
    return await asyncio.gather(*(events(answers, int(str(order["posts"]))) for answers, _asks in connected))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(watch(json.loads(sys.stdin.readline())))), flush=True)
