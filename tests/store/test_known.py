"""A store tells what was known on an earlier day, on both engines, and keeps what sources said then."""

from collections.abc import Callable
from dataclasses import replace

from graph.changes import apply, plan_load
from graph.markings import Marking
from graph.model import STATED_IN, Batch, SourceRow, Verdict
from graph.slices import Slice
from graph.store import Store
from tests.graph.batches import SOURCE, batch, key, named, small, tied


def load_on(store: Store, day: str, what: Batch, *, replace_gone: bool = False) -> None:
    """Load as if it were done at noon of a day."""
    plan = plan_load(store, what, replace_gone=replace_gone)
    recorded = f"{day}T12:00:00.000Z"
    load = replace(plan.load, id=f"{day}-{plan.seq}", recorded=recorded)
    add = tuple(claim._replace(load=load.id, recorded=recorded) for claim in plan.add)
    apply(store, replace(plan, load=load, add=add))


def names(store: Store, known: str, audience: Marking | None = None) -> set[str]:
    reader = store.read(Slice(audience=audience, known=known))
    return {entity.name.en for entity in reader.contents().entities.values()}


def operated(start: str, *, title: str = "A report", tlp: Marking | None = Marking.CLEAR) -> Batch:
    return batch(
        named("Organisation", "mmg", "MMG Limited"),
        named("Mine", "lb", "Las Bambas"),
        tied("OPERATES", key("Organisation", "mmg"), key("Mine", "lb"), start=start),
        source=replace(SOURCE, title=title, tlp=tlp),
    )


def test_every_day_is_told_as_it_was(opened: Callable[[], Store]) -> None:
    store = opened()
    load_on(store, "2024-01-10", operated("2014"))
    load_on(store, "2024-02-10", operated("2015"))
    load_on(store, "2024-03-10", batch(named("Mine", "c", "Constancia")), replace_gone=True)
    again = opened()
    starts = "MATCH (:Entity)-[r:OPERATES]->(:Entity) RETURN r.start AS start"
    told = {
        day: [row[0] for row in again.read(Slice(known=day)).query(starts).rows]
        for day in ("2024-01-09", "2024-01-10", "2024-02-09", "2024-02-10", "2024-03-09", "2024-03-10")
    }
    assert list(told.values()) == [[], ["2014"], ["2014"], ["2015"], ["2015"], []]
    assert names(again, "2024-01-09") == set()
    assert names(again, "2024-03-09") == {"MMG Limited", "Las Bambas"}
    assert names(again, "2024-03-10") == {"Constancia"}


def test_what_a_source_said_is_kept_when_a_load_changes_it_and_when_nothing_cites_it_any_more(
    store: Store,
) -> None:
    load_on(store, "2024-01-10", operated("2014", title="First title"))
    load_on(store, "2024-02-10", operated("2014", title="Second title"))
    other = SourceRow("s2", "Another", url="https://www.example.org/other", tlp=Marking.CLEAR)
    only = batch(replace(named("Mine", "c", "Constancia"), source="s2"), source=other)
    load_on(store, "2024-03-10", only, replace_gone=True)

    def titles(known: str) -> set[str]:
        return {source.title for source in store.read(Slice(known=known)).contents().sources.values()}

    assert [titles(f"2024-0{month}-20") for month in (1, 2, 3)] == [
        {"First title"},
        {"Second title"},
        {"Another"},
    ]
    assert {source.title for source in store.read().contents().sources.values()} == {"Another"}


def test_what_is_marked_more_strictly_today_is_so_on_every_day(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014"))
    assert names(store, "2024-01-20", Marking.CLEAR) == {"MMG Limited", "Las Bambas"}
    load_on(store, "2024-02-10", operated("2014", tlp=Marking.AMBER))
    assert names(store, "2024-01-20", Marking.CLEAR) == set()
    assert names(store, "2024-01-20", Marking.AMBER) == {"MMG Limited", "Las Bambas"}


def test_an_entity_with_all_its_fields_comes_back(store: Store) -> None:
    load_on(store, "2024-01-10", small())
    before = store.read().contents()
    load_on(store, "2024-02-10", batch(named("Mine", "c", "Constancia")), replace_gone=True)
    shown = store.read(Slice(known="2024-01-20")).contents()
    assert dict(shown.entities) == dict(before.entities)
    said = [(claim.type, claim.fields, claim.note, claim.tlp) for claim in shown.claims]
    assert len(said) == len(before.claims)
    for claim in before.claims:
        assert (claim.type, claim.fields, claim.note, claim.tlp) in said


def test_below_full_view_nothing_of_the_past_lies_in_the_store(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014", title="First title"))
    load_on(store, "2024-02-10", operated("2015", title="Second title"))
    for known in ("", "2024-01-20"):
        reader = store.read(Slice(audience=Marking.RED, known=known))
        for label in ("Retracted", "FormerSource", "Load", "Store"):
            assert reader.query(f"MATCH (n:{label}) RETURN n.id AS id").rows == ()
    kept = store.read().query("MATCH (f:FormerSource) RETURN f.title AS title, f.replaced AS day")
    assert kept.rows == (("First title", "2024-02-10T12:00:00.000Z"),)


def test_loads_are_told_the_oldest_first_with_what_became_of_claims(store: Store) -> None:
    load_on(store, "2024-01-10", operated("2014"))
    load_on(store, "2024-02-10", operated("2015", title="Second title"))
    load_on(store, "2024-03-10", batch(named("Mine", "c", "Constancia")), replace_gone=True)
    counted = [
        {verdict: dict(counts) for verdict, counts in load.counts.items() if counts} for load in store.loads()
    ]
    assert counted == [
        {Verdict.NEW: {"OPERATES": 1, STATED_IN: 2}},
        {Verdict.CHANGED: {"OPERATES": 1}, Verdict.SAME: {STATED_IN: 2}},
        {Verdict.NEW: {STATED_IN: 1}, Verdict.GONE: {"OPERATES": 1, STATED_IN: 2}},
    ]
    assert [load.sources for load in store.loads()] == [1, 1, 1]
    assert store.read(Slice(audience=Marking.RED)).query("MATCH (l:Load) RETURN l.id AS id").rows == ()
