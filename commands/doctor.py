"""`doctor`: what is well and what is not, from Python to the store, and what to do about it."""

from typing import TYPE_CHECKING

import click

from commands.options import command
from commands.session import Session
from graph.errors import ExitCode, MacroSurError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.health import Finding


@command(despite_file=True)
def doctor(session: Session) -> None:
    """Tell what does not work here, and what to do: terminal, store, rights, disk, server; then end with 7.

    Dice qué no funciona aquí, y qué hacer: terminal, almacén, permisos, disco, servidor; termina con 7
    si algo falla.

    Example / ejemplo: macrosur doctor
    """
    from views.overviews import FINDING_HEADINGS, finding_rows

    findings = list(_findings(session))
    session.show(FINDING_HEADINGS, finding_rows(findings, session.lang))
    if any(finding.remedy for finding in findings):
        click.get_current_context().exit(ExitCode.ATTENTION)


def _findings(session: Session) -> "Iterator[Finding]":
    from graph.health import of_program, of_terminal
    from graph.store import health, is_server

    try:
        yield from of_program("neo4j" if is_server(session.store) else "arcadedb")
        yield from of_terminal(session.lang)
        yield from _settings()
        yield from _own_questions()
        yield from health.of_address(session.store)
        yield from health.of_store(session.open())
    except MacroSurError as error:
        yield health.told(error)


def _settings() -> "Iterator[Finding]":
    """Whether all that is set holds."""
    from graph import settings
    from graph.health import Finding
    from graph.text import Text

    what = Text("Settings", "Ajustes")
    amiss = list(settings.not_followed())
    for told in amiss:
        yield Finding(what, Text("not all hold", "no todos valen"), told)
    if not amiss:
        yield Finding(what, Text("all hold", "todos valen"))


def _own_questions() -> "Iterator[Finding]":
    """Whether the user's own questions can be asked."""
    from graph import settings
    from graph.health import Finding, alike
    from graph.text import Text
    from queries.catalogue import catalogue

    what = Text("Questions", "Preguntas")
    try:
        yield Finding(what, alike(str(len(catalogue(settings.questions_folder())))))
    except MacroSurError as error:
        yield Finding(what, Text("not all can be asked", "no todas se pueden hacer"), error.text)
