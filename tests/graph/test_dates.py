"""Dates: what people type is read as they meant it, or refused with what to write instead."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.date_words import in_words
from graph.dates import (
    EARLIEST,
    LATEST,
    UNKNOWN,
    DateError,
    PartialDate,
    Span,
    check_order,
    parse_date,
    possibly_at,
    span,
)
from graph.text import Lang

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
POINTS = st.one_of(
    DAYS.map(lambda day: f"{day:%Y-%m-%d}"),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    DAYS.map(lambda day: f"{day:%Y}"),
)
MARKED = st.builds(lambda point, mark: point + mark, POINTS, st.sampled_from(["", "~", "?", "%"]))
EDTF = st.one_of(MARKED, MARKED.map(lambda text: f"[..{text}]"), MARKED.map(lambda text: f"[{text}..]"))
DATES = st.one_of(st.just(UNKNOWN), EDTF.map(parse_date))
LANGUAGES = st.sampled_from(["en", "es"])


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("", ""),
        ("  ", ""),
        # In figures: the day comes first.
        ("12/08/2023", "2023-08-12"),
        ("1/2/2023", "2023-02-01"),
        ("12-8-2023", "2023-08-12"),
        ("12.08.2023", "2023-08-12"),
        ("12 08 2023", "2023-08-12"),
        ("12 / 08 / 2023", "2023-08-12"),
        ("08/2023", "2023-08"),
        ("8-2023", "2023-08"),
        ("2023", "2023"),
        # ISO, and what Excel and databases save.
        ("2023-08-12", "2023-08-12"),
        ("2023-8-2", "2023-08-02"),
        ("2023/08/12", "2023-08-12"),
        ("2023-08", "2023-08"),
        ("2023-08-12 00:00:00", "2023-08-12"),
        ("2023-08-12T00:00:00", "2023-08-12"),
        ("2023-08-12T00:00:00.000Z", "2023-08-12"),
        ("2023-08-12T00:00:00-05:00", "2023-08-12"),
        ("12/08/2023 14:30", "2023-08-12"),
        ("12/08/2023 2:30 p. m.", "2023-08-12"),
        ("2023.0", "2023"),
        ("2023-XX-XX", "2023"),
        ("2023-08-XX", "2023-08"),
        # With the month as a word.
        ("ago-2023", "2023-08"),
        ("dic. 2023", "2023-12"),
        ("agosto de 2023", "2023-08"),
        ("AGOSTO DEL 2023", "2023-08"),
        ("12 de agosto de 2023", "2023-08-12"),
        ("12 agosto 2023", "2023-08-12"),
        ("12-ago-2023", "2023-08-12"),
        ("el sábado 12 de agosto de 2023", "2023-08-12"),
        ("1.º de setiembre de 2023", "2023-09-01"),
        ("primero de septiembre de 2023", "2023-09-01"),
        ("3 set. 2023", "2023-09-03"),
        ("12 August 2023", "2023-08-12"),
        ("August 2023", "2023-08"),
        ("Aug 12, 2023", "2023-08-12"),
        ("12th of August, 2023", "2023-08-12"),
        ("May 2023", "2023-05"),
        ("año 2023", "2023"),
        # About, perhaps, both.
        ("2023~", "2023~"),
        ("c. 2023", "2023~"),
        ("ca. 2023", "2023~"),
        ("circa 2023", "2023~"),
        ("hacia 2023", "2023~"),
        ("hacia el 12 de agosto de 2023", "2023-08-12~"),
        ("aprox. 2023", "2023~"),
        ("2023 (aprox.)", "2023~"),
        ("about August 2023", "2023-08~"),
        ("2023?", "2023?"),
        ("¿2023?", "2023?"),
        ("2023 (?)", "2023?"),
        ("quizá 2023", "2023?"),
        ("2023-08-12?", "2023-08-12?"),
        ("c. 2023?", "2023%"),
        ("2023%", "2023%"),
        # Before and after, both with the date itself.
        ("[..2023-08]", "[..2023-08]"),
        ("..2023", "[..2023]"),
        ("…2023", "[..2023]"),
        ("≤2023-08", "[..2023-08]"),
        ("antes de 2023-08", "[..2023-08]"),
        ("antes del 12/08/2023", "[..2023-08-12]"),
        ("before August 2023", "[..2023-08]"),
        ("hasta agosto de 2023", "[..2023-08]"),
        ("a más tardar en agosto de 2023", "[..2023-08]"),
        ("2023 or earlier", "[..2023]"),
        ("antes de c. 2023", "[..2023~]"),
        ("[2023-08..]", "[2023-08..]"),
        ("2023..", "[2023..]"),
        (">= 2023", "[2023..]"),
        ("after 2019", "[2019..]"),
        ("después de agosto de 2019", "[2019-08..]"),
        ("desde el 12 de agosto de 2019", "[2019-08-12..]"),
        ("no antes de 2019", "[2019..]"),
        ("2019 o después", "[2019..]"),
        # What cannot be seen does not count.
        ("\u200b2023-08\u00a0", "2023-08"),
        ("2023–08", "2023-08"),
    ],
)
def test_reads_what_people_type(typed: str, edtf: str) -> None:
    assert parse_date(typed).edtf == edtf


@pytest.mark.parametrize(
    ("typed", "in_english", "in_spanish"),
    [
        (
            "08/13/2023",
            "the day comes first, and there is no month 13; write 13/08/2023",
            "primero va el día",
        ),
        ("12.08.23", "write all four", "escriba las cuatro"),
        ("23-08-12", "write all four", "escriba las cuatro"),
        ("ago-23", "write all four", "escriba las cuatro"),
        ("12 August", "the year is missing", "falta el año"),
        ("45150", "format the cells as date", "formato de fecha"),
        ("45150.5", "format the cells as date", "formato de fecha"),
        ("31/02/2023", "February 2023 has 28 days", "febrero de 2023 tiene 28 días"),
        ("30/02/2024", "write 02/2024", "escriba 02/2024"),
        ("31 de abril de 2023", "April 2023 has 30 days", "abril de 2023 tiene 30 días"),
        ("00/08/2023", "not 0", "no 0"),
        ("2023-13", "no month 13", "no hay mes 13"),
        ("2023-21", "no month 21", "no hay mes 21"),
        ("15/14/2023", "no month 14", "no hay mes 14"),
        ("0999", "not between 1000 and 2999", "no está entre 1000 y 2999"),
        ("2019-2021", "in the column “end”", "en la columna «fin»"),
        ("2019/2021", "in the column “end”", "en la columna «fin»"),
        ("entre 2019 y 2021", "in the column “end”", "en la columna «fin»"),
        ("desde 2019 hasta 2021", "in the column “end”", "en la columna «fin»"),
        ("12–13 de agosto de 2023", "in the column “end”", "en la columna «fin»"),
        ("12-13/08/2023", "in the column “end”", "en la columna «fin»"),
        ("2023-08-12/2023-08-13", "in the column “end”", "en la columna «fin»"),
        ("agosto-setiembre 2023", "in the column “end”", "en la columna «fin»"),
        ("2023-", "leave the cell empty", "deje la celda vacía"),
        ("202X", "leave the cell empty", "deje la celda vacía"),
        ("2023.5", "leave the cell empty", "deje la celda vacía"),
        ("20230812", "leave the cell empty", "deje la celda vacía"),
        ("mediados de 2023", "leave the cell empty", "deje la celda vacía"),
        ("hoy", "leave the cell empty", "deje la celda vacía"),
        ("?", "leave the cell empty", "deje la celda vacía"),
        ("[..]", "leave the cell empty", "deje la celda vacía"),
        ("antes de", "leave the cell empty", "deje la celda vacía"),
        ("se reunieron el 12 y acordaron " * 1000, "leave the cell empty", "deje la celda vacía"),
    ],
)
def test_refuses_what_can_be_read_in_two_ways_or_none(typed: str, in_english: str, in_spanish: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(typed)
    assert in_english in refused.value.en
    assert in_spanish in refused.value.es


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "certain"),
    [
        ("", EARLIEST, LATEST, False),
        ("2023", "2023-01-01", "2023-12-31", True),
        ("2024-02", "2024-02-01", "2024-02-29", True),
        ("2023-02", "2023-02-01", "2023-02-28", True),
        ("2023-08-12", "2023-08-12", "2023-08-12", True),
        ("2023~", "2023-01-01", "2023-12-31", False),
        ("2023-08?", "2023-08-01", "2023-08-31", False),
        ("2023%", "2023-01-01", "2023-12-31", False),
        ("[..2023-08]", EARLIEST, "2023-08-31", False),
        ("[2023-08..]", "2023-08-01", LATEST, False),
    ],
)
def test_a_date_knows_its_first_and_last_day(edtf: str, earliest: str, latest: str, certain: bool) -> None:  # noqa: FBT001 (a column of the table)
    date = parse_date(edtf)
    assert date == PartialDate(edtf, earliest, latest)
    assert date.certain is certain


@given(EDTF)
def test_canonical_text_is_read_as_itself(edtf: str) -> None:
    date = parse_date(edtf)
    assert date.edtf == edtf
    assert EARLIEST <= date.earliest <= date.latest <= LATEST


@given(DAYS, st.sampled_from("/-. "))
def test_a_day_is_the_same_however_it_is_written(day: dt.date, sign: str) -> None:
    date = parse_date(day.isoformat())
    assert date.earliest == date.latest == day.isoformat()
    assert parse_date(f"{day.day}{sign}{day.month}{sign}{day.year}") == date
    assert parse_date(f"{day:%d}{sign}{day:%m}{sign}{day:%Y} 00:00:00") == date


@given(EDTF, LANGUAGES)
def test_a_single_date_in_words_can_be_read_again(edtf: str, lang: Lang) -> None:
    assert parse_date(in_words(edtf, "", lang, occurrence=True)).edtf == edtf


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused_in_both_languages(text: str) -> None:
    read = _read(text)
    if isinstance(read, DateError):
        assert read.en
        assert read.es != read.en
    else:
        assert parse_date(read.edtf) == read


def _read(text: str) -> PartialDate | DateError:
    try:
        return parse_date(text)
    except DateError as refused:
        return refused


SPANS = [
    # start, end, occurrence; begins at the earliest, at the latest; ends at the earliest, at the latest
    # Nothing known: it may have been so at any time.
    ("", "", False, EARLIEST, LATEST, EARLIEST, LATEST),
    ("", "", True, EARLIEST, LATEST, EARLIEST, LATEST),
    # What lasts may last for ever, but not end before it begins.
    ("2019", "", False, "2019-01-01", "2019-12-31", "2019-01-01", LATEST),
    ("2019-05-03", "", False, "2019-05-03", "2019-05-03", "2019-05-03", LATEST),
    ("2019~", "", False, "2019-01-01", "2019-12-31", "2019-01-01", LATEST),
    # What happens ends when it starts.
    ("2023-08-12", "", True, "2023-08-12", "2023-08-12", "2023-08-12", "2023-08-12"),
    ("2023-08", "", True, "2023-08-01", "2023-08-31", "2023-08-01", "2023-08-31"),
    ("[..2023-08]", "", True, EARLIEST, "2023-08-31", EARLIEST, "2023-08-31"),
    ("[2023-08..]", "", True, "2023-08-01", LATEST, "2023-08-01", LATEST),
    # … unless an end is given; a protest of three weeks lasts three weeks.
    ("2025-06-25", "2025-07", True, "2025-06-25", "2025-06-25", "2025-07-01", "2025-07-31"),
    ("2023-08-12", "2023-08-13", True, "2023-08-12", "2023-08-12", "2023-08-13", "2023-08-13"),
    # Only an end: it began at any time before.
    ("", "2026-01", True, EARLIEST, "2026-01-31", "2026-01-01", "2026-01-31"),
    ("", "2019", False, EARLIEST, "2019-12-31", "2019-01-01", "2019-12-31"),
    # "Secretariat, by August 2023": began some time up to then, and may last.
    ("[..2023-08]", "", False, EARLIEST, "2023-08-31", EARLIEST, LATEST),
    # Began some time from 2019 on.
    ("[2019..]", "", False, "2019-01-01", LATEST, "2019-01-01", LATEST),
    ("[2019..]", "2023", False, "2019-01-01", "2023-12-31", "2023-01-01", "2023-12-31"),
    # "Left by 2023-08": ended some time up to then, though not before it began.
    ("2019", "[..2023-08]", False, "2019-01-01", "2019-12-31", "2019-01-01", "2023-08-31"),
    ("", "[..2023-08]", False, EARLIEST, "2023-08-31", EARLIEST, "2023-08-31"),
    # "Still so in 2023": ended then or later.
    ("2019", "[2023..]", False, "2019-01-01", "2019-12-31", "2023-01-01", LATEST),
    # Within one imprecise date, neither can be on the wrong side of the other.
    ("2023", "2023-03", False, "2023-01-01", "2023-03-31", "2023-03-01", "2023-03-31"),
    ("2023-09", "2023", False, "2023-09-01", "2023-09-30", "2023-09-01", "2023-12-31"),
]


@pytest.mark.parametrize(("start", "end", "occurrence", "a", "b", "c", "d"), SPANS)
def test_the_four_days_of_a_span(
    start: str,
    end: str,
    occurrence: bool,  # noqa: FBT001 (a column of the table)
    a: str,
    b: str,
    c: str,
    d: str,
) -> None:
    assert span(parse_date(start), parse_date(end), occurrence=occurrence) == Span(a, b, c, d)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2023", "2022"), ("2023-08-13", "2023-08-12"), ("[2023..]", "2022"), ("2023", "[..2022]")],
)
def test_an_end_before_the_start_is_refused(start: str, end: str) -> None:
    for check in (check_order, lambda a, b: span(a, b, occurrence=True)):
        with pytest.raises(DateError, match="comes before the start") as refused:
            check(parse_date(start), parse_date(end))
        assert "anterior al inicio" in refused.value.es


@given(DATES, DATES, st.booleans())
def test_the_days_of_a_span_are_in_order(start: PartialDate, end: PartialDate, occurrence: bool) -> None:  # noqa: FBT001 (generated)
    if start.earliest > end.latest:
        return
    days = span(start, end, occurrence=occurrence)
    assert days.start_min <= days.start_max <= days.end_max
    assert days.start_min <= days.end_min <= days.end_max


@pytest.mark.parametrize(
    ("start", "end", "occurrence", "at", "possible"),
    [
        ("2023-08-12", "2023-08-13", True, "2023-08-13", True),
        ("2023-08-12", "2023-08-13", True, "2023-08-12", True),
        ("2023-08-12", "2023-08-13", True, "2023-08-11", False),
        ("2023-08-12", "2023-08-13", True, "2023-08-14", False),
        ("2023-08-12", "", True, "2023-08", True),
        ("2023-08-12", "", True, "2023-09", False),
        ("2023-08-12", "", False, "2023-09", True),
        ("2023-08-12", "", False, "2023-07-31", False),
        ("2023", "", True, "2023-03-01", True),
        ("", "", False, "1500", True),
        ("", "2019", False, "2020", False),
        ("[..2023-08]", "", False, "2016", True),
        ("2019", "[2023..]", False, "2030", True),
        ("2019", "2023", False, "[..2018]", False),
        ("2019", "2023", False, "", True),
    ],
)
def test_at_passes_what_is_possibly_so_then(
    start: str,
    end: str,
    occurrence: bool,  # noqa: FBT001 (a column of the table)
    at: str,
    possible: bool,  # noqa: FBT001 (likewise)
) -> None:
    days = span(parse_date(start), parse_date(end), occurrence=occurrence)
    assert possibly_at(days, parse_date(at)) is possible


@given(DATES, DATES, DAYS, st.booleans())
def test_to_ask_of_a_longer_time_never_loses_anything(
    start: PartialDate,
    end: PartialDate,
    day: dt.date,
    occurrence: bool,  # noqa: FBT001 (generated)
) -> None:
    if start.earliest > end.latest:
        return
    days = span(start, end, occurrence=occurrence)
    wider = [f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}", f"[..{day:%Y}]", ""]
    answers = [possibly_at(days, parse_date(at)) for at in wider]
    assert answers == sorted(answers)


@given(DATES, DATES, DAYS)
def test_what_is_not_known_never_excludes(start: PartialDate, end: PartialDate, day: dt.date) -> None:
    if start.earliest > end.latest:
        return
    at = parse_date(day.isoformat())
    if possibly_at(span(start, end, occurrence=False), at):
        assert possibly_at(span(UNKNOWN, end, occurrence=False), at)
        assert possibly_at(span(start, UNKNOWN, occurrence=False), at)


@pytest.mark.parametrize(
    ("start", "end", "occurrence", "in_english", "in_spanish"),
    [
        ("", "", False, "", ""),
        ("", "", True, "", ""),
        ("2023-08-12", "", True, "12 August 2023", "12 de agosto de 2023"),
        ("2023-08-12", "2023-08-12", True, "12 August 2023", "12 de agosto de 2023"),
        ("2023-08", "", True, "August 2023", "agosto de 2023"),
        ("2019~", "", True, "about 2019", "hacia 2019"),
        ("2023-08-12~", "", True, "about 12 August 2023", "hacia el 12 de agosto de 2023"),
        ("2019?", "", True, "perhaps 2019", "quizá 2019"),
        ("2019%", "", True, "perhaps about 2019", "quizá hacia 2019"),
        ("[..2023-08]", "", True, "by August 2023", "a más tardar en agosto de 2023"),
        ("[..2023-08]", "", False, "since August 2023 or earlier", "desde agosto de 2023 o antes"),
        ("[..2023-08-12]", "", True, "by 12 August 2023", "a más tardar el 12 de agosto de 2023"),
        ("[2019..]", "", True, "2019 or later", "2019 o después"),
        ("2019", "", False, "since 2019", "desde 2019"),
        ("2019~", "", False, "since about 2019", "desde alrededor de 2019"),
        ("2019?", "", False, "perhaps since 2019", "quizá desde 2019"),
        ("2023-08-12", "", False, "since 12 August 2023", "desde el 12 de agosto de 2023"),
        ("[2019..]", "", False, "since 2019 or later", "desde 2019 o después"),
        ("", "2023-08", False, "until August 2023", "hasta agosto de 2023"),
        ("", "2023-08-12", True, "until 12 August 2023", "hasta el 12 de agosto de 2023"),
        ("", "[..2023]", False, "until 2023 at the latest", "hasta 2023 a más tardar"),
        ("2019", "2023", False, "2019–2023", "2019–2023"),
        ("2019", "2019", False, "2019", "2019"),
        ("2023-08-22", "2023-08-25", True, "22–25 August 2023", "22–25 de agosto de 2023"),
        (
            "2023-08-28",
            "2023-09-03",
            True,
            "28 August – 3 September 2023",
            "28 de agosto – 3 de septiembre de 2023",
        ),
        ("2023-08", "2023-09", False, "August–September 2023", "agosto–septiembre de 2023"),
        ("2022-12", "2023-01", False, "December 2022 – January 2023", "diciembre de 2022 – enero de 2023"),
        ("2019", "2023-08", False, "2019 – August 2023", "2019 – agosto de 2023"),
        ("2019~", "2023", False, "about 2019 – 2023", "hacia 2019 – 2023"),
        (
            "2019",
            "[..2023]",
            False,
            "since 2019, until 2023 at the latest",
            "desde 2019, hasta 2023 a más tardar",
        ),
        ("[..2019]", "2023", False, "since 2019 or earlier, until 2023", "desde 2019 o antes, hasta 2023"),
    ],
)
def test_dates_in_words(start: str, end: str, occurrence: bool, in_english: str, in_spanish: str) -> None:  # noqa: FBT001 (a column of the table)
    assert in_words(start, end, "en", occurrence=occurrence) == in_english
    assert in_words(start, end, "es", occurrence=occurrence) == in_spanish
