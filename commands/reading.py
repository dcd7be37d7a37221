"""The commands that answer at the terminal, from the slice that --audience, --at and --known ask for."""

from pathlib import Path

import click

from commands import completion
from commands.options import PARAMETERS, QUESTIONS, command, words_argument
from commands.session import Session
from graph.errors import QueryError
from graph.text import Text


@command(reads=True)
@words_argument("text")
@click.option("--kind", shell_complete=completion.kinds, help="Only this kind, e.g. Mine. / Solo esta clase.")
def search(session: Session, text: str, kind: str | None) -> None:
    """Find entities by name, without accents, case or exact form.

    Busca por nombre, sin tildes, mayúsculas ni forma exacta.

    Example / ejemplo: macrosur search nunoa
    """
    from queries.finding import HEADINGS, described, kinds_called, nothing_called, rows

    reader = session.read()
    kinds = kinds_called(kind) if kind else []
    hits = reader.find(text, kinds, widely=True)
    if not hits:
        raise nothing_called(reader, text, kinds)
    session.show(HEADINGS, rows(described(reader, hits), session.lang, all_ids=session.form != "table"))


@command(reads=True)
@words_argument("name")
def show(session: Session, name: str) -> None:
    """Show all that is known of something: every claim, with its source.

    Muestra todo lo que se sabe de algo: cada afirmación, con su fuente.

    Example / ejemplo: macrosur show "las bambas"
    """
    from queries.finding import entity_id
    from views.dossier import HEADINGS, Dossier

    reader = session.read()
    found = entity_id(reader, name, choose=session.choose)
    contents = reader.about(found)
    dossier = Dossier(contents, contents.entities[found], session.lang, session.links)
    if session.form == "table":
        click.echo(dossier.text(session.width), nl=False)
    else:
        session.show(HEADINGS, dossier.rows())


@command(reads=True)
@click.argument("name", required=False, shell_complete=completion.questions)
@PARAMETERS
@QUESTIONS
def query(session: Session, name: str | None, given: tuple[str, ...], questions: Path | None) -> None:
    """Ask a saved question; without a name, list them.

    Hace una pregunta guardada; sin nombre, las enumera.

    Example / ejemplo: macrosur query mines-near -p district=Colquemarca
    """
    from graph import settings
    from queries.answers import LISTING, listing, localise
    from queries.catalogue import catalogue, question_called, run, values

    known = catalogue(questions or settings.questions_folder())
    if name is None:
        session.show(LISTING, listing(known.values(), session.lang))
        return
    question = question_called(name, known)
    answer = run(question, session.read(), values(given), session.choose)
    rows = localise(question, answer, session.lang)
    session.show([column.heading for column in question.columns], rows)
    if not rows:
        session.say("No rows.", "Ninguna fila.")


@command(reads=True)
@click.argument("text")
@click.option("--param", "-p", "given", multiple=True, metavar="NAME=VALUE",
              help="A value for $name. / Un valor para $nombre.")  # fmt: skip
def cypher(session: Session, text: str, given: tuple[str, ...]) -> None:
    """Ask in Cypher; it only reads.

    Pregunta en Cypher; solo lee.

    Example / ejemplo: macrosur cypher "MATCH (m:Mine) RETURN m.name_es AS mina ORDER BY m.sort"
    """
    from queries.answers import plain
    from queries.catalogue import values
    from queries.soundness import unknown_kinds, unsound

    if not text.strip():
        raise QueryError("Write a question in Cypher.", "Escriba una pregunta en Cypher.")
    answer = session.read().query(text, values(given))
    for told in unknown_kinds(text):
        session.say(*told)
    for found in unsound(text):
        session.say(f"Line {found.line}: {found.why.en}.", f"Línea {found.line}: {found.why.es}.")
    rows = [[plain(value) for value in row] for row in answer.rows]
    session.show([Text(name, name) for name in answer.columns], rows)
    if not rows:
        session.say("No rows.", "Ninguna fila.")


@command()
@words_argument("name", required=False, completed=completion.types)
def schema(session: Session, name: str | None) -> None:
    """List the relation types; with its name, the columns of a sheet, or what a relation type takes.

    Enumera los tipos de relación; con su nombre, las columnas de una hoja, o lo que admite un tipo.

    Example / ejemplo: macrosur schema mines / macrosur schema minas
    """
    from loaders.guide import guide
    from loaders.headings import sheet_names

    found = guide(name)
    session.show(found.headings, [[cell.in_(session.lang) for cell in row] for row in found.rows])
    if name is None and session.form == "table":
        sheets = sheet_names()
        session.say(
            "For the columns of a sheet, or all that a type takes, name it: macrosur schema mines. "
            f"The sheets are {sheets.en}.",
            "Para las columnas de una hoja, o lo que admite un tipo, nómbrelo: macrosur schema minas. "
            f"Las hojas son {sheets.es}.",
        )


@command()
def status(session: Session) -> None:
    """Say which store is used and what it holds.

    Dice qué almacén se usa y qué contiene.

    Example / ejemplo: macrosur status
    """
    from views.overviews import STATUS_HEADINGS, status_rows

    found = session.open().status()
    session.say(f"{found.engine.en}: {found.address}", f"{found.engine.es}: {found.address}")
    session.show(STATUS_HEADINGS, status_rows(found, session.lang))
