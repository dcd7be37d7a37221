"""`demo`: everything once, on the built-in data, so that a newcomer sees what there is in a minute."""

import os
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.loading import ensure_places, load_quietly
from commands.options import command
from commands.pages import write_all
from commands.session import Session
from graph.text import Text

if TYPE_CHECKING:
    from queries.highlights import Highlight

_ROWS = 6  # shown of an answer
_SOURCES = 2  # likewise


@command()
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", default=Path("macrosur-demo.html"),
              help="Where to write the page. / Dónde escribir la página.")  # fmt: skip
def demo(session: Session, output: Path) -> None:
    """Load the built-in data, show five things worth knowing, write the page.

    Carga los datos incluidos, muestra cinco cosas que vale la pena saber y escribe la página.

    Example / ejemplo: macrosur demo
    """
    from loaders import built_in
    from queries.highlights import highlights

    store = session.open(create=True)
    ensure_places(session, store)
    if not any(load.dataset == built_in.DATASET for load in store.loads()):
        session.say("Loading the built-in data set …", "Cargando los datos incluidos…")
    load_quietly(store, built_in.facts())
    for number, highlight in enumerate(highlights(session.read(), session.lang, _ROWS), start=1):
        _show_highlight(session, number, highlight)
    write_all(session, store.read(session.slice("CLEAR")), output)
    session.say(
        f"\nThe page is in {output.resolve()}: open it in a browser.\nYour store is in {session.store}.\n"
        f"Go on with: {_typed_as()} --help",
        f"\nLa página está en {output.resolve()}: ábrala en un navegador.\n"
        f"Su almacén está en {session.store}.\nSiga con: {_typed_as()} --help",
    )


def _show_highlight(session: Session, number: int, highlight: "Highlight") -> None:
    question = highlight.question
    click.echo(f"\n{number}. {question.text.in_(session.lang)} [{', '.join(highlight.given.values())}]")
    session.show([column.heading for column in question.columns], highlight.rows)
    _show_sources(session, highlight)
    if highlight.count > _ROWS:
        asked = " ".join(f'-p "{key}={value}"' for key, value in highlight.given.items())
        again = f"{_typed_as()} query {question.name} {asked}"
        session.say(f"   … {highlight.count} in all: {again}", f"   … {highlight.count} en total: {again}")


def _show_sources(session: Session, highlight: "Highlight") -> None:
    """Who says so, in a few lines: the most cited, and how many more there are."""
    from views.citations import source_in_words
    from views.tables import printable

    told = [source_in_words(source, session.lang) for source in highlight.sources[:_SOURCES]]
    more = len(highlight.sources) - len(told)
    told += [Text(f"and {more} more", f"y {more} más").in_(session.lang)] if more else []
    heading = Text(" Sources: ", " Fuentes: ").in_(session.lang)
    for number, text in enumerate(told):
        first = " " * len(heading) if number else heading
        for line in textwrap.wrap(
            printable(text), session.width, initial_indent=first, subsequent_indent=" " * len(heading)
        ):
            click.echo(line)


def _typed_as() -> str:
    """How to call this command from here: by name if the shell finds it so, else by its path."""
    given, found = Path(sys.argv[0]).absolute(), shutil.which("macrosur")
    if given.stem != "macrosur" or (found and Path(found).with_suffix("") == given.with_suffix("")):
        return "macrosur"
    path = os.path.relpath(given) if given.is_relative_to(Path.cwd()) else str(given)
    return f'"{path}"' if " " in path else path
