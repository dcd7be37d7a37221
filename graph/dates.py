"""Dates as sources give them: partly known, kept as EDTF text, compared as ranges of ISO days.

A date that can be read in two ways is refused with a remedy rather than guessed: 08/12/2023 taken for
August is a false claim that nobody will ever notice.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from graph.names import clean
from graph.text import Text

EARLIEST, LATEST = "0001-01-01", "9999-12-31"

_YEARS = range(1000, 3000)
_MONTHS_OF_YEAR = range(1, 13)

_LONGEST = 100  # a whole paragraph in the cell is no date
Bound = Literal["", "<", ">"]

_OR_NOTHING = Text(", or leave the cell empty", ", o deje la celda vacía")
_EXAMPLES = Text(
    "write for example 12/08/2023, 08/2023, 2023, “c. 2023”, “2023?” or “before 08/2023”" + _OR_NOTHING.en,
    "escriba por ejemplo 12/08/2023, 08/2023, 2023, «c. 2023», «2023?» o «antes de 08/2023»" + _OR_NOTHING.es,
)


class DateError(ValueError):
    """A text that is not a date, can be read in two ways, or a pair of dates that cannot be.

    Attributes:
        en: What is wrong and what to write, in English.
        es: The same in Spanish.
    """

    def __init__(self, en: str, es: str) -> None:
        self.en = en
        self.es = es
        super().__init__(en)

    @property
    def typed(self) -> Text:
        """The same for a date that was typed at the command line, where there is no cell."""
        return Text(self.en.removesuffix(_OR_NOTHING.en) + ".", self.es.removesuffix(_OR_NOTHING.es) + ".")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    Attributes:
        edtf: The text that is kept: ``2023``, ``2023-08``, ``2023-08-12``, with ``~`` (about), ``?``
            (perhaps) or ``%`` (both); ``[..2023-08]`` (then or before), ``[2023-08..]`` (then or after);
            empty when nothing is known.
        earliest: The first ISO day that it can be; ``0001-01-01`` if that is open.
        latest: The last one; ``9999-12-31`` if that is open. "About" widens neither: by how much would be
            our guess.
    """

    edtf: str
    earliest: str
    latest: str

    @property
    def certain(self) -> bool:
        """Whether it is stated without about, perhaps, before or after; a whole year may be certain."""
        return bool(self.edtf) and self.edtf[-1] not in "~?%]"


UNKNOWN = PartialDate("", EARLIEST, LATEST)


def parse_date(text: str) -> PartialDate:
    """Read a date as people type it in Spanish or English, as Excel saves it, or as EDTF.

    The day always comes before the month, unless the year comes first. "Before" and "until" include the
    date they name, as do "after" and "since": so nothing that the writer may have meant is excluded. A
    time of day is dropped. The empty text is the unknown date.

    Raises:
        DateError: It is no date, no such day exists, or its year does not have four digits; also for a
            period, which needs two cells, and for the number by which Excel keeps a date.
    """
    return _parse(text)


@lru_cache(maxsize=1 << 14)
def _parse(text: str) -> PartialDate:
    folded = _folded(text)
    return _peeled(folded).date() if folded else UNKNOWN


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", clean(text).casefold().replace("…", ".."))
    return "".join(char for char in apart if not unicodedata.combining(char))


