"""The places of stores on both engines, and figures for people to read."""

from collections.abc import Iterator

import pytest

from tests.store.conftest import place  # noqa: F401 -- a fixture: both engines, here too


@pytest.fixture
def record_figures(capfd: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Lines to be read by people, printed when the test has passed or failed."""
    figures: list[str] = []
    yield figures
    with capfd.disabled():
        for line in figures:
            print(f"\n{line}", end="")  # noqa: T201 -- what the long tests are run for
