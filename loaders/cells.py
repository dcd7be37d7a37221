"""Reads one cell as the value its column asks for, or says what to write instead."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from graph.dates import DateError, parse_date
from graph.markings import Marking, MarkingError
from graph.model import PLACE_KEY, Value
from graph.names import clean, search_key
from graph.schema import Choice, Field, RelationType, schema
from graph.text import LANGS, Text
from loaders.codes import currency_code, language_code

_REMEMBERED = 1024  # writings of one word: a table has the same few in every row
_YEARS = (1500, 2100)
_SHOWN_CHOICES = 8  # where there are more of them
_ALIKE = 80.0  # per cent from which a value may have been meant
_MEANT = 3


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
        return tuple(listed(cell))
    if field.value == "choice":
        kinds = schema().kinds
        sheet = kinds[owner].sheet if owner in kinds else Text(owner, owner)
        return choice(schema().choices_of(owner, field.id), text, sheet)
    if field.value == "digits":
        return _digits(field, owner, text)
    if field.value == "url":
        return url(text)
    if field.value == "currency":
        return currency(text)
    return _number(field, text) if field.value in {"number", "integer", "year"} else text


def listed(cell: str) -> list[str]:
    """The items of a cell, parted by semicolons or line breaks (Alt+Enter)."""
    return [part for part in map(clean, _PARTING.split(cell)) if part]


_PARTING = re.compile(r"[;\r\n]")


def choice(choices: Mapping[str, Choice], text: str, sheet: Text | None = None) -> str:
    """The id of a permitted value, written as its id or in either language, in either gender.

    Args:
        choices: The values.
        text: The cell.
        sheet: What `macrosur schema` is to be asked for to list them, where there may be many.

    Raises:
        CellError: It is none of them.
    """
    known = {search_key(form): key for key, item in choices.items() for form in (key, *item.label)}
    written = search_key(text)
    if found := known.get(written) or {_stem(form): key for form, key in known.items()}.get(_stem(written)):
        return found
    meant = [choices[key].label for key in _meant(known, written)]
    raise _no_choice([item.label for item in choices.values()], meant, sheet)


def _stem(folded: str) -> str:
    """A text whose words have lost their gender: "expositora" and "expositor", "asistenta", "asistente"."""
    return _GENDER.sub("", folded)


_GENDER = re.compile(r"(?<=[a-z]{3})[aeo]\b")


def _meant(known: Mapping[str, str], written: str) -> list[str]:
    """The ids of the values that a text may have been meant for: a part of it stands there, or a slip."""
    partly = [form for form in known if f" {written} " in f" {form} " or f" {form} " in f" {written} "]
    alike = process.extract(written, list(known), scorer=fuzz.ratio, limit=_MEANT, score_cutoff=_ALIKE)
    return list(dict.fromkeys(known[form] for form in (*partly, *(hit[0] for hit in alike))))[:_MEANT]


def _no_choice(labels: Sequence[Text], meant: Sequence[Text], sheet: Text | None) -> CellError:
    """What to write instead: one of all there are; of many, what was likely meant, else one of the first."""
    if sheet is None or len(labels) <= _SHOWN_CHOICES:
        en, es = quoted(labels)
        return CellError(f"is none of the known values; write one of: {en}.",
                         f"no es ninguno de los valores conocidos; escriba uno de: {es}.")  # fmt: skip
    if meant:
        en, es = quoted(meant)
        return CellError(
            f"is none of the known values. Did you mean {en}? `macrosur schema {sheet.en}` lists them all.",
            f"no es ninguno de los valores conocidos. ¿Quiso decir {es}? `macrosur schema {sheet.es}` los "
            "enumera.",
        )
    more = len(labels) - _SHOWN_CHOICES
    en, es = quoted(labels[:_SHOWN_CHOICES])
    return CellError(
        f"is none of the known values; write one of: {en} and {more} more (`macrosur schema {sheet.en}`).",
        f"no es ninguno de los valores conocidos; escriba uno de: {es} y {more} más (`macrosur schema "
        f"{sheet.es}`).",
    )


def quoted(words: Iterable[Text]) -> Text:
    """Words in a row, each in quotation marks, since there are commas in some."""
    listed = tuple(words)
    return Text(", ".join(f"“{word.en}”" for word in listed), ", ".join(f"«{word.es}»" for word in listed))


@lru_cache(maxsize=_REMEMBERED)
def relation_type(text: str) -> RelationType:
    """A relation type, written as its id or as it reads in either language.

    Raises:
        CellError: It is none.
    """
    types = _type_wordings()
    key = search_key(text)
    bare = _COPULA.sub("", key)
    if found := next((types[form] for form in (key, bare, f"es {bare}") if form in types), ""):
        return schema().types[found]
    near = process.extract(key, list(types), scorer=fuzz.token_set_ratio, limit=6, score_cutoff=70)
    near.sort(key=lambda hit: (-hit[1], len(hit[0])))  # "member of" before "not a member of"
    likely = [schema().types[name] for name in dict.fromkeys(types[hit[0]] for hit in near)][:3]
    en, es = (", ".join(f"{item.wording.in_(lang)} ({item.id})" for item in likely) for lang in LANGS)
    raise CellError(
        "is no type of relation" + (f"; did you mean {en}?" if likely else ".")
        + " `macrosur schema` lists them all.",
        "no es un tipo de relación" + (f"; ¿quiso decir {es}?" if likely else ".")
        + " `macrosur schema --lang es` los enumera.",
    )  # fmt: skip


_COPULA = re.compile(r"^(?:is an? |is |es )")  # "is a member of", "es miembro de"; "dueña de" wants one


@cache
def _type_wordings() -> Mapping[str, str]:
    return {
        search_key(form): relation.id
        for relation in reversed(tuple(schema().types.values()))
        for form in (*relation.wording, relation.id)
    }


def role(relation: RelationType, text: str) -> str:
    """The id of a role in a relation.

    Raises:
        CellError: The relation has no such role, or none at all.
    """
    return _role(relation.id, text)


@lru_cache(maxsize=_REMEMBERED)
def _role(relation_type: str, text: str) -> str:
    relation = schema().types[relation_type]
    if not relation.roles:
        en, es = relation.wording
        raise CellError(f"“{en}” has no roles. Empty the cell, or say it in the note.",
                        f"«{es}» no tiene roles. Vacíe la celda o dígalo en la nota.")  # fmt: skip
    return choice({item.id: Choice(item.id, item.label) for item in relation.roles.values()}, text)


@lru_cache(maxsize=_REMEMBERED)
def kind(text: str) -> str:
    """The id of a kind.

    Raises:
        CellError: It is none.
    """
    return choice({item.id: Choice(item.id, item.label) for item in schema().kinds.values()}, text)


def source_class(text: str) -> str:
    """The id of a class of sources.

    Raises:
        CellError: It is none.
    """
    return choice({key: Choice(key, label) for key, label in schema().source_classes.items()}, text)


def language(text: str) -> str:
    """The code of a language.

    Raises:
        CellError: It is none, and no name of one.
    """
    if code := language_code(text):
        return code
    raise CellError("is no language; write its two letters, such as es, en or qu.",
                    "no es un idioma; escriba sus dos letras, como es, en o qu.")  # fmt: skip


def currency(text: str) -> str:
    """The code of a currency.

    Raises:
        CellError: It is none, and no name of one alone.
    """
    if code := currency_code(text):
        return code
    raise CellError("is not one certain currency; write its three letters, such as PEN or USD.",
                    "no es una moneda precisa; escriba sus tres letras, como PEN o USD.")  # fmt: skip


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
    if not (re.match(r"https?://[^\s/]+\.[^\s]+$", text, re.IGNORECASE) and _has_parts(text)):
        raise CellError("is not a web address; write one that begins with https://.",
                        "no es una dirección web; escriba una que empiece con https://.")  # fmt: skip
    return text


def _has_parts(url: str) -> bool:
    """Whether it has a host and a port, as far as one is written: not "http://[a.b", nor "http://a.b:c"."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@lru_cache(maxsize=_REMEMBERED)
