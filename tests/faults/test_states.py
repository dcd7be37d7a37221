"""Readers while others write: each answer is of one state, on both engines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.changes import apply, plan_load
from graph.store import open_store
from tests.faults.victims import ROOT
from tests.graph.batches import batch, named
from tests.store.conftest import Place

SIZE = 30  # mines a state, all of one generation
_WRITER = """
import os, sys
from graph.changes import apply, plan_load
from graph.store import open_store
from tests.graph.batches import batch, named
url, rounds, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open_store(url, password=os.environ.get("MACROSUR_PASSWORD")) as store:
    print("begun", flush=True)
    for generation in range(1, rounds + 1):
        rows = [named("Mine", f"m{n}", f"Mine {n} of {generation}", n + 2) for n in range(size)]
        apply(store, plan_load(store, batch(*rows, dataset="mines"), replace_gone=True))
"""


def writer(place: Place, rounds: int) -> "subprocess.Popen[str]":
    """Loads so many states, each of which replaces the one before it; says "begun" first."""
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, place.url, str(rounds), str(SIZE)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MACROSUR_PASSWORD": place.password or ""},
        stdout=subprocess.PIPE,
        text=True,
    )


def begin(place: Place) -> None:
    """The first state."""
    rows = [named("Mine", f"m{n}", f"Mine {n} of 0", n + 2) for n in range(SIZE)]
    with place.open() as store:
        apply(store, plan_load(store, batch(*rows, dataset="mines")))


def generation_read(place: Place) -> int:
    """The one generation of which an answer of several queries is; fails if it is of two."""
    with open_store(place.url, password=place.password) as store:
        contents = store.read().contents()
    said = {str(claim.fields["name_en"]).rpartition(" ")[2] for claim in contents.claims}
    shown = {str(entity.fields["name_en"]).rpartition(" ")[2] for entity in contents.entities.values()}
    assert len(contents.claims) == len(contents.entities) == SIZE
    assert said == shown
    assert len(said) == 1
    return int(said.pop())


def readings(place: Place, rounds: int) -> tuple[int, int]:
    """Read for as long as loads follow each other; gives how many answers, and of how many states."""
    begin(place)
    process = writer(place, rounds)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    seen = [generation_read(place)]
    while process.poll() is None:
        seen.append(generation_read(place))
    assert process.returncode == 0
    assert seen == sorted(seen)
    assert generation_read(place) == rounds
    return len(seen), len(set(seen))


def test_answers_during_loads_are_each_of_one_state(place: Place) -> None:
    answers, _ = readings(place, 12)
    assert answers > 1


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_many_answers_during_many_loads_are_each_of_one_state(
    place: Place, record_figures: list[str]
) -> None:
    answers, states = readings(place, 100)
    record_figures.append(
        f"{'Neo4j' if place.password else 'embedded'}: {answers} answers in 100 loads, of {states} states, "
        "none of two"
    )
    assert states > 1


def test_a_reader_keeps_its_state_while_two_writers_follow_each_other(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "store"))
    begin(place)
    with place.open() as old:
        for _ in range(2):
            process = writer(place, 2)
            process.communicate(timeout=120)
            assert process.returncode == 0
            found = old.read().query("MATCH (m:Mine) WHERE m.name_en ENDS WITH ' of 0' RETURN count(m) AS n")
            assert found.rows == ((SIZE,),)
    assert generation_read(place) == 2
