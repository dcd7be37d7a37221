"""The folder of an embedded store: which state is current, who writes, who reads what, and what may go.

CURRENT            the name of the current state
writer.lock        held by the writer
states/000007/     a state: db/ is the engine's, secret what ids are made with, slices/ what was cut from it
states/000007.use  held, shared, by everyone who reads that state
log/               the engine's own log (names may be in it, so it stays in the store)
"""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import portalocker

from graph.errors import StoreError, reason
from graph.store.engine import write_errors
from graph.text import Text

_ROOM = 1 << 20  # bytes; with less, whatever a writer complains of is a full disk
_WAIT = 10.0  # seconds for a state that is locked; whoever sweeps it away needs less than one
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def told_if_not_allowed(root: Path) -> Iterator[None]:
    """Say plainly what keeps one from a store's files: others, the system, a full disk, missing rights."""
    try:
        yield
    except portalocker.AlreadyLocked as error:
        raise StoreError(
            f"Another program is busy with the store in {root}. Try again when it has finished.",
            f"Otro programa está ocupado con el almacén de {root}. Intente de nuevo cuando termine.",
        ) from error
    except portalocker.LockException as error:
        raise StoreError(
            f"Files in {root} cannot be locked, as on some network disks, and without locks two loads at "
            "once would spoil each other. Name a folder on a disk of this computer with --store.",
            f"No se pueden bloquear archivos en {root}, como en algunos discos de red, y sin bloqueos dos "
            "cargas a la vez se dañarían. Indique con --store una carpeta en un disco de esta computadora.",
        ) from error
    except write_errors() as error:
        if not isinstance(error, OSError) or error.errno not in _NOT_ALLOWED:
            raise _not_written(root, error) from error
        raise StoreError(
            f"This account may not read and write the store in {root}, and even reading takes both. Change "
            "who may, or name another folder with --store.",
            f"Esta cuenta no puede leer y escribir en el almacén de {root}, y hasta leerlo requiere ambas "
            "cosas. Cambie los permisos, o indique otra carpeta con --store.",
        ) from error


def _not_written(root: Path, error: Exception) -> StoreError:
    unknown = Text("the engine does not say why", "el motor no dice por qué")
    why = reason(error) if isinstance(error, OSError) else unknown
    with suppress(OSError):
        if "No space left" in str(error) or shutil.disk_usage(root).free < _ROOM:
            why = reason(OSError(errno.ENOSPC, ""))
    return StoreError(
        f"The files of the store in {root} cannot be written: {why.en}. The store is as it was; mend that (a "
        "store needs room for itself once more), and run the command again.",
        f"No se pueden escribir los archivos del almacén en {root}: {why.es}. El almacén sigue como estaba; "
        "corrija eso (un almacén necesita espacio para sí mismo otra vez) y repita la orden.",
    )


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Be the one who writes.

    Raises:
        StoreError: Another program is.
    """
    lock = portalocker.Lock(
        root / "writer.lock",
        "a",
        timeout=0,
        flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING,
    )
    try:
        lock.acquire()
    except portalocker.AlreadyLocked as error:
        raise StoreError(
            f"Another program is writing to the store in {root}. Try again when it has finished.",
            f"Otro programa está escribiendo en el almacén {root}. Intente de nuevo cuando termine.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def built_beside(target: Path, *, shared: bool = False) -> Iterator[Path]:
    """A folder to build in, renamed to `target` when all went well, removed when not.

    Args:
        target: The folder to be.
        shared: Others may build the same at once, and whoever is first is right; else what stands there is
            an orphan that no CURRENT ever named.
    """
    building = Path(tempfile.mkdtemp(prefix=f"{target.name}.building-", dir=target.parent))
    try:
        yield building
        if not shared:
            shutil.rmtree(target, ignore_errors=True)
        try:
            building.rename(target)
        except OSError:
            if not (shared and target.is_dir()):
                raise
            shutil.rmtree(building, ignore_errors=True)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def copy_files(source: Path, target: Path) -> None:
    """Copy a database; the first file that cannot be copied says why, unlike with `shutil.copytree`."""
    target.mkdir()
    for file in source.iterdir():
        shutil.copy2(file, target)


def make_current(root: Path, state: str) -> None:
    """Name the state that readers open from now on."""
    beside = root / "CURRENT.new"
    with beside.open("w", encoding="ascii") as file:
        file.write(state)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(root / "CURRENT")


def current_state(root: Path) -> str:
    """The name of the state that readers open now.

    Raises:
        StoreError: The file that says so is damaged.
    """
    state = (root / "CURRENT").read_text(encoding="ascii").strip()
    if not re.fullmatch(r"\d{6,}", state):
        raise StoreError(
            f"The file CURRENT in {root} is damaged.", f"El archivo CURRENT en {root} está dañado."
        )
    return state


def hold_current(root: Path) -> tuple[str, portalocker.Lock]:
    """The current state, and the shared lock that keeps a writer from sweeping it away."""
    while True:
        state = current_state(root)
        use = portalocker.Lock(
            root / "states" / f"{state}.use",
            "a",
            timeout=_WAIT,
            flags=portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING,
        )
        use.acquire()
        if current_state(root) == state:
            return state, use
        use.release()


def sweep(root: Path) -> None:
    """Remove old states that nobody reads, and what killed writers left."""
    current = current_state(root)
    with suppress(StoreError, OSError, portalocker.LockException), writing(root):
        for folder in (root / "states").iterdir():
            if folder.is_dir() and folder.name != current:
                _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    use = folder.with_name(f"{folder.name.partition('.')[0]}.use")
    lock = portalocker.Lock(
        use, "a", timeout=0, flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
    )
    if ".building-" in folder.name:
        shutil.rmtree(folder, ignore_errors=True)
        return
    with suppress(portalocker.LockException):
        lock.acquire()
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        use.unlink(missing_ok=True)
