"""`export` and `open`: a page of a slice, written for the readers it is cut for."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from commands import completion
from commands.options import PARAMETERS, QUESTIONS, command
from commands.session import Session

if TYPE_CHECKING:
    from graph.store import Reader
    from queries.selection import Selection

_CHOSEN: tuple[Callable[[Any], Any], ...] = (
    click.option("--about", shell_complete=completion.names,
                 help="Something in the middle. / Algo en el centro."),
    click.option("--steps", type=click.IntRange(1, 6), default=1, show_default=True,
                 help="How far from there. / A cuántos pasos."),
    click.option("--query", "asked", shell_complete=completion.questions, metavar="NAME",
                 help="Only what this question answers with. / Solo la respuesta de esta pregunta."),
    QUESTIONS,
    PARAMETERS,
)  # fmt: skip


def _of_a_part(function: Callable[..., None]) -> Callable[..., None]:
    """The options that say which part of the slice a page is of."""
    for option in reversed(_CHOSEN):
        option(function)
    return function


@command(reads=True)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_of_a_part
def export(session: Session, file: Path, **chosen: Any) -> None:  # noqa: ANN401 -- click passes what was typed
    """Write an interactive page: one HTML file, for readers cleared for CLEAR unless --audience says more.

    Escribe una página interactiva: un archivo HTML, para el público CLEAR salvo que --audience diga más.

    Example / ejemplo: macrosur export ccolquemin.html --about "CCOLQUEMIN 2023" --steps 2
    """
    part = _part(session, **chosen)
    is_new_folder = not file.parent.exists()
    _write(session, part, file, chosen["steps"])
    if is_new_folder:
        folder = file.parent.resolve()
        session.say(f"The folder {folder} was not there, and was made.",
                    f"La carpeta {folder} no existía y se creó.")  # fmt: skip
    session.say(f"Written: {file.resolve()}", f"Escrito: {file.resolve()}")


@command(reads=True)
@_of_a_part
def open_(session: Session, **chosen: Any) -> None:  # noqa: ANN401 -- as above
    """Show a page in the browser: as `export` writes it, kept in a folder of your account.

    Muestra una página en el navegador: la de `export`, guardada en una carpeta de su cuenta.

    Example / ejemplo: macrosur open --about "las bambas"
    """
    from commands.browser import show_in_browser
    from graph import settings
    from views.export import file_name

    part = _part(session, **chosen)
    clocks = session.slice("CLEAR")
    audience = "" if session.audience in {None, "CLEAR"} else session.audience
    name = file_name(part.title.in_(session.lang), audience, clocks.at, clocks.known)
    folder = settings.pages_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # there may be pages in it for few eyes
    file = (folder / name).resolve()
    _write(session, part, file, chosen["steps"])
    session.say(f"The page is in {file}", f"La página está en {file}")
    if not show_in_browser(file):
        session.say(
            "No browser could be started here. Open the file by a double click, or copy it to a computer "
            "that has a browser; nothing else is needed.",
            "Aquí no se pudo abrir un navegador. Abra el archivo con doble clic, o cópielo a una computadora "
            "con navegador; no hace falta nada más.",
        )


def _part(session: Session, *, asked: str | None, given: tuple[str, ...], **chosen: Any) -> "Selection":  # noqa: ANN401 -- as above
    """What the options choose, of a slice for CLEAR readers unless the session says more."""
    from graph import settings
    from queries.catalogue import catalogue, question_called, values
    from queries.selection import select

    typed = click.get_current_context().get_parameter_source("steps")
    if typed is ParameterSource.COMMANDLINE and not chosen["about"]:
        session.say("--steps counts from what --about names; without it, it does nothing.",
                    "--steps cuenta desde lo que nombra --about; sin eso no hace nada.")  # fmt: skip
    reader = session.read("CLEAR")
    tell_withheld(session, reader)
    known = catalogue(chosen.pop("questions") or settings.questions_folder())
    question = question_called(asked, known) if asked else None
    return select(reader, question=question, given=values(given), choose=session.choose, **chosen)


def tell_withheld(session: Session, reader: "Reader") -> None:
    """Tell the owner, and no one else, how much of the graph the audience may not see."""
    if reader.withheld:
        audience = session.audience or "CLEAR"
        session.say(
            f"{reader.withheld} claims are left out: {audience} readers may not see them. "
            "(Only you are told.)",
            f"Se dejan fuera {reader.withheld} afirmaciones que el público {audience} no puede ver. "
            "(Solo se le dice a usted.)",
        )


def write_all(session: Session, reader: "Reader", file: Path) -> None:
    """Write the page of a whole slice, for the session's audience, else CLEAR."""
    from queries.selection import select

    _write(session, select(reader), file, steps=1)


def _write(session: Session, part: "Selection", file: Path, steps: int) -> None:
    from graph.markings import Marking
    from graph.text import Text
    from views.build import Occasion
    from views.export import write_page

    clocks = session.slice()
    around = Text(f"Around {part.title.en}", f"En torno a {part.title.es}")
    occasion = Occasion(
        around if part.focal else part.title,
        session.lang,
        Marking.parse(session.audience or "CLEAR"),
        datetime.now(UTC).date(),
        at=clocks.at,
        known=clocks.known,
        focal=part.focal,
        steps=steps,
    )
    write_page(file, part.contents, occasion)
