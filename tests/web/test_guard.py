"""The guard: every stranger is refused, one person is let in once."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys

import aiohttp
import pytest
from serving import PROGRAM, serving
from yarl import URL

from flashkms.errors import UsageError
from flashkms.web.server import Address, run
from flashkms.web.session import clamped

pytestmark = pytest.mark.processes


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


async def test_headers_keep_everything_at_home_and_no_folder_is_listed():
    async with serving() as (http, link):
        await http.get(link)
        page = await http.get(link.with_query(None))

        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert "googleapis" not in await page.text()
        for path in ("/static/", "/page/", "/..", "/%2e%2e/server.py", "/download/x"):
            missing = await http.get(link.with_query(None).with_path(path, encoded=True))
            assert missing.status == 404
            assert missing.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "request_",
    [b"GET /%b HTTP/1.1\r\n\r\n" % (b"a" * 9000), b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\nA" + b"\r\n\r\n"],
)
async def test_what_is_no_request_is_refused_in_a_word_and_logged_nowhere(request_, caplog):
    async with serving() as (_, link):
        reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
        writer.write(request_)
        answer = (await reader.read()).decode()
        writer.close()
        await writer.wait_closed()

    assert answer.startswith(("HTTP/1.1 400 Bad Request\r\n", "HTTP/1.0 400 Bad Request\r\n"))
    assert "X-Frame-Options: DENY" in answer
    assert answer.endswith("\r\n\r\nBad Request")
    assert not caplog.records


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
    task = asyncio.create_task(run(PROGRAM, address, announce=link.set_result, tell=print))
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
    task = asyncio.create_task(run(PROGRAM, address, announce=link.set_result, tell=print))
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
