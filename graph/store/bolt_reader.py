"""Reads a Neo4j server, which has no snapshots: what was read while a load was committed is read again."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar, cast

import neo4j

from graph.errors import MacroSurError, StoreMovedError, UnfinishedStoreError
from graph.store.base import FILLING, Answer, Parameters
from graph.store.bolt_errors import plain_errors
from graph.store.filling import SessionOf
from graph.store.reader import CypherReader
from graph.store.secret import refuse_to_tell
from graph.store.transfer import AT_ONCE, Records, Rows

T = TypeVar("T")

_SEQ = "MATCH (s:Store) RETURN s.seq AS seq"
_STATE = "MATCH (s:Store) RETURN s.state AS state"
_READS_TRIED = 5  # of the whole graph, when others keep writing meanwhile


class BoltReader(CypherReader):
    """Reads everything in one database of a server."""

    def __init__(self, session_of: SessionOf, address: str, database: str | None) -> None:
        super().__init__()
        self._session_of = session_of
        self._where = address, database
        self._may_be_filled = False
        self._secret = ""

    def never_tell(self, secret: str) -> None:
        """From now on let no answer to a user's Cypher show this."""
        self._secret = secret

    def query(self, cypher: str, parameters: Parameters | None = None) -> Answer:
        """Run a user's Cypher; what a server keeps of a store lies in the same graph, so it is looked for."""
        try:
            answer = super().query(cypher, parameters)
        except MacroSurError as error:  # a server repeats the values that it could not work with
            refuse_to_tell(self._secret, [error.text])
            raise
        refuse_to_tell(self._secret, answer.rows)
        return answer

    def expect_filling(self) -> None:
        """From now on make sure of every answer that nobody was filling the store when it was given."""
        self._may_be_filled = True

    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run Cypher that may only read: the server refuses a write in a read transaction."""

        def read(transaction: neo4j.ManagedTransaction) -> Answer:
            # The text may be a user's own; what it may do is limited by the transaction.
            result = transaction.run(cypher, dict(parameters or {}))
            rows = tuple(tuple(record.values()) for record in result)
            if self._may_be_filled and transaction.run(_STATE).single(strict=True)["state"] == FILLING:
                raise UnfinishedStoreError(self._where[0], running=True)
            return Answer(tuple(result.keys()) if rows else (), rows)

        with self._session_of(neo4j.READ_ACCESS) as session, plain_errors(*self._where):
            return session.execute_read(read)

    def stream(self, cypher: str) -> Rows:
        """The rows of a query of our own, some thousands at a time."""
        with self._session_of(neo4j.READ_ACCESS) as session, plain_errors(*self._where):
            result = session.run(cypher)
            while rows := result.fetch(AT_ONCE):
                yield [record.values() for record in rows]

    def all_records(self) -> Iterator[Records]:
        """All that the database holds; refused as soon as a load was committed meanwhile."""
        before = self.seq()
        for some in super().all_records():
            if self.seq() != before:
                raise StoreMovedError
            yield some
        if self.seq() != before:
            raise StoreMovedError

    def _consistently(self, read: Callable[[], T]) -> T:
        """Read until no load was committed between the first query and the last.

        The server has no snapshots, and half of a load is not a state of the graph.
        """
        before = self.seq()
        for _ in range(_READS_TRIED):
            found, failure = _tried(read)
            after = self.seq()
            if after == before:
                if failure is not None:
                    raise failure
                return cast("T", found)
            before = after
        raise StoreMovedError

    def seq(self) -> int:
        """The number of the state the server is in now."""
        return int(str(self.rows(_SEQ).rows[0][0]))


def _tried(read: Callable[[], T]) -> tuple[T | None, LookupError | None]:
    """What is read, or why it could not be: what one query named may be gone for the next."""
    try:
        return read(), None
    except LookupError as error:
        return None, error
