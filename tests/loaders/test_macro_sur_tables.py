"""The built-in tables hold together before any loader reads them: a slip in one cell is named here."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from graph.text import as_written

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "loaders" / "macro_sur"
ARTICLE = ROOT.parent / "shared" / "texts" / "00_seed.txt"

SHEETS = {
    "organisations": "Organisation",
    "mines": "Mine",
    "events": "Event",
    "agreements": "Agreement",
    "initiatives": "Initiative",
}
PLACES = {"regions": ("Region", 2), "provinces": ("Province", 4), "districts": ("District", 6)}
RELATIONS = ("relations", "relations-places", "relations-borders")
FILES = (*SHEETS, *PLACES, "districts-coordinates", *RELATIONS, "sources")

DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{DAY}[~?%]?|\[\.\.{DAY}\]|\[{DAY}\.\.\]")

SEED = "dcaf-ccolquemin-2023"
# All that the article states of two things, read off it by hand.
SEED_RELATIONS = {
    ("guaman-poma", "PARTICIPATED_IN", "ccolquemin-2023", "speaker"),
    ("guaman-poma", "PARTICIPATED_IN", "ccolquemin-2023", "exhibitor"),
    ("guaman-poma", "COORDINATES", "rwg-cusco", "secretariat"),
    ("dcaf", "PARTNERS_WITH", "guaman-poma", ""),
    ("ccolquemin-2023", "CONCERNS", "080704", ""),
    ("rwg-cusco", "LOCATED_IN", "08", ""),
    ("guaman-poma", "ENDORSES", "voluntary-principles", ""),
    ("guaman-poma", "ENDORSES", "dcaf-icrc-toolkit", ""),
    ("dcaf", "ASSOCIATED_WITH", "dcaf-icrc-toolkit", ""),
    ("icrc", "ASSOCIATED_WITH", "dcaf-icrc-toolkit", ""),
    ("mmg", "ASSOCIATED_WITH", "las-bambas", ""),
    ("glencore", "ASSOCIATED_WITH", "antapaccay", ""),
    ("hudbay", "ASSOCIATED_WITH", "constancia", ""),
    ("las-bambas", "NEAR", "080704", ""),
    ("antapaccay", "NEAR", "080704", ""),
    ("constancia", "NEAR", "080704", ""),
}


@dataclass(frozen=True)
class Row:
    """A row and where it stands, so that a failure can be looked up in the file."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def __str__(self) -> str:
        return f"{self.file}.csv:{self.line} {dict(self.cells)}"


@cache
def schema() -> dict[str, Any]:
    return tomllib.loads((ROOT / "graph" / "schema.toml").read_text(encoding="utf-8"))


@cache
def table(name: str) -> tuple[Row, ...]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(Row(name, line, cells) for line, cells in enumerate(csv.DictReader(file), start=2))


def rows(*names: str) -> Iterator[Row]:
    for name in names or FILES:
        yield from table(name)


@cache
def kinds() -> dict[str, str]:
    """The kind of everything that a relation may name, by id or ubigeo."""
    found = {row["id"]: kind for sheet, kind in SHEETS.items() for row in table(sheet)}
    return found | {row["ubigeo"]: kind for sheet, (kind, _) in PLACES.items() for row in table(sheet)}


def choices(kind: str, field: str) -> set[str]:
    return set(schema()["choices"][kind][field])


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_in_excel_with_its_accents(name: str) -> None:
    raw = (TABLES / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_the_folder_holds_these_tables_and_no_other() -> None:
    assert {path.stem for path in TABLES.glob("*.csv")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_heading_is_one_that_the_schema_knows(name: str) -> None:
    known = {"id"} | set(schema()["fields"]) | set(schema()["columns"])
    if name in RELATIONS:
        known |= set(schema()["relation_columns"])
    if name == "sources":
        known |= set(schema()["source_columns"])
    headings = list(table(name)[0].cells)
    assert len(headings) == len(set(headings))
    assert set(headings) <= known


def test_rows_are_as_wide_as_their_headings_and_no_cell_has_stray_space() -> None:
    for row in rows():
        assert None not in {*row.cells, *row.cells.values()}, row
        for cell in row.cells.values():
            assert cell == " ".join(cell.split()), row


def test_every_source_is_described_once_and_is_public() -> None:
    sources = table("sources")
    assert len({row["id"] for row in sources}) == len(sources)
    urls = [row["url"].removesuffix("/").lower() for row in sources if row["url"]]
    assert len(set(urls)) == len(urls)
    for row in sources:
        assert row["title"], row
        assert row["class"] in schema()["source_classes"], row
        assert row["tlp"] == "CLEAR", row
        assert not row["url"] or row["url"].startswith(("http://", "https://")), row


def test_every_row_cites_a_source_of_the_list_and_every_source_is_cited() -> None:
    listed = {row["id"] for row in table("sources")}
    cited = set()
    for row in rows(*(name for name in FILES if name != "sources")):
        assert row["source"] in listed, row
        cited.add(row["source"])
    assert cited == listed


def test_an_id_belongs_to_one_sheet_and_one_type() -> None:
    sheet_of: dict[str, str] = {}
    types_of: dict[str, set[str]] = {}
    for row in rows(*SHEETS):
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]), row
        assert sheet_of.setdefault(row["id"], row.file) == row.file, row
        types_of.setdefault(row["id"], set()).add(row["type"])
    # A source that does not say what something is leaves that to another one.
    assert {len(types - {""}) for types in types_of.values()} == {1}


