"""Two loads at once into one store, in either engine: both there, or one told plainly; never a part."""

from collections import Counter
from pathlib import Path

import pytest

from graph.errors import ExitCode
from tests.faults.test_kills import mines
from tests.faults.victims import victim, write_mines
from tests.store.conftest import Place

MINES = 200  # a load
_TOLD = ("Another program is writing", "The store was changed by someone else")


def at_once(place: Place, number: int, folder: Path) -> list[str]:
    """Run two loads of different mines at once; how each ended, having checked that it was told well."""
    processes = []
    for which in ("a", "b"):
        own = folder / f"{number} {which}"
        own.mkdir()
        table = write_mines(own, MINES, f"Mine {number} {which} ~")
        line = ["load", str(table), "--yes", "--dataset", f"d{number}{which}"]
        processes.append(victim(line, place.url, MACROSUR_PASSWORD=place.password or ""))
    ends = []
    for process in processes:
        _, told = process.communicate(timeout=120)
        assert "fault of macrosur" not in told, told
        if process.returncode != ExitCode.OK:
            assert process.returncode == ExitCode.STORE, told
            assert any(sentence in told for sentence in _TOLD), told
        ends.append("loaded" if process.returncode == ExitCode.OK else "told")
    assert "loaded" in ends
    return ends


def attack(place: Place, rounds: int, folder: Path) -> Counter[str]:
    """Two loads at once, so many times; first into a place where nothing is yet."""
    ends: Counter[str] = Counter()
    for number in range(rounds):
        ends.update(at_once(place, number, folder))
        assert mines(place) == ends["loaded"] * MINES
    return ends


def test_of_two_loads_at_once_both_are_there_or_one_is_told(place: Place, tmp_path: Path) -> None:
    assert attack(place, 2, tmp_path)["loaded"] >= 2


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_of_many_pairs_of_loads_at_once_both_are_there_or_one_is_told(
    place: Place, tmp_path: Path, record_figures: list[str]
) -> None:
    ends = attack(place, 30, tmp_path)
    record_figures.append(
        f"{'Neo4j' if place.password else 'embedded'}: 30 pairs of loads at once; {ends['loaded']} loaded, "
        f"{ends['told']} told that another writes, 0 in part"
    )
