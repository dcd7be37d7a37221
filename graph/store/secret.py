"""Keeps what a store's ids are made with out of every answer.

An embedded store has it in a file beside its database, where no Cypher reaches. A server has one graph and
nothing else: there an answer is looked through before it is given, which stops what is shown by mistake. Who
means to have it needs no help of ours: whoever may log in to a server may read all of it.
"""

import os
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from graph.errors import ExitCode, QueryError, StoreError

_FILE = "secret"
_TELLING = 10  # characters of it; so many in a row are in no id by chance
_FIGURES = re.compile(f"[0-9a-fA-F]{{{_TELLING},}}")


def keep(state: Path, secret: str) -> None:
    """Write a secret beside the database of a state; the system lets nobody else read it."""
    with os.fdopen(os.open(state / _FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secret)


def kept(state: Path) -> str:
    """The secret of a state.

    Raises:
        StoreError: It is not there.
    """
    try:
        return (state / _FILE).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise StoreError(
            f"The file {_FILE} in {state} is missing or damaged. Put the whole folder of the store back from "
            "a copy of it.",
            f"Falta el archivo {_FILE} en {state}, o está dañado. Restaure toda la carpeta del almacén desde "
            "una copia.",
        ) from error


def refuse_to_tell(secret: str, rows: Iterable[Iterable[object]]) -> None:
    """Let no answer pass that holds the secret, or a part of it.

    Raises:
        QueryError: It does.
    """
    parts = {text[start : start + _TELLING] for text in (secret, secret[::-1]) for start in _starts(text)}
    if parts and any(_tells(parts, value) for row in rows for value in row):
        raise QueryError(
            "The answer would show the store's secret, which no question needs. Start from a kind: (n:Mine).",
            "La respuesta mostraría el secreto del almacén, que nadie necesita. Empiece por una clase: "
            "(n:Mine).",
            ExitCode.REFUSED,
        )


def _starts(text: str) -> range:
    return range(len(text) - _TELLING + 1)


def _tells(parts: AbstractSet[str], value: object) -> bool:
    if isinstance(value, str):
        figures = (found[0].lower() for found in _FIGURES.finditer(value))
        return any(text[start : start + _TELLING] in parts for text in figures for start in _starts(text))
    if isinstance(value, Mapping):
        return any(_tells(parts, item) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple):
        pieces = "".join(item for item in value if isinstance(item, str) and len(item) < _TELLING)
        return _tells(parts, pieces) or any(_tells(parts, item) for item in value)
    return False
