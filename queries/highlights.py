"""Five questions on the built-in data whose answers are worth knowing, for whoever meets the program."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.store.base import Reader
from graph.text import Lang
from queries.answers import Cell, localise
from queries.catalogue import Question, catalogue, run

HIGHLIGHTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("mines-near", {"district": "Colquemarca"}),
    ("neighbours", {"of": "Guaman Poma"}),
    ("met", {"organisation": "DCAF"}),
    ("members", {"group": "Voluntary Principles Initiative"}),
    ("agreements", {"of": "Minera Las Bambas S.A.C."}),
)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A question, what it was asked of, and the rows of its answer."""

    question: Question
    given: Mapping[str, str]
    rows: list[list[Cell]]


def highlights(reader: Reader, lang: Lang) -> Iterator[Highlight]:
    """Ask them all, in order."""
    for name, given in HIGHLIGHTS:
        question = catalogue()[name]
        yield Highlight(question, given, localise(question, run(question, reader, given), lang))
