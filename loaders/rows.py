"""One row of a sheet: its cells by what they give, and at most one complaint of each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from graph.errors import Address, Problem
from graph.model import Value
from graph.names import clean
from graph.persons import personal_data
from graph.schema import schema
from graph.text import Text
from loaders import cells
from loaders.headings import Part
from loaders.sheets import Sheet, is_too_long

T = TypeVar("T")
U = TypeVar("U")

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
_SHORT = 64  # characters; longer cells seldom come again
_NUMBERS = frozenset({"number", "integer", "year", "digits"})


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one sheet give, worked out once for all of its rows.

    Attributes:
        parts: Each part by its id.
        heading: The heading of each, likewise.
        places: Where each stands, likewise.
        readers: The id of each, where it stands, and what reads its short cells and its long ones.
    """

    parts: Mapping[str, Part]
    heading: Mapping[str, str]
    places: Mapping[str, int]
    readers: tuple[tuple[str, int, "_Reader", "_Reader"], ...]
    _about: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet, parts: Mapping[int, Part]) -> "Columns":
        """The columns of a sheet whose parts are known."""
        return cls(
            {part.id: part for part in parts.values()},
            {part.id: sheet.headings[place] for place, part in parts.items()},
            {part.id: place for place, part in parts.items()},
            tuple((part.id, place, *_readers(part)) for place, part in parts.items()),
        )

    def about(self, subject: str) -> Mapping[str, str]:
        """The headings by part, for problems that are found later; `subject` names the subject's column."""
        if subject not in self._about:
            self._about[subject] = {**self.heading, "subject": self.heading.get(subject, "")}
        return self._about[subject]


@dataclass(slots=True)
class Cells:
    """The filled cells of one row.

    Attributes:
        text: Each cell as it stands, by what it gives.
        tidy: The same, tidied.
        columns: What the sheet's columns give.
        problems: Where complaints go; the first of each cell is kept.
    """

    address: Address
    text: Mapping[str, str]
    tidy: Mapping[str, str]
    columns: Columns
    problems: list[Problem]
    _told: set[str] = field(default_factory=set)

    @property
    def parts(self) -> Mapping[str, Part]:
        """What each column of the sheet gives, by its id."""
        return self.columns.parts

    @property
    def heading(self) -> Mapping[str, str]:
        """The heading of each column of the sheet, by what it gives."""
        return self.columns.heading

    def get(self, name: str) -> str:
        """A cell's text, tidied, or the empty string."""
        return self.tidy.get(name, "")

    def is_wrong(self, name: str) -> bool:
        """Whether a problem of a cell was noted."""
        return name in self._told

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

    def read(self, name: str, read: Callable[[str], T], default: U, part: str = "") -> T | U:
        """The value of a cell, or of a part of it, or the default if it is blank or wrong."""
        if name not in self.tidy:
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
        for name in self.tidy:
            part = self.parts[name]
            if part.field is None:
                continue
            if relation and name not in relation.fields:
                en, es = relation.wording
                self.complain(name, Text(f"“{en}” has no such field. Empty the cell.",
                                         f"«{es}» no tiene ese dato. Vacíe la celda."))  # fmt: skip
                continue
            try:
                found[name] = cells.read_value(part.field, owner, self.text[name])
            except cells.CellError as error:
                self.complain(name, error.text)
        return found


def cells_of(sheet: Sheet, columns: Columns, problems: list[Problem]) -> Iterator[Cells]:
    """The rows of a sheet by what their columns give; what no cell may hold is complained of."""
    for row in sheet.rows:
        text: dict[str, str] = {}
        tidy: dict[str, str] = {}
        found = Cells(sheet.address(row.number), text, tidy, columns, problems)
        for name, place, read_short, read_long in columns.readers:
            if place < len(row.cells) and (cell := row.cells[place]):
                clean_cell, wrong = (read_short if len(cell) <= _SHORT else read_long)(cell)
                if clean_cell:
                    text[name], tidy[name] = cell, clean_cell
                    if wrong:
                        found.complain(name, *wrong)
        yield found


_Wrong = tuple[Text] | tuple[Text, str] | None
_Reader = Callable[[str], tuple[str, _Wrong]]


def _readers(part: Part) -> tuple[_Reader, _Reader]:
    """What tidies the cells of a column and says what is wrong with them, whatever the column gives."""
    if part.field is not None and part.field.value in _NUMBERS:
        return _number_met_before, _number
    return _text_met_before, _text


def _number(cell: str) -> tuple[str, _Wrong]:
    # Nine figures are an amount there, not a telephone.
    return clean(cell), _unreadable(cell)


def _text(cell: str) -> tuple[str, _Wrong]:
    return clean(cell), _unreadable(cell) or _personal(cell)


_number_met_before = lru_cache(maxsize=1 << 14)(_number)
_text_met_before = lru_cache(maxsize=1 << 14)(_text)


def _unreadable(cell: str) -> _Wrong:
    if is_too_long(cell):
        return (_TOO_LONG,)
    if _ERROR_VALUE.fullmatch(clean(cell)):
        return (_ERROR_OF_FORMULA,)
    return (_UNREADABLE,) if _GARBLED.search(cell) else None


def _personal(cell: str) -> _Wrong:
    found = personal_data(cell)
    return (Text(found.en, found.es), "") if found else None
