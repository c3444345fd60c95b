"""A real browser: five cards, a reload, a window that grows, and what a person reads when the session ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import asynccontextmanager

import pytest
from browser import CHROMIUM, chromium
from serving import ratings, server_process, serving, until

pytestmark = pytest.mark.browser


@asynccontextmanager
async def opened(program, tmp_path, size=(1000, 700)):
    """A browser with the page of *program* open, and its link, which is used up."""
    if CHROMIUM is None:
        pytest.fail("this test needs Chromium")
    async with serving(program) as (_, link), chromium(tmp_path / "profile", size) as page:
        await page.open(str(link))
        yield page, link


def reviewer(collection, *words) -> list[str]:
    return [sys.executable, "-m", "flashkms", "-C", str(collection), *words]


async def test_five_cards_in_a_browser(collection, tmp_path):
    async with opened(reviewer(collection, "review"), tmp_path) as (page, _):
        await began(page)
        for done in range(1, 6):
            await page.press("space")
            await asyncio.sleep(0.3)
            await page.press("1")
            await until(lambda done=done: len(ratings(collection)) >= done)
        assert ratings(collection) == [1] * 5

        await page.call("Page.reload")
        await began(page)
        await page.press("space")
        await asyncio.sleep(0.3)
        await page.press("1")
        await until(lambda: len(ratings(collection)) == 6)
        assert not [line for line in page.console if "Content Security Policy" in line]


async def test_the_screen_fits_its_window_before_and_after_a_resize(collection, tmp_path):
    async with opened(reviewer(collection), tmp_path, (900, 600)) as (page, _):
        await began(page)
        for width, height in ((0, 0), (1300, 900), (700, 500)):
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            await page.call("Emulation.setDeviceMetricsOverride", **size)
            await asyncio.sleep(1)
            box = "document.querySelector('.xterm-screen').getBoundingClientRect()"
            least, drawn, room = await page.value(f"[innerHeight - 40, {box}.bottom, innerHeight]")

            assert least < drawn <= room


async def test_the_closed_notice_stands_above_all_and_opens_again(collection, tmp_path):
    async with opened(reviewer(collection), tmp_path) as (page, _):
        await began(page)
        await page.press("q")
        assert await notice(page) == "The session has ended. Every answer was saved."
        assert await page.value("document.activeElement.id") == "again"

        await page.click("#again")
        await began(page)
        assert not await page.value("document.body.classList.contains('-closed')")


async def test_a_program_that_dies_is_told_of(tmp_path):
    words = "import os, sys; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5); os.kill(os.getpid(), 9)"
    async with opened([sys.executable, "-c", words], tmp_path) as (page, _):
        said = f"flashkms was ended from outside, by {signal.SIGKILL.name}. Every answer was saved."
        assert await notice(page) == said


async def test_what_a_program_says_that_does_not_start_is_shown_as_text(tmp_path):
    words = "import sys; sys.exit('flashkms: <b>held</b>')"
    async with opened([sys.executable, "-c", words], tmp_path) as (page, _):
        assert await notice(page) == "flashkms: <b>held</b>"


async def test_a_second_tab_is_told_of_the_first(collection, tmp_path):
    async with opened(reviewer(collection), tmp_path) as (page, link):
        await began(page)
        async with page.another(str(link.with_query(None))) as other:
            assert (await notice(other)).startswith("flashkms is open in another tab.")


async def test_the_end_of_the_server_is_told_and_offers_no_link_that_is_dead(collection, tmp_path):
    if CHROMIUM is None:
        pytest.fail("this test needs Chromium")
    async with chromium(tmp_path / "profile") as page:
        async with server_process(collection) as (server, link):
            await page.open(str(link))
            await began(page)
            server.send_signal(signal.SIGHUP)
            await server.wait()

        assert (await notice(page)).startswith("flashkms serve has ended. Every answer was saved.")
        assert await page.value("document.getElementById('again').hidden")


async def began(page) -> None:
    """Wait until the program has painted."""
    await until_true(page, "document.body.classList.contains('-first-byte')")
    await asyncio.sleep(1)


async def notice(page) -> str:
    """The words that a person reads once the session has ended; nothing covers them."""
    await until_true(page, "document.body.classList.contains('-closed')")
    return await page.value(
        "(b => document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2).textContent)"
        "(document.getElementById('why').getBoundingClientRect())"
    )


async def until_true(page, expression) -> None:
    for _ in range(600):
        if await page.value(expression):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await page.value("document.body.className"))
