"""Says what the user of a workbook sees in a cell, which its file may keep as something else.

A share of 62.5 % is stored as 0.625, and "ago-23" as the first of August.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

_LONGEST_FORMAT = 255  # characters; Excel allows no more
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,4})?")
_TRUTHS = {"1": "True", "true": "True", "0": "False", "false": "False"}


def reader_of(number_format: str, epoch: datetime) -> Callable[[str], str]:
    """What tells how figures are shown in the cells of a format.

    Args:
        number_format: As Excel writes formats.
        epoch: The day from which the workbook counts its dates.

    Returns:
        A function of the figures, which raises ValueError if they are none.
    """
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format  # noqa: PLC0415 -- slow to import

    number_format = number_format[:_LONGEST_FORMAT]
    if is_date_format(number_format):
        is_duration = is_timedelta_format(number_format)
        return lambda figures: _dated(_number(figures), number_format, epoch, is_duration=is_duration)
    if "%" in _bare(number_format):
        return lambda figures: _number_text(_number(figures) * 100) + "%"
    return lambda figures: _number_text(_number(figures))


def truth(text: str) -> str:
    """A truth value; raises ValueError if it is none."""
    if text not in _TRUTHS:
        raise ValueError(text)
    return _TRUTHS[text]


def iso_date(text: str, number_format: str) -> str:
    """A date that is kept as text; raises ValueError if it is none."""
    from openpyxl.utils.datetime import from_ISO8601  # noqa: PLC0415 -- as above

    return _shown(from_ISO8601(text), number_format)  # type: ignore[no-untyped-call] # its stub has none


def unescaped(text: str) -> str:
    """Text as typed: workbooks write a carriage return as _x000D_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    # Neither NUL nor half a pair of surrogates is text.
    return found[0] if character == "\0" or unicodedata.category(character) == "Cs" else character


def _number(figures: str) -> int | float:
    figures = figures.strip()
    if not _NUMBER.fullmatch(figures):
        raise ValueError(figures[:60])
    return float(figures) if any(sign in figures for sign in ".eE") else int(figures)


def _dated(number: float, number_format: str, epoch: datetime, *, is_duration: bool) -> str:
    from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 -- as above

    try:
        return _shown(from_excel(number, epoch, timedelta=is_duration), number_format)
    except (OverflowError, ValueError):
        return "#VALUE!"  # as Excel shows a day before its first or after its last


def _shown(value: object, number_format: str) -> str:
    if isinstance(value, datetime):
        return _date_text(value.date(), number_format)
    if isinstance(value, date):
        return _date_text(value, number_format)
    return str(value)


def _bare(number_format: str) -> str:
    """A format without the texts, colours and countries in it."""
    return re.sub(r'\[[^\]]*\]|"[^"]*"|[\\_*].', "", number_format.partition(";")[0]).lower()


def _date_text(day: date, number_format: str) -> str:
    """A date as far as the cell shows it: Excel keeps "ago-23" as the first of August."""
    shown = _bare(number_format)
    if day.day != 1 or "d" in shown or "y" not in shown:
        return day.isoformat()
    if "m" in shown:
        return day.isoformat()[:7]
    return day.isoformat()[:4] if day.month == 1 else day.isoformat()


def _number_text(number: float) -> str:
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    text = f"{Decimal(f'{number:.15g}'):f}"  # Excel computes with fifteen figures; the rest is noise
    # Typed as text, 1.125 may also be a thousand and more; this one is a number, so it is made to look it.
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text