class Point(NamedTuple):
    """One date taken apart: 0 for a month or day that is not known."""

    year: int
    month: int = 0
    day: int = 0
    mark: str = ""
    bound: Bound = ""

    def edtf(self) -> str:
        """It as it is kept."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        text = "-".join(parts) + self.mark
        return {"": text, "<": f"[..{text}]", ">": f"[{text}..]"}[self.bound]

    def date(self) -> PartialDate:
        """It with the days that it may be."""
        last_month = self.month or 12
        last_day = self.day or calendar.monthrange(self.year, last_month)[1]
        earliest = f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}"
        latest = f"{self.year:04d}-{last_month:02d}-{last_day:02d}"
        return PartialDate(
            self.edtf(),
            EARLIEST if self.bound == "<" else earliest,
            LATEST if self.bound == ">" else latest,
        )


def point_of(text: str) -> Point:
    """A date taken apart, for who words it.

    Raises:
        DateError: It is no date; the empty text is none either.
    """
    return _peeled(_folded(text))


def _wrapping(before: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{before})\s*(?:(?:el|en|the)\s)?\s*(.+?)\s*(?:{after})")


# Texts are folded: lower case, without accents.
_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("<", _wrapping(r"\[\.\.", r"\]")),
    (">", _wrapping(r"\[", r"\.\.\]")),
    ("<", _wrapping(r"\.\.|≤|<=?|(?:antes del?|before|hasta|until|till|up to|by|not? later than)\b")),
    ("<", _wrapping(r"(?:a mas tardar|como maximo)\b")),
    (">", _wrapping(r"≥|>=?|(?:no antes del?|despues del?|desde|a partir del?)\b")),
    (">", _wrapping(r"(?:not before|after|since|from)\b")),
    ("<", _wrapping("", r"\bo antes|\bor earlier")),
    (">", _wrapping("", r"\.\.|\bo despues|\bor later")),
)
_MARKS = (
    ("~", _wrapping(r"~|c(?:a|irca)?\b\.?|hacia\b|aprox(?:imadamente|\b\.?)|alrededor del?\b")),
    ("~", _wrapping(r"approx(?:imately|\b\.?)|about\b|around\b")),
    ("~", _wrapping("", r"~|\(~\)|\(?\b(?:aprox|approx|circa)\b\.?\)?")),
    ("?", _wrapping(r"¿|perhaps\b|maybe\b|possibly\b|probably\b|quizas?\b|tal vez\b")),
    ("?", _wrapping(r"posiblemente\b|probablemente\b")),
    ("?", _wrapping("", r"\?|\(\?\)")),
    ("%", _wrapping("", "%")),
)


def _peeled(text: str) -> Point:
    """What a text says around the date, and the date itself; a long text takes long, and is none."""
    if len(text) > _LONGEST:
        raise _unreadable(text[:_LONGEST])
    bound: Bound = ""
    marks = ""
    while True:
        for side, pattern in _BOUNDS:
            if not bound and (found := pattern.fullmatch(text)):
                bound, text = side, found[1]
                break
        else:
            for mark, pattern in _MARKS:
                if found := pattern.fullmatch(text):
                    marks, text = marks + mark, found[1]
                    break
            else:
                return _core(text)._replace(bound=bound, mark=_joined(marks))


def _joined(marks: str) -> str:
    both = "%" in marks or {"~", "?"} <= set(marks)
    return "%" if both else marks[:1]


_TIME = re.compile(
    r"(?<=\d)(?:t|,? )\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\. ?m\.| ?[ap]m)?(?:z| ?[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2}|xx)|[-/](\d{1,2}|xx)(?:-xx)?)?")
_YEAR_AS_NUMBER = re.compile(r"(\d{4})\.0")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}(?:\1\d{2})?")
_EXCEL_NUMBER = re.compile(r"[1-9]\d{4}(?:[.,]\d+)?")
_AROUND_SEPARATOR = re.compile(r"\s*([-/.])\s*")


def _core(text: str) -> Point:
    """A date without anything around it, in figures or with the month as a word."""
    text = _AROUND_SEPARATOR.sub(r"\1", text.translate({0x2013: "-", 0x2014: "-", 0x2212: "-"}))
    without_time = text
    if (time := _TIME.search(text)) and time.end() == len(text):
        without_time = text[: time.start()]
    point = _in_figures(without_time) or _in_letters(without_time)
    if point:
        return point
    raise _unreadable(without_time)


def _in_figures(text: str) -> Point | None:
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, lone_month = found.groups()
        return _checked(int(year), _number(month or lone_month), _number(day))
    if found := _YEAR_AS_NUMBER.fullmatch(text):
        return _checked(int(found[1]))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        if month not in _MONTHS_OF_YEAR and day in _MONTHS_OF_YEAR:
            raise DateError(
                f"the day comes first, and there is no month {month}; write {month:02d}/{day:02d}/{year}",
                f"primero va el día, y no hay mes {month}; escriba {month:02d}/{day:02d}/{year}",
            )
        return _checked(year, month, day)
    if found := _MONTH_FIRST.fullmatch(text):
        return _checked(int(found[2]), int(found[1]))
    return None


def _number(text: str | None) -> int | None:
    """The number; None for a part that is missing or written as ``XX``."""
    return int(text) if text and text != "xx" else None


MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio",
           "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
}  # fmt: skip
_MONTH_NUMBERS = {"setiembre": 9, "set": 9, "sept": 9} | {
    spelling: number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
    for spelling in (name.lower(), name.lower()[:3])
}
_UNHEARD = frozenset({
    "de", "del", "el", "la", "of", "the", "en", "in", "on", "dia", "day", "mes", "month", "ano", "year",
    "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
_DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|o|er|ro|°)?")
_BREAKS = re.compile(r"[\s.,/-]+")
_ORDINAL_POINT = re.compile(r"(?<=\d)\.(?=[o°])")


class _Words(NamedTuple):
    """The words of a date, sorted by what each can be."""

    days: list[int]
    months: list[int]
    years: list[int]
    others: list[str]


def _words(text: str) -> _Words:
    words = _Words([], [], [], [])
    for word in _BREAKS.split(_ORDINAL_POINT.sub("", text).replace("primero", "1")):
        if word in _MONTH_NUMBERS:
            words.months.append(_MONTH_NUMBERS[word])
        elif re.fullmatch(r"\d{4}", word):
            words.years.append(int(word))
        elif found := _DAY_NUMBER.fullmatch(word):
            words.days.append(int(found[1]))
        elif word and word not in _UNHEARD:
            words.others.append(word)
    return words


def _in_letters(text: str) -> Point | None:
    if not text or text[0] in "-/" or text[-1] in "-/":  # a period without its other half
        return None
    days, months, years, others = _words(text)
    if others or len(years) != 1 or len(months) > 1 or len(days) > len(months):
        return None
    return _checked(years[0], *months, *days)


def _checked(year: int, month: int | None = None, day: int | None = None) -> Point:
    """The date, if the calendar has it; None for a part that is not known, as a typed 0 is an error."""
    if year not in _YEARS:
        raise DateError(
            f"the year {year} is not between {_YEARS[0]} and {_YEARS[-1]}; correct it",
            f"el año {year} no está entre {_YEARS[0]} y {_YEARS[-1]}; corríjalo",
        )
    if month is None:
        return Point(year)
    if month not in _MONTHS_OF_YEAR:
        raise DateError(f"there is no month {month}; {_EXAMPLES.en}", f"no hay mes {month}; {_EXAMPLES.es}")
    days = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= days:
        raise DateError(
            f"{MONTHS['en'][month - 1]} {year} has {days} days, not {day}; correct the day, "
            f"or write {month:02d}/{year} if it is not known",
            f"{MONTHS['es'][month - 1]} de {year} tiene {days} días, no {day}; corrija el día, "
            f"o escriba {month:02d}/{year} si no se conoce",
        )
    return Point(year, month, day or 0)


def _unreadable(text: str) -> DateError:
    if _EXCEL_NUMBER.fullmatch(text):
        return DateError(
            "a number, perhaps the one by which Excel keeps a date; format the cells as date, "
            "or write the date as 12/08/2023",
            "es un número, quizá con el que Excel guarda una fecha; dé a las celdas formato de fecha, "
            "o escriba la fecha como 12/08/2023",
        )
    days, months, years, others = _words(text)
    if len(years) > 1 or (years and (len(months) > 1 or len(days) > max(1, 2 - len(months)))):
        return DateError(
            "more than one date; write the first in the column “start” and the last in the column “end”",
            "más de una fecha; escriba la primera en la columna «inicio» y la última en la columna «fin»",
        )
    if _SHORT_YEAR.fullmatch(text) or (months and days and not years and not others):
        return DateError(
            "the year is missing or has two digits; write all four, as in 12/08/2023 or 08/2023",
            "falta el año o tiene dos cifras; escriba las cuatro, como en 12/08/2023 o 08/2023",
        )
    return DateError(
        f"not a date that can be read; {_EXAMPLES.en}", f"no se puede leer como fecha; {_EXAMPLES.es}"
    )


@dataclass(frozen=True, slots=True)
class Span:
    """When something began and when it ended, each at the earliest and at the latest.

    ISO days, all that questions compare; ``0001-01-01`` and ``9999-12-31`` are open.
    """

    start_min: str
    start_max: str
    end_min: str
    end_max: str


def check_order(start: PartialDate, end: PartialDate, written: tuple[str, str] | None = None) -> None:
    """See to it that the end can come after the start.

    Args:
        start: The start.
        end: The end.
        written: Both as their author wrote them.

    Raises:
        DateError: The latest end lies before the earliest start.
    """
    if start.earliest > end.latest:
        first, last = written or (start.edtf, end.edtf)
        raise DateError(
            f"the end ({last}) comes before the start ({first}); correct one of the two",
            f"el fin ({last}) es anterior al inicio ({first}); corrija uno de los dos",
        )


def span(start: PartialDate, end: PartialDate, *, occurrence: bool) -> Span:
    """When something began and ended, as far as its two dates say.

    Args:
        start: When it began; unknown leaves that open.
        end: When it ended; unknown leaves that open too, for what lasts may last for ever.
        occurrence: Whether it happens rather than lasts: without an end, it ends when it starts.

    Returns:
        The days in order: nothing begins after its latest end, nor ends before its earliest start.

    Raises:
        DateError: The end lies before the start.
    """
    check_order(start, end)
    if occurrence and not end.edtf:
        return Span(start.earliest, start.latest, start.earliest, start.latest)
    return Span(
        start.earliest,
        min(start.latest, end.latest),
        max(start.earliest, end.earliest),
        end.latest,
    )


def possibly_at(span: Span, at: PartialDate) -> bool:
    """Whether something may have been so on some day of `at`; what is undated always may."""
    return span.start_min <= at.latest and at.earliest <= span.end_max
