"""A load reads only what it touches; what the graph then shows is what all of its claims together show."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.changes import apply, plan_load
from graph.entities import entities_from
from graph.errors import BadDataError
from graph.model import Batch, Contents
from graph.store import Store, open_store
from tests.graph.batches import batch, key, name, named, tied
from tests.graph.generated import graphs

LOADS = st.lists(st.tuples(st.sampled_from(["one", "two"]), graphs(), st.booleans()), min_size=2, max_size=4)


def shown(contents: Contents) -> Contents:
    """What is computed of all claims at once."""
    kinds = {key: entity.kind for key, entity in contents.entities.items()}
    cited = {claim.source for claim in contents.claims}
    sources = {key: contents.sources[key] for key in contents.sources if key in cited}
    return Contents(entities_from(contents.claims, kinds, sources), contents.claims, sources)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(loads=LOADS)
def test_what_was_not_touched_is_as_if_it_had_been(loads: list[tuple[str, Batch, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/store", create=True) as store:
        for dataset, what, replaces in loads:
            try:
                plan = plan_load(store, replace(what, dataset=dataset), replace_gone=replaces)
            except BadDataError:
                continue  # a name that by now is borne by two
            apply(store, plan)
            contents = store.read().contents()
            assert contents == shown(contents)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"{tmp_path}/store", create=True)


def sort_keys(store: Store) -> list[str]:
    return [entity.text("sort") for entity in store.read().contents().entities.values()]


def test_a_name_that_another_data_set_bears_too_is_told_apart_in_the_order(store: Store) -> None:
    with store:
        apply(store, plan_load(store, batch(named("Mine", "m", "San Juan"), dataset="mines")))
        before = sort_keys(store)
        both = batch(named("Organisation", "o", "San Juan"), dataset="organisations")
        apply(store, plan_load(store, both))
        assert len(set(sort_keys(store))) == 2
        other = replace(both, statements=(named("Organisation", "o", "San Pedro"),))
        apply(store, plan_load(store, other, replace_gone=True))
        assert before[0] in sort_keys(store)


def test_the_last_description_of_what_others_speak_of_stays(store: Store) -> None:
    mine, company = named("Mine", "m", "Constancia"), named("Organisation", "o", "Hudbay")
    with store:
        apply(store, plan_load(store, batch(mine, dataset="mines")))
        ties = batch(company, tied("OPERATES", key("Organisation", "o"), key("Mine", "m")), dataset="mines")
        apply(store, plan_load(store, replace(ties, statements=(mine, *ties.statements))))
        gone = plan_load(store, replace(ties, statements=(company,)), replace_gone=True)
        assert [claim.type for claim in gone.retract] == ["OPERATES", "STATED_IN"]
        assert gone.drop
        other = batch(named("Organisation", "x", "X"), dataset="others")
        speaking = replace(
            other,
            statements=(
                *other.statements,
                tied("ASSOCIATED_WITH", key("Organisation", "x"), name("Mine", "Constancia")),
            ),
        )
        apply(store, plan_load(store, speaking))
        kept = plan_load(store, replace(ties, statements=(company,)), replace_gone=True)
        assert kept.drop == ()