def test_a_source_says_a_thing_of_an_entity_once() -> None:
    for sheet in SHEETS:
        said = Counter((row["id"], row["source"], row["locator"]) for row in table(sheet))
        assert max(said.values()) == 1, said.most_common(1)


def test_every_entity_is_named_and_described_in_both_languages() -> None:
    summaries: dict[str, set[str]] = {}
    for row in rows(*SHEETS):
        assert row["name_en"], row
        told = summaries.setdefault(row["id"], set())
        told |= {language for language in ("en", "es") if row[f"summary_{language}"]}
        assert bool(row["summary_en"]) == bool(row["summary_es"]), row
    assert [entity for entity, told in summaries.items() if told != {"en", "es"}] == []


def test_types_and_scales_are_of_the_schema() -> None:
    for sheet, kind in SHEETS.items():
        for row in table(sheet):
            assert row["type"] in choices(kind, "type") | {""}, row
            assert row["scale"] in choices("Mine", "scale") | {""}, row


def test_every_date_is_edtf_and_no_end_comes_before_its_start() -> None:
    for row in rows():
        for heading in ("start", "end", "date"):
            assert not row[heading] or EDTF.fullmatch(row[heading]), row
        if re.fullmatch(DAY, row["start"]) and re.fullmatch(DAY, row["end"]):
            assert row["start"] <= row["end"], row


def test_numbers_are_numbers() -> None:
    for row in rows():
        for heading in ("lat", "lon", "share", "amount"):
            assert not row[heading] or re.fullmatch(r"-?\d+(?:\.\d+)?", row[heading]), row
        for heading in ("participants", "start_year"):
            assert not row[heading] or row[heading].isdigit(), row
        assert bool(row["amount"]) == bool(row["currency"]), row
        assert not row["share"] or 0 < float(row["share"]) <= 100, row


def test_confidence_is_high_medium_or_low() -> None:
    for row in rows():
        if "confidence" in row.cells:
            assert row["confidence"] in schema()["confidences"], row


def test_both_ends_of_a_relation_exist_and_suit_its_type() -> None:
    for row in rows(*RELATIONS):
        relation = schema()["types"].get(row["type"])
        assert relation, row
        for end, allowed in (("subject", relation["from"]), ("object", relation["to"])):
            assert kinds().get(row[end]) == row[f"{end}_kind"], row
            assert row[f"{end}_kind"] in allowed, row
        assert row["subject"] != row["object"], row


def test_roles_and_fields_are_those_of_the_relation_type() -> None:
    pillars = schema()["fields"]["pillar"]["choices"]
    for row in rows(*RELATIONS):
        relation = schema()["types"][row["type"]]
        assert not row["role"] or row["role"] in relation.get("roles", {}), row
        for field in ("pillar", "share", "amount"):
            assert not row[field] or field in relation.get("fields", ()), row
        assert not row["pillar"] or row["pillar"] in pillars, row


def test_no_relation_is_written_twice() -> None:
    def content(row: Row) -> tuple[str, ...]:
        ends = (row["subject"], row["object"])
        if schema()["types"][row["type"]].get("undirected"):
            ends = (min(ends), max(ends))
        told = ("type", "role", "source", "start", "end", "amount")
        return (*ends, *(row[heading] for heading in told))

    written = Counter(content(row) for row in rows(*RELATIONS))
    assert [claim for claim, times in written.items() if times > 1] == []


def test_all_seven_regions_their_provinces_and_districts_are_there_once() -> None:
    for (sheet, (_, digits)), count in zip(PLACES.items(), (7, 51, 480), strict=True):
        codes = [row["ubigeo"] for row in table(sheet)]
        assert codes == sorted(codes)
        assert len(set(codes)) == count
        assert len({(row["ubigeo"], row["source"]) for row in table(sheet)}) == len(codes)
        assert all(re.fullmatch(rf"\d{{{digits}}}", code) for code in codes)


def test_a_place_lies_in_the_parent_that_its_code_begins_with() -> None:
    steps = (("provinces", "region", "regions"), ("districts", "province", "provinces"))
    for sheet, parent, parents in steps:
        known = {row["ubigeo"] for row in table(parents)}
        placed = {row["ubigeo"]: row[parent] for row in table(sheet) if row[parent]}
        assert placed.keys() == {row["ubigeo"] for row in table(sheet)}
        assert set(placed.values()) == known
        assert all(code.startswith(above) for code, above in placed.items())


