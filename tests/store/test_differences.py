"""What a load changed is told claim by claim, before it is written and long after, on both engines."""

from dataclasses import replace

from graph.changes import plan_load
from graph.differences import Differences, of_load, of_plan
from graph.model import Batch
from graph.store import Store
from tests.graph.batches import batch, key, named, tied
from tests.store.test_known import load_on
from views.differences import difference_rows

FIRST, SECOND, THIRD = "2024-01-10-0", "2024-02-10-1", "2024-03-10-2"


def told(found: Differences) -> list[list[object]]:
    return [list(row) for row in difference_rows(found, "en")]


def operated(start: str, confidence: str = "medium", note: str = "") -> Batch:
    said = {"start": start, "confidence": confidence, "note": note}
    return batch(
        named("Organisation", "mmg", "MMG Limited"),
        named("Mine", "lb", "Las Bambas", 3),
        tied("OPERATES", key("Organisation", "mmg"), key("Mine", "lb"), 2, **said),
    )


def only_entities() -> Batch:
    return replace(operated(""), statements=operated("").statements[:2])


SAYS = "MMG Limited operates Las Bambas"
DATED = [SAYS, "Date", "since 2014", "since 2015"]


def test_a_load_is_told_before_and_after_also_where_later_loads_went_over_it(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014"))
    second = operated("2015", confidence="high", note="Seen there.")
    changed = [DATED, [SAYS, "Note", "", "Seen there."], [SAYS, "Confidence", "medium", "high"]]
    assert told(of_plan(plan_load(store, second), store.known)) == changed
    load_on(store, "2024-02-10", second)
    third = replace(only_entities(), statements=(named("Organisation", "mmg", "MMG"),))
    load_on(store, "2024-03-10", third, replace_gone=True)
    assert told(of_load(store, FIRST)) == []
    assert [row[1:] for row in told(of_load(store, SECOND))] == [row[1:] for row in changed]
    assert told(of_load(store, THIRD)) == [
        ["MMG", "Name", "MMG Limited", "MMG"],
        ["MMG operates Las Bambas", "retracted", "", ""],
        ["Las Bambas", "retracted", "", ""],
    ]


def test_what_is_only_kept_is_no_difference_and_what_is_replaced_is(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014"))
    kept = plan_load(store, only_entities())
    assert told(of_plan(kept, store.known)) == []
    gone = plan_load(store, only_entities(), replace_gone=True)
    assert told(of_plan(gone, store.known)) == [[SAYS, "retracted", "", ""]]


def test_a_name_written_otherwise_is_told_as_such(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014"))
    by_name = operated("2014").statements
    again = replace(by_name[2], subject=by_name[2].subject._replace(cells=(("name", "MMG LIMITED"),)))
    plan = plan_load(store, replace(operated("2014"), statements=(*by_name[:2], again)))
    assert [row[:2] for row in told(of_plan(plan, store.known))] == [[SAYS, "Written as"]]


def test_no_more_claims_are_told_than_were_asked_for_and_the_others_are_counted(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014"))
    gone = plan_load(store, replace(only_entities(), statements=()), replace_gone=True)
    found = of_plan(gone, store.known, 2)
    everything = told(of_plan(gone, store.known))
    assert all(row in everything for row in told(found))
    assert (len(found.gone), found.more) == (2, 1)
