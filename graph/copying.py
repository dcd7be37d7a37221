"""Copies a store to another place, whole, or a slice of it as a store of its own.

A whole copy is the same store: same secret, same ids, same history, so that later loads go on there. A slice
is published under a secret and ids of its own, and holds no byte of what did not pass. What was written is
always read back and compared before anyone can open it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from graph.errors import StoreError, UnfinishedStoreError
from graph.model import opaque_id
from graph.publication import audience_of, origin_of, published_about, renamed
from graph.schema import schema
from graph.slices import Slice
from graph.store import statements
from graph.store.addresses import server_address
from graph.store.base import Progress, Reader, Status, Store, is_unfinished
from graph.store.target import Target, Wanted
from graph.store.transfer import SORTS, Tally, tally_of

_LAST_EMPTY = 1  # the number of the last state that may hold no more than the places


class Outcome(Enum):
    """What became of a copy."""

    COPIED = "copied"
    RESUMED = "resumed"
    UPDATED = "brought up to date"
    SAME = "up to date already"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that is there, and what was counted at both ends: the same."""

    outcome: Outcome
    wanted: Tally
    found: Tally


@dataclass(frozen=True, slots=True)
class _Shipment:
    """What is brought: the `Store` node, the records, and what tells this copy from others."""

    about: Mapping[str, object]
    records: Wanted
    mark: str
    outcome: Outcome


def refuse_same_place(store: str, target: str) -> None:
    """Keep a copy from the very place that it is made from.

    Raises:
        StoreError: Both addresses name one place, or one of them names none.
    """
    servers = server_address(store), server_address(target)
    if all(servers):
        same = len({(each.uri.partition("://")[2], each.database) for each in servers if each}) == 1
    else:
        same = not any(servers) and Path(store).expanduser().resolve() == Path(target).expanduser().resolve()
    if same:
        raise StoreError(
            "--to names the store that is to be copied. Name another folder or server.",
            "--to nombra el mismo almacén que se quiere copiar. Indique otra carpeta u otro servidor.",
        )


def claims_in(reader: Reader) -> int:
    """How many claims there are to copy."""
    counts = (reader.query(statements.count_of_type(item)).rows[0][0] for item in schema().claim_types)
    return sum(int(str(count)) for count in counts)


def copy(store: Store, target: Target, slice_: Slice, progress: Progress | None = None) -> Copied:
    """Copy a store, or publish a slice of it.

    Args:
        store: What is copied; it is only read.
        target: An empty place, an earlier copy of the same store or slice, or one that was broken off.
        slice_: What is published; everything is the whole store.
        progress: Told how many claims are written.

    Raises:
        StoreError: Something else is at the target.
        MismatchError: What was written is not what is read back; the target cannot be opened.
        StoreMovedError: The store, or what is at the target, was changed meanwhile.
    """
    there = target.store
    if there is not None and target.is_running():
        raise UnfinishedStoreError(there.status().address, running=True)
    shipment = _whole(store, target) if slice_.is_everything else _publication(store, target, slice_)
    if there is not None and shipment.outcome is Outcome.UPDATED:
        wanted, found = tally_of(shipment.records()), tally_of(there.read().all_records())
        if wanted.checksum(*SORTS) == found.checksum(*SORTS):
            return Copied(Outcome.SAME, wanted, found)
    return Copied(
        shipment.outcome, *target.receive(shipment.about, shipment.records, shipment.mark, progress)
    )


def _whole(store: Store, target: Target) -> _Shipment:
    mark = opaque_id(store.secret, "copy", str(store.seq))
    outcome = _begun(target, mark)
    if outcome is None:
        there = _status(target)
        if target.store is None or target.store.secret != store.secret:
            raise _not_empty(there)
        if not _is_older(there, store.status()):
            raise _went_on(there)
        outcome = Outcome.UPDATED
    return _Shipment(store.about, store.read().all_records, mark, outcome)


def _publication(store: Store, target: Target, slice_: Slice) -> _Shipment:
    mark = opaque_id(store.secret, "publication", str(store.seq), slice_.fingerprint())
    outcome = _begun(target, mark)
    earlier = target.store.about if target.store is not None else {}
    if outcome is None:
        _refuse_other_publication(store, slice_, earlier, _status(target))
        outcome = Outcome.UPDATED
    about = published_about(store.secret, slice_, earlier if outcome is Outcome.UPDATED else None)
    if outcome is Outcome.RESUMED:  # the ids that are there were made with its secret
        about |= {"secret": earlier["secret"], "origin": origin_of(store.secret, str(earlier["secret"]))}
    reader, own = store.read(slice_), str(about["secret"])
    return _Shipment(about, lambda: renamed(reader.all_records(), store.secret, own), mark, outcome)


def _begun(target: Target, mark: str) -> Outcome | None:
    """How to begin in a place that holds nothing anyone reads; None if it does."""
    if target.store is None:
        return Outcome.COPIED
    if is_unfinished(target.store.about):
        return Outcome.RESUMED if target.filled_by == mark else Outcome.COPIED
    return Outcome.COPIED if _is_empty(_status(target)) else None


def _status(target: Target) -> Status:
    if target.store is None:
        raise TypeError("there is no store at the target")
    return target.store.status()


def _is_empty(there: Status) -> bool:
    """Whether a store holds no more than the places that every store begins with."""
    named = {kind for kind, count in there.entities.items() if count}
    return there.seq <= _LAST_EMPTY and named.issubset(schema().places) and not there.published


def _is_older(there: Status, here: Status) -> bool:
    """Whether one state of a store comes before another, or is the same."""
    return there.seq <= here.seq and here.loads[: len(there.loads)] == there.loads


def _refuse_other_publication(
    store: Store, slice_: Slice, earlier: Mapping[str, object], there: Status
) -> None:
    if earlier.get("origin") != origin_of(store.secret, str(earlier.get("secret"))):
        raise _not_empty(there)
    audience = slice_.audience.label if slice_.audience is not None else ""
    if audience_of(earlier) != audience:
        raise StoreError(
            f"What is at {there.address} was published for {audience_of(earlier)}, not for {audience}. "
            "Name an empty place for another audience.",
            f"Lo que hay en {there.address} se publicó para {audience_of(earlier)}, no para {audience}. "
            "Indique un lugar vacío para otro público.",
        )


def _not_empty(there: Status) -> StoreError:
    return StoreError(
        f"The store at {there.address} is another one; it stays as it is. Name an empty folder or database.",
        f"El almacén en {there.address} es otro; queda como está. Indique una carpeta o base de datos vacía.",
    )


def _went_on(there: Status) -> StoreError:
    return StoreError(
        f"The copy at {there.address} has loads of its own since, which would be lost; it stays as it is. "
        "Copy from there, or name an empty place.",
        f"La copia en {there.address} tiene cargas propias que se perderían; queda como está. Copie desde "
        "allí, o indique un lugar vacío.",
    )
