"""A whole store as a stream of records, some thousands at a time: what a copy reads, writes and compares.

Records are what the database holds, property by property, bookkeeping too, so that a copy needs to know of
nothing that is kept in a store to bring it along.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import canonical
from graph.schema import schema
from graph.store import statements
from graph.store.records import Properties

AT_ONCE = 10_000  # records; both engines write so many at their fastest
_DIGEST_BITS = 256

Rows = Iterator[Sequence[Sequence[object]]]
Key = tuple[str, str]  # the label and what a record is unique by under it


@dataclass(frozen=True, slots=True)
class Records:
    """Some of a database's nodes or claims.

    Attributes:
        label: The kind or other label that all the nodes bear, or the type of all the claims.
        rows: Of each node its properties; of each claim `a` and `b`, the ids of its ends, and properties `p`.
    """

    label: str
    rows: Sequence[Properties]

    @property
    def are_claims(self) -> bool:
        """Whether these are claims rather than nodes."""
        return self.label in schema().claim_types

    def keys(self) -> Iterator[Key]:
        """What each record is known by."""
        name = statements.key_of_label(self.label)
        for row in self.rows:
            properties = row["p"] if self.are_claims else row
            yield self.label, str(properties[name]) if isinstance(properties, Mapping) else ""

    def keyed(self) -> Iterator[tuple[Key, bytes]]:
        """Both of each record."""
        return zip(self.keys(), self.digests(), strict=True)

    def digests(self) -> Iterator[bytes]:
        """What each record holds, as a hash that is the same for the same record in either engine."""
        for row in self.rows:
            yield hashlib.sha256(canonical([self.label, row]).encode()).digest()


@dataclass
class Tally:
    """How many records of each sort there are, and a checksum of all of each sort, in whatever order."""

    counts: Counter[str] = field(default_factory=Counter)
    _sums: Counter[str] = field(default_factory=Counter)

    def add(self, records: Records) -> None:
        """Count some records."""
        sort = _sort_of(records.label)
        self.counts[sort] += len(records.rows)
        self._sums[sort] += sum(int.from_bytes(digest) for digest in records.digests())

    def checksum(self, *sorts: str) -> str:
        """Sixteen hexadecimal digits that differ where a record does.

        Digests are added, which no order changes; one that is there twice counts twice.
        """
        total = sum(self._sums[sort] for sort in sorts) % (1 << _DIGEST_BITS)
        return hashlib.sha256(total.to_bytes(_DIGEST_BITS // 8)).hexdigest()[:16]


SORTS = ("entities", "claims", "sources", "bookkeeping")


def _sort_of(label: str) -> str:
    if label in schema().kinds:
        return "entities"
    if label in schema().claim_types:
        return "claims"
    return "sources" if label == "Source" else "bookkeeping"


def tallied(records: Iterable[Records], tally: Tally) -> Iterator[Records]:
    """The same records, counted as they pass."""
    for some in records:
        tally.add(some)
        yield some


def tally_of(records: Iterable[Records]) -> Tally:
    """All of them, counted."""
    tally = Tally()
    for some in records:
        tally.add(some)
    return tally


def records_of(stream: Callable[[str], Rows]) -> Iterator[Records]:
    """All that a database holds but for its `Store` node: nodes first, then the claims that tie them.

    Args:
        stream: Gives the rows of a query, some thousands at a time.
    """
    for label in statements.node_labels():
        for rows in stream(statements.nodes_of(label)):
            yield Records(label, [_properties(row[0]) for row in rows])
    for claim_type in schema().claim_types:
        for rows in stream(statements.claims_of_type(claim_type)):
            claims: list[Properties] = [{"a": a, "b": b, "p": _properties(p)} for a, b, p in rows]
            yield Records(claim_type, claims)


def creation(records: Records, labels: str) -> statements.Batched:
    """Writes records into a database that does not hold them; `labels` as for `statements.new_entities`."""
    if records.are_claims:
        return statements.Batched(statements.creation_of_claims(records.label), records.rows, claims=True)
    return statements.Batched(statements.creation_of_nodes(records.label, labels), records.rows)


def _properties(value: object) -> Properties:
    if not isinstance(value, Mapping):
        raise TypeError(f"the engine gave {type(value).__name__} for a map of properties")
    return {name: item for name, item in value.items() if item is not None}
