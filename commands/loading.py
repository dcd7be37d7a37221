"""`load`: the conversation in which a plan is made, shown, agreed to and written, whole or not at all."""

import sys
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from commands.history import show_differences
from commands.options import MARKING, command
from commands.session import Session
from graph.errors import (
    BadDataError,
    ExitCode,
    NoStoreError,
    QueryError,
    StoreError,
    StoreMovedError,
    as_many_as_are_read,
)
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click._termui_impl import ProgressBar

    from graph.model import Batch, Plan
    from graph.store import Store

_PLANS_TRIED = 5  # when others keep writing to the store meanwhile
_DIFFERENCES_SHOWN = 20
_CONSENT = {"y", "yes", "s", "si", "sí"}  # in either language, whichever the question was asked in


@command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dataset", help="Name of the data set. / Nombre del conjunto de datos.")
@click.option(
    "--tlp",
    **MARKING,
    default="AMBER",
    show_default=True,
    help="Marking of rows without one. / Marca de las filas sin marca.",
)
@click.option(
    "--replace", is_flag=True, help="Retract what the files no longer say. / Retira lo que ya no dicen."
)
@click.option(
    "--dry-run", is_flag=True, help="Show the plan, change nothing. / Muestra el plan, no cambia nada."
)
@click.option("--yes", is_flag=True, help="Do not ask. / No pregunta.")  # fmt: skip
def load(session: Session, paths: tuple[Path, ...], dataset: str | None, tlp: str, **flags: bool) -> None:
    """Load tables (CSV, folders of CSV, XLSX) into the graph, whole or not at all.

    Carga tablas (CSV, carpetas de CSV, XLSX) en el grafo, todo o nada.

    Example / ejemplo: macrosur load actores.xlsx --dry-run
    """
    from graph.changes import plan_load
    from graph.markings import Marking
    from loaders.tables import read_tables

    batch = read_tables(paths, dataset)
    if batch.problems:
        raise _with_names_looked_up(session, batch)
    plan_for = partial(plan_load, batch=batch, default_tlp=Marking.parse(tlp), replace_gone=flags["replace"])

    def is_agreed(plan: "Plan", store: "Store") -> bool:
        _show_plan(session, plan, store, replaces=flags["replace"])
        return _is_to_be_written(session, plan, is_named=dataset is not None, **flags)

    agreed_on = None
    if not _is_begun(session):
        with _draft() as draft:
            plan = plan_for(draft)
            if not is_agreed(plan, draft):
                return
        agreed_on = plan.seq
    _write(session, plan_for, lambda plan, store: plan.seq == agreed_on or is_agreed(plan, store))


def _write(
    session: Session, plan_for: "Callable[[Store], Plan]", is_agreed: "Callable[[Plan, Store], bool]"
) -> None:
    """Plan and apply, anew when others wrote meanwhile; the store is begun where there is none."""
    from graph.changes import apply

    store = session.open(create=True)
    ensure_places(session, store)
    for _ in range(_PLANS_TRIED):
        plan = plan_for(store)
        if not is_agreed(plan, store):
            return
        try:
            with progress_bar(session, len(plan.add)) as progress:
                progress(0, len(plan.add))  # a big load writes for seconds before it tells how far it is
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
    from graph.store import open_store
    from loaders import built_in

    # The engine keeps its log open in the folder until the command ends, which not every system lets go.
    with (
        TemporaryDirectory(prefix="macrosur-", ignore_cleanup_errors=True) as folder,
        open_store(folder, create=True) as store,
    ):
        load_quietly(store, built_in.places())
        yield store


def _with_names_looked_up(session: Session, batch: "Batch") -> BadDataError:
    """The problems of a batch, and of the names in it as well, where there is a store to look them up in."""
    from graph.changes import plan_load

    try:
        with nullcontext(session.open()) if _is_begun(session) else _draft() as store:
            plan_load(store, batch)
    except BadDataError as error:
        return error
    except StoreError:
        # It is away; what is wrong with the files is wrong all the same.
        return BadDataError(batch.problems, names_wait=True)
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


def _show_plan(session: Session, plan: "Plan", store: "Store", *, replaces: bool) -> None:
    from graph.differences import of_plan
    from views.overviews import PLAN_HEADINGS, kept_claims, plan_rows

    for text in (*as_many_as_are_read(plan.repeats), *as_many_as_are_read(plan.doubts)):
        session.say(*text)
    session.show(PLAN_HEADINGS, plan_rows(plan, session.lang))
    if session.form == "table":  # to be read by people alone
        show_differences(session, of_plan(plan, store.known, _DIFFERENCES_SHOWN))
    if not replaces and (kept := kept_claims(plan)):
        session.say(*kept)


@contextmanager
def progress_bar(session: Session, total: int) -> "Iterator[Callable[[int, int], None]]":
    """A bar on stderr for long work, from the moment on when something is written."""
    label = Text("Writing …", "Escribiendo…").in_(session.lang)
    with ExitStack() as ending:
        bar: ProgressBar[int] | None = None
        done = 0

        def told(written: int, _: int) -> None:
            nonlocal bar, done
            bar = bar or ending.enter_context(
                # What is left is guessed from the first claims, which wait for the engine: by hours too long.
                click.progressbar(length=total, label=label, show_eta=False, show_pos=True, file=sys.stderr)
            )
            bar.update(written - done)
            done = written

        yield told


def ensure_places(session: Session, store: "Store") -> None:
    """A new store knows the regions, provinces and districts before anything else."""
    from loaders import built_in

    if store.seq == 0:
        session.say("Beginning a store with the places of the Macro Sur …",
                    "Empezando un almacén con los lugares del Macro Sur…")  # fmt: skip
        load_quietly(store, built_in.places())


def load_quietly(store: "Store", batch: "Batch") -> None:
    """Load what comes with the program, of which nothing needs to be shown or asked."""
    from graph.changes import apply, plan_load

    apply(store, plan_load(store, batch))
