"""What all tests share: a store, a real Neo4j, a real browser, and plain words on what was not tested."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli
from graph.errors import ExitCode
from tests.support.neo4j_server import Neo4jServer, NoNeo4jError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.chromium import OfflinePage

_REQUIRED = bool(os.environ.get("MACROSUR_REQUIRE_ALL"))
_NOT_TESTED = "not tested: "


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the one server run one after the other, on one worker."""
    for item in items:
        if item.get_closest_marker("neo4j"):
            item.add_marker(pytest.mark.xdist_group("neo4j"))


def _cannot(what: str, why: str) -> None:
    if _REQUIRED:
        pytest.fail(f"{what}: {why}", pytrace=False)
    pytest.skip(f"{_NOT_TESTED}{what}, because {why}")


@pytest.fixture(scope="session", autouse=True)
def _no_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test opens a window, or writes among the user's data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER", "true")
        patch.setenv("MACROSUR_PAGES", str(tmp_path_factory.mktemp("pages")))
        yield


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the built-in data set, for tests that only read it or that copy it."""
    folder = tmp_path_factory.mktemp("demo")
    made = ["demo", "--store", str(folder / "store"), "--output", str(folder / "page.html")]
    assert cli.run_command(made) == ExitCode.OK
    return folder / "store"


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """A real Neo4j: the one named in MACROSUR_TEST_NEO4J, or one started for this run."""
    if address := os.environ.get("MACROSUR_TEST_NEO4J"):
        yield Neo4jServer.named(address)
        return
    try:
        server = Neo4jServer.started()
    except NoNeo4jError as error:
        _cannot("Neo4j", str(error))
    else:
        yield server
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium."""
    from tests.support.chromium import chromium_path, running_browser  # noqa: PLC0415 -- Playwright is slow to import

    path = chromium_path()
    if not path:
        _cannot("the pages", "there is no Chromium (Debian: apt install chromium)")
    with running_browser(path) as started:
        yield started


@pytest.fixture
def offline_page(browser: "Browser") -> Callable[..., AbstractContextManager["OfflinePage"]]:
    """Opens a page that can reach nothing: ``with offline_page(viewport=…) as watched: …``."""
    from tests.support.chromium import offline  # noqa: PLC0415 -- as above

    return partial(offline, browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, in words, what was not tested and how to test it."""
    reasons = {
        str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        for report in terminalreporter.stats.get("skipped", [])
    }
    told = sorted(reason.removeprefix("Skipped: ") for reason in reasons if _NOT_TESTED in reason)
    if told:
        terminalreporter.section("NOT TESTED", sep="=", yellow=True)
        for reason in told:
            terminalreporter.line(reason.replace(_NOT_TESTED, ""))
