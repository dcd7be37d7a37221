"""Makes sources of the rows that describe them: rows with one URL are one document, whoever writes them."""

from dataclasses import replace
from urllib.parse import urlsplit

from graph.known import Known
from graph.markings import strictest
from graph.model import Batch, Source, SourceRow, opaque_id


def documents_of(batch: Batch, known: Known, secret: str) -> dict[str, Source]:
    """The sources of a batch by the keys its rows cite; "" is the data set itself.

    Rows with one URL are one document, which is as strict as any says. What other data sets say of a
    document stays: a load speaks for its own data set alone.

    Args:
        batch: The batch.
        known: The graph it goes into.
        secret: The store's, for the ids.
    """
    own = SourceRow("", batch.dataset, class_="internal")
    written = {key: _source(row, batch.dataset, secret) for key, row in {"": own, **batch.sources}.items()}
    stored = known.sources({source.id for source in written.values()})
    # Asked only of those told otherwise: it takes a look at every claim of the graph.
    told_otherwise = {item.id for item in written.values() if stored.get(item.id, item) != item}
    others = known.cited_outside(batch.dataset, told_otherwise)
    documents: dict[str, Source] = {}
    for source in written.values():
        told = stored[source.id] if source.id in others else source
        first = documents.setdefault(source.id, told)
        markings = [item.tlp for item in (first, told, source) if item.tlp is not None]
        documents[source.id] = replace(first, tlp=strictest(markings) if markings else None)
    return {key: documents[source.id] for key, source in written.items()}


def _source(row: SourceRow, dataset: str, secret: str) -> Source:
    ref = normal_url(row.url) if row.url else f"{dataset}|{row.key}"
    fields = row.title or row.key, row.publisher, row.class_, row.date, row.url, row.language, row.tlp
    return Source(opaque_id(secret, "Source", ref), ref, *fields)


def normal_url(url: str) -> str:
    """A URL without what does not tell documents apart: scheme, "www.", port 80/443, fragment, last slash."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"
