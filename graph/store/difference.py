"""Compares what a database holds with what it is to hold, so that a copy writes only what is missing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graph.schema import schema
from graph.store import statements
from graph.store.records import Properties
from graph.store.transfer import Key, Records, creation


@dataclass
class Difference:
    """What must change in a database for it to hold certain records and nothing else.

    Attributes:
        present: What it holds, by key, as digests; what is to stay as it is goes from here to `same`.
    """

    present: dict[Key, bytes]
    same: set[Key] = field(default_factory=set)
    changed: list[Records] = field(default_factory=list)
    missing: int = 0

    @classmethod
    def between(cls, present: Iterable[Records], wanted: Callable[[], Iterable[Records]]) -> "Difference":
        """Compare what a database holds with what it is to hold, which is not read if it holds nothing."""
        found = cls({key: digest for some in present for key, digest in some.keyed()})
        for some in wanted() if found.present else ():
            found._compare(some)
        return found

    def _compare(self, records: Records) -> None:
        changed: list[Properties] = []
        for row, (key, digest) in zip(records.rows, records.keyed(), strict=True):
            before = self.present.get(key)
            if before is None:
                self.missing += 1
            elif before == digest or not records.are_claims:
                del self.present[key]
                self.same.add(key)
                if before != digest:
                    changed.append(row)
            else:
                self.missing += 1  # a claim is arrow and ends: the old one goes with what is left over
        if changed:
            self.changed.append(Records(records.label, changed))

    @property
    def size(self) -> int:
        """How many records have to be written or deleted."""
        return self.missing + len(self.present) + sum(len(some.rows) for some in self.changed)

    def deletions(self) -> Iterator[statements.Batched]:
        """Deletes what is not wanted, claims before the nodes that they tie."""
        by_label: dict[str, list[Properties]] = {}
        for label, key in self.present:
            by_label.setdefault(label, []).append({"key": key})
        for label in (*schema().claim_types, *statements.node_labels()):
            if rows := by_label.get(label):
                yield statements.Batched(statements.deletion(label), rows)

    def changes(self) -> Iterator[statements.Batched]:
        """Changes nodes that are there and hold something else."""
        for some in self.changed:
            yield statements.Batched(statements.change_of_nodes(some.label), some.rows)

    def creations(self, wanted: Iterable[Records], labels: str) -> Iterator[statements.Batched]:
        """Writes what is missing of the records that were compared, which are read once more."""
        for some in wanted:
            rows = (
                [row for row, key in zip(some.rows, some.keys(), strict=True) if key not in self.same]
                if self.same
                else some.rows
            )
            if rows:
                yield creation(Records(some.label, rows), labels)
