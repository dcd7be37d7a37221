"""`history`: the loads that made the store what it is, for its owner."""

from typing import TYPE_CHECKING

import click

from commands import completion
from commands.options import command
from commands.session import Session
from graph.errors import ExitCode, QueryError
from graph.text import Lang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.differences import Differences
    from graph.model import Load


@command()
@click.argument("load", required=False, shell_complete=completion.loads)
def history(session: Session, load: str | None) -> None:
    """List the loads: when, which files, how many claims came, changed and went; name one for their types.

    Enumera las cargas: cuándo, qué archivos, cuántas afirmaciones llegaron, cambiaron y se fueron.

    Example / ejemplo: macrosur history --format csv
    """
    from graph.publication import refuse_past_if_published
    from views.overviews import HISTORY_HEADINGS, history_rows

    store = session.open()
    refuse_past_if_published(store.about)
    loads = store.loads()
    if load is not None:
        _show_one(session, _called(load, loads))
        return
    rows = history_rows(loads, session.lang, every_file=session.form != "table")
    session.show(HISTORY_HEADINGS, rows)
    if any(not item.counts for item in loads):
        session.say(
            "Where “Changed” is empty, an older version counted changed claims as new and as retracted.",
            "Donde «Cambiadas» está vacía, una versión anterior las contó como nuevas y como retiradas.",
        )


def _called(load: str, loads: "Sequence[Load]") -> "Load":
    for item in loads:
        if item.id == load:
            return item
    raise QueryError(
        f"There is no load “{load}”. `macrosur history` lists them; name one by its “Load”.",
        f"No hay una carga «{load}». `macrosur history` las enumera; indique una por su «Carga».",
        ExitCode.NOT_FOUND,
    )


def _day(load: "Load", lang: Lang) -> str:
    """The day of a load in words."""
    from graph.date_words import in_words

    return in_words(load.recorded[:10], "", lang, occurrence=True)


def _show_one(session: Session, load: "Load") -> None:
    """The claims of a load by type, then what it changed, on stdout; what was loaded when, on stderr."""
    from graph.differences import of_load
    from views.overviews import LOAD_HEADINGS, load_rows

    session.say(
        f"Recorded on {_day(load, 'en')}, {load.recorded[11:19]} UTC, into the data set “{load.dataset}”. "
        f"Sources brought, changed or dropped: {load.sources}.",
        f"Registrada el {_day(load, 'es')} a las {load.recorded[11:19]} (UTC) en el conjunto de datos "
        f"«{load.dataset}». Fuentes traídas, cambiadas o quitadas: {load.sources}.",
    )
    for file in load.files:
        session.say(f"{file.name} (SHA-256 {file.sha256})", f"{file.name} (SHA-256 {file.sha256})")
    if load.counts:
        session.show(LOAD_HEADINGS, load_rows(load, session.lang))
        if session.form == "table":  # to be read by people alone
            show_differences(session, of_load(session.open(), load.id))
    else:
        session.say(
            f"An older version made it, and kept no types: {load.added} claims added, {load.retracted} "
            "retracted.",
            f"La hizo una versión anterior, que no guardó los tipos: {load.added} afirmaciones añadidas, "
            f"{load.retracted} retiradas.",
        )


def show_differences(session: Session, found: "Differences") -> None:
    """What a load changes, before and after, below a table of its numbers."""
    from views.differences import HEADINGS, difference_rows

    if rows := difference_rows(found, session.lang):
        click.echo()
        session.show(HEADINGS, rows)
    if found.more:
        session.say(f"… and {found.more} more.", f"… y {found.more} más.")
