"""`export`: a page of a slice, written for the readers it is cut for."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import PARAMETERS, QUESTIONS, command
from commands.session import Session

if TYPE_CHECKING:
    from graph.store import Reader


@command(reads=True)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--about", help="Something in the middle. / Algo en el centro.")
@click.option(
    "--steps",
    type=click.IntRange(1, 6),
    default=1,
    show_default=True,
    help="How far from there. / A cuántos pasos.",
)
@click.option(
    "--query", "asked", help="Only what this question answers with. / Solo la respuesta de esta pregunta."
)
@QUESTIONS
@PARAMETERS
def export(session: Session, file: Path, asked: str | None, given: tuple[str, ...], **chosen: Any) -> None:  # noqa: ANN401 -- click passes what was typed
    """Write an interactive page: one HTML file, for readers cleared for CLEAR unless --audience says more.

    Escribe una página interactiva: un archivo HTML, para el público CLEAR salvo que --audience diga más.

    Example / ejemplo: macrosur export ccolquemin.html --about "CCOLQUEMIN 2023" --steps 2
    """
    from graph import settings
    from queries.catalogue import catalogue, question_called, values

    reader = session.read("CLEAR")
    tell_withheld(session, reader)
    known = catalogue(chosen.pop("questions") or settings.questions_folder())
    question = question_called(asked, known) if asked else None
    write(session, reader, file, question=question, given=values(given), **chosen)
    session.say(f"Written: {file.resolve()}", f"Escrito: {file.resolve()}")


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


def write(session: Session, reader: "Reader", file: Path, **chosen: Any) -> None:  # noqa: ANN401 -- as above
    """Write the page of what `queries.selection.select` chooses, for the session's audience, else CLEAR."""
    from graph.markings import Marking
    from queries.selection import select
    from views.build import Occasion
    from views.export import write_page

    part = select(reader, **chosen, choose=session.choose)
    audience = Marking.parse(session.audience or "CLEAR")
    day = datetime.now(UTC).date()
    clocks = session.slice()
    occasion = Occasion(
        part.title,
        session.lang,
        audience,
        day,
        at=clocks.at,
        known=clocks.known,
        focal=part.focal,
        steps=chosen.get("steps", 1),
    )
    write_page(file, part.contents, occasion)