def test_codes_are_the_inei_ones_and_names_carry_their_accents() -> None:
    """RENIEC numbers Puno 20 and Tacna 22; these are the places that a mistaken list would swap."""
    names = {row["ubigeo"]: row["name_es"] for row in rows(*PLACES)}
    assert [names[code] for code in ("03", "04", "08", "17", "18", "21", "23")] == [
        "Apurímac", "Arequipa", "Cusco", "Madre de Dios", "Moquegua", "Puno", "Tacna",
    ]  # fmt: skip
    assert names["170101"] == "Tambopata"
    assert names["080704"] == "Colquemarca"
    assert {names["040506"], names["080803"]} == {"Coporaque"}
    assert (names["030412"], names["180204"], names["210103"]) == ("Sañayca", "Ichuña", "Amantaní")
    assert not [name for name in names.values() if name.isupper() or not name[0].isupper()]


def test_districts_have_coordinates_once_and_near_their_neighbours() -> None:
    districts = {row["ubigeo"] for row in table("districts")}
    found = {row["ubigeo"]: (float(row["lat"]), float(row["lon"])) for row in table("districts-coordinates")}
    assert len(found) == len(table("districts-coordinates"))
    assert found.keys() <= districts
    assert len(found) > 440
    for lat, lon in found.values():
        assert -18.4 < lat < -9.8
        assert -75.2 < lon < -68.6
    for row in table("relations-borders"):
        if row["subject"] in found and row["object"] in found:
            ends = zip(found[row["subject"]], found[row["object"]], strict=True)
            assert max(abs(one - other) for one, other in ends) < 1.7, row


def test_mines_have_coordinates_in_the_seven_regions_and_say_what_of() -> None:
    for row in table("mines"):
        assert bool(row["lat"]) == bool(row["lon"]) == bool(row["coordinates_note"]), row
        assert not row["lat"] or (-18.4 < float(row["lat"]) < -9.8 and -75.2 < float(row["lon"]) < -68.6), row


def test_each_border_is_written_once_with_the_smaller_code_first() -> None:
    pairs = [(row["subject"], row["object"]) for row in table("relations-borders")]
    assert all(one < other for one, other in pairs)
    assert all(before < after for before, after in pairwise(pairs))
    assert {row["type"] for row in table("relations-borders")} == {"BORDERS"}
    colquemarca = {code for pair in pairs if "080704" in pair for code in pair} - {"080704"}
    assert {"080701", "080702", "080703"} <= colquemarca


def test_nothing_unverified_and_no_personal_data_is_left_in() -> None:
    forbidden = re.compile(
        r"from memory|verify|not found|@|\bSr[a]?\.|\bDNI\b|\+51|\b9\d{8}\b", re.IGNORECASE
    )
    for row in rows():
        for heading, cell in row.cells.items():
            assert heading in {"url", "website"} or not forbidden.search(cell), row


def test_the_article_on_ccolquemin_is_in_it_and_nothing_it_does_not_state() -> None:
    cited = [row for row in rows(*RELATIONS) if row["source"] == SEED]
    assert {(row["subject"], row["type"], row["object"], row["role"]) for row in cited} == SEED_RELATIONS
    assert len(cited) == len(SEED_RELATIONS)
    place = re.compile(r"headline|(?:headline and )?paragraph \d|paragraphs \d and \d")
    for row in rows():
        assert row["source"] != SEED or place.fullmatch(row["locator"]), row


def test_the_convention_has_its_dates_and_size_and_is_placed_nowhere() -> None:
    told = [row for row in table("events") if row["id"] == "ccolquemin-2023"]
    assert {(row["start"], row["end"]) for row in told if row["start"]} == {("2023-08-12", "2023-08-13")}
    assert {row["participants"] for row in told if row["participants"]} == {"600"}
    types = {row["type"] for row in rows(*RELATIONS) if row["subject"] == "ccolquemin-2023"}
    assert types == {"CONCERNS"}


def test_every_note_is_in_both_languages_but_for_bare_names() -> None:
    names = {"Cerro Juli.", "Cerro Juli, Arequipa.", "Sector Choccoyo.", "Valle de Tambo."}
    notes = {row["note"] for row in rows(*SHEETS, *RELATIONS)} - names - {""}
    assert notes
    assert not [note for note in notes if as_written(note) == (note, note)]


def test_no_phrase_of_the_article_is_copied() -> None:
    if not ARTICLE.is_file():
        pytest.skip("the article is not beside the repository; its phrases were not compared")
    article = _phrases(ARTICLE.read_text(encoding="utf-8"))
    for row in rows(*SHEETS, *RELATIONS):
        for heading in ("summary_en", "note"):
            assert not _phrases(row[heading]) & article, row


def _phrases(text: str, length: int = 7) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
