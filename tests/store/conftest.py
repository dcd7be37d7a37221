"""Both engines, each as an empty place to keep a store in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.store import Store, open_store

Opener = Callable[[], Store]


@dataclass(frozen=True)
class Place:
    """Where a store is or will be."""

    url: str
    password: str | None = None

    def open(self) -> Store:
        """The store there, begun if there is none."""
        return open_store(self.url, create=True, password=self.password)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place for a store, in either engine."""
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        server.wipe()
        return Place(server.uri.replace("://", f"://{server.user}@"), server.password)
    return Place(str(tmp_path / "store"))


@pytest.fixture
def opened(place: Place) -> Iterator[Opener]:
    """A function that opens the same store again and again; what it opened is closed at the end."""
    stores: list[Store] = []

    def open_it() -> Store:
        stores.append(place.open())
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    """An empty store."""
    return opened()
