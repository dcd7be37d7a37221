"""Plays what a guide shows: writes its tables, runs its commands in order, and compares what they say.

A guide is a page in Markdown. A block of kind `csv NAME` is a table as a Spanish Excel saves it, one of
kind `cypher NAME` a file of text; one of kind `console` holds command lines after "$ ", each with what it
says. A line "…" stands for any lines; times, ids and checksums may differ. `python -m docs.play` writes
into the guides what the commands say today.
"""

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import cli

HERE = Path(__file__).resolve().parent
GUIDES = tuple(sorted([*(HERE / "en").glob("*.md"), *(HERE / "es").glob("*.md")]))
BLOCK = re.compile(r"^```(csv|cypher|console)[ ]?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = "$ "
_OMITTED = "…"
_LOCALE = {"en": "en_GB.UTF-8", "es": "es_PE.UTF-8"}
_DIFFERS = (
    (re.compile(r"\b\d{8}T\d{9}Z\b"), "20260312T101500000Z"),
    (re.compile(r"\b\d{4}-\d{2}-\d{2}([ T])\d{2}:\d{2}(:\d{2}\.\d{3}Z)?"), r"2026-03-12\g<1>10:15"),
    (re.compile(r"\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{16}\b"), "0123456789abcdef"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A command line of a guide, what the guide shows of it, and what it said."""

    command: str
    shown: str
    said: str

    @property
    def is_as_shown(self) -> bool:
        """Whether the guide tells the truth."""
        parts = [re.escape(line) if line != _OMITTED else "(?:.*\n)*?.*" for line in self.shown.splitlines()]
        return re.fullmatch(r"\n".join(parts), self.said.rstrip("\n")) is not None


def play(guide: Path, folder: Path) -> Iterator[Said]:
    """Play a guide in an empty folder, where its store is too."""
    environment = {
        "MACROSUR_STORE": str(folder / "store"), "COLUMNS": "80", "LC_ALL": _LOCALE[guide.parent.name],
    }  # fmt: skip
    with _in(folder, environment):
        for kind, name, body in BLOCK.findall(guide.read_text(encoding="utf-8")):
            if kind != "console":
                _save(folder / name, body, "cp1252" if kind == "csv" else "utf-8")
            else:
                for command, shown in _commands(body):
                    yield Said(command, shown, _answer(command, folder))


def _save(file: Path, text: str, encoding: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding=encoding, newline="\r\n")


def _commands(body: str) -> Iterator[tuple[str, str]]:
    for part in re.split(rf"^{re.escape(_PROMPT)}", body, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.rstrip("\n")


def _answer(command: str, folder: Path) -> str:
    """What a person sees: the answer and the remarks, in their order."""
    words = shlex.split(command)
    if words[0] != "macrosur":
        raise ValueError(f"a guide plays macrosur alone, not {command}")
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        cli.run_command(words[1:])
    text = said.getvalue().replace(f"{folder}{os.sep}", "")
    for differs, same in _DIFFERS:
        text = differs.sub(same, text)
    return "\n".join(line.rstrip() for line in text.splitlines())


@contextmanager
def _in(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    before, was = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(was)


def main() -> None:
    """Write what commands say today into the guides, but for what these leave out."""
    for guide in GUIDES:
        with tempfile.TemporaryDirectory() as folder:
            told = list(play(guide, Path(folder).resolve()))
        text = guide.read_text(encoding="utf-8")
        place = 0
        for item in told:
            begin = text.index(f"{_PROMPT}{item.command}\n", place) + len(_PROMPT) + len(item.command) + 1
            if not item.is_as_shown:
                said = f"{item.said}\n" if item.said else ""
                end = begin + len(item.shown) + bool(item.shown)
                text = text[:begin] + said + text[end:]
                sys.stderr.write(f"{guide.name}: {item.command}\n")
            place = begin
        guide.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
