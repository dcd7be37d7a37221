"""Opens a store by its address, so that no one above needs to know which engine keeps the graph."""

from graph.store.addresses import server_address
from graph.store.base import Answer, Reader, Status, Store

__all__ = ["Answer", "Reader", "Status", "Store", "open_store"]


def open_store(url: str, *, create: bool = False, password: str | None = None) -> Store:
    """Open the store at an address.

    Args:
        url: A folder, or a Neo4j address: ``bolt://``, ``neo4j://``, ``neo4j+s://`` …; it may name a user
            and a database: ``neo4j://user@host:7687/database``.
        create: Make the folder's store, or begin one in an empty database, when there is none.
        password: For Neo4j.

    Raises:
        NoStoreError: There is none, and none was to be made.
        StoreError: It is no address, it cannot be reached, or a newer version made it.
    """
    # An engine is imported when it is opened: neither costs the other's users a start-up or an install.
    if server := server_address(url):
        from graph.store.bolt import BoltStore  # noqa: PLC0415 -- see above

        return BoltStore.open(server, create=create, password=password)
    from graph.store.embedded import EmbeddedStore  # noqa: PLC0415 -- see above

    return EmbeddedStore.open(url, create=create)


def is_server(url: str) -> bool:
    """Whether an address is a Neo4j server's rather than a folder.

    Raises:
        StoreError: It is neither, or there is a password in it.
    """
    return server_address(url) is not None
