"""Plans a load and writes it: whole or not at all, and never against a state that has moved on."""

from datetime import UTC, datetime, timedelta

from graph.errors import BadDataError, StoreMovedError
from graph.markings import Marking
from graph.model import Batch, Load, Plan
from graph.planning import Planner
from graph.publication import refuse_if_published
from graph.resolve import resolve
from graph.store.base import Progress, Store

_TICK = timedelta(milliseconds=1)


def plan_load(
    store: Store, batch: Batch, *, default_tlp: Marking = Marking.AMBER, replace_gone: bool = False
) -> Plan:
    """Compare a batch with what a store holds.

    Args:
        store: The store as it is now; it is only read.
        batch: What the files state.
        default_tlp: The marking of rows that have none, of sources that have none.
        replace_gone: Retract what the data set said and the batch no longer says.

    Raises:
        BadDataError: The batch has problems, or refers to what is not there.
        QueryError: The store is a published slice.
        StoreMovedError: Someone else wrote to the store meanwhile.
    """
    refuse_if_published(store.about)
    recorded = next_recorded(store.last_recorded)
    load = Load(load_id(recorded), batch.dataset, recorded, batch.files, 0, 0)
    try:
        plan = _planned(store, batch, load, default_tlp, replace_gone=replace_gone)
    except LookupError:
        # Between two queries a server may go on to a state in which what the first one named is gone.
        if store.has_moved():
            raise StoreMovedError from None
        raise
    if store.has_moved():
        raise StoreMovedError
    return plan


def _planned(store: Store, batch: Batch, load: Load, default_tlp: Marking, *, replace_gone: bool) -> Plan:
    resolution = resolve(
        batch, store.known, secret=store.secret, default_tlp=default_tlp, load=load.id, recorded=load.recorded
    )
    if problems := (*batch.problems, *resolution.problems):
        raise BadDataError(
            sorted(problems, key=lambda item: (item.address.file, item.address.sheet, item.address.row)),
            names_wait=batch.unread.any_file,
        )
    return Planner(store.known, batch, resolution, load, store.seq, replace_gone=replace_gone).plan()


def next_recorded(last: str) -> str:
    """The time of a new record: now, but never at or before the last one, in whole milliseconds UTC."""
    now = datetime.now(UTC)
    if last:
        now = max(now, datetime.fromisoformat(last) + _TICK)
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def load_id(recorded: str) -> str:
    """What a load is called that is recorded then; ids sort by time."""
    return recorded.replace(":", "").replace("-", "").replace(".", "")


def apply(store: Store, plan: Plan, progress: Progress | None = None) -> None:
    """Write a plan; one that changes nothing leaves no trace."""
    refuse_if_published(store.about)
    if not plan.changes_nothing:
        store.apply(plan, progress)
