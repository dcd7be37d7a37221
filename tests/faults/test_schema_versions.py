"""A store made before the schema knew a kind or a relation type, or kept by another version of it."""

from dataclasses import replace

import arcadedb
import neo4j
import pytest

import graph.schema
from graph.changes import apply, plan_load
from graph.errors import StoreError
from graph.schema import schema
from graph.slices import Slice
from graph.store.embedded import check_version
from tests.graph.batches import batch, key, named, small, tied
from tests.store.conftest import Place

NEW_TYPE, NEW_KIND = "NOT_MEMBER_OF", "Initiative"


@pytest.fixture
def made_before(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A store made when the schema did not know a type and a kind; Neo4j's old constraints are gone too."""
    if place.password:
        _drop_constraints(place)
    known = schema()
    older = replace(
        known,
        types={name: item for name, item in known.types.items() if name != NEW_TYPE},
        kinds={name: item for name, item in known.kinds.items() if name != NEW_KIND},
    )
    with monkeypatch.context() as then:
        graph.schema.schema.cache_clear()
        then.setattr(graph.schema, "_read", lambda _: older)
        with place.open() as store:
            apply(store, plan_load(store, small()))
        graph.schema.schema.cache_clear()
    assert NEW_TYPE in schema().types
    return place


def _drop_constraints(place: Place) -> None:
    user, _, host = place.url.partition("://")[2].partition("@")
    with neo4j.GraphDatabase.driver(f"bolt://{host}", auth=(user, place.password or "")) as driver:
        for record in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
            driver.execute_query(f"DROP CONSTRAINT {record['name']}")


def test_a_store_takes_a_kind_and_a_type_that_it_was_made_without(made_before: Place) -> None:
    new = batch(
        named("Organisation", "a", "Org A"),
        named(NEW_KIND, "i", "The programme", 3),
        tied(NEW_TYPE, key("Organisation", "a"), key(NEW_KIND, "i"), 4),
        dataset="new",
    )
    with made_before.open() as store:
        before = store.status()
        assert (before.entities[NEW_KIND], before.claims[NEW_TYPE]) == (0, 0)
        assert store.read(Slice(at="2023")).contents().entities
        apply(store, plan_load(store, new))
        now = store.status()
        assert (now.entities[NEW_KIND], now.claims[NEW_TYPE]) == (1, 1)
        assert plan_load(store, new).changes_nothing
    assert defined(made_before) >= {NEW_TYPE}


def defined(place: Place) -> set[str]:
    """The types whose claims the store itself keeps unique."""
    if not place.password:
        with place.open() as store:
            folder = store._folder / "db"  # type: ignore[attr-defined] # what only this engine has
        with arcadedb.open_database(str(folder)) as database:
            found = database.query("sql", "SELECT typeName FROM schema:indexes").to_list()
            return {str(row["typeName"]) for row in found}
    user, _, host = place.url.partition("://")[2].partition("@")
    with neo4j.GraphDatabase.driver(f"bolt://{host}", auth=(user, place.password)) as driver:
        shown = driver.execute_query("SHOW CONSTRAINTS YIELD labelsOrTypes AS t").records
        return {name for record in shown for name in record["t"]}


@pytest.mark.parametrize(("step", "told"), [(1, "Update macrosur"), (-1, "into a new store")])
def test_a_store_kept_by_another_version_is_refused_with_what_to_do(step: int, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        check_version(schema().version + step)
    assert caught.value.text.en != caught.value.text.es