def confidence(cell: str) -> str:
    """One of high, medium and low, written in either language.

    Raises:
        CellError: It is none of them.
    """
    return choice(_confidences(), cell)


@cache
def _confidences() -> Mapping[str, Choice]:
    return {key: Choice(key, label) for key, label in schema().confidences.items()}


def share(figures: str) -> float:
    """A share in per cent.

    Raises:
        CellError: It is no number, or none from 0 to 100.
    """
    return float(_number(schema().fields["share"], figures))


_YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?")
_FIGURES = re.compile(r"([-+]?)([0-9]+(?:[.,][0-9]+)*)")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*")
_GROUPS_AND_FRACTION = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3}(?:\1[0-9]{3})*)?(?!\1)[.,][0-9]+")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
# In Peru an apostrophe sets off the millions, and the comma or point after it the thousands: 1'205,527.
_MILLIONS = re.compile(r"([0-9])['’´]([0-9]{3})[., ]([0-9]{3})(?![0-9])")
_APOSTROPHE_OR_SPACE = re.compile(r"(?<=[0-9])['’´ ](?=[0-9]{3}(?![0-9]))")
_TOO_LARGE = 1e15  # from there on neither Excel nor a float keeps every figure


def _year(text: str) -> int:
    found = _YEAR.fullmatch(text)
    if not found:
        raise CellError("is not a year; write its four figures, such as 2019.",
                        "no es un año; escriba sus cuatro cifras, como 2019.")  # fmt: skip
    year = int(found[1])
    _check_bounds(year, *_YEARS)
    return year


