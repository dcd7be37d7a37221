"""What a user has set beside the command line: in the environment, or in macrosur.toml of this folder."""

import locale
import os
from pathlib import Path
from typing import NamedTuple

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


def store_address() -> str:
    """MACROSUR_STORE, else `store` in macrosur.toml, else a folder among the user's data.

    Raises:
        QueryError: macrosur.toml cannot be read.
    """
    return store_setting().value


def store_setting() -> Setting:
    """The store's address, and where it comes from.

    Raises:
        QueryError: macrosur.toml cannot be read.
    """
    import tomllib  # noqa: PLC0415 -- kept from --help, which needs no store

    if named := os.environ.get("MACROSUR_STORE"):
        return Setting(named, _variable("MACROSUR_STORE"))
    if _FILE.is_file():
        try:
            named = tomllib.loads(_FILE.read_text(encoding="utf-8")).get("store", "")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise QueryError(f"macrosur.toml cannot be read: {error}.",
                             f"No se puede leer macrosur.toml: {error}.") from error  # fmt: skip
    if named:
        return Setting(str(named), _file())
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
