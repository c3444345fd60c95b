"""Runs the program in forked children that have everything imported, whole, killed, or with a failing system call.

    python -m tests.faults.server        one JSON request a line on stdin, one JSON answer a line on stdout

A start of Python takes longer than most commands; a fork of a process that has done every command once takes none of
that, so that every system call of a command can be tried in a few seconds. strace is attached to the waiting child and
counts from there.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
import traceback
from pathlib import Path
from typing import Any

CALLS = (
    "write,pwrite64,writev,fsync,fdatasync,ftruncate,?rename,?renameat,?renameat2,?link,?linkat,?unlink,?unlinkat,"
    "openat,?mkdir,?mkdirat,?rmdir,fchmod,copy_file_range,sendfile"
)
_PATIENCE = 60.0  # seconds for one child
_PR_SET_PTRACER, _ANY = 0x59616D61, 2**64 - 1


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        answer = _warm(request) if request.get("warm") else _run(request)
        print(json.dumps(answer), flush=True)


def _warm(request: dict[str, Any]) -> dict[str, Any]:
    """Do the request in this process, so that whatever it imports is there for the children."""
    kept = [os.dup(descriptor) for descriptor in (0, 1, 2)]
    before = dict(os.environ)
    try:
        _streams(request)
        code = _do(request)
    finally:
        for descriptor, copy in enumerate(kept):
            os.dup2(copy, descriptor)
            os.close(copy)
        os.environ.clear()
        os.environ.update(before)
    return {"code": code}


def _run(request: dict[str, Any]) -> dict[str, Any]:
    gate, open_gate = os.pipe()
    ready, set_ready = os.pipe()
    child, master = pty.fork() if "keys" in request else (os.fork(), -1)
    if child == 0:
        os.close(open_gate)
        os.close(ready)
        _child(request, gate, set_ready, screen="keys" in request)
    os.close(gate)
    os.close(set_ready)
    os.read(ready, 1)  # what the child does until then is not the program's, and must not be counted
    os.close(ready)
    if master >= 0:
        termios.tcsetwinsize(master, (30, 100))
    tracer = _tracer(child, request["strace"]) if request.get("strace") else None
    os.close(open_gate)
    began = time.monotonic()
    if master >= 0:
        _type(child, master, request)
    status = _waited(child, began, request.get("kill_after"))
    took = time.monotonic() - began
    if tracer:
        tracer.communicate()
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "took": took}


def _child(request: dict[str, Any], gate: int, ready: int, *, screen: bool) -> None:
    """Say that all is *ready*, wait for the gate to open, do the request, and end at once."""
    code = 99
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(_ANY), 0, 0, 0)
        if not screen:
            os.setsid()
            _streams(request)
        os.close(ready)
        os.read(gate, 1)
        os.close(gate)
        code = _do(request)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001  # a child must never go on as a second server
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


def _streams(request: dict[str, Any]) -> None:
    """Point the standard streams at the files that *request* names."""
    for descriptor, name in enumerate(("in", "out", "err")):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        opened = os.open(request.get(name, os.devnull), flags, 0o644)
        os.dup2(opened, descriptor)
        os.close(opened)


def _do(request: dict[str, Any]) -> int:
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.stdin, sys.stdout, sys.stderr = (open(at, mode, closefd=False) for at, mode in ((0, "r"), (1, "w"), (2, "w")))  # noqa: SIM115
    if request.get("code"):
        exec(compile(request["code"], "request", "exec"), {"__name__": "request"})  # the test's own words
        code = 0
    else:
        from flashkms.cli.run import run  # noqa: PLC0415  # the children have it

        code = int(run(request["argv"]))
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _tracer(child: int, options: list[str]) -> subprocess.Popen[bytes]:
    """strace, attached to *child* and all that it forks."""
    tracer = subprocess.Popen(
        ["strace", "-f", *options, "-p", str(child)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    while said and b"attached" not in said:
        said = tracer.stderr.readline()
    return tracer


def _waited(child: int, began: float, kill_after: float | None) -> int:
    """The status that *child* ended with; it is killed, with all its group, when its time is over."""
    end = began + (_PATIENCE if kill_after is None else kill_after)
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.0005)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _type(child: int, master: int, request: dict[str, Any]) -> None:
    """Press the keys of *request* one after the other once *ready* was shown, and kill so long after that."""
    end = time.monotonic() + _PATIENCE
    keys, pressed, next_key = request["keys"], 0, math.inf
    screen = b""
    while time.monotonic() < end:
        if select.select([master], [], [], min(0.005, max(0.0, end - time.monotonic())))[0]:
            try:
                screen += os.read(master, 65536)
            except OSError:
                break
        if next_key == math.inf and request["ready"].encode() in screen:
            next_key = time.monotonic() + request["every"]
            end = time.monotonic() + request["kill_after"]
        if time.monotonic() >= next_key:
            os.write(master, keys[pressed % len(keys)].encode())
            pressed, next_key = pressed + 1, time.monotonic() + request["every"]
    request["kill_after"] = 0.0
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.close(master)
    Path(request["out"]).write_bytes(screen)


if __name__ == "__main__":
    main()
