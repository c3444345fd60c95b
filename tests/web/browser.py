"""A headless Chromium, driven over its debugging socket: open a page, press keys, read what a person would see."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Tab:
    def __init__(self, http, port, socket):
        self._http, self._port, self._socket = http, port, socket
        self._number = 0
        self.console: list[str] = []

    async def call(self, method, **parameters):
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            message = json.loads((await self._socket.receive(timeout=60)).data)
            if message.get("method") == "Log.entryAdded":
                self.console.append(message["params"]["entry"]["text"])
            if message.get("id") == self._number:
                return message.get("result", message)

    async def open(self, url):
        await self.call("Page.enable")
        await self.call("Log.enable")
        return await self.call("Page.navigate", url=url)

    async def value(self, expression):
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    async def press(self, key):
        named = {"space": (" ", "Space", 32), "enter": ("\r", "Enter", 13)}
        text, code, number = named.get(key, (key, f"Key{key.upper()}", ord(key[0].upper())))
        await self.call(
            "Input.dispatchKeyEvent", type="keyDown", text=text, key=text, code=code, windowsVirtualKeyCode=number
        )
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=text, code=code, windowsVirtualKeyCode=number)

    async def click(self, selector):
        """Click in the middle of the first element of *selector*, or on whatever covers it there."""
        middle = f"(b => [b.x + b.width / 2, b.y + b.height / 2])(document.querySelector('{selector}').getBoundingClientRect())"
        x, y = await self.value(middle)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    @asynccontextmanager
    async def another(self, url):
        """A second tab in the same browser, in front, with *url* in it."""
        new = await self._http.put(f"http://127.0.0.1:{self._port}/json/new?about:blank")
        async with self._http.ws_connect((await new.json())["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            tab = Tab(self._http, self._port, socket)
            await tab.open(url)
            yield tab

    async def picture(self):
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def chromium(profile: Path, size=(1000, 700)):
    process = await asyncio.create_subprocess_exec(
        str(CHROMIUM),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        f"--window-size={size[0]},{size[1]}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        port = await _port(profile / "DevToolsActivePort")
        async with aiohttp.ClientSession() as http:
            pages = await (await http.get(f"http://127.0.0.1:{port}/json/list")).json()
            target = next(page for page in pages if page["type"] == "page")["webSocketDebuggerUrl"]
            async with http.ws_connect(target, max_msg_size=0) as socket:
                yield Tab(http, port, socket)
    finally:
        process.terminate()
        await process.wait()


async def _port(file: Path):
    for _ in range(600):
        if file.exists() and (lines := file.read_text().split()):  # noqa: ASYNC240  # a line from /tmp
            return int(lines[0])
        await asyncio.sleep(0.1)
    raise TimeoutError(str(file))
