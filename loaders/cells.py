"""Reads one cell as the value its column asks for, or says what to write instead."""

import re
from collections.abc import Mapping
from functools import cache

from rapidfuzz import process

from graph.dates import DateError, parse_date
from graph.markings import Marking, MarkingError
from graph.model import Value
from graph.names import clean, search_key
from graph.schema import Choice, Field, schema
from graph.text import Text

_YEARS = (1500, 2100)
_SHOWN_CHOICES = 12


class CellError(ValueError):
    """A cell that its column cannot take; `text` says why and what to write."""

    def __init__(self, en: str, es: str) -> None:
        self.text = Text(en, es)
        super().__init__(en)


def read_value(field: Field, owner: str, cell: str) -> Value:
    """A cell of a field's column as a value.

    Args:
        field: The field.
        owner: The kind or relation type whose field it is.
        cell: The text; not blank.

    Raises:
        CellError: It is no value of that field.
    """
    text = clean(cell)
    if field.value == "list":
        return tuple(part for part in (clean(part) for part in cell.split(";")) if part)
    if field.value == "choice":
        return choice(schema().choices_of(owner, field.id), text)
    if field.value in {"number", "integer", "year"}:
        return _number(field, text)
    if field.value == "digits":
        return _digits(field, owner, text)
    if field.value == "url":
        return url(text)
    return text


def choice(choices: Mapping[str, Choice], text: str) -> str:
    """The id of a permitted value, written as its id or in either language.

    Raises:
        CellError: It is none of them.
    """
    known = {search_key(form): key for key, item in choices.items() for form in (key, *item.label)}
    found = known.get(search_key(text))
    if found:
        return found
    near = [hit[0] for hit in process.extract(search_key(text), list(known), limit=3, score_cutoff=70)]
    likely = list(dict.fromkeys(known[form] for form in near))
    ids = list(choices) if len(choices) <= _SHOWN_CHOICES else likely or list(choices)[:_SHOWN_CHOICES]
    en, es = (", ".join(choices[key].label.in_(lang) for key in ids) for lang in ("en", "es"))
    raise CellError(f"is none of the known values; write one of: {en}.",
                    f"no es ninguno de los valores conocidos; escriba uno de: {es}.")  # fmt: skip


def date_text(cell: str) -> str:
    """A date in EDTF.

    Raises:
        CellError: It cannot be read as one.
    """
    try:
        return parse_date(cell).edtf
    except DateError as error:
        raise CellError(error.en, error.es) from error


def marking(cell: str) -> Marking:
    """A TLP label.

    Raises:
        CellError: It is none.
    """
    try:
        return Marking.parse(cell)
    except MarkingError as error:
        raise CellError(error.en, error.es) from error


def url(text: str) -> str:
    """A web address.

    Raises:
        CellError: It is none.
    """
    if not re.match(r"https?://[^\s/]+\.[^\s]+$", text, re.IGNORECASE):
        raise CellError("is not a web address; write one that begins with https://.",
                        "no es una dirección web; escriba una que empiece con https://.")  # fmt: skip
    return text


def confidence(cell: str) -> str:
    """One of high, medium and low, written in either language.

    Raises:
        CellError: It is none of them.
    """
    return choice(_confidences(), cell)


@cache
def _confidences() -> Mapping[str, Choice]:
    return {key: Choice(key, label) for key, label in schema().confidences.items()}


def _number(field: Field, text: str) -> int | float:
    figures = text.replace("\u00a0", "").replace(" ", "").removesuffix("%")
    whole = field.value in {"integer", "year"}
    if field.value != "year":
        figures = _with_point(figures, whole=whole)
    try:
        number = int(figures) if whole else float(figures)
    except ValueError:
        raise CellError("is not a number; write only figures, such as 600 or 62.5.",
                        "no es un número; escriba solo cifras, como 600 o 62,5.") from None  # fmt: skip
    low, high = _YEARS if field.value == "year" else (field.minimum, field.maximum)
    if (low is not None and number < low) or (high is not None and number > high):
        raise CellError(f"is outside {low} to {high}.", f"está fuera de {low} a {high}.")
    return number


def _with_point(figures: str, *, whole: bool) -> str:
    """Figures as Python reads them, from either country's way to write them."""
    if whole and re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", figures):
        return re.sub("[.,]", "", figures)
    if figures.rfind(",") > figures.rfind("."):
        return figures.replace(".", "").replace(",", ".")
    return figures.replace(",", "")


def _digits(field: Field, owner: str, text: str) -> str:
    length = field.length or schema().kinds[owner].digits
    if not re.fullmatch(r"\d+", text) or not length - 1 <= len(text) <= length:
        raise CellError(f"is not a number of {length} digits.", f"no es un número de {length} cifras.")
    if len(text) < length and field.id != "ubigeo":
        raise CellError(f"has {len(text)} digits; it needs {length}.",
                        f"tiene {len(text)} cifras; necesita {length}.")  # fmt: skip
    return text.zfill(length)  # a spreadsheet eats the zero that ubigeos begin with
