"""Fills an empty Neo4j in several transactions, since a graph may be more than fits in one.

Meanwhile the `Store` node's state word is `filling`, and nobody else opens the store: it is there whole or
not at all. The node also carries a token, new with every attempt, which each transaction checks, so that
whoever takes an unfinished filling over has stopped the one before. That a filler lives is told by a
transaction that it keeps open, and that the server ends with the connection: a killed one is gone at once.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import Self

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreMovedError
from graph.schema import schema
from graph.store import statements
from graph.store.base import FILLING, Progress, is_unfinished
from graph.store.records import Properties
from graph.store.transfer import AT_ONCE

LOAD, COPY = "load ", "copy "  # how `filling_by` begins; then a load's id, or what tells a copy from others
_OWN = ("filling", "filling_by")  # of the Store node, while it is being filled
_ALIVE = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.macrosur = $token RETURN count(*) AS n"
_GONE_WITHIN = 2.0  # seconds for the server to notice that a filler was killed

SessionOf = Callable[[str], neo4j.Session]


def is_running(session_of: SessionOf, about: Mapping[str, object]) -> bool:
    """Whether whoever fills an unfinished store is still at it."""
    end = time.monotonic() + _GONE_WITHIN
    while True:
        with session_of(neo4j.READ_ACCESS) as session:
            found = session.run(_ALIVE, token=about.get("filling")).single(strict=True)
        if not found["n"] or time.monotonic() > end:
            return bool(found["n"])
        time.sleep(0.1)


class Filling:
    """The right to fill a server's store: taken on entering, given up on leaving, finished or not.

    Args:
        session_of: Opens sessions.
        was: The `Store` node as it was read; another state by now is refused.
        by: Who fills it: `LOAD` or `COPY`, and what tells this one from others.
        secret: What the store's secret is from now on; without one it stays.

    Raises:
        StoreMovedError: Somebody else changed the store, or took the filling over.
    """

    def __init__(
        self, session_of: SessionOf, was: Mapping[str, object], by: str, secret: str | None = None
    ) -> None:
        self.token = secrets.token_hex(8)
        self._session_of = session_of
        self._was = was
        self._marks: Properties = {"state": FILLING, "filling": self.token, "filling_by": by}
        if secret is not None:
            self._marks["secret"] = secret

    def __enter__(self) -> Self:
        self._alive = self._session_of(neo4j.READ_ACCESS)
        self._alive.begin_transaction(metadata={"macrosur": self.token}).run("RETURN 1").consume()
        try:
            self._in_transaction(self._take)
        except BaseException:
            self._alive.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The server may have ended it: some are set up to let no transaction live long.
        with suppress(DriverError, Neo4jError):
            self._alive.close()

    def _take(self, transaction: neo4j.ManagedTransaction) -> None:
        now = transaction.run(statements.LOCK_STORE).single(strict=True)["p"]
        if any(now.get(name) != self._was.get(name) for name in ("seq", "state", "secret", "filling")):
            raise StoreMovedError
        transaction.run(statements.SET_STORE, p=self._marks).consume()

    def write(self, batches: Iterable[statements.Batched], progress: Progress | None = None) -> None:
        """Write in a transaction each, so many rows at a time."""
        done = 0
        for cypher, rows, claims in chunks(batches):
            self._run(cypher, rows=rows)
            if progress and claims:
                done += len(rows)
                progress(done, 0)

    def repeat(self, cypher: str, **values: object) -> None:
        """Run what does a part of something and returns how much, until there is no more."""
        while self._run(cypher, **values):
            pass

    def finish(self, about: Mapping[str, object], batches: Iterable[statements.Batched] = ()) -> None:
        """Write the last of it, and let everyone in.

        Args:
            about: What the `Store` node then says, besides that nobody fills it any more.
            batches: What is written in the same transaction.
        """

        def last(transaction: neo4j.ManagedTransaction) -> None:
            self._check(transaction)
            for cypher, rows, _ in chunks(batches):
                _run_text(transaction, cypher, rows=rows)
            transaction.run(statements.REPLACE_STORE, p=dict(without_marks(about))).consume()

        self._in_transaction(last)

    def _run(self, cypher: str, **values: object) -> int:
        def part(transaction: neo4j.ManagedTransaction) -> int:
            self._check(transaction)
            return _run_text(transaction, cypher, **values)

        with self._session_of(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(part)

    def _in_transaction(self, work: Callable[[neo4j.ManagedTransaction], None]) -> None:
        with self._session_of(neo4j.WRITE_ACCESS) as session:
            session.execute_write(work)

    def _check(self, transaction: neo4j.ManagedTransaction) -> None:
        """The lock is held from here on: no one takes over before this transaction has ended."""
        if transaction.run(statements.LOCK_STORE).single(strict=True)["p"].get("filling") != self.token:
            raise StoreMovedError


def without_marks(about: Mapping[str, object]) -> Mapping[str, object]:
    """What the `Store` node says when nobody fills the store."""
    rest = {name: value for name, value in about.items() if name not in _OWN}
    return rest | {"state": "ready"} if is_unfinished(about) else rest


def discard(session_of: SessionOf, about: Mapping[str, object], new: Mapping[str, object]) -> None:
    """Take away what an unfinished filling wrote.

    Of a load, exactly that: what was there before it stays. Of a copy, all of it: the store begins again.

    Args:
        session_of: Opens sessions.
        about: The `Store` node as it was read.
        new: The `Store` node of a store that begins again.
    """
    by = str(about.get("filling_by"))
    with Filling(session_of, about, by) as filling:
        if by.startswith(LOAD):
            for claim_type in schema().claim_types:
                filling.repeat(statements.deletion_of_load(claim_type), load=by.removeprefix(LOAD))
            filling.repeat(statements.DELETE_UNNAMED)
            filling.repeat(statements.DELETE_UNCITED, cited=sorted(_cited(session_of)))
            filling.finish(about)
        else:
            for label in (*schema().claim_types, *statements.node_labels()):
                filling.repeat(statements.deletion_of_all(label))
            filling.finish(new)


def _cited(session_of: SessionOf) -> set[str]:
    with session_of(neo4j.READ_ACCESS) as session:
        return {
            str(record["source"])
            for claim_type in schema().claim_types
            for record in session.run(statements.cited_by(claim_type))
        }


def chunks(
    batches: Iterable[statements.Batched],
) -> Iterator[tuple[str, Sequence[Properties], bool]]:
    """The rows of each statement, so many at a time as the server writes fastest."""
    for batch in batches:
        remaining = iter(batch.rows)
        while rows := list(islice(remaining, AT_ONCE)):
            yield batch.cypher, rows, batch.claims


def _run_text(transaction: neo4j.ManagedTransaction, cypher: str, **values: object) -> int:
    """Run a statement; what it returns is how much it did."""
    found = transaction.run(cypher, values).single()
    return int(found["n"]) if found else 0
