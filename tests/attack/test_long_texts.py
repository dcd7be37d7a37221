"""Texts of ten thousand characters, each made to send some pattern back and forth: read in no time.

A pattern whose time grows with the square of the text takes minutes here, and ends by the limit of the test.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest

from graph import date_words, dates, names, persons
from graph.errors import MacroSurError
from graph.store.guard import check_read_only
from loaders import cells, tables
from loaders.rows import _text
from loaders.shown import reader_of, unescaped
from queries.catalogue import read_question, values
from queries.soundness import unsound
from views.tables import tabulate

_LENGTH = 10_000
_UNITS = (
    "a", "A", "é", "1", " ", "\n", ".", ",", "-", " -", ":", ";", "/", "(", "(1", "[", "[a", "{", '"',
    "'", "`", "\\", "#", "a@", "a.", "a@a.", "%", "/*", "n.", "n° ", "1 ", "1.", "1,", "1-", "9 ",
    "2020-", "aa ", "Aa ", "dni ", "d n i ", "ruc ", "tel ", "www.", "a://", "A. ", "S.", "..", "[..",
    "circa ", "antes de ", "desde ", "<a", "&#", "-[", "]-(", "MATCH (", "RETURN ", "collect(", "'a",
    "// a\n", "$a", "presidente ", "Juan ", "de ", "don ", "Ing. ", "\u0301", "\u00a0", "_x0041_", '="',
    "Ã", "1.000,", "1'000", "n° nro ", "wsp ", "documento de identidad ", "CALL ", "(n) ", "{(", "-[*]-",
)  # fmt: skip


def _share(text: str) -> object:
    return tables._SHARE.search(text)


def _table(form: str) -> Callable[[str], object]:
    return lambda text: tabulate(["x"], [[text]], form)  # type: ignore[arg-type] # as the parameters below say


READERS: dict[str, Callable[[str], object]] = {
    "clean": names.clean,
    "search_key": names.search_key,
    "match_key": lambda text: names.match_key(text, "Organisation"),
    "sort_key": names.sort_key,
    "parse_date": dates.parse_date,
    "in_words": lambda text: date_words.in_words(text, text, "es"),
    "personal_data": persons.personal_data,
    "is_person_column": persons.is_person_column,
    "a cell": _text,
    "a relation type": cells.relation_type,
    "a marking": cells.marking,
    "a kind": cells.kind,
    "a web address": cells.url,
    "a share": cells.share,
    "a share of somebody": _share,
    "figures": cells.without_point_zero,
    "a list": cells.listed,
    "a format of a workbook": lambda text: reader_of(text, datetime(1899, 12, 30))("1"),  # noqa: DTZ001 -- a day, as workbooks count
    "a text of a workbook": unescaped,
    "what only reads": check_read_only,
    "what is sound": unsound,
    "a question": lambda text: read_question("q", text),
    "values": lambda text: values([text]),
    "a table": _table("table"),
    "markdown": _table("markdown"),
    "csv": _table("csv"),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("reader", READERS)
def test_a_long_text_is_read_in_no_time(reader: str) -> None:
    for unit in _UNITS:
        for before, after in (("", ""), ("a ", "!"), ('"', "1")):
            text = before + unit * (_LENGTH // len(unit)) + after
            with suppress(MacroSurError, ValueError):  # told in words
                READERS[reader](text)
