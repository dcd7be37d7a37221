"""Tells a server's address from a folder, and refuses what is neither before a password is asked for."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from graph.errors import StoreError

_SCHEMES = frozenset(
    f"{protocol}{security}" for protocol in ("bolt", "neo4j") for security in ("", "+s", "+ssc")
)
_PORT = 7687


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a Neo4j server is, who asks, and for which of its databases; None is the server's default."""

    uri: str
    user: str
    database: str | None


def server_address(url: str) -> ServerAddress | None:
    """The server that an address names, or None for a folder.

    Raises:
        StoreError: It is neither, or there is a password in it.
    """
    # A scheme has two letters at least: one is a drive of Windows.
    found = re.match(r"([a-z][a-z0-9+.-]+)://", url, re.IGNORECASE)
    if not found:
        return None
    if ":" in url[found.end() :].rpartition("@")[0]:
        raise _password_in_it()
    if found[1].lower() not in _SCHEMES:
        raise _no_store_there(url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "localhost", parts.port or _PORT
    except ValueError as error:
        raise _no_host_and_port(url) from error
    return ServerAddress(
        uri=f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}",
        user=parts.username or "neo4j",
        database=parts.path.strip("/") or None,
    )


def _password_in_it() -> StoreError:
    """The address is not repeated: what was typed ends up in logs."""
    return StoreError(
        "There is a password in the address of the store, where others can read it. Take it out: write "
        "neo4j://user@host:7687 and set MACROSUR_PASSWORD, or type the password when you are asked.",
        "Hay una contraseña en la dirección del almacén, donde otros pueden leerla. Quítela: escriba "
        "neo4j://usuario@servidor:7687 y defina MACROSUR_PASSWORD, o escriba la contraseña cuando se le "
        "pida.",
    )


def _no_store_there(url: str) -> StoreError:
    return StoreError(
        f"“{url}” is no address of a store. Write the path of a folder, or a Neo4j server's address, which "
        "begins with bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc:// or neo4j+ssc://.",
        f"«{url}» no es la dirección de un almacén. Escriba la ruta de una carpeta, o la dirección de un "
        "servidor Neo4j, que empieza con bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc:// o neo4j+ssc://.",
    )


def _no_host_and_port(url: str) -> StoreError:
    return StoreError(
        f"The host or the port in “{url}” is not written as one. Write for example bolt://localhost:{_PORT}, "
        f"or bolt://[::1]:{_PORT} for an address of IPv6; a port is a number up to 65535.",
        f"El servidor o el puerto en «{url}» no está bien escrito. Escriba por ejemplo "
        f"bolt://localhost:{_PORT}, o bolt://[::1]:{_PORT} si es una dirección IPv6; un puerto es un número "
        "hasta 65535.",
    )
