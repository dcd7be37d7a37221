"""A store with the built-in data, made once, for tests that only read it or that copy it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from tests.store.conftest import place  # noqa: F401 -- a fixture: both engines, here too


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the built-in data set."""
    folder = tmp_path_factory.mktemp("faults")
    made = ["demo", "--store", str(folder / "store"), "--output", str(folder / "page.html")]
    assert cli.run_command(made) == ExitCode.OK
    return folder / "store"


@pytest.fixture
def record_figures(capfd: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Lines to be read by people, printed when the test has passed or failed."""
    figures: list[str] = []
    yield figures
    with capfd.disabled():
        for line in figures:
            print(f"\n{line}", end="")  # noqa: T201 -- what the long tests are run for
