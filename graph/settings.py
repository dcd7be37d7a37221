"""What a user has set beside the command line: in the environment, or in macrosur.toml of this folder."""

import locale
import os
from pathlib import Path

from graph.errors import QueryError
from graph.text import Lang

_FILE = Path("macrosur.toml")


def language() -> Lang:
    """Spanish where the machine speaks it."""
    named = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    return "es" if (named or locale.getlocale()[0] or "").lower().startswith(("es", "spanish")) else "en"


def store_address() -> str:
    """MACROSUR_STORE, else `store` in macrosur.toml, else a folder among the user's data.

    Raises:
        QueryError: macrosur.toml cannot be read.
    """
    import tomllib  # noqa: PLC0415 -- kept from --help, which needs no store

    import platformdirs  # noqa: PLC0415

    if named := os.environ.get("MACROSUR_STORE"):
        return named
    if _FILE.is_file():
        try:
            named = tomllib.loads(_FILE.read_text(encoding="utf-8")).get("store", "")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise QueryError(f"macrosur.toml cannot be read: {error}.",
                             f"No se puede leer macrosur.toml: {error}.") from error  # fmt: skip
    return str(named or platformdirs.user_data_path("macrosur") / "store")


def pages_folder() -> Path:
    """Where pages go that are made to be looked at: MACROSUR_PAGES, else a folder among the user's data."""
    import platformdirs  # noqa: PLC0415 -- as above

    named = os.environ.get("MACROSUR_PAGES")
    return Path(named) if named else platformdirs.user_data_path("macrosur") / "pages"


def questions_folder() -> Path | None:
    """The folder of a user's own questions: MACROSUR_QUERIES, else `queries` beside macrosur.toml.

    Raises:
        QueryError: MACROSUR_QUERIES names no folder.
    """
    if named := os.environ.get("MACROSUR_QUERIES"):
        if not Path(named).is_dir():
            raise QueryError(f"MACROSUR_QUERIES names no folder: {named}. Set it to one.",
                             f"MACROSUR_QUERIES no nombra una carpeta: {named}. Corríjala.")  # fmt: skip
        return Path(named)
    beside = _FILE.with_name("queries")
    return beside if _FILE.is_file() and beside.is_dir() else None
