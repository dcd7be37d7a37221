"""Opens databases with ArcadeDB, each folder once in a process, and words what the engine refuses."""

import logging
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import MacroSurError, QueryError, StoreError

if TYPE_CHECKING:
    from arcadedb import Database


def prepare_engine(log_folder: Path) -> None:
    """Say where the engine's log goes, before the engine is first imported: it logs names."""
    log_folder.mkdir(parents=True, exist_ok=True)
    os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
    os.environ["ARCADEDB_LOG_DIR"] = str(log_folder)
    logging.getLogger("arcadedb").addHandler(logging.NullHandler())  # of its log it would complain on stderr


def engine() -> Any:  # noqa: ANN401 -- the engine ships no types
    """The engine's package; its log must have been prepared for."""
    import arcadedb  # noqa: PLC0415 -- 0.2 s, and its log must be configured before

    return arcadedb


def write_errors() -> tuple[type[Exception], ...]:
    """What is raised where files cannot be written; the engine's only once it has been imported."""
    loaded = sys.modules.get("arcadedb")
    return (OSError, loaded.ArcadeDBError) if loaded else (OSError,)


def open_database(folder: Path, *, read_only: bool) -> "Database":
    """Open a database that is there.

    Raises:
        StoreError: The engine cannot.
    """
    arcade = engine()
    try:
        return arcade.open_database(str(folder), read_only=read_only)
    except arcade.ArcadeDBError as error:
        raise StoreError(
            f"The store's files in {folder} cannot be opened. Is the disk full, or another program using "
            "them?",
            f"No se pueden abrir los archivos del almacén en {folder}. ¿Está lleno el disco, o los usa otro "
            "programa?",
        ) from error


# The engine opens a folder once in a process: (the database, how many readers have it), by folder.
_shared: dict[Path, "tuple[Database, int]"] = {}


def share(folder: Path) -> "Database":
    """A database to read, opened if no one in this process has it open."""
    database, readers = _shared.get(folder) or (open_database(folder, read_only=True), 0)
    _shared[folder] = database, readers + 1
    return database


def give_back(folder: Path) -> None:
    """Give a shared database back; the last one closes it."""
    database, readers = _shared.pop(folder)
    if readers > 1:
        _shared[folder] = database, readers - 1
    else:
        database.close()


def query_error(message: str) -> MacroSurError:
    """The engine's refusal in our words, with its own for what only it knows."""
    if missing := re.search(r"Expected parameter\(s\): (.+)", message):
        return missing_parameter(missing[1])
    if "NotIdempotent" in message:
        return QueryError("This would change the graph; `cypher` only reads.",
                          "Esto cambiaría el grafo; `cypher` solo lee.")  # fmt: skip
    detail = re.sub(r"^Query failed: (?:[\w.$]+: )?", "", message).split(" (caused by", maxsplit=1)[0]
    return not_understood(detail)


def missing_parameter(name: str) -> QueryError:
    """A question was asked without a value it needs."""
    return QueryError(
        f"The question needs a value for ${name}; give it with --param {name}=….",
        f"La pregunta necesita un valor para ${name}; déselo con --param {name}=….",
    )


def not_understood(detail: str) -> QueryError:
    """The engine could not make sense of a text."""
    said = detail.rstrip(".")
    return QueryError(
        f"The Cypher is not understood; the engine says: {said}. Write for example MATCH (m:Mine) RETURN "
        "m.name_en, or ask a question that is there: `macrosur query`.",
        f"No se entiende el Cypher; el motor dice, en inglés: {said}. Escriba por ejemplo MATCH (m:Mine) "
        "RETURN m.name_es, o haga una pregunta guardada: `macrosur query`.",
    )
