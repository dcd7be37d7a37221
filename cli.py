"""The command `macrosur`: a command parses what was typed, makes one call, and prints.

stdout is data, stderr is conversation, and exit codes are those of `graph.errors.ExitCode`.
"""

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial, wraps
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

PACKAGES = ("graph", "loaders", "queries", "views")


def _check_neighbours() -> None:
    """Stop if a package of ours is another program's; nothing of ours is imported yet, not even its words.

    Two distributions that own a package `graph` may both be installed, and pip does not say a word.
    """
    here = Path(__file__).resolve().parent
    for name in PACKAGES:
        found = find_spec(name)
        if found is None or found.origin is None or Path(found.origin).resolve().parent.parent != here:
            sys.exit(
                f"Another program's package “{name}” stands in the way. Install macrosur with pipx, which "
                "gives it an environment of its own.\n"
                f"Estorba el paquete «{name}» de otro programa. Instale macrosur con pipx, que le "
                "da un entorno propio."
            )


_check_neighbours()

import click  # noqa: E402 -- whatever is missing or strange, the user is told first

from graph.errors import (  # noqa: E402
    BadDataError,
    ExitCode,
    MacroSurError,
    NoStoreError,
    QueryError,
    StoreError,
    StoreMovedError,
)
from graph.text import LANGS, Lang, Text  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Batch, Plan
    from graph.slices import Slice
    from graph.store import Reader, Store
    from queries.highlights import Highlight
    from views.tables import Cell, Format

AUDIENCES = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
_DEMO_ROWS = 6
_PLANS_TRIED = 5  # when others keep writing to the store meanwhile
_NARROWEST = 60
_CONSENT = {"y", "yes", "s", "si", "sí"}  # in either language, whichever the question was asked in


@dataclass
class Session:
    """What one run of the command was told: where the store is, in which language and form to answer."""

    store: str = ""
    lang: Lang = "en"
    form: str = "table"
    audience: str | None = None
    at: str = ""
    _open: "Store | None" = field(default=None, repr=False)
    _password: str | None = field(default=None, repr=False)

    def open(self, *, create: bool = False) -> "Store":
        """The store; opened once, closed at the end of the command."""
        from graph.store import is_server, open_store  # noqa: PLC0415 -- engines cost time

        if self._open is None:
            if self._password is None:
                self._password = os.environ.get("MACROSUR_PASSWORD")
            if is_server(self.store) and self._password is None and sys.stdin.isatty():
                asked = Text("Password of Neo4j", "Contraseña de Neo4j").in_(self.lang)
                self._password = click.prompt(asked, hide_input=True, err=True)
            self._open = open_store(self.store, create=create, password=self._password)
        return self._open

    def target_password(self, url: str) -> str | None:
        """The password for where a copy goes: of a server, never that of another one."""
        from graph.store import is_server  # noqa: PLC0415 -- engines cost time

        found = os.environ.get("MACROSUR_TO_PASSWORD")
        if found is None and not is_server(self.store):
            found = os.environ.get("MACROSUR_PASSWORD")
        if is_server(url) and found is None and sys.stdin.isatty():
            asked = Text("Password of the Neo4j that --to names", "Contraseña del Neo4j que nombra --to")
            found = click.prompt(asked.in_(self.lang), hide_input=True, err=True)
        return found

    def slice(self, default_audience: str | None = None) -> "Slice":
        """The slice that --audience and --at ask for."""
        from graph.dates import DateError, parse_date  # noqa: PLC0415 -- kept from --help
        from graph.markings import Marking  # noqa: PLC0415
        from graph.slices import Slice  # noqa: PLC0415

        audience = self.audience or default_audience
        try:
            at = parse_date(self.at).edtf
        except DateError as error:
            raise QueryError(f"--at: {error.typed.en}", f"--at: {error.typed.es}") from error
        return Slice(audience=Marking.parse(audience) if audience else None, at=at)

    def read(self, default_audience: str | None = None) -> "Reader":
        """A reader of that slice; says what stands in it only for want of a date."""
        reader = self.open().read(self.slice(default_audience))
        if self.at and reader.undated:
            self.say(
                f"{reader.undated} undated claims of the graph are kept, since they may hold then.",
                f"Se mantienen {reader.undated} afirmaciones del grafo sin fecha: pueden valer entonces.",
            )
        return reader

    def say(self, en: str, es: str) -> None:
        """Tell the user something, on stderr."""
        from views.tables import printable  # noqa: PLC0415

        click.echo(printable(Text(en, es).in_(self.lang)), err=True)

    @property
    def width(self) -> int:
        """How wide answers may be: as the terminal, or 100 characters where there is none."""
        return max(_NARROWEST, shutil.get_terminal_size((100, 24)).columns)

    def show(self, headings: "Sequence[Text]", rows: "Sequence[Sequence[Cell]]") -> None:
        """Print rows, on stdout."""
        from views.tables import tabulate  # noqa: PLC0415

        titles = [heading.in_(self.lang) for heading in headings]
        form = cast("Format", self.form)
        click.echo(tabulate(titles, rows, form, width=self.width, lang=self.lang), nl=False)

    def close(self) -> None:
        """Give the store back."""
        if self._open is not None:
            self._open.close()
            self._open = None


