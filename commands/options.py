"""The options and arguments that commands share, so that one thing is called the same everywhere."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from commands import completion
from commands.help import HelpInOneLanguage
from commands.session import session_of
from graph.text import LANGS

_AUDIENCES = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
MARKING: dict[str, Any] = {
    "type": click.Choice(_AUDIENCES, case_sensitive=False),
    "metavar": f"[{'|'.join(_AUDIENCES)}]",
}
OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--store", metavar="FOLDER|URL", help="Where the graph is kept. / Dónde está el grafo."),
    click.option("--lang", type=click.Choice(LANGS),
                 help="Language of the answers. / Idioma de las respuestas."),
    click.option("--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]),
                 help="Form of the answer. / Forma de la respuesta."),
)  # fmt: skip
_SLICE_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--audience", **MARKING,
                 help="For readers cleared so far. / Para el público de esa marca."),
    click.option("--at", metavar="DATE",
                 help="Only what may be so then: 2022-08. / Solo lo que puede ser así entonces: 2022-08."),
    click.option("--known", metavar="DATE",
                 help="Only what was recorded by then, or a load. / Solo lo que ya constaba, o una carga."),
)  # fmt: skip
PARAMETERS = click.option(
    "--param", "-p", "given", multiple=True, metavar="NAME=VALUE", shell_complete=completion.parameters,
    help="A value the question needs. / Un valor que la pregunta necesita.",
)  # fmt: skip
QUESTIONS = click.option(
    "--questions", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with questions of your own. / Carpeta con preguntas propias.",
)  # fmt: skip


def words_argument(
    name: str, *, required: bool = True, completed: completion.Complete = completion.names
) -> Callable[[Any], Any]:
    """An argument that may be several words without quotes, as people type a name."""

    def joined(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> str | None:
        return " ".join(words) if words else None

    metavar = name.upper() if required else f"[{name.upper()}]"
    return click.argument(
        name, nargs=-1, required=required, metavar=metavar, callback=joined, shell_complete=completed
    )


def command(
    *, reads: bool = False, despite_file: bool = False
) -> Callable[[Callable[..., None]], click.Command]:
    """A command with the options that all have, and a session as its first argument.

    Args:
        reads: Whether it has the options that choose a slice.
        despite_file: Whether it goes on where macrosur.toml cannot be read, to tell that it cannot.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def wrapped(**given: Any) -> None:  # noqa: ANN401 -- click passes what was typed
            outer = click.get_current_context().find_root().params
            session = session_of(given, outer, despite_file=despite_file)
            try:
                function(session, **given)
            finally:
                session.close()

        for option in (*(_SLICE_OPTIONS if reads else ()), *reversed(OPTIONS)):
            option(wrapped)
        return click.command(function.__name__.rstrip("_"), cls=HelpInOneLanguage)(wrapped)

    return decorate
