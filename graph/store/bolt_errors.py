"""Turns what the Neo4j driver complains of into our own errors: what is wrong, and what to do."""

from types import TracebackType

from neo4j import exceptions as driver_errors

from graph.errors import MacroSurError, QueryError, StoreError
from graph.store.engine import missing_parameter, not_understood

# What a server says that could not write its log, at once and until it is restarted.
_BROKEN = ("Could not append transaction", "needs to be restarted")


class plain_errors:  # noqa: N801 -- used as a function is
    """Turns the driver's errors into ours: what is wrong, and what to do."""

    def __init__(self, address: str = "", database: str | None = None) -> None:
        self._address = address
        self._database = database or ""

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, driver_errors.DriverError | driver_errors.Neo4jError | OSError | ValueError):
            raise self._told(error) from error

    def _told(self, error: Exception) -> MacroSurError:  # noqa: PLR0911 -- a table of cases
        where = self._address or "Neo4j"
        code = getattr(error, "code", "") or ""
        if isinstance(error, driver_errors.AuthError):
            return StoreError(
                f"{where} does not accept the user name or password. Set MACROSUR_PASSWORD (for the target "
                "of a copy MACROSUR_TO_PASSWORD), or wait if it was tried too often.",
                f"{where} no acepta el usuario o la contraseña. Defina MACROSUR_PASSWORD (para el destino "
                "de una copia MACROSUR_TO_PASSWORD), o espere si se intentó demasiadas veces.",
            )
        if code.endswith("DatabaseNotFound"):
            return StoreError(
                f"{where} has no database “{self._database}”.",
                f"{where} no tiene la base de datos «{self._database}».",
            )
        if code.endswith("ParameterMissing"):
            return missing_parameter(
                str(error.args[0] if error.args else error).rpartition(": ")[2].rstrip("}.")
            )
        if ".Statement." in code and code.endswith("AccessMode"):
            return QueryError("This would change the graph; `cypher` only reads.",
                              "Esto cambiaría el grafo; `cypher` solo lee.")  # fmt: skip
        if ".Statement." in code:
            return not_understood(str(getattr(error, "message", error)))
        if code and any(words in str(error) for words in _BROKEN):
            return StoreError(
                f"{where} cannot write any more. Is its disk full? Make room, restart Neo4j (`docker compose "
                "restart`), and run the command again; loads are there whole or not at all.",
                f"{where} ya no puede escribir. ¿Está lleno su disco? Haga espacio, reinicie Neo4j (`docker "
                "compose restart`) y repita la orden; cada carga está entera o no está.",
            )
        if code:
            message = str(getattr(error, "message", error))
            return StoreError(f"{where} refused: {message}", f"{where} se negó: {message}")
        return StoreError(
            f"Neo4j does not answer at {where}. Is it running? Start it with `docker compose up -d --wait`.",
            f"Neo4j no responde en {where}. ¿Está en marcha? Inícielo con `docker compose up -d --wait`.",
        )