_MARKING: dict[str, Any] = {
    "type": click.Choice(AUDIENCES, case_sensitive=False),
    "metavar": f"[{'|'.join(AUDIENCES)}]",
}
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--store", metavar="FOLDER|URL", help="Where the graph is kept. / Dónde está el grafo."),
    click.option("--lang", type=click.Choice(LANGS), help="Language of the answers. / Idioma."),
    click.option("--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]),
                 help="How to write the answer. / Cómo escribir la respuesta."),
)  # fmt: skip
_SLICE_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--audience", **_MARKING,
                 help="Answer as for readers cleared so far (TLP 2.0). / Responder como para ese público."),
    click.option("--at", metavar="DATE", help="Only what may be so then: 2022-08. / Solo lo posible."),
)  # fmt: skip


QUESTIONS = click.option(
    "--questions", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with questions of your own. / Carpeta con preguntas propias.",
)  # fmt: skip


def words_argument(name: str, *, required: bool = True) -> Callable[[Any], Any]:
    """An argument that may be several words without quotes, as people type a name."""

    def joined(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> str | None:
        return " ".join(words) if words else None

    metavar = name.upper() if required else f"[{name.upper()}]"
    return click.argument(name, nargs=-1, required=required, metavar=metavar, callback=joined)


def command(*, reads: bool = False) -> Callable[[Callable[..., None]], click.Command]:
    """A command of the group, with the options that all have, and a session as its first argument."""

    def decorate(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def wrapped(**given: Any) -> None:  # noqa: ANN401 -- click passes what was typed
            session = _session(given)
            try:
                function(session, **given)
            finally:
                session.close()

        for option in (*(_SLICE_OPTIONS if reads else ()), *reversed(_OPTIONS)):
            option(wrapped)
        return main_group.command(function.__name__.rstrip("_"))(wrapped)

    return decorate


def _session(given: dict[str, Any]) -> Session:
    from graph import settings  # noqa: PLC0415 -- kept from --help

    outer: Mapping[str, Any] = click.get_current_context().find_root().params
    return Session(
        store=given.pop("store", None) or outer.get("store") or settings.store_address(),
        lang=given.pop("lang", None) or outer.get("lang") or settings.language(),
        form=given.pop("form", None) or outer.get("form") or "table",
        audience=given.pop("audience", None),
        at=given.pop("at", None) or "",
    )


class _Group(click.Group):
    """The commands, listed in the user's language: each one's help begins with a paragraph in either."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, none of them cut short."""
        from graph import settings  # noqa: PLC0415 -- seldom needed

        lang: Lang = ctx.obj or settings.language()
        listed = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        with formatter.section(Text("Commands", "Órdenes").in_(lang)):
            formatter.write_dl([(name, _paragraph(text, lang)) for name, text in listed])


def _paragraph(text: str, lang: Lang) -> str:
    """The first paragraph of a help text in one language, on one line."""
    return " ".join(text.split("\n\n")[LANGS.index(lang)].split())


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="macrosur", prog_name="macrosur")
def main_group(**_: object) -> None:
    """A stakeholder graph for mining, security and human rights in the Peruvian Macro Sur.

    Un grafo de actores sobre minería, seguridad y derechos humanos en el Macro Sur peruano.

    Start with / empiece con: macrosur demo
    """


for _option in reversed(_OPTIONS):
    _option(main_group)


@command()
@click.option("--output", type=click.Path(path_type=Path), default=Path("macrosur-demo.html"),
              help="Where to write the page. / Dónde escribir la página.")  # fmt: skip
def demo(session: Session, output: Path) -> None:
    """Load the built-in data, show five things worth knowing, write the page.

    Carga los datos incluidos, muestra cinco cosas que vale la pena saber y escribe la página.

    Example / ejemplo: macrosur demo
    """
    from loaders import built_in  # noqa: PLC0415
    from queries.highlights import highlights  # noqa: PLC0415

    store = session.open(create=True)
    _ensure_places(session, store)
    if not any(load.dataset == built_in.DATASET for load in store.status().loads):
        session.say("Loading the built-in data set …", "Cargando los datos incluidos…")
    _load_quietly(store, built_in.facts())
    for number, highlight in enumerate(highlights(session.read(), session.lang), start=1):
        _show_highlight(session, number, highlight)
    _export(session, store.read(session.slice("CLEAR")), output)
    session.say(
        f"\nThe page is in {output.resolve()}: open it in a browser.\nYour store is in {session.store}.\n"
        f"Go on with: {_typed_as()} --help",
        f"\nLa página está en {output.resolve()}: ábrala en un navegador.\n"
        f"Su almacén está en {session.store}.\nSiga con: {_typed_as()} --help",
    )


def _show_highlight(session: Session, number: int, highlight: "Highlight") -> None:
    question, rows = highlight.question, highlight.rows
    click.echo(f"\n{number}. {question.text.in_(session.lang)} [{', '.join(highlight.given.values())}]")
    session.show([column.heading for column in question.columns], rows[:_DEMO_ROWS])
    if len(rows) > _DEMO_ROWS:
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


@command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dataset", help="Name of the data set. / Nombre del conjunto de datos.")
@click.option(
    "--tlp",
    **_MARKING,
    default="AMBER",
    show_default=True,
    help="Marking of rows without one. / Marca de las filas sin marca.",
)
@click.option(
    "--replace", is_flag=True, help="Retract what the files no longer say. / Retirar lo que ya no dicen."
)
@click.option(
    "--dry-run", is_flag=True, help="Show the plan, change nothing. / Mostrar el plan, no cambiar nada."
)
@click.option("--yes", is_flag=True, help="Do not ask. / No preguntar.")  # fmt: skip
def load(session: Session, paths: tuple[Path, ...], dataset: str | None, tlp: str, **flags: bool) -> None:
    """Load tables (CSV, folders of CSV, XLSX) into the graph, whole or not at all.

    Carga tablas (CSV, carpetas de CSV, XLSX) en el grafo, todo o nada.

    Example / ejemplo: macrosur load actores.xlsx --dry-run
    """
    from graph.changes import plan_load  # noqa: PLC0415
    from graph.markings import Marking  # noqa: PLC0415
    from loaders.tables import read_tables  # noqa: PLC0415

    batch = read_tables(paths, dataset)
    if batch.problems:
        raise _with_names_looked_up(session, batch)
    plan_for = partial(plan_load, batch=batch, default_tlp=Marking.parse(tlp), replace_gone=flags["replace"])

    def is_agreed(plan: "Plan") -> bool:
        _show_plan(session, plan, replaces=flags["replace"])
        return _is_to_be_written(session, plan, is_named=dataset is not None, **flags)

    agreed_on = None
    if not _is_begun(session):
        with _draft() as draft:
            plan = plan_for(draft)
        if not is_agreed(plan):
            return
        agreed_on = plan.seq
    _write(session, plan_for, lambda plan: plan.seq == agreed_on or is_agreed(plan))


def _write(
    session: Session, plan_for: "Callable[[Store], Plan]", is_agreed: "Callable[[Plan], bool]"
) -> None:
    """Plan and apply, anew when others wrote meanwhile; the store is begun where there is none."""
    from graph.changes import apply  # noqa: PLC0415

    store = session.open(create=True)
    _ensure_places(session, store)
    for _ in range(_PLANS_TRIED):
        plan = plan_for(store)
        if not is_agreed(plan):
            return
        try:
            with _progress(session, len(plan.add)) as progress:
                apply(store, plan, progress)
        except StoreMovedError:
            session.say("Someone else changed the store meanwhile; planning again …",
                        "Otra persona cambió el almacén entretanto; planificando de nuevo…")  # fmt: skip
            store.refresh()
        else:
            session.say(f"Loaded as “{plan.load.dataset}”.", f"Cargado como «{plan.load.dataset}».")
            return
    raise StoreMovedError


def _is_begun(session: Session) -> bool:
    """Whether there is a store, and it has its places."""
    try:
        return session.open().seq > 0
    except NoStoreError:
        return False


@contextmanager
def _draft() -> "Iterator[Store]":
    """What a new store would be, in a folder that goes: a load that is not made leaves no store behind."""
    from graph.store import open_store  # noqa: PLC0415 -- engines cost time
    from loaders import built_in  # noqa: PLC0415

    # The engine keeps its log open in the folder until the command ends, which not every system lets go.
    with (
        TemporaryDirectory(prefix="macrosur-", ignore_cleanup_errors=True) as folder,
        open_store(folder, create=True) as store,
    ):
        _load_quietly(store, built_in.places())
        yield store


def _with_names_looked_up(session: Session, batch: "Batch") -> BadDataError:
    """The problems of a batch, and of the names in it as well, where there is a store to look them up in.

    Where a sheet or a heading is wrong, names that stand under it would be missing for that reason alone.
    """
    from graph.changes import plan_load  # noqa: PLC0415

    if any(problem.address.row <= 1 for problem in batch.problems):
        return BadDataError(batch.problems)
    try:
        with nullcontext(session.open()) if _is_begun(session) else _draft() as store:
            plan_load(store, batch)
    except BadDataError as error:
        return error
    except StoreError:
        pass  # it is away; what is wrong with the files is wrong all the same
    return BadDataError(batch.problems)


def _is_to_be_written(session: Session, plan: "Plan", *, is_named: bool, **flags: bool) -> bool:
    """Whether there is anything to write, and it is wanted."""
    if plan.changes_nothing:
        session.say("The graph says all of this already; nothing was changed.",
                    "El grafo ya dice todo esto; no se cambió nada.")  # fmt: skip
        return False
    if plan.already_in and not is_named:
        _tell_of_doubling(session, plan, stop=flags["yes"] and not flags["dry_run"])
    if flags["dry_run"]:
        session.say("Nothing was changed (--dry-run).", "No se cambió nada (--dry-run).")
        return False
    return flags["yes"] or _confirmed(session)


def _tell_of_doubling(session: Session, plan: "Plan", *, stop: bool) -> None:
    """A copy of a file under another name would say everything twice."""
    own, other = plan.load.dataset, plan.already_in
    told = Text(
        f"At least half of this is in the data set “{other}” already. To change that one, say "
        f'--dataset "{other}"; to keep both, say --dataset "{own}".',
        f"Al menos la mitad de esto ya está en el conjunto de datos «{other}». Para cambiar ese, diga "
        f'--dataset "{other}"; para guardar ambos, diga --dataset "{own}".',
    )
    if stop:
        raise QueryError(told.en, told.es, ExitCode.REFUSED)
    session.say(*told)


def _confirmed(session: Session) -> bool:
    refusal = QueryError("Nothing was changed. Say --yes to load without being asked.",
                         "No se cambió nada. Use --yes para cargar sin preguntar.",
                         ExitCode.REFUSED)  # fmt: skip
    if not sys.stdin.isatty():
        raise refusal
    asked = Text("Load this? [y/N]", "¿Cargar esto? [s/N]").in_(session.lang)
    answer = click.prompt(asked, default="", show_default=False, prompt_suffix=" ", err=True)
    if answer.strip().casefold() not in _CONSENT:
        raise refusal
    return True


def _show_plan(session: Session, plan: "Plan", *, replaces: bool) -> None:
    from views.overviews import PLAN_HEADINGS, kept_claims, plan_rows  # noqa: PLC0415

    for text in (*plan.repeats, *plan.doubts):
        session.say(*text)
    session.show(PLAN_HEADINGS, plan_rows(plan, session.lang))
    if not replaces and (kept := kept_claims(plan)):
        session.say(*kept)


@contextmanager
def _progress(session: Session, total: int) -> "Iterator[Callable[[int, int], None]]":
    """A bar on stderr for long work, where someone watches."""
    label = Text("Writing", "Escribiendo").in_(session.lang)
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        done = 0

        def told(written: int, _: int) -> None:
            nonlocal done
            bar.update(written - done)
            done = written

        yield told


def _ensure_places(session: Session, store: "Store") -> None:
    """A new store knows the regions, provinces and districts before anything else."""
    from loaders import built_in  # noqa: PLC0415

    if store.seq == 0:
        session.say("Beginning a store with the places of the Macro Sur …",
                    "Empezando un almacén con los lugares del Macro Sur…")  # fmt: skip
        _load_quietly(store, built_in.places())


def _load_quietly(store: "Store", batch: "Batch") -> None:
    from graph.changes import apply, plan_load  # noqa: PLC0415

    apply(store, plan_load(store, batch))


@command(reads=True)
@words_argument("text")
@click.option("--kind", help="Only this kind, e.g. Mine. / Solo esta clase.")
def search(session: Session, text: str, kind: str | None) -> None:
    """Find entities by name, without accents, case or exact form.

    Busca por nombre, sin tildes, mayúsculas ni forma exacta.

    Example / ejemplo: macrosur search nunoa
    """
    from queries.finding import HEADINGS, described, kinds_called, nothing_called, rows  # noqa: PLC0415

    reader = session.read()
    hits = reader.find(text, kinds_called(kind) if kind else (), widely=True)
    if not hits:
        raise nothing_called(reader, text)
    session.show(HEADINGS, rows(described(reader, hits), session.lang, all_ids=session.form != "table"))


@command(reads=True)
@words_argument("name")
def show(session: Session, name: str) -> None:
    """Show all that is known of something: every claim, with its source.

    Muestra todo lo que se sabe de algo: cada afirmación, con su fuente.

    Example / ejemplo: macrosur show "las bambas"
    """
    from queries.finding import entity_id  # noqa: PLC0415
    from views.dossier import HEADINGS, Dossier  # noqa: PLC0415

    reader = session.read()
    found = entity_id(reader, name)
    contents = reader.about(found)
    dossier = Dossier(contents, contents.entities[found], session.lang)
    if session.form == "table":
        click.echo(dossier.text(session.width), nl=False)
    else:
        session.show(HEADINGS, dossier.rows())


@command(reads=True)
@click.argument("name", required=False)
@click.option("--param", "-p", "given", multiple=True, metavar="NAME=VALUE",
              help="A value the question needs. / Un valor que la pregunta necesita.")  # fmt: skip
@QUESTIONS
def query(session: Session, name: str | None, given: tuple[str, ...], questions: Path | None) -> None:
    """Ask a saved question; without a name, list them.

    Hace una pregunta guardada; sin nombre, las enumera.

    Example / ejemplo: macrosur query mines-near -p district=Colquemarca
    """
    from graph import settings  # noqa: PLC0415
    from queries.answers import LISTING, listing, localise  # noqa: PLC0415
    from queries.catalogue import catalogue, question_called, run, values  # noqa: PLC0415

    known = catalogue(questions or settings.questions_folder())
    if name is None:
        session.show(LISTING, listing(known.values(), session.lang))
        return
    question = question_called(name, known)
    rows = localise(question, run(question, session.read(), values(given)), session.lang)
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
    from queries.answers import plain  # noqa: PLC0415
    from queries.catalogue import values  # noqa: PLC0415
    from queries.soundness import unsound  # noqa: PLC0415

    answer = session.read().query(text, values(given))
    for found in unsound(text):
        session.say(f"Line {found.line}: {found.why.en}.", f"Línea {found.line}: {found.why.es}.")
    rows = [[plain(value) for value in row] for row in answer.rows]
    session.show([Text(name, name) for name in answer.columns], rows)
    if not rows:
        session.say("No rows.", "Ninguna fila.")


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
@click.option("--param", "-p", "given", multiple=True, metavar="NAME=VALUE",
              help="A value the question needs. / Un valor que la pregunta necesita.")  # fmt: skip
def export(session: Session, file: Path, asked: str | None, given: tuple[str, ...], **chosen: Any) -> None:  # noqa: ANN401 -- click passes what was typed
    """Write an interactive page: one HTML file, for readers cleared for CLEAR unless --audience says more.

    Escribe una página interactiva: un archivo HTML, para el público CLEAR salvo que --audience diga más.

    Example / ejemplo: macrosur export ccolquemin.html --about "CCOLQUEMIN 2023" --steps 2
    """
    from graph import settings  # noqa: PLC0415
    from queries.catalogue import catalogue, question_called, values  # noqa: PLC0415

    reader = session.read("CLEAR")
    _tell_withheld(session, reader)
    known = catalogue(chosen.pop("questions") or settings.questions_folder())
    question = question_called(asked, known) if asked else None
    _export(session, reader, file, question=question, given=values(given), **chosen)
    session.say(f"Written: {file.resolve()}", f"Escrito: {file.resolve()}")


def _tell_withheld(session: Session, reader: "Reader") -> None:
    if reader.withheld:
        audience = session.audience or "CLEAR"
        session.say(
            f"{reader.withheld} claims are left out: {audience} readers may not see them. "
            "(Only you are told.)",
            f"Se dejan fuera {reader.withheld} afirmaciones que el público {audience} no puede ver. "
            "(Solo se le dice a usted.)",
        )


def _export(session: Session, reader: "Reader", file: Path, **chosen: Any) -> None:  # noqa: ANN401 -- as above
    """Write the page of what `queries.selection.select` chooses, for the session's audience, else CLEAR."""
    from graph.markings import Marking  # noqa: PLC0415
    from queries.selection import select  # noqa: PLC0415
    from views.build import Occasion  # noqa: PLC0415
    from views.export import write_page  # noqa: PLC0415

    part = select(reader, **chosen)
    audience = Marking.parse(session.audience or "CLEAR")
    day = datetime.now(UTC).date()
    occasion = Occasion(
        part.title, session.lang, audience, day, session.slice().at, part.focal, chosen.get("steps", 1)
    )
    write_page(file, part.contents, occasion)


@command(reads=True)
@click.option("--to", required=True, metavar="FOLDER|URL", help="Where the copy goes. / Adónde va la copia.")
def copy(session: Session, to: str) -> None:
    """Copy the store to another folder or server; with --audience, publish a slice as a store of its own.

    Copia el almacén a otra carpeta o servidor; con --audience, publica un corte como almacén propio.

    Example / ejemplo: macrosur copy --to copia --audience GREEN
    """
    from graph import copying  # noqa: PLC0415
    from graph.store import is_server  # noqa: PLC0415
    from graph.store.target import MismatchError, open_target  # noqa: PLC0415
    from views.overviews import COPY_HEADINGS, copied, copy_rows  # noqa: PLC0415

    copying.refuse_same_place(session.store, to)
    audience = None if session.slice().is_everything else "RED"
    reader = session.read(audience)
    _tell_withheld(session, reader)
    with (
        open_target(to, session.target_password(to)) as target,
        _progress(session, copying.claims_in(reader)) as progress,
    ):
        try:
            done = copying.copy(session.open(), target, session.slice(audience), progress)
        except KeyboardInterrupt:
            if is_server(to):
                session.say(
                    "What is there of the copy is closed to everyone; the same command goes on with it.",
                    "Lo que hay de la copia queda cerrado a todos; la misma orden sigue con ello.",
                )
            raise
        except MismatchError as error:
            session.show(COPY_HEADINGS, copy_rows(error.wanted, error.found, session.lang))
            raise
    session.show(COPY_HEADINGS, copy_rows(done.wanted, done.found, session.lang))
    session.say(*copied(done.outcome, to))


@command()
@words_argument("name", required=False)
def schema(session: Session, name: str | None) -> None:
    """List the relation types; with its name, the columns of a sheet, or what a relation type takes.

    Enumera los tipos de relación; con su nombre, las columnas de una hoja, o lo que admite un tipo.

    Example / ejemplo: macrosur schema mines
    """
    from loaders.guide import guide  # noqa: PLC0415
    from loaders.headings import sheet_names  # noqa: PLC0415

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
    from views.overviews import STATUS_HEADINGS, status_rows  # noqa: PLC0415

    found = session.open().status()
    session.say(f"{found.engine}: {found.address}", f"{found.engine}: {found.address}")
    session.show(STATUS_HEADINGS, status_rows(found, session.lang))


def main() -> None:
    """Run the command, and end with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run_command(sys.argv[1:]))


def run_command(arguments: Sequence[str]) -> int:  # noqa: PLR0911 -- one way out each
    """Run one command line, and return its exit code; no traceback reaches a user."""
    lang = _lang_of(arguments)
    try:
        main_group.main(list(arguments), prog_name="macrosur", standalone_mode=False, obj=lang)
    except MacroSurError as error:
        _complain(error, lang)
        return error.code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show(sys.stderr)
        return ExitCode.USAGE
    except click.ClickException as error:
        from views import usage  # noqa: PLC0415 -- seldom needed

        _tell(usage.told(error), lang)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _tell(
            Text("Stopped; nothing half-done was kept.", "Detenido; no quedó nada a medias."),
            _lang_of(arguments),
        )
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:  # noqa: BLE001 -- the last resort, so that a user reads a sentence
        return _fault(error, lang)
    return ExitCode.OK


def _lang_of(arguments: Sequence[str]) -> Lang:
    """The language to complain in, whatever else is wrong with the command line."""
    from graph import settings  # noqa: PLC0415 -- kept from --help

    for place, argument in enumerate(arguments):
        for given in (argument.partition("=")[2], *arguments[place + 1 : place + 2]):
            if argument.startswith("--lang") and given in LANGS:
                return given
    return settings.language()


def _complain(error: MacroSurError, lang: Lang) -> None:
    if isinstance(error, BadDataError):
        for problem in error.problems:
            _tell(Text(problem.in_("en"), problem.in_("es")), lang)
    _tell(error.text, lang)


def _tell(text: Text, lang: Lang) -> None:
    from views.tables import printable  # noqa: PLC0415

    click.echo(printable(text.in_(lang)), err=True)


def _fault(error: Exception, lang: Lang) -> int:
    if os.environ.get("MACROSUR_DEBUG"):
        traceback.print_exception(error)
    version = metadata.version("macrosur")
    _tell(Text(
        f"This is a fault of macrosur {version}, not yours: {type(error).__name__}. Nothing half-done was "
        "kept. MACROSUR_DEBUG=1 shows the details; they may hold names from your data.",
        f"Es un defecto de macrosur {version}, no suyo: {type(error).__name__}. No quedó nada a medias. "
        "MACROSUR_DEBUG=1 muestra los detalles; pueden contener nombres de sus datos.",
    ), lang)  # fmt: skip
    return ExitCode.FAULT


if __name__ == "__main__":
    main()
