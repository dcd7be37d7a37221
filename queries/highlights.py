"""Five questions on the built-in data whose answers are worth knowing, for whoever meets the program."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.model import Source
from graph.store.base import Answer, Reader
from graph.text import Lang
from queries.answers import Cell, localise
from queries.catalogue import Question, catalogue, run
from queries.citing import cited_in
from queries.finding import entity_id

HIGHLIGHTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("mines-near", {"district": "Colquemarca"}),
    ("neighbours", {"of": "Guaman Poma"}),
    ("met", {"organisation": "DCAF"}),
    ("members", {"group": "Voluntary Principles Initiative"}),
    ("agreements", {"of": "Minera Las Bambas S.A.C."}),
)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A question and its answer.

    Attributes:
        given: What it was asked of.
        rows: The first rows of the answer.
        count: How many rows it has.
        sources: What the rows shown rest on, the most cited first.
    """

    question: Question
    given: Mapping[str, str]
    rows: list[list[Cell]]
    count: int
    sources: list[Source]


def highlights(reader: Reader, lang: Lang, shown: int) -> Iterator[Highlight]:
    """Ask them all, in order, for so many rows of each."""
    for name, given in HIGHLIGHTS:
        question = catalogue()[name]
        answer = run(question, reader, given)
        rows = answer.rows[:shown]
        asked_of = [
            entity_id(reader, given[item.name], item.kinds)
            for item in question.parameters
            if item.name in given
        ]
        yield Highlight(
            question, given, localise(question, Answer(answer.columns, rows), lang), len(answer.rows),
            cited_in(reader, rows, asked_of),
        )  # fmt: skip
