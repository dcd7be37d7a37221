"""A load or a copy in a process of its own, for tests that end it in the middle."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_LOAD = """
import os, sys
from graph.changes import apply, plan_load
from graph.store import open_store
from tests.graph.batches import batch, named
first, count = int(sys.argv[2]), int(sys.argv[3])
with open_store(sys.argv[1], create=True, password=os.environ.get("MACROSUR_PASSWORD")) as store:
    rows = [named("Mine", f"m{n}", f"Mine {n}", n) for n in range(first, first + count)]
    plan = plan_load(store, batch(*rows, dataset=f"set {first}"))
    print("writing", flush=True)
    apply(store, plan)
    print("written", flush=True)
"""
_IN_PIECES = """
import graph.store.filling, graph.store.room
graph.store.room._BYTES_A_CLAIM = 1 << 40
graph.store.filling.AT_ONCE = {at_once}
"""
_COMMAND = """
import sys
import cli
sys.exit(cli.run_command(sys.argv[1:]))
"""


def loader(
    url: str, first: int, count: int, password: str | None = None, *, at_once: int = 0
) -> "subprocess.Popen[str]":
    """Loads so many mines, numbered from the first; says "writing" before it writes and "written" after.

    Args:
        url: The store.
        first: The number of the first mine.
        count: How many.
        password: The server's.
        at_once: Fill an empty server in pieces of so many rows, as a load does that fits no transaction.
    """
    code = (_IN_PIECES.format(at_once=at_once) if at_once else "") + _LOAD
    return _run(code, [url, str(first), str(count)], MACROSUR_PASSWORD=password or "")


def command(arguments: Sequence[str], *, at_once: int, **environment: str) -> "subprocess.Popen[str]":
    """A command of ours that fills an empty server in pieces of so many rows."""
    return _run(_IN_PIECES.format(at_once=at_once) + _COMMAND, arguments, **environment)


def _run(code: str, arguments: Sequence[str], **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
