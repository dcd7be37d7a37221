"""Both engines, each as an empty place to keep a store in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import Store, open_store

Opener = Callable[[], Store]


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """A function that opens the same store again and again; what it opened is closed at the end."""
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        server.wipe()
        url, password = server.uri.replace("://", f"://{server.user}@"), server.password
    else:
        url, password = str(tmp_path / "store"), None
    stores: list[Store] = []

    def open_it() -> Store:
        stores.append(open_store(url, create=True, password=password))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    """An empty store."""
    return opened()
