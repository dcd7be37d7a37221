"""Looks a store over without changing it: where it lies, whether it can be read and written."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from graph.errors import MacroSurError, StoreError
from graph.health import Finding, alike
from graph.store.addresses import server_address
from graph.store.base import Store
from graph.text import Text

_LEAST_ROOM = 500 << 20  # bytes; a small store, its log and some pages want less
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
_STORE = Text("Store", "Almacén")
_WRITING = Text("Writing", "Escritura")


def of_address(url: str) -> Iterator[Finding]:
    """What can be seen of a store before it is opened.

    Raises:
        StoreError: It is no address of a store.
    """
    if server := server_address(url):
        host = server.uri.partition("://")[2].rpartition(":")[0]
        is_safe = host in _HERE or "+s" in server.uri.partition("://")[0]
        yield Finding(_STORE, alike(server.uri), None if is_safe else Text(
            "The password and the data travel unencrypted: write neo4j+s:// if the server can, or use a "
            "tunnel.",
            "La contraseña y los datos viajan sin cifrar: escriba neo4j+s:// si el servidor puede, o use un "
            "túnel.",
        ))  # fmt: skip
        return
    root = Path(url).expanduser().absolute()
    yield Finding(_STORE, alike(str(root)))
    if (root / "CURRENT").is_file():
        yield _writable(root)
    yield _room(root)


def _writable(root: Path) -> Finding:
    """Whether this account, now, could write; a lock is taken for a moment and nothing changed."""
    from graph.store.states import told_if_not_allowed, writing  # noqa: PLC0415 -- not for a server

    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return Finding(_WRITING, Text("not allowed", "no permitida"), Text(
            "Even reading takes the right to write in the folder: change who may, or name another with "
            "--store.",
            "Hasta leer requiere poder escribir en la carpeta: cambie los permisos o indique otra con "
            "--store.",
        ))  # fmt: skip
    try:
        with told_if_not_allowed(root), writing(root):
            return Finding(_WRITING, Text("possible", "posible"))
    except StoreError as error:
        return Finding(_WRITING, Text("not now", "ahora no"), error.text)


def _room(root: Path) -> Finding:
    """The disk: a load copies the current state, so it needs room for that once more."""
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    free, needed = shutil.disk_usage(there).free, _LEAST_ROOM + _size(root)
    found = Text(f"{free / (1 << 30):,.1f} GB", f"{free / (1 << 30):.1f} GB".replace(".", ","))
    return Finding(Text("Free on the disk", "Libre en el disco"), found, None if free >= needed else Text(
        f"A load needs about {needed >> 20} MB: make room, or move the store with `macrosur copy`.",
        f"Una carga necesita unos {needed >> 20} MB: libere espacio, o traslade el almacén con `macrosur "
        "copy`.",
    ))  # fmt: skip


def _size(root: Path) -> int:
    try:
        return sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
    except OSError:
        return 0  # another program sweeps it just now, or it may not be read, which is told elsewhere


def of_store(store: Store) -> Iterator[Finding]:
    """What an open store holds, and what its server allows."""
    held = store.status()
    entities, claims = sum(held.entities.values()), sum(held.claims.values())
    yield Finding(Text("Reading", "Lectura"), Text(
        f"{entities} entities, {claims} claims, {len(held.loads)} loads",
        f"{entities} entidades, {claims} afirmaciones, {len(held.loads)} cargas",
    ))  # fmt: skip
    if held.published:
        yield Finding(Text("Loads", "Cargas"), Text(
            f"none: this is a slice published for {held.published}",
            f"ninguna: es un corte publicado para {held.published}",
        ))  # fmt: skip
    if server_address(held.address):
        from graph.store.bolt import BoltStore  # noqa: PLC0415 -- only where there is a server
        from graph.store.bolt_health import of_server  # noqa: PLC0415 -- likewise

        if isinstance(store, BoltStore):
            yield from of_server(store)


def told(error: MacroSurError) -> Finding:
    """What keeps a store from being opened."""
    return Finding(Text("Reading", "Lectura"), Text("not possible", "no es posible"), error.text)
