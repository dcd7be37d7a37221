"""Words dates as a person says them, in either language: what is kept as EDTF is never shown as EDTF."""

from graph.dates import MONTHS, Point, point_of
from graph.text import Lang, Text


def in_words(start_edtf: str, end_edtf: str, lang: Lang, *, occurrence: bool = False) -> str:
    """Two dates as a person says them: "22–25 August 2023", "desde 2019", "until about 2020".

    Args:
        start_edtf: The start, as kept in `PartialDate.edtf`.
        end_edtf: The end, likewise.
        lang: The language.
        occurrence: Whether it happens rather than lasts: a start alone is then just that date, which
            `parse_date` can read again.

    Returns:
        The wording, without a capital or full stop; empty when neither date is known.

    Raises:
        DateError: One of the texts is no date.
    """
    start = point_of(start_edtf) if start_edtf else None
    end = point_of(end_edtf) if end_edtf else None
    if start is None:
        return "" if end is None else _until(end, lang)
    if end is None:
        return _date(start, lang) if occurrence else _date(start, lang, _SINCE)
    if start == end and (occurrence or not start.bound):
        return _date(start, lang)
    if start.bound or end.bound:
        return f"{_date(start, lang, _SINCE)}, {_until(end, lang)}"
    if start.mark or end.mark:
        return f"{_date(start, lang)} – {_date(end, lang)}"
    return _from_to(start, end, lang)


_NOTHING = Text("", "")
_OR_LATER = Text("or later", "o después")
_OR_EARLIER = Text("or earlier", "o antes")
_BY = Text("by", "a más tardar")
_SINCE = Text("since", "desde")
_UNTIL = Text("until", "hasta")


def _date(point: Point, lang: Lang, lead: Text = _NOTHING) -> str:
    if point.bound == "<":
        # "By" is for what happens; of what lasts it would read as a deadline.
        return _phrase(point, lang, lead, _OR_EARLIER) if lead is _SINCE else _phrase(point, lang, _BY)
    return _phrase(point, lang, lead, _OR_LATER if point.bound else _NOTHING)


def _until(point: Point, lang: Lang) -> str:
    tails = {"": _NOTHING, "<": Text("at the latest", "a más tardar"), ">": _OR_LATER}
    return _phrase(point, lang, _UNTIL, tails[point.bound])


def _phrase(point: Point, lang: Lang, lead: Text, tail: Text = _NOTHING) -> str:
    """A date with what is said around it: "perhaps until about 12 August 2023 or later"."""
    perhaps = Text("perhaps", "quizá").in_(lang) if point.mark in {"?", "%"} else ""
    about = point.mark in {"~", "%"}
    date = _named(point, lang)
    if lang == "en":
        date = f"about {date}" if about else date
    elif about and lead in {_SINCE, _UNTIL}:
        date = f"alrededor del {date}" if point.day else f"alrededor de {date}"
    elif point.day and (about or perhaps or lead.es):
        date = f"hacia el {date}" if about else f"el {date}"
    elif about:
        date = f"hacia {date}"
    elif lead is _BY:
        date = f"en {date}"
    return " ".join(part for part in (perhaps, lead.in_(lang), date, tail.in_(lang)) if part)


def _named(point: Point, lang: Lang, *, year: bool = True) -> str:
    parts = [str(point.day)] if point.day else []
    parts += [MONTHS[lang][point.month - 1]] if point.month else []
    parts += [str(point.year)] if year else []
    return (" " if lang == "en" else " de ").join(parts)


def _from_to(start: Point, end: Point, lang: Lang) -> str:
    """A period between two plain dates; what they share is said once."""
    whole = _named(end, lang)
    if start.day and end.day and start[:2] == end[:2]:
        return f"{start.day}–{whole}"
    if start.year == end.year and start.day and end.day:
        return f"{_named(start, lang, year=False)} – {whole}"
    if start.year == end.year and start.month and end.month and not (start.day or end.day):
        return f"{_named(start, lang, year=False)}–{whole}"
    return f"{_named(start, lang)}{' – ' if start.month or end.month else '–'}{whole}"
