"""Copies into a Neo4j server: an empty one is filled piece by piece, another changed in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from types import TracebackType
from typing import Self

import neo4j

from graph.errors import StoppedError, StoreError, StoreMovedError
from graph.store import statements
from graph.store.addresses import ServerAddress
from graph.store.base import FILLING, Progress, is_unfinished
from graph.store.bolt import BoltStore
from graph.store.bolt_errors import plain_errors
from graph.store.difference import Difference
from graph.store.filling import COPY, Filling, chunks, is_running
from graph.store.room import Room
from graph.store.target import Wanted, checked
from graph.store.transfer import AT_ONCE, Records, Rows, Tally, records_of, tallied, tally_of

_LABELS = "Entity:{kind}"


class BoltTarget:
    """A server's database for a copy."""

    def __init__(self, server: ServerAddress, password: str | None) -> None:
        self._address = server.uri
        self._store = BoltStore.open(server, create=True, password=password, unfinished=True)

    @property
    def store(self) -> BoltStore:
        """What is there; in an empty database, an empty store."""
        return self._store

    @property
    def filled_by(self) -> str:
        """What tells the copy that was broken off there from others."""
        by = str(self._store.about.get("filling_by") or "")
        return by.removeprefix(COPY) if by.startswith(COPY) else ""

    def is_running(self) -> bool:
        """Whether somebody is filling it right now."""
        return is_unfinished(self._store.about) and is_running(self._store.session, self._store.about)

    def receive(
        self, about: Mapping[str, object], wanted: Wanted, mark: str, progress: Progress | None = None
    ) -> tuple[Tally, Tally]:
        """Write what is missing, delete what is not wanted; see `Target.receive`."""
        with plain_errors(self._address):
            if not is_unfinished(self._store.about) and not self._store.is_empty():
                return self._change(about, wanted, progress)
            try:
                return self._fill(about, wanted, mark, progress)
            except KeyboardInterrupt as error:
                raise StoppedError from error

    def _fill(
        self, about: Mapping[str, object], wanted: Wanted, mark: str, progress: Progress | None
    ) -> tuple[Tally, Tally]:
        sent = Tally()
        with Filling(self._store.session, self._store.about, COPY + mark, str(about["secret"])) as filling:
            difference = Difference.between(self._held(), wanted)
            filling.write(chain(difference.deletions(), difference.changes()))
            filling.write(difference.creations(tallied(wanted(), sent), _LABELS), progress)
            both = checked(sent, tally_of(self._held()))
            filling.finish(about)
        return both

    def _held(self) -> Iterator[Records]:
        return self._store.read().all_records()

    def _change(
        self, about: Mapping[str, object], wanted: Wanted, progress: Progress | None
    ) -> tuple[Tally, Tally]:
        difference = Difference.between(self._held(), wanted)
        self._refuse_too_big(difference)
        sent = Tally()
        batches = chain(
            difference.deletions(),
            difference.changes(),
            difference.creations(tallied(wanted(), sent), _LABELS),
        )
        with (
            self._store.session(neo4j.WRITE_ACCESS) as session,
            session.begin_transaction() as transaction,
        ):
            self._take(transaction)
            done = 0
            for cypher, rows, claims in chunks(batches):
                transaction.run(cypher, rows=rows).consume()
                if progress and claims:
                    done += len(rows)
                    progress(done, 0)
            both = checked(sent, tally_of(records_of(_stream_of(transaction))))
            transaction.run(statements.REPLACE_STORE, p=dict(about)).consume()
            transaction.commit()
        return both

    def _take(self, transaction: neo4j.Transaction) -> None:
        """Hold the store in the state that was compared, or find it in another."""
        now = transaction.run(statements.LOCK_STORE).single(strict=True)["p"]
        was = self._store.about
        if now["seq"] != was["seq"] or now["secret"] != was["secret"] or now["state"] == FILLING:
            raise StoreMovedError

    def _refuse_too_big(self, difference: Difference) -> None:
        with self._store.session(neo4j.READ_ACCESS) as session:
            room = Room.of(session, difference.size)
        if not room.is_enough:
            raise StoreError(
                f"Bringing the copy at {self._address} up to date takes {difference.size} changes, more than "
                "fit in one transaction of the server. Copy to an empty database instead.",
                f"Poner al día la copia en {self._address} requiere {difference.size} cambios, más de los "
                "que caben en una transacción del servidor. Copie a una base de datos vacía.",
            )

    def close(self) -> None:
        """Give the connections back."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stream_of(transaction: neo4j.Transaction) -> Callable[[str], Rows]:
    def stream(cypher: str) -> Rows:
        result = transaction.run(cypher)
        while rows := result.fetch(AT_ONCE):
            yield [record.values() for record in rows]

    return stream
