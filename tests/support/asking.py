"""Asks a store everything on an audience's behalf: commands, options and questions, all that there are.

A new command, slice option or type of question's parameter is asked by being there; where it needs a sample
to be asked with and has none, `missing_samples` names it.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Self

import click
import pytest

import cli
from graph import store as stores
from graph.errors import ExitCode
from graph.store import Store, open_store
from queries.catalogue import Question, catalogue
from tests.graph.generated import renamed

FORMATS = ("table", "json", "csv", "markdown")
FILE = "{file}"  # in a sample: where the command writes
PAGE = f"{FILE}.html"
ARGUMENTS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "search": (("a",), ("alpaca",), ("el otro", "--kind", "Mine")),
    "show": (("Cóndor",), ("quinua",)),
    "path": (("Alpaca", "Ñandú"), ("Élite", "Bofedal", "--k", "2"), ("quinua", "Cóndor", "--avoid", "Event"),
             ("Duraznal", "Élite", "--places")),
    "query": (("neighbors",), ("paths", "-p", "from=Cóndor", "-p", "to=Élite")),  # and every saved question
    "cypher": (
        ("MATCH (n:Entity) RETURN n.name_en AS name, n.search AS s, n.lat AS lat ORDER BY n.sort, lat",),
        ("MATCH (a:Organisation)-[r]->(b) RETURN type(r) AS t, r.id AS id, r.tlp AS tlp ORDER BY t, id",),
        ("MATCH (s:Source) RETURN s.title AS title, s.tlp AS tlp ORDER BY title",),
        ("MATCH (x) RETURN count(x) AS n, count(x.load) AS loads, count(x.row) AS rows",),
        ("MATCH (n:Entity) RETURN n.name_en ORDER",),
    ),
    "export": ((PAGE,), (PAGE, "--about", "Alpaca", "--steps", "2"),
               (PAGE, "--query", "neighbours", "-p", "of=Quinua")),
    "open": ((), ("--about", "Cóndor")),
    "copy": (("--to", FILE),),
}  # fmt: skip
SLICES: Mapping[str, Sequence[str]] = {
    "audience": ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"),
    "at": ("2021-05", "2018"),
    "known": ("2024-01", "2024-02", "2024-03"),
}
_VALUES = {"entity": ("Alpaca", "Ñandú"), "text": ("a", "x"), "integer": ("1", "2"), "date": ("2021", "2019")}
# Told to the owner who makes a page or a copy, and not in it: how much there is that it leaves out.
_CHECKSUM = re.compile(r"\b[0-9a-f]{16}\b")  # of a copy: of records that bear ids made up for it
_FOR_THE_OWNER = re.compile(r"^.*(Only you are told|Solo se le dice a usted).*\n", re.MULTILINE)


def reading_commands() -> dict[str, click.Command]:
    """The commands that answer an audience, by name."""
    return {
        name: command for name, command in cli.main_group.commands.items() if "audience" in _options(command)
    }


def slice_options() -> set[str]:
    """The options that all reading commands have and others have not: they say which slice is asked."""
    every = cli.main_group.commands.values()
    reading = reading_commands()
    others = [_options(command) for command in every if command.name not in reading]
    return set.intersection(*map(_options, reading.values())) - set().union(*others)


def _options(command: click.Command) -> set[str]:
    return {str(option.name) for option in command.params if isinstance(option, click.Option)}


def missing_samples() -> set[str]:
    """What there is to be asked and has no sample in this file."""
    asked = {parameter.type for question in catalogue().values() for parameter in question.parameters}
    return (
        (reading_commands().keys() - ARGUMENTS.keys())
        | (slice_options() - SLICES.keys())
        | (asked - _VALUES.keys())
    )


def samples() -> Iterator[tuple[str, ...]]:
    """Every command line that is asked, without the slice and the form of the answer."""
    for name in reading_commands():
        for arguments in ARGUMENTS[name]:
            yield name, *arguments
    for question in catalogue().values():
        for number in (0, 1):
            yield "query", question.name, *_values(question, number)


def _values(question: Question, number: int) -> Iterator[str]:
    """A value for each of a question's parameters; the second time only where it needs one."""
    for parameter in question.parameters:
        if number == 0 or parameter.default is None:
            yield "-p"
            yield f"{parameter.name}={_VALUES[parameter.type][number]}"


class Kept:
    """A store that stays open when a command closes it, and so is opened and sliced once a graph."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Left to the test."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def answers(
    store: Store, slice_: Mapping[str, str], folder: Path, form: str, lines: Sequence[tuple[str, ...]] = ()
) -> dict[tuple[str, ...], str]:
    """What each command line says of a slice: exit code, both streams, and the files it writes.

    Args:
        store: The store that is asked.
        slice_: The options that say which slice, by name.
        folder: An empty one, or none yet: what commands write goes there, and stays.
        form: The format.
        lines: The command lines; all samples if not given.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    options = [part for name, value in slice_.items() for part in (f"--{name}", value)]
    said: dict[tuple[str, ...], str] = {}
    for number, line in enumerate(lines or samples()):
        file = folder / str(number)
        typed = [part.replace(FILE, str(file)) for part in line]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stores, "open_store", lambda *_, **__: Kept(store))
            patch.setenv("MACROSUR_PAGES", str(file))
            said[line] = _answer([*typed, *options, "--format", form], folder) + _written(file)
    return said


def _answer(line: Sequence[str], folder: Path) -> str:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run_command(line)
    assert code not in {ExitCode.FAULT, ExitCode.INTERRUPTED}, err.getvalue()  # neither answers anyone
    told = _FOR_THE_OWNER.sub("", err.getvalue()).replace(str(folder), "")
    said = _CHECKSUM.sub("", out.getvalue()) if line[0] == "copy" else out.getvalue()
    return f"{int(code)}\n{said}\n{told}\n"


def _written(file: Path) -> str:
    """What a command wrote: a page, a folder of pages, or a store, whose records stand for it."""
    if pages := sorted({*file.parent.glob(f"{file.name}.html"), *file.glob("*.html")}):
        return "\n".join(page.read_text(encoding="utf-8") for page in pages)
    if not file.is_dir():
        return ""
    with open_store(str(file)) as copy:
        about = {name: value for name, value in copy.about.items() if name != "secret"}
        return "\n".join(map(repr, (about, *copy.read().all_records())))


def told(store: Store, slice_: Mapping[str, str], folder: Path, form: str) -> str:
    """All of it in one text, with the ids in it numbered in order of appearance."""
    return renamed("\n".join(f"{line} {said}" for line, said in answers(store, slice_, folder, form).items()))
