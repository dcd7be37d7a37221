"""`copy`: the store in another place, or a slice of it published as a store of its own."""

import os
import sys

import click

from commands.loading import progress_bar
from commands.options import command
from commands.pages import tell_withheld
from commands.session import Session
from graph.text import Text


@command(reads=True)
@click.option("--to", required=True, metavar="FOLDER|URL", help="Where the copy goes. / Adónde va la copia.")
def copy(session: Session, to: str) -> None:
    """Copy the store to another folder or server; with --audience, publish a slice as a store of its own.

    Copia el almacén a otra carpeta o servidor; con --audience, publica un corte como almacén propio.

    Example / ejemplo: macrosur copy --to copia --audience GREEN
    """
    from graph import copying
    from graph.store.target import MismatchError, open_target
    from views.overviews import COPY_HEADINGS, copied, copy_rows

    copying.refuse_same_place(session.store, to)
    audience = None if session.slice().is_everything else "RED"
    reader = session.read(audience)
    tell_withheld(session, reader)
    with (
        open_target(to, _target_password(session, to)) as target,
        progress_bar(session, copying.claims_in(reader)) as progress,
    ):
        try:
            done = copying.copy(session.open(), target, session.slice(audience), progress)
        except MismatchError as error:
            session.show(COPY_HEADINGS, copy_rows(error.wanted, error.found, session.lang))
            raise
    session.show(COPY_HEADINGS, copy_rows(done.wanted, done.found, session.lang))
    session.say(*copied(done.outcome, to))


def _target_password(session: Session, url: str) -> str | None:
    """The password for where a copy goes: of a server, never that of another one."""
    from graph.store import is_server

    found = os.environ.get("MACROSUR_TO_PASSWORD")
    if found is None and not is_server(session.store):
        found = os.environ.get("MACROSUR_PASSWORD")
    if is_server(url) and found is None and sys.stdin.isatty():
        asked = Text("Password of the Neo4j that --to names", "Contraseña del Neo4j que nombra --to")
        found = click.prompt(asked.in_(session.lang), hide_input=True, err=True)
    return found
