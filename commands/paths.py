"""`path`: through whom two entities are tied, in sentences that name their sources."""

from typing import TYPE_CHECKING

import click

from commands import completion
from commands.options import command
from commands.session import Session
from graph.errors import ExitCode, QueryError, StoreMovedError
from queries.measures import MOST_PATHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Contents
    from graph.store import Reader
    from queries.measures.paths import Way


@command(reads=True)
@click.argument("start", metavar="A", shell_complete=completion.names)
@click.argument("end", metavar="B", shell_complete=completion.names)
@click.option(
    "--k",
    "count",
    type=click.IntRange(1, MOST_PATHS),
    default=3,
    show_default=True,
    help="How many paths. / Cuántos caminos.",
)
@click.option(
    "--avoid",
    metavar="KIND",
    shell_complete=completion.kinds,
    multiple=True,
    help="Not through this kind; may be repeated. / No por esta clase; se puede repetir.",
)
@click.option(
    "--places",
    is_flag=True,
    help="Through places, too: who is in one district need not know each other. / También por lugares: "
    "quienes están en un distrito no por eso se conocen.",
)
def path(session: Session, start: str, end: str, count: int, avoid: tuple[str, ...], places: bool) -> None:  # noqa: FBT001 -- click passes flags so
    """Tell through whom two entities are tied: the shortest path and the next-shortest, with their sources.

    Dice a través de quiénes se vinculan dos entidades: el camino más corto y los siguientes, con sus fuentes.

    Example / ejemplo: macrosur path DCAF "Guaman Poma"
    """
    from queries.finding import entity_id, kinds_called
    from queries.measures.paths import ways
    from views.chains import HEADINGS, Chains, Link

    kinds = {kind for word in avoid for kind in kinds_called(word)}
    reader = session.read()
    ends = entity_id(reader, start, choose=session.choose), entity_id(reader, end, choose=session.choose)
    if ends[0] == ends[1]:
        raise QueryError(f"“{start}” and “{end}” are the same.", f"«{start}» y «{end}» son lo mismo.")
    found = ways(reader.network(), ends, count, avoid=kinds, through_places=places)
    if not found:
        raise _no_path(reader, ends, is_narrowed=bool(kinds), through_places=places)
    paths = [[Link(step.start, step.end, step.claims) for step in way] for way in found]
    chains = Chains(_contents_of(reader, found), paths, session.lang, session.links)
    if session.form == "table":
        click.echo(chains.text(session.width), nl=False)
    else:
        session.show(HEADINGS, chains.rows())


def _contents_of(reader: "Reader", found: "Sequence[Way]") -> "Contents":
    """The entities on the paths, and the claims between them.

    Raises:
        StoreMovedError: A server's store has lost a claim of them since the network was read.
    """
    steps = [step for way in found for step in way]
    contents = reader.part({end for step in steps for end in (step.start, step.end)})
    there = {claim.id for claim in contents.claims}
    if not there.issuperset(claim for step in steps for claim in step.claims):
        raise StoreMovedError
    return contents


def _no_path(
    reader: "Reader", ends: tuple[str, str], *, is_narrowed: bool, through_places: bool
) -> QueryError:
    start, end = (reader.names([entity])[entity] for entity in ends)
    more = ("", "") if through_places else (" With --places, paths lead through places, too.",
                                            " Con --places también hay caminos por lugares.")  # fmt: skip
    if is_narrowed:
        more = (" Without --avoid there may be one.", " Sin --avoid puede haberlo.")
    return QueryError(
        f"No path is recorded from “{start.en}” to “{end.en}”.{more[0]}",
        f"No consta ningún camino de «{start.es}» a «{end.es}».{more[1]}",
        ExitCode.NOT_FOUND,
    )
