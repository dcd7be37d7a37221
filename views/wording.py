"""The words of the views, read from one file, so that a translator finds them all in one place."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypedDict

from views.document import Bilingual

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, Language] = ("en", "es")

_FILE = Path(__file__).with_name("wording.toml")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Counted(TypedDict):
    """A word that follows a number, per language: for one and for any other number."""

    en: list[str]
    es: list[str]


class Dates(TypedDict):
    """How a day is written: the months' names, and the order of day, month and year."""

    months: Counted
    full: Bilingual
    of_month: Bilingual


class Wording(TypedDict):
    """All words of the page that no document brings."""

    words: dict[str, Bilingual]
    counted: dict[str, Counted]
    markings: dict[str, Bilingual]
    dates: Dates


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The words of the page, in both languages."""
    read: Wording = tomllib.loads(_FILE.read_text(encoding="utf-8"))  # type: ignore[assignment] # a test checks its form
    return read


def date_in_words(date: str) -> Bilingual:
    """A year, month, day or instant (UTC) as people write it: ``2026-11-23`` becomes "23 November 2026".

    Anything else (an open or uncertain date) is returned as it is, in both languages.
    """
    day, _, time = date.partition("T")
    at = f", {time} UTC" if time else ""
    return {"en": _in_words(day, "en") + at, "es": _in_words(day, "es") + at}


def _in_words(date: str, lang: Language) -> str:
    parts = _DAY.fullmatch(date)
    if parts is None or parts[2] is None or not 1 <= int(parts[2]) <= len(wording()["dates"]["months"][lang]):
        return date
    dates = wording()["dates"]
    form = dates["full"] if parts[3] else dates["of_month"]
    month = dates["months"][lang][int(parts[2]) - 1]
    return form[lang].format(day=int(parts[3] or 0), month=month, year=parts[1])
