"""`demo`: everything once, on the built-in data, so that a newcomer sees what there is in a minute."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.loading import ensure_places, load_quietly
from commands.options import command
from commands.pages import write
from commands.session import Session

if TYPE_CHECKING:
    from queries.highlights import Highlight

_ROWS = 6  # shown of an answer


@command()
@click.option("--output", type=click.Path(path_type=Path), default=Path("macrosur-demo.html"),
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
    for number, highlight in enumerate(highlights(session.read(), session.lang), start=1):
        _show_highlight(session, number, highlight)
    write(session, store.read(session.slice("CLEAR")), output)
    session.say(
        f"\nThe page is in {output.resolve()}: open it in a browser.\nYour store is in {session.store}.\n"
        f"Go on with: {_typed_as()} --help",
        f"\nLa página está en {output.resolve()}: ábrala en un navegador.\n"
        f"Su almacén está en {session.store}.\nSiga con: {_typed_as()} --help",
    )


def _show_highlight(session: Session, number: int, highlight: "Highlight") -> None:
    question, rows = highlight.question, highlight.rows
    click.echo(f"\n{number}. {question.text.in_(session.lang)} [{', '.join(highlight.given.values())}]")
    session.show([column.heading for column in question.columns], rows[:_ROWS])
    if len(rows) > _ROWS:
        asked = " ".join(f'-p "{key}={value}"' for key, value in highlight.given.items())
        again = f"{_typed_as()} query {question.name} {asked}"
        session.say(f"   … {len(rows)} in all: {again}", f"   … {len(rows)} en total: {again}")


def _typed_as() -> str:
    """How to call this command from here: by name if the shell finds it so, else by its path."""
    given, found = Path(sys.argv[0]).absolute(), shutil.which("macrosur")
    if given.stem != "macrosur" or (found and Path(found).with_suffix("") == given.with_suffix("")):
        return "macrosur"
    path = os.path.relpath(given) if given.is_relative_to(Path.cwd()) else str(given)
    return f'"{path}"' if " " in path else path
