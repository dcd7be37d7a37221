"""What a user has set beside the command line: in the environment, or in macrosur.toml of this folder."""

import locale
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from graph.errors import QueryError
from graph.text import LANGS, Lang, Text

_FILE = Path("macrosur.toml")
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
DEFAULT = Text("default", "por omisión")


class Setting(NamedTuple):
    """What holds, and where it comes from."""

    value: str
    origin: Text


def language() -> Lang:
    """MACROSUR_LANG, else Spanish where the machine speaks it."""
    return "es" if language_setting().value == "es" else "en"


def language_setting() -> Setting:
    """The language, and where it comes from; a MACROSUR_LANG that is none of ours is passed over."""
    if (named := os.environ.get("MACROSUR_LANG", "").lower()) in LANGS:
        return Setting(named, _variable("MACROSUR_LANG"))
    variable = next((key for key in _LOCALE if os.environ.get(key)), "")
    spoken = os.environ[variable] if variable else locale.getlocale()[0] or ""
    lang = "es" if spoken.lower().startswith(("es", "spanish")) else "en"
    return Setting(
        lang, _variable(variable) if variable else Text("the system's settings", "configuración del sistema")
    )


def store_setting() -> Setting:
    """The store's address, and where it comes from.

    Raises:
        QueryError: macrosur.toml cannot be read.
    """
    if named := os.environ.get("MACROSUR_STORE"):
        return Setting(named, _variable("MACROSUR_STORE"))
    if named := _store_in_file():
        return Setting(named, _file())
    return _default_store()


def store_setting_despite_file() -> Setting:
    """The same; where macrosur.toml cannot be read, as if it were not there."""
    try:
        return store_setting()
    except QueryError:
        return _default_store()


def not_followed() -> Iterator[Text]:
    """What is set and does not hold, each with what to set instead."""
    named = os.environ.get("MACROSUR_LANG", "")
    if named and named.lower() not in LANGS:
        yield Text(f"MACROSUR_LANG is “{named}”, which is passed over; set it to es or en.",
                   f"MACROSUR_LANG es «{named}» y no se sigue; defínala como es o en.")  # fmt: skip
    try:
        _store_in_file()
        unknown = [key for key in _in_file() if key != "store"]
    except QueryError as error:
        yield error.text
        return
    for key in unknown:
        instead = _VARIABLES.get(key, Text("delete the line", "borre la línea"))
        yield Text(f"macrosur.toml sets “{key}”, which it cannot; {instead.en}.",
                   f"macrosur.toml define «{key}», que ahí no vale; {instead.es}.")  # fmt: skip


_VARIABLES = {
    key: Text(f"set the variable {name} instead", f"defina en su lugar la variable {name}")
    for key, name in (("lang", "MACROSUR_LANG"), ("pages", "MACROSUR_PAGES"), ("queries", "MACROSUR_QUERIES"))
}
_EXAMPLE = 'store = "almacen"'


def _store_in_file() -> str:
    """The store that macrosur.toml names, or "".

    Raises:
        QueryError: The file cannot be read, or names it otherwise than as a text.
    """
    named = _in_file().get("store", "")
    if not isinstance(named, str):
        raise QueryError(
            f"In macrosur.toml, “store” is no text; write it in quotes: {_EXAMPLE}.",
            f"En macrosur.toml, «store» no es un texto; póngalo entre comillas: {_EXAMPLE}.",
        )
    return named


def _in_file() -> dict[str, Any]:
    """What macrosur.toml of this folder says.

    Raises:
        QueryError: It cannot be read.
    """
    import tomllib  # noqa: PLC0415 -- kept from --help, which needs no store

    if not _FILE.is_file():
        return {}
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(str(error)) from error
    except UnicodeDecodeError as error:
        raise QueryError("macrosur.toml cannot be read; save it as UTF-8.",
                         "No se puede leer macrosur.toml; guárdelo como UTF-8.") from error  # fmt: skip


def _unreadable(said: str) -> QueryError:
    line = re.search(r"line ([0-9]+)", said)
    en, es = (f" in line {line[1]}", f" en la línea {line[1]}") if line else ("", "")
    return QueryError(
        f"macrosur.toml cannot be read{en}; write lines such as {_EXAMPLE} (its reader says: {said}).",
        f"No se puede leer macrosur.toml{es}; escriba líneas como {_EXAMPLE} (el lector dice, en "
        f"inglés: {said}).",
    )


def _default_store() -> Setting:
    return Setting(str(_user_data() / "store"), DEFAULT)


def pages_folder() -> Path:
    """Where pages go that are made to be looked at: MACROSUR_PAGES, else a folder among the user's data."""
    return Path(pages_setting().value)


def pages_setting() -> Setting:
    """The folder of the pages, and where it comes from."""
    if named := os.environ.get("MACROSUR_PAGES"):
        return Setting(named, _variable("MACROSUR_PAGES"))
    return Setting(str(_user_data() / "pages"), DEFAULT)


def questions_folder() -> Path | None:
    """The folder of a user's own questions: MACROSUR_QUERIES, else `queries` beside macrosur.toml.

    Raises:
        QueryError: MACROSUR_QUERIES names no folder.
    """
    named = questions_setting()
    if named.value and not Path(named.value).is_dir():
        raise QueryError(f"MACROSUR_QUERIES names no folder: {named.value}. Set it to one.",
                         f"MACROSUR_QUERIES no nombra una carpeta: {named.value}. Corríjala.")  # fmt: skip
    return Path(named.value) if named.value else None


def questions_setting() -> Setting:
    """The folder of a user's own questions, or "", and where it comes from."""
    if named := os.environ.get("MACROSUR_QUERIES"):
        return Setting(named, _variable("MACROSUR_QUERIES"))
    beside = _FILE.with_name("queries")
    return Setting(str(beside), _file()) if _FILE.is_file() and beside.is_dir() else Setting("", DEFAULT)


def _user_data() -> Path:
    import platformdirs  # noqa: PLC0415 -- kept from --help

    return platformdirs.user_data_path("macrosur")


def _variable(name: str) -> Text:
    return Text(f"the variable {name}", f"la variable {name}")


def _file() -> Text:
    return Text(f"the file {_FILE.absolute()}", f"el archivo {_FILE.absolute()}")
