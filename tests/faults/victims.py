"""Every command there is, as a process of its own that can be stopped, starved or left by its reader.

A new command is under test once `EXAMPLES` has a line for it, and a test fails until it has.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cli

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("table", "json", "csv", "markdown")
# {folder} holds a file `mines.csv`, and takes what is written; each line needs no answer.
EXAMPLES = {
    "demo": ["demo", "--output", "{folder}/demo.html"],
    "load": ["load", "{folder}/mines.csv", "--yes"],
    "search": ["search", "cusco"],
    "show": ["show", "Las Bambas", "--audience", "GREEN"],
    "path": ["path", "DCAF", "CCOLQUEMIN 2023"],
    "query": ["query", "met"],
    "cypher": ["cypher", "MATCH (n:District) RETURN n.name_es AS name ORDER BY n.sort"],
    "export": ["export", "{folder}/page.html"],
    "open": ["open"],
    "copy": ["copy", "--to", "{folder}/copied"],
    "schema": ["schema"],
    "history": ["history"],
    "status": ["status"],
    "doctor": ["doctor"],
    "config": ["config"],
}
WRITING = ("demo", "load", "copy", "export", "open")
READING = tuple(name for name in EXAMPLES if name not in WRITING)
# What Python does before it imports us is not ours: there, Ctrl-C just ends it.
_WHOLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
print("begun", file=sys.stderr, flush=True)
import cli
cli.main()
"""


def example(name: str, folder: Path) -> list[str]:
    """The command line of a command, working in a folder."""
    return [part.format(folder=folder) for part in EXAMPLES[name]]


def victim(arguments: Sequence[str], store: str, **environment: str) -> "subprocess.Popen[str]":
    """A whole run of a command; says "begun" on stderr before it imports anything of ours."""
    return subprocess.Popen(
        [sys.executable, "-c", _WHOLE, *arguments, "--lang", "en"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MACROSUR_STORE": store, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(arguments: Sequence[str], store: str, **environment: str) -> tuple[int, str, str]:
    """A whole run of a command, to its end: exit code, stdout and stderr."""
    process = victim(arguments, store, **environment)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def write_mines(folder: Path, count: int, word: str = "Mine") -> Path:
    """A table of so many mines."""
    file = folder / "mines.csv"
    file.write_text("name\n" + "".join(f"{word} {n}\n" for n in range(count)), encoding="utf-8")
    return file


def missing_examples() -> set[str]:
    """Commands without a line in `EXAMPLES`."""
    return set(cli.main_group.commands) ^ set(EXAMPLES)