def _number(field: Field, text: str) -> int | float:
    """A number from either country's way to write it; one that both read differently is refused."""
    if field.value == "year":
        return _year(text)
    whole = field.value == "integer"
    figures = text.removesuffix("%").rstrip() if field.unit == "%" else text
    figures = _MILLIONS.sub(r"\1\2\3", figures.replace("−", "-"))
    found = _FIGURES.fullmatch(_APOSTROPHE_OR_SPACE.sub("", figures))
    sign = -1 if found and found[1] == "-" else 1
    numbers = [sign * reading for reading in _readings(found[2], whole=whole)] if found else []
    if not numbers or abs(numbers[0]) >= _TOO_LARGE:
        raise _no_number(field, text)
    within = [number for number in numbers if _is_within(number, field.minimum, field.maximum)]
    if len(within) > 1:
        raise _ambiguous(*within)
    number = (within or numbers)[0]
    _check_bounds(number, field.minimum, field.maximum)
    return int(number) if whole else float(number)


def _readings(figures: str, *, whole: bool) -> list[float]:
    """The numbers that figures may stand for: 1.500 is a thousand and a half in Peru, or one and a half."""
    joined = re.sub("[.,]", "", figures)
    point = max(figures.rfind("."), figures.rfind(","))
    may_be_grouped = _GROUPS.fullmatch(figures) is not None and figures[0] != "0"
    if point < 0 or (may_be_grouped and (whole or not _ONE_GROUP.fullmatch(figures))):
        return [float(joined)]
    if not (_PLAIN.fullmatch(figures) or _GROUPS_AND_FRACTION.fullmatch(figures)):
        return []
    fraction = figures[point + 1 :]
    if whole and fraction.strip("0"):
        return []
    number = float(f"{joined[: len(joined) - len(fraction)]}.{fraction}")
    return [float(joined), number] if may_be_grouped else [number]


def _ambiguous(one: float, other: float) -> CellError:
    grouped, decimal = f"{one:.15g}", f"{other:.15g}"
    # Three decimals would be as ambiguous as before.
    clear = f"{decimal}0" if re.fullmatch(r"-?[0-9]+\.[0-9]{3}", decimal) else decimal
    return CellError(
        f"may be {grouped} or {decimal}. Write {grouped} or {clear}.",
        f"puede ser {grouped} o {decimal.replace('.', ',')}. Escriba {grouped} o {clear.replace('.', ',')}.",
    )


def _is_within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _check_bounds(number: float, low: float | None, high: float | None) -> None:
    if _is_within(number, low, high):
        return
    if high is None:
        raise CellError(f"is less than {low}; correct it.", f"es menor que {low}; corríjalo.")
    raise CellError(f"is outside {low} to {high}; correct it.", f"está fuera de {low} a {high}; corríjalo.")


def _no_number(field: Field, text: str) -> CellError:
    if field.unit.startswith("°"):
        return CellError("is not a number of degrees; write it with decimals, such as -14.2867.",
                         "no es un número de grados; escríbalo con decimales, como -14,2867.")  # fmt: skip
    if field.value == "integer":
        return CellError("is not a whole number; write only figures, such as 600.",
                         "no es un número entero; escriba solo cifras, como 600.")  # fmt: skip
    if field.id == "amount" and re.search(r"[^\W\d_]|[$€/]", text):
        en, es = _example_of(text)
        return CellError(
            f"is not only a number; write figures alone, such as {en}, and the currency in the column "
            "“currency”.",
            f"no es solo un número; escriba únicamente cifras, como {es}, y la moneda en la columna "
            "«moneda».",
        )
    return CellError("is not a number; write only figures, such as 600 or 62.5.",
                     "no es un número; escriba solo cifras, como 600 o 62,5.")  # fmt: skip


def _example_of(text: str) -> Text:
    """The figures of an amount as they may be written, if one number can be seen in it; else of another."""
    figures = _AMOUNT.findall(_MILLIONS.sub(r"\1\2\3", text))
    numbers = _readings(figures[0], whole=False) if len(figures) == 1 else []
    if len(numbers) != 1:
        return Text("1200000", "1200000")
    shown = f"{numbers[0]:.15g}" if numbers[0].is_integer() else f"{numbers[0]:.2f}"
    return Text(shown, shown.replace(".", ","))


_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def _digits(field: Field, owner: str, text: str) -> str:
    figures = without_point_zero(text)
    length = field.length or schema().kinds[owner].digits
    if not re.fullmatch("[0-9]+", figures) or not length - 1 <= len(figures) <= length:
        raise CellError(
            f"is not a number of {length} digits. Write all of them, in a cell formatted as text.",
            f"no es un número de {length} cifras. Escríbalas todas, en una celda con formato de texto.",
        )
    if field.id == PLACE_KEY:
        return figures.zfill(length)  # a spreadsheet eats the zero that ubigeos begin with
    if len(figures) < length:
        raise CellError(f"has {len(figures)} digits; it needs {length}.",
                        f"tiene {len(figures)} cifras; necesita {length}.")  # fmt: skip
    if not figures.startswith("20"):
        raise CellError(
            "is not the RUC of an organisation, which begins with 20; other RUCs are of persons and hold "
            "their DNI. Empty the cell.",
            "no es el RUC de una organización, que empieza con 20; los demás son de personas y contienen su "
            "DNI. Vacíe la celda.",
        )
    return figures


def without_point_zero(text: str) -> str:
    """Figures without the ".0" that programs put behind codes which they take for numbers."""
    return re.sub(r"(?<=[0-9])[.,]0$", "", text)
