"""A load ended at any moment, in either engine: whole loads only, and the next command works."""

import signal
import time
from pathlib import Path

import pytest

from tests.store.conftest import Place
from tests.support.loader import loader

SIZE = 400  # claims a load
KILLS = 10


def mines(place: Place) -> int:
    with place.open() as store:
        return store.status().entities["Mine"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_ended_loads_leave_whole_loads_only(place: Place, how: signal.Signals) -> None:
    """Ten loads, each ended at another moment of its writing; the next command works every time."""
    assert loader(place.url, 0, SIZE, place.password).wait(60) == 0
    whole = 1
    for attempt in range(1, KILLS + 1):
        process = loader(place.url, attempt * SIZE, SIZE, place.password)
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        time.sleep(0.01 * attempt)
        process.send_signal(how)
        said_written = "written" in process.stdout.read()
        process.wait()
        found = mines(place)
        assert found % SIZE == 0
        # A server may commit what it was sent in full after the sender is gone, and after we have looked.
        assert whole + said_written <= found // SIZE <= attempt + 1
        whole = found // SIZE
    assert whole <= KILLS - 2, "too few loads were ended in the middle: this test has shown little"
    assert loader(place.url, 99 * SIZE, SIZE, place.password).wait(60) == 0
    assert mines(place) >= (whole + 1) * SIZE
    if "://" not in place.url:
        assert len(list((Path(place.url) / "states").glob("*/"))) == 1
