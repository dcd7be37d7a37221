"""Tells whether what is to be written fits into one transaction of a Neo4j server, before any of it is.

One that does not fit ends a long load with the server's own error, or ends the server.
"""

from dataclasses import dataclass
from typing import Self

import neo4j

from graph.errors import StoreError

SETTING = "dbms.memory.transaction.total.max"
_BYTES_A_CLAIM = 8_000  # of the server's memory: 100,000 with their entities do not fit into 717 MiB


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes of memory a transaction needs, and how many it may have; 0: as many as there are."""

    needed: int
    limit: int

    @classmethod
    def of(cls, session: neo4j.Session, claims: int) -> Self:
        """The room for so many claims, written or deleted, in a session's server."""
        found = session.run("SHOW SETTINGS $name YIELD value RETURN value", name=SETTING).single()
        return cls(_BYTES_A_CLAIM * claims, _size(str(found["value"])) if found else 0)

    @property
    def is_enough(self) -> bool:
        """Whether it fits."""
        return not self.limit or self.needed <= self.limit

    @property
    def most_claims(self) -> int | None:
        """How many claims one transaction may hold; None where there is no limit."""
        return self.limit // _BYTES_A_CLAIM if self.limit else None

    def refusal(self) -> StoreError:
        """What a user is told of a load that does not fit."""
        needed, limit = self.needed >> 20, self.limit >> 20
        return StoreError(
            f"This load needs about {needed} MiB in one transaction and the server allows {limit} MiB. Raise "
            f"{SETTING}, or load the file in parts.",
            f"Esta carga necesita unos {needed} MiB en una transacción y el servidor permite {limit} MiB. "
            f"Suba {SETTING} o cargue el archivo por partes.",
        )


def _size(text: str) -> int:
    """Bytes of a setting such as ``700.00MiB``; 0 for one that sets no limit."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)):
        if text.endswith(unit):
            return int(float(text.removesuffix(unit)) * factor)
    return 0
