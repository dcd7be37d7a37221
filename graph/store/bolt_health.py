"""Looks a Neo4j server over: its version, and the settings that decide what can be loaded into it."""

import re
from collections.abc import Iterator

import neo4j
from neo4j import exceptions as driver_errors

from graph.health import Finding, alike
from graph.store.bolt import BoltStore
from graph.store.room import SETTING, Room
from graph.text import Text

_OLDEST = (5, 26)  # what is tested
_LEAST_CLAIMS = 20_000  # of a load in one transaction, which is a big workbook
_WHAT = Text("Largest load", "Carga máxima")


def of_server(store: BoltStore) -> Iterator[Finding]:
    """What the server that keeps a store is, and allows."""
    with store.session(neo4j.READ_ACCESS) as session:
        yield _version(session)
        if not store.status().published:  # else it takes none
            yield _largest_load(session)
        yield _access(session)
    none = Text("none needed (no APOC either)", "ninguno hace falta (tampoco APOC)")
    yield Finding(Text("Plug-ins", "Complementos"), none)


def _version(session: neo4j.Session) -> Finding:
    found = session.run("CALL dbms.components() YIELD versions, edition RETURN versions[0], edition")
    version, edition = map(str, found.single(strict=True).values())
    numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
    return Finding(alike("Neo4j"), alike(f"{version} ({edition})"), None if numbers >= _OLDEST else Text(
        "Update the server: macrosur is tested with 5.26 and newer.",
        "Actualice el servidor: macrosur se prueba con 5.26 y versiones más nuevas.",
    ))  # fmt: skip


def _largest_load(session: neo4j.Session) -> Finding:
    """How many claims one transaction may hold."""
    try:
        most = Room.of(session, 0).most_claims
    except driver_errors.Neo4jError:
        return Finding(_WHAT, Text("this user may not ask", "este usuario no puede consultarlo"))
    if most is None:
        return Finding(_WHAT, Text("no limit is set", "sin límite"))
    told = Text(f"about {most:,} claims", f"unas {most:,} afirmaciones".replace(",", " "))
    return Finding(
        _WHAT, told, None if most >= _LEAST_CLAIMS else Text(f"Raise {SETTING}.", f"Suba {SETTING}.")
    )


def _access(session: neo4j.Session) -> Finding:
    what = Text("Writing", "Escritura")
    try:
        found = session.run(
            "SHOW DATABASES YIELD name, access WHERE name = $name RETURN access",
            name=session.run("CALL db.info() YIELD name RETURN name").single(strict=True)["name"],
        ).single()
    except driver_errors.Neo4jError:
        found = None
    if found is None:
        return Finding(what, Text("this user may not ask", "este usuario no puede consultarlo"))
    if found["access"] == "read-write":
        return Finding(what, Text("possible", "posible"))
    return Finding(what, Text("not allowed", "no permitida"), Text(
        "The database is read-only: whoever runs the server can set it to read and write.",
        "La base de datos es de solo lectura: quien administra el servidor puede permitir la escritura.",
    ))  # fmt: skip
