"""A load in a process of its own, for tests that end it in the middle."""

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_CODE = """
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


def loader(url: str, first: int, count: int, password: str | None = None) -> "subprocess.Popen[str]":
    """Loads so many mines, numbered from the first; says "writing" before it writes and "written" after."""
    return subprocess.Popen(
        [sys.executable, "-c", _CODE, url, str(first), str(count)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT), "MACROSUR_PASSWORD": password or ""},
        stdout=subprocess.PIPE,
        text=True,
    )
