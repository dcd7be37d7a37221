"""What can go wrong and be mended by a user: worded in both languages, with the exit code it leads to."""

import enum
import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from textwrap import shorten

from graph.text import Lang, Text

_MOST_TOLD = 1000  # of one sort; whoever has so many mends them by the column, not one by one
_SHOWN = 60  # characters of a wrong cell that are repeated to the user


class ExitCode(enum.IntEnum):
    """What a script may rely on; the numbers do not change."""

    OK = 0
    FAULT = 1  # ours: a defect of the program
    USAGE = 2  # the command line is wrong (click's own code)
    NOT_FOUND = 3  # the name, file or question asked for is not there
    BAD_DATA = 4  # a file holds what cannot be loaded; nothing was
    STORE = 5  # the store cannot be opened, read or written, or the answer cannot be written
    REFUSED = 6  # understood, and not done: a write through `cypher`, an unanswered confirmation
    ATTENTION = 7  # `doctor` found what wants mending
    INTERRUPTED = 130  # stopped, as with Ctrl-C; nothing half-done can be opened


@dataclass
class MacroSurError(Exception):
    """An error that is told to the user as it is, without a traceback.

    Attributes:
        text: What is wrong and what to do next.
        code: How the command ends.
    """

    text: Text
    code: ExitCode = ExitCode.FAULT

    def __str__(self) -> str:
        return self.text.en


_REASONS = {
    errno.ENOENT: Text("there is no such folder", "no existe esa carpeta"),
    errno.ENOTDIR: Text("a part of its path is no folder", "una parte de su ruta no es una carpeta"),
    errno.EISDIR: Text("it is a folder", "es una carpeta"),
    errno.EACCES: Text("you may not write there, or another program has it open",
                       "no tiene permiso de escribir ahí, u otro programa lo tiene abierto"),
    errno.EPERM: Text("you may not write there", "no tiene permiso de escribir ahí"),
    errno.EROFS: Text("nothing can be written on that disk", "ese disco es de solo lectura"),
    errno.ENOSPC: Text("the disk is full", "el disco está lleno"),
    errno.ENAMETOOLONG: Text("its name is too long", "su nombre es demasiado largo"),
}  # fmt: skip


def reason(error: OSError) -> Text:
    """Why the system did not let something be written; in its own words where we have none."""
    system = error.strerror or type(error).__name__
    return _REASONS.get(error.errno or 0, Text(system, system))


class StoreError(MacroSurError):
    """The store cannot be opened, read or written."""

    def __init__(self, en: str, es: str) -> None:
        super().__init__(Text(en, es), ExitCode.STORE)


class NoStoreError(StoreError):
    """There is no store yet where one was looked for."""


class UnfinishedStoreError(NoStoreError):
    """What is there was begun and never finished: nobody may read it, and whoever writes begins again."""

    def __init__(self, address: str, *, running: bool) -> None:
        now = Text("is being filled right now by another program. Wait until it has finished.",
                   "se está llenando ahora mismo desde otro programa. Espere a que termine.")  # fmt: skip
        then = Text(
            "was being filled when something broke it off, and holds only a part. Run the `macrosur load`, "
            "`demo` or `copy` again: a load takes the part away and begins anew, a copy goes on with it.",
            "se estaba llenando cuando algo lo interrumpió, y contiene solo una parte. Repita `macrosur "
            "load`, `demo` o `copy`: una carga quita esa parte y empieza de nuevo; una copia sigue con ella.",
        )
        told = now if running else then
        super().__init__(f"The store at {address} {told.en}", f"El almacén en {address} {told.es}")


class StoreMovedError(StoreError):
    """Someone else wrote to the store after the plan was made; plan again."""

    def __init__(self) -> None:
        super().__init__(
            "The store was changed by someone else meanwhile. Nothing that can be opened was written; run "
            "the command again.",
            "Otra persona cambió el almacén entretanto. No se escribió nada que pueda abrirse; ejecute la "
            "orden de nuevo.",
        )


class StoppedError(MacroSurError):
    """A copy to a server was stopped, and what is there of it stays to go on with."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Stopped. What is there of the copy is closed to everyone; the same command goes on with it.",
                "Detenido. Lo que hay de la copia queda cerrado a todos; la misma orden sigue con ello.",
            ),
            ExitCode.INTERRUPTED,
        )


class QueryError(MacroSurError):
    """A question cannot be run as it is written."""

    def __init__(self, en: str, es: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(Text(en, es), code)


@dataclass(frozen=True, slots=True)
class Address:
    """Where in a user's files a row stands; rows are counted as Excel does, the headings being row 1."""

    file: str
    sheet: str = ""
    row: int = 0

    def in_(self, lang: Lang) -> str:
        """The address in words."""
        parts = [self.file]
        if self.sheet and self.sheet not in {self.file, PurePath(self.file).stem}:
            parts.append(("sheet " if lang == "en" else "hoja ") + self.sheet)
        if self.row:
            parts.append(("row " if lang == "en" else "fila ") + str(self.row))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a file that keeps it from being loaded.

    Attributes:
        address: The file, sheet and row.
        column: The column's heading as the file has it, or empty.
        value: The cell as the file has it, or empty.
        text: What is wrong, and what to write instead.
    """

    address: Address
    column: str
    value: str
    text: Text

    def in_(self, lang: Lang) -> str:
        """The whole problem on one line."""
        where = self.address.in_(lang)
        before, after = "“”" if lang == "en" else "«»"
        if self.column:
            where += (", column " if lang == "en" else ", columna ") + before + self.column + after
        cell = f": {before}{shorten(self.value, _SHOWN, placeholder='…')}{after}" if self.value else ""
        told = self.text.in_(lang)
        return f"{where}{cell}: {told}" + ("" if told.endswith((".", "?", "!")) else ".")


def as_many_as_are_read(texts: Sequence[Text]) -> Iterator[Text]:
    """What is to be told one after the other, and how many more there are where these would bury the rest."""
    yield from texts[:_MOST_TOLD]
    if (left := len(texts) - _MOST_TOLD) > 0:
        yield Text(f"… and {left} more like these.", f"… y {left} más como estos.")


class BadDataError(MacroSurError):
    """The problems of a file, all together; nothing of it was loaded.

    Args:
        problems: The problems; one that comes twice is told once.
        names_wait: Whether names were not looked up, since not all could be read.
    """

    def __init__(self, problems: Sequence[Problem], *, names_wait: bool = False) -> None:
        self.problems = tuple(dict.fromkeys(problems))  # statements of one row share its cells
        count = len(self.problems)
        later = Text(" Names are looked up once all can be read.",
                     " Los nombres se buscan cuando todo se pueda leer.")  # fmt: skip
        en, es = later if names_wait else ("", "")
        super().__init__(
            Text(
                f"{count} problem{'' if count == 1 else 's'}; nothing was loaded.{en}",
                f"{count} problema{'' if count == 1 else 's'}; no se cargó nada.{es}",
            ),
            ExitCode.BAD_DATA,
        )
