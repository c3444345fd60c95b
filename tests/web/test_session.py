"""A tab and its program: whichever of them ends, and however, the other is told, and nobody holds the collection."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from serving import last_words, ratings, server_process, serving, tab, until, visitor

from flashkms.web.program import Ending

pytestmark = pytest.mark.processes


def flashkms(collection, *words):
    command = [sys.executable, "-m", "flashkms", "-C", str(collection), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


async def painted(socket):
    while True:
        message = await socket.receive(timeout=60)
        if message.type == aiohttp.WSMsgType.BINARY and b"Decks" in message.data:
            return


def programs(collection) -> list[int]:
    """The processes that have *collection* on the screen."""
    words = os.fsencode(f"-C\0{collection}\0")
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _arguments(folder).endswith(words)
    ]


def _arguments(folder) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda n: n.name)
async def test_no_program_outlives_its_server_and_the_answers_stay(collection, number):
    async with server_process(collection) as (server, link), visitor() as http:
        await http.get(link)
        socket = await tab(http, link)
        await painted(socket)
        for key in ("s", " ", "3"):
            await socket.send_json(["stdin", key])
            await asyncio.sleep(1)
        await until(lambda: ratings(collection) == [3])

        listening = asyncio.create_task(last_words(socket))
        server.send_signal(number)
        await server.wait()
        await until(lambda: not programs(collection))

        assert flashkms(collection, "undo").returncode == 0
        killed = number == signal.SIGKILL
        assert server.returncode == (-signal.SIGKILL if killed else 130)
        code = aiohttp.WSCloseCode.ABNORMAL_CLOSURE if killed else aiohttp.WSCloseCode.GOING_AWAY
        assert await listening == ("", code)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
async def test_a_program_that_was_ended_is_told_of_and_can_be_opened_again(collection, number):
    async with server_process(collection) as (server, link), visitor() as http:
        await http.get(link)
        socket = await tab(http, link)
        await painted(socket)
        os.kill(programs(collection)[0], number)

        words = f"flashkms was ended from outside, by {number.name}. Every answer was saved."
        assert await last_words(socket) == (words, aiohttp.WSCloseCode.OK)
        assert (await server.stderr.readline()).decode() == words + "\n"
        await painted(await tab(http, link))


async def test_who_holds_the_collection_is_told_in_the_tab_and_on_the_terminal(collection):
    command = [sys.executable, "-m", "flashkms", "-C", str(collection), "review", "--plain"]
    pipe = asyncio.subprocess.PIPE
    holder = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    try:
        await holder.stdout.readline()
        async with server_process(collection) as (server, link), visitor() as http:
            await http.get(link)
            words, code = await last_words(await tab(http, link))

            assert words.startswith(f"flashkms: another flashkms is at work in this collection: process {holder.pid},")
            assert code == aiohttp.WSCloseCode.OK
            assert (await server.stderr.readline()).decode() == words + "\n"
    finally:
        await holder.communicate(b"")


async def test_a_person_who_leaves_is_told_no_more_than_that(collection):
    async with server_process(collection) as (_, link), visitor() as http:
        await http.get(link)
        socket = await tab(http, link)
        await painted(socket)
        await socket.send_json(["stdin", "q"])

        assert await last_words(socket) == ("", aiohttp.WSCloseCode.OK)


async def test_a_second_tab_is_told_that_there_is_one_and_a_reload_is_let_in():
    async with serving() as (http, link):
        await http.get(link)
        first = await tab(http, link)
        words, _ = await last_words(await tab(http, link))
        assert words == "flashkms is open in another tab. Go on there, or close that one and open it here again."

        await first.close()
        again = await tab(http, link)
        await again.send_json(["ping", "here"])
        assert await again.receive_json(timeout=10) == ["pong", "here"]


async def test_of_two_tabs_that_wait_for_one_to_end_only_one_is_let_in():
    words = "import sys, time; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5); time.sleep(0.5)"
    async with serving([sys.executable, "-c", words]) as (http, link):
        await http.get(link)
        first = await tab(http, link)
        await first.close()
        sockets = [await tab(http, link) for _ in range(2)]
        for socket in sockets:
            await socket.send_json(["ping", "here"])
        answers = [(await socket.receive_json(timeout=30))[0] for socket in sockets]

        assert sorted(answers) == ["ended", "pong"]


async def test_the_end_of_the_server_waits_for_the_program_to_end(tmp_path):
    words = (
        "import os, sys, time; print('__GANGLION__', flush=True); sys.stdin.buffer.read(5); "
        "os.close(1); time.sleep(0.5); open(sys.argv[1], 'w').close()"
    )
    left = tmp_path / "left"
    program = [sys.executable, "-c", words, str(left)]
    async with serving(program) as (http, link):
        await http.get(link)
        await tab(http, link)

    assert left.exists()


async def test_a_message_that_is_nested_without_end_is_dropped_and_the_tab_stays():
    async with serving() as (http, link):
        await http.get(link)
        async with tab(http, link) as socket:
            await socket.send_str("[" * 60_000)
            await socket.send_json(["ping", "still here"])

            assert await socket.receive_json(timeout=10) == ["pong", "still here"]


async def test_what_a_program_says_of_its_end_is_safe_and_its_last_lines_are_shown():
    words = "import sys; print('\\n'.join(map(str, range(20))), '\\x1b]2;title\\x07', file=sys.stderr); sys.exit(3)"
    told = []
    async with serving([sys.executable, "-c", words], told=told) as (http, link):
        await http.get(link)
        shown, _ = await last_words(await tab(http, link))

        assert shown == "10\n11\n12\n13\n14\n15\n16\n17\n18\n19 \\x1b]2;title\\x07"
        assert [lines.splitlines()[0] for lines in told] == ["0"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, ""),
        (1, "flashkms ended with code 1. Every answer was saved."),
        (143, "flashkms was ended from outside, by SIGTERM. Every answer was saved."),
        (-9, "flashkms was ended from outside, by SIGKILL. Every answer was saved."),
        (255, "flashkms ended with code 255. Every answer was saved."),
    ],
)
def test_an_ending_without_words_is_put_into_some(code, words):
    assert Ending(code).words == words


def test_serve_as_json_prints_one_document_with_the_link(collection):
    command = [sys.executable, "-m", "flashkms", "-C", str(collection), "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        lines = [server.stdout.readline() for _ in range(3)]
        server.send_signal(signal.SIGINT)
        rest, said = server.communicate(timeout=30)

    assert json.loads("".join(lines) + rest)["link"].startswith("http://127.0.0.1:")
    assert said == "flashkms: interrupted\n"
