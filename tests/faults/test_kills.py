"""Whole runs of `load` killed at any moment, in either engine: whole loads only, and the next one works."""

import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import ExitCode
from tests.faults.victims import run, victim, write_mines
from tests.store.conftest import Place

MINES = 200  # a load


def mines(place: Place) -> int:
    with place.open() as store:
        return store.status().entities["Mine"]


def load_line(folder: Path, number: int) -> list[str]:
    """A load that brings as many new mines, whatever was loaded before."""
    return ["load", str(write_mines(folder, MINES, f"Mine {number} ~")), "--yes", "--dataset", f"d{number}"]


def killed(place: Place, arguments: list[str], after: float) -> str:
    """Kill a load so long after it began; gives how far it was."""
    process = victim(arguments, place.url, MACROSUR_PASSWORD=place.password or "")
    assert process.stderr is not None
    assert process.stderr.readline() == "begun\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    _, told = process.communicate()
    if "Loaded as" in told:
        return "after"
    return "in" if "Writing" in told else "before"


def attack(place: Place, kills: int, folder: Path) -> tuple[Counter[str], int]:
    """Kill so many loads; gives how far they were, and how many were there in whole afterwards."""
    environment = {"MACROSUR_PASSWORD": place.password or ""}
    assert run(load_line(folder, 0), place.url, **environment)[0] == ExitCode.OK
    start = time.monotonic()
    assert run(load_line(folder, 1), place.url, **environment)[0] == ExitCode.OK
    takes = time.monotonic() - start
    chance = random.Random(kills)  # noqa: S311 -- moments, no secrets
    far: Counter[str] = Counter()
    whole = 2
    for number in range(2, kills + 2):
        was = killed(place, load_line(folder, number), chance.uniform(0, takes * 1.1))
        far[was] += 1
        found = mines(place)
        assert found % MINES == 0
        # A server may commit what it was sent in full after the sender is gone, and after we have looked.
        assert whole + (was == "after") <= found // MINES <= number + 1
        whole = found // MINES
    assert run(load_line(folder, kills + 2), place.url, **environment)[0] == ExitCode.OK
    assert mines(place) >= (whole + 1) * MINES
    if not place.password:
        assert len([item for item in (Path(place.url) / "states").iterdir() if item.is_dir()]) == 1
    return far, whole - 2


def test_a_load_killed_at_any_moment_is_there_in_whole_or_not_at_all(place: Place, tmp_path: Path) -> None:
    far, _ = attack(place, 3, tmp_path)
    assert sum(far.values()) == 3


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_hundred_loads_killed_at_any_moment_are_there_in_whole_or_not_at_all(
    place: Place, tmp_path: Path, record_figures: list[str]
) -> None:
    far, whole = attack(place, 100, tmp_path)
    record_figures.append(
        f"{'Neo4j' if place.password else 'embedded'}: 100 loads killed; {far['before']} before, {far['in']} "
        f"in and {far['after']} after the write; {whole} whole, 0 in part, 0 lost"
    )
    assert far["in"] > 0
    shutil.rmtree(tmp_path, ignore_errors=True)
