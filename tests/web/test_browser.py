"""Five cards in a real browser: open, review, close, reload; the answers are in the log."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest
from browser import CHROMIUM, chromium

from flashkms.web.server import Address, run

pytestmark = pytest.mark.browser


def ratings(collection) -> list[int]:
    lines = [line for log in (collection / "reviews").glob("*.jsonl") for line in log.read_text().splitlines()]
    return [event["rating"] for event in map(json.loads, lines) if event["kind"] == "review"]


async def until(claim):
    for _ in range(600):
        if claim():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never came true")


async def test_five_cards_in_a_browser(collection, tmp_path):
    if CHROMIUM is None:
        pytest.fail("this test needs Chromium")
    command = [sys.executable, "-m", "flashkms", "-C", str(collection), "review"]
    link = asyncio.get_running_loop().create_future()
    server = asyncio.create_task(run(command, Address(), announce=link.set_result))
    async with chromium(tmp_path / "profile") as tab:
        await tab.open(await link)
        await began(tab)
        for done in range(1, 6):
            await tab.press("space")
            await asyncio.sleep(0.3)
            await tab.press("1")
            await until(lambda done=done: len(ratings(collection)) >= done)
        assert ratings(collection) == [1] * 5

        await tab.call("Page.reload")
        await began(tab)
        await tab.press("space")
        await asyncio.sleep(0.3)
        await tab.press("1")
        await until(lambda: len(ratings(collection)) == 6)
        assert not [line for line in tab.console if "Content Security Policy" in line]
    server.cancel()
    await asyncio.gather(server, return_exceptions=True)


async def began(tab) -> None:
    """Wait until the program has painted."""
    for _ in range(600):
        if await tab.value("document.body.classList.contains('-first-byte')"):
            await asyncio.sleep(1)
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await tab.value("document.body.className"))
