"""Finds the sources behind the rows of an answer, so that who reads a table can ask who says so."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from graph.model import Source
from graph.store.base import Reader


def cited_in(
    reader: Reader, rows: Sequence[Iterable[object]], asked_of: Collection[str] = ()
) -> list[Source]:
    """The sources of the claims between the entities that stand in one row, the most cited first.

    Args:
        reader: Of the slice that was asked.
        rows: As the question returned them.
        asked_of: The ids of the entities that it was asked of; they belong to every row.
    """
    pairs = {frozenset(pair) for row in rows for pair in combinations({*asked_of, *_entities_in(row)}, 2)}
    part = reader.part({entity for pair in pairs for entity in pair})
    counted = Counter(claim.source for claim in part.claims if frozenset(claim.ends) in pairs)
    ordered = sorted(counted, key=lambda key: (-counted[key], part.sources[key].title, part.sources[key].url))
    return [part.sources[key] for key in ordered]


def _entities_in(row: Iterable[object]) -> set[str]:
    return {str(cell["id"]) for cell in row if isinstance(cell, Mapping) and "id" in cell}
