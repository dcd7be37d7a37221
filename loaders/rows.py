"""One row of a sheet: its cells by what they give, and at most one complaint of each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from graph.errors import Address, Problem
from graph.model import Value
from graph.names import clean
from graph.persons import personal_data
from graph.schema import schema
from graph.text import Text
from loaders import cells
from loaders.grids import Row, is_blank
from loaders.headings import Part
from loaders.sheets import Sheet, is_too_long

T = TypeVar("T")

_ERROR_VALUE = re.compile(r"#(?:N/[AD]|#+|[¡¿]?[A-ZÁÉÍÓÚÑ/_ 0]+[!?])|Err:[0-9]{3}", re.IGNORECASE)
# What UTF-8 and the tables of MS-DOS look like when they are read as Windows-1252: "PerÃº", "Nu¤oa", "Per�".
_GARBLED = re.compile(
    r"�|[ÃÂ][\u00a1-\u00bf\u00ad‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|(?<=[A-Za-z])[¡¢£¤¥‚](?=[A-Za-z])"
)
_ERROR_OF_FORMULA = Text(
    "is an error of a formula, or what a column too narrow for its value shows. Write the value itself.",
    "es un error de una fórmula, o lo que muestra una columna muy angosta para su valor. Escriba el valor.",
)
_TOO_LONG = Text(
    "has more than 10,000 characters. Quote less.", "tiene más de 10 000 caracteres. Cite menos."
)
_UNREADABLE = Text(
    "holds letters that were lost when the file was saved. Save the table again as .xlsx or as "
    "“CSV UTF-8”, and correct the cell.",
    "tiene letras que se perdieron al guardar el archivo. Guarde la tabla de nuevo como .xlsx o como "
    "«CSV UTF-8» y corrija la celda.",
)
_NUMBERS = frozenset({"number", "integer", "year", "digits"})


@dataclass
class Cells:
    """The filled cells of one row.

    Attributes:
        text: Each cell as it stands, by what it gives.
        heading: The headings of all columns that the sheet has, likewise.
        problems: Where complaints go; the first of each cell is kept.
    """

    address: Address
    text: Mapping[str, str]
    heading: Mapping[str, str]
    parts: Mapping[str, Part]
    problems: list[Problem]
    _told: set[str] = field(default_factory=set)

    def get(self, name: str) -> str:
        """A cell's text, tidied, or the empty string."""
        return clean(self.text.get(name, ""))

    def complain(self, name: str, text: Text, value: str | None = None) -> None:
        """Note a problem of a cell, unless one was noted before."""
        if name not in self._told:
            self._told.add(name)
            shown = self.text.get(name, "") if value is None else value
            self.problems.append(Problem(self.address, self.heading.get(name, ""), shown, text))

    def complain_of_missing(self, name: str, text: Text) -> None:
        """Note that a cell is blank, unless the whole column is missing, which is told once."""
        if name in self.heading:
            self.complain(name, text)

    def read(self, name: str, read: Callable[[str], T], default: T, part: str = "") -> T:
        """The value of a cell, or of a part of it, or the default if it is blank or wrong."""
        if not self.get(name):
            return default
        try:
            return read(part or self.text[name])
        except cells.CellError as error:
            self.complain(name, error.text)
            return default

    def fields(self, owner: str) -> dict[str, Value]:
        """The fields that the row gives; one that its relation type does not have is a problem."""
        found: dict[str, Value] = {}
        relation = schema().types.get(owner)
        for name, part in self.parts.items():
            if part.field is None or not self.get(name):
                continue
            if relation and name not in relation.fields:
                self.complain(name, Text(f"{owner} has no such field. Empty the cell.",
                                         f"{owner} no tiene ese dato. Vacíe la celda."))  # fmt: skip
                continue
            try:
                found[name] = cells.read_value(part.field, owner, self.text[name])
            except cells.CellError as error:
                self.complain(name, error.text)
        return found

    def columns(self, subject: str = "subject") -> dict[str, str]:
        """The headings by part, for problems that are found later; `subject` names the subject's column."""
        return {**self.heading, "subject": self.heading.get(subject, "")}


def cells_of(sheet: Sheet, parts: Mapping[int, Part], problems: list[Problem]) -> Iterator[Cells]:
    """The rows of a sheet by what their columns give; what no cell may hold is complained of."""
    headings = {part.id: sheet.headings[place] for place, part in parts.items()}
    known = {part.id: part for part in parts.values()}
    for row in sheet.rows:
        found = Cells(sheet.address(row.number), _filled(row, parts), headings, known, problems)
        for name, text in found.text.items():
            if wrong := _what_is_wrong(known[name], text):
                found.complain(name, *wrong)
        yield found


def _filled(row: Row, parts: Mapping[int, Part]) -> dict[str, str]:
    return {part.id: row.cell(place) for place, part in parts.items() if not is_blank(row.cell(place))}


def _what_is_wrong(part: Part, text: str) -> tuple[Text] | tuple[Text, str] | None:
    if is_too_long(text):
        return (_TOO_LONG,)
    if _ERROR_VALUE.fullmatch(clean(text)):
        return (_ERROR_OF_FORMULA,)
    if _GARBLED.search(text):
        return (_UNREADABLE,)
    if part.field and part.field.value in _NUMBERS:
        return None  # a number of nine figures is an amount there, not a telephone
    personal = personal_data(text)
    return (Text(personal.en, personal.es), "") if personal else None
