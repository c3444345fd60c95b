"""The server inside the test's loop, or as a process of its own, and a tab without a browser."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager

import aiohttp
from yarl import URL

from flashkms.web.server import Address, run

# Starts as a Textual program does, then tells nothing and ends with its input.
PROGRAM = [sys.executable, "-c", "import sys; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5)"]


def ratings(collection) -> list[int]:
    """The ratings in the log, in order."""
    lines = [line for log in (collection / "reviews").glob("*.jsonl") for line in log.read_text().splitlines()]
    return [event["rating"] for event in map(json.loads, lines) if event["kind"] == "review"]


async def until(claim):
    """Wait until *claim* holds."""
    for _ in range(600):
        if claim():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never came true")


def visitor() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@asynccontextmanager
async def serving(program=PROGRAM, *, told=None):
    """A server for *program*; what it tells of programs that ended badly is added to the list *told*."""
    link = asyncio.get_running_loop().create_future()
    said = [] if told is None else told
    task = asyncio.create_task(run(program, Address(), announce=link.set_result, tell=said.append))
    async with visitor() as http:
        yield http, URL(await link)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def server_process(collection, *options):
    """`flashkms serve` in *collection* as a process, and its link."""
    command = [sys.executable, "-m", "flashkms", "-C", str(collection), *options, "serve"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stderr=pipe, stdout=pipe)
    try:
        yield process, URL((await process.stderr.readline()).decode().strip())
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def tab(http, link):
    """The socket of a tab, to be awaited or used by `async with`; the link was opened before."""
    socket = link.with_path("/ws").with_query(None)
    return http.ws_connect(socket, headers={"Origin": str(link.origin())})


async def last_words(socket) -> tuple[str, int]:
    """What a tab is told when its session ends, and the code with which it is closed."""
    words = ""
    while True:
        message = await socket.receive(timeout=60)
        if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
            return words, socket.close_code
        if message.type == aiohttp.WSMsgType.TEXT and message.json()[0] == "ended":
            words = message.json()[1]
