"""The guard: every stranger is refused, one person is let in once."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager

import aiohttp
import pytest
from yarl import URL

from flashkms.errors import UsageError
from flashkms.web.server import Address, run
from flashkms.web.session import clamped

pytestmark = pytest.mark.processes

# Starts as a Textual program does, then tells nothing and ends with its input.
PROGRAM = [sys.executable, "-c", "import sys; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5)"]


@asynccontextmanager
async def serving(program=PROGRAM):
    link = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(run(program, Address(), announce=link.set_result))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield http, URL(await link)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_an_interrupted_server_ends_as_one_that_was_interrupted(tmp_path):
    subprocess.run([sys.executable, "-m", "flashkms", "init", str(tmp_path)], check=True, capture_output=True)
    command = [sys.executable, "-m", "flashkms", "-C", str(tmp_path), "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert "token=" in server.stderr.readline()
        server.send_signal(signal.SIGINT)

        assert "Traceback" not in server.stderr.read()
        assert server.wait(timeout=30) == 130


async def test_the_link_works_once_and_becomes_a_strict_cookie():
    async with serving() as (http, link):
        first = await http.get(link, allow_redirects=False)
        cookie = first.headers["Set-Cookie"]

        assert first.status == 302
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert (await http.get(link)).status == 403
        assert (await http.get(link.with_query(None))).status == 200


async def test_strangers_are_refused():
    async with serving() as (http, link):
        page = link.with_query(None)
        assert (await http.get(page)).status == 403
        assert (await http.get(page.with_query(token="x" * 43))).status == 403
        assert (await http.get(link, headers={"Host": "evil.example"})).status == 403
        await http.get(link)
        assert (await http.get(page, headers={"Host": f"evil.example:{link.port}"})).status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
async def test_a_socket_of_a_foreign_page_is_refused(origin):
    async with serving() as (http, link):
        await http.get(link)
        headers = {"Origin": origin} if origin else {}
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(link.with_path("/ws").with_query(None), headers=headers)
        assert refused.value.status == 403


async def test_a_second_tab_is_told_that_there_is_one_and_a_reload_is_let_in():
    async with serving() as (http, link):
        await http.get(link)
        socket, origin = link.with_path("/ws").with_query(None), {"Origin": str(link.origin())}
        first = await http.ws_connect(socket, headers=origin)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(socket, headers=origin)
        assert refused.value.status == 409

        await first.close()
        again = await http.ws_connect(socket, headers=origin)
        await again.close()


async def test_the_end_of_the_server_waits_for_the_program_to_end(tmp_path):
    words = (
        "import os, sys, time; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5); "
        "os.close(1); time.sleep(0.5); open(sys.argv[1], 'w').close()"
    )
    left = tmp_path / "left"
    program = [sys.executable, "-c", words, str(left)]
    async with serving(program) as (http, link):
        await http.get(link)
        await http.ws_connect(link.with_path("/ws").with_query(None), headers={"Origin": str(link.origin())})

    assert left.exists()


async def test_of_two_tabs_that_wait_for_one_to_end_only_one_is_let_in():
    words = "import sys, time; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5); time.sleep(0.5)"
    async with serving([sys.executable, "-c", words]) as (http, link):
        await http.get(link)
        page, headers = link.with_path("/ws").with_query(None), {"Origin": str(link.origin())}
        first = await http.ws_connect(page, headers=headers)
        await first.close()
        tabs = await asyncio.gather(*(http.ws_connect(page, headers=headers) for _ in range(2)), return_exceptions=True)

        assert [tab.status for tab in tabs if isinstance(tab, aiohttp.WSServerHandshakeError)] == [409]


async def test_a_message_that_is_nested_without_end_is_dropped_and_the_tab_stays():
    async with serving() as (http, link):
        await http.get(link)
        page, headers = link.with_path("/ws").with_query(None), {"Origin": str(link.origin())}
        async with http.ws_connect(page, headers=headers) as tab:
            await tab.send_str("[" * 60_000)
            await tab.send_json(["ping", "still here"])

            assert await tab.receive_json(timeout=10) == ["pong", "still here"]


async def test_headers_keep_everything_at_home_and_no_folder_is_listed():
    async with serving() as (http, link):
        await http.get(link)
        page = await http.get(link.with_query(None))

        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert "googleapis" not in await page.text()
        for path in ("/static/", "/page/", "/..", "/%2e%2e/server.py", "/download/x"):
            assert (await http.get(link.with_query(None).with_path(path, encoded=True))).status == 404


@pytest.mark.parametrize(
    ("side", "asked", "given"),
    [
        ("width", "100000", 500),
        ("height", "100000", 200),
        ("width", "1", 20),
        ("width", "x", 80),
        ("height", None, 24),
        ("width", "132", 132),
    ],
)
def test_sizes_stay_within_what_can_be_drawn(side, asked, given):
    assert given == clamped(side, asked)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org"])  # refused
def test_the_network_is_refused_without_a_proxy_that_encrypts(host):
    with pytest.raises(UsageError, match="put a TLS proxy in front and name it: --public-url"):
        Address(host=host)
    with pytest.raises(UsageError):
        Address(host=host, public="http://example.org")
    assert Address(host=host, public="https://example.org")
    assert Address(host=host, public="HTTPS://Example.org")


@pytest.mark.parametrize(
    ("public", "origin"),
    [
        ("https://example.org/", "https://example.org"),
        ("HTTPS://Cards.Example.ORG", "https://cards.example.org"),
        ("https://example.org:443", "https://example.org"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("https://b\u00fccher.example", "https://xn--bcher-kva.example"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://example.org:80", "http://example.org"),
        ("", ""),
    ],
)
async def test_a_public_address_is_known_as_a_browser_names_it(public, origin):
    address = Address(public=public)
    assert address.origin == origin

    link = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(run(PROGRAM, address, announce=link.set_result))
    shown = URL(await link)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert not origin or str(shown.origin()) == origin


@pytest.mark.parametrize(
    "public",
    ["example.org", "ftp://example.org", "https://", "https://example.org:x", "https://a@example.org", "https://[::1"],
)
def test_what_is_no_web_address_is_refused(public):
    with pytest.raises(UsageError, match="is no web address"):
        Address(public=public)


@pytest.mark.parametrize("public", ["https://example.org/cards", "https://example.org/?a", "https://example.org/#a"])
def test_a_path_below_which_nothing_is_served_is_refused(public):
    with pytest.raises(UsageError, match="has a path, below which nothing is served"):
        Address(public=public)


async def test_the_socket_of_a_page_behind_a_proxy_is_let_in():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    link = asyncio.get_running_loop().create_future()
    address = Address(port=port, public="https://Example.org")
    task = asyncio.create_task(run(PROGRAM, address, announce=link.set_result))
    here, told = f"http://127.0.0.1:{port}", {"Host": "example.org"}
    async with aiohttp.ClientSession() as http:
        first = await http.get(f"{here}/?{URL(await link).query_string}", headers=told, allow_redirects=False)
        told["Cookie"] = first.headers["Set-Cookie"].partition(";")[0]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(f"{here}/ws", headers=told | {"Origin": "https://example.org.evil.example"})
        tab = await http.ws_connect(f"{here}/ws", headers=told | {"Origin": "https://example.org"})

        assert not tab.closed
        await tab.close()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
