"""Reads tables into a batch: each row of an entity's sheet, and each relation, as statements with addresses.

All problems of all files are gathered, so that an officer mends a table once.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict

from rapidfuzz import process

from graph.dates import DateError, check_order, parse_date
from graph.errors import Address, Problem
from graph.markings import Marking
from graph.model import NO_FIELDS, STATED_IN, Batch, Ref, SourceRow, Statement, Unread, Value
from graph.names import clean
from graph.schema import RelationType, Shortcut, schema
from graph.text import LANGS, Text
from loaders import cells
from loaders.headings import (
    RELATIONS,
    SOURCES,
    did_you_mean,
    kind_of_shortcut,
    needed_columns,
    no_such_sheet,
    parts_of,
    sheet_kind,
)
from loaders.rows import Cells, Columns, cells_of
from loaders.sheets import Sheet, open_tables

_SHARE = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]\d+)?)\s*%\s*\)?$")
_BEFORE_SHARE = " (,;:–—-"
_IN = "LOCATED_IN"
_HELPED = 200  # ids that no source has; for more, nobody reads what they may have been meant for
_PLACE_DIGITS = re.compile(r"[0-9]{1,6}")


def read_tables(
    paths: Sequence[Path], dataset: str | None = None, *, only: Collection[str] | None = None
) -> Batch:
    """Read tables.

    Args:
        paths: CSV files, workbooks, and folders of them.
        dataset: The data set's name; else a `dataset` cell of the sources, else the first path's stem.
        only: The names of the sheets to take, beside the sources; all if None.

    Raises:
        MacroSurError: A path is not there. What is wrong inside the files is in the batch's problems.
    """
    opened = open_tables(paths)
    reading = _Reading(list(opened.problems), any_file_unread=bool(opened.problems))
    for sheet in opened.sheets:
        kind = sheet_kind(sheet.name)
        if sheet.hidden and not kind:
            continue  # the lists behind a workbook's choices
        if only is None or sheet.name in only or kind == SOURCES:
            reading.add(sheet, kind)
    reading.read()
    problems = sorted(
        reading.problems, key=lambda item: (item.address.file, item.address.sheet, item.address.row)
    )
    name = dataset or reading.dataset or _stem(paths[0])
    unread = Unread(frozenset(reading.unread), frozenset(reading.misread), reading.any_file_unread)
    return Batch(name, tuple(reading.statements), reading.sources, opened.files, tuple(problems), unread)


def _stem(path: Path) -> str:
    path = path.resolve()
    return clean(path.name if path.is_dir() else path.stem)


class _Common(TypedDict):
    """What rows of every sheet may say: source, place in it, words, dates, confidence, markings."""

    source: str
    address: Address
    locator: str
    quote: str
    note: str
    start: str
    end: str
    confidence: str
    tlp: Marking | None
    entity_tlp: Marking | None


@dataclass
class _Reading:
    problems: list[Problem]
    sources: dict[str, SourceRow] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)
    any_file_unread: bool = False
    unread: set[str] = field(default_factory=set)
    misread: set[tuple[str, str]] = field(default_factory=set)
    dataset: str = ""
    _sheets: list[tuple[Sheet, str]] = field(default_factory=list)
    _refs: dict[tuple[str, str, tuple[str, ...], str, str], Ref] = field(default_factory=dict)
    _no_sources: dict[str, Text] = field(default_factory=dict)  # what was said of each

    def add(self, sheet: Sheet, kind: str) -> None:
        """Take a sheet, if it can be read at all."""
        if not kind:
            self.problems.append(Problem(sheet.address(), "", "", no_such_sheet(sheet.name)))
            self._leave_unread(sheet, range(len(sheet.headings)))
        elif sheet.hidden:
            self.problems.append(Problem(sheet.address(), "", "", _HIDDEN))
            self._leave_unread(sheet, range(len(sheet.headings)))
        else:
            self.problems += sheet.problems
            self.any_file_unread |= any(problem.address.row <= 1 for problem in sheet.problems)
            self._sheets.append((sheet, kind))

    def read(self) -> None:
        """Read the sheets taken: sources and ids first, so that any row may name them."""
        taken = [(sheet, kind, self._columns(sheet, kind)) for sheet, kind in self._sheets]
        readable = [(sheet, kind, columns) for sheet, kind, columns in taken if columns]
        for sheet, kind, columns in readable:
            if kind == SOURCES:
                for row in cells_of(sheet, columns, self.problems):
                    self._source(row)
            elif "key" in columns.places:
                place = columns.places["key"]
                self.keys.setdefault(kind, set()).update(clean(row.cell(place)) for row in sheet.rows)
        for sheet, kind, columns in readable:
            if kind != SOURCES:
                for row in cells_of(sheet, columns, self.problems):
                    self.statements += self._relation(row) if kind == RELATIONS else self._entity(row, kind)

    def _columns(self, sheet: Sheet, kind: str) -> Columns | None:
        parts, problems = parts_of(sheet, kind)
        self.problems += problems
        if problems:
            self.misread.add((sheet.file, sheet.name))
            self._leave_unread(sheet, set(range(len(sheet.headings))) - parts.keys())
        return Columns.of(sheet, parts) if parts else None

    def _leave_unread(self, sheet: Sheet, places: Collection[int]) -> None:
        """Note what stands in columns that are not read: a name in one of them is not unknown."""
        for row in sheet.rows:
            for place in places:
                self.unread.update(cells.listed(row.cell(place)))

    def _source(self, row: Cells) -> None:
        key = row.get("key") or row.get("title")
        if not key:
            row.complain_of_missing("title", _NO_TITLE)
            return
        found = SourceRow(
            key=key,
            title=row.get("title"),
            publisher=row.get("publisher"),
            class_=row.read("class", cells.source_class, ""),
            date=row.read("date", cells.date_text, ""),
            url=row.read("url", cells.url, ""),
            language=row.read("language", cells.language, ""),
            tlp=row.read("tlp", cells.marking, None),
            dataset=row.get("dataset"),
            address=row.address,
        )
        known = self.sources.setdefault(key, found)
        if replace(known, address=found.address) != found:
            row.complain("key" if row.get("key") else "title", _same_id(known))
        if found.dataset and found.dataset != (self.dataset or found.dataset):
            row.complain("dataset", _OTHER_DATASET)
        self.dataset = self.dataset or found.dataset

    def _entity(self, row: Cells, kind: str) -> Iterator[Statement]:
        of_kind = schema().kinds[kind]
        fields = row.fields(kind)
        common = self._common(row, is_reference=of_kind.place)
        names = [str(fields[name]) for name in ("name_es", "name_en") if name in fields]
        ubigeo = str(fields.get("ubigeo", ""))
        if not names and not ubigeo:
            self._complain_of_no_name(row, kind)
            return
        ref = Ref.of(
            kind, key=row.get("key"), name=names[0] if names else "", ubigeo=ubigeo,
            ruc=str(fields.get("ruc", "")), **(_within(row) if of_kind.place else {}),
        )  # fmt: skip
        named = "name_es" if "name_es" in fields or "name_en" not in fields else "name_en"
        said = Statement(
            STATED_IN, ref, None, **common, fields=fields or NO_FIELDS, columns=row.columns.about(named)
        )
        yield said
        for name in row.tidy:
            if (shortcut := row.parts[name].shortcut) and not row.is_wrong(name):
                yield from self._shortcut(row, name, shortcut, said)
        if kind in schema().types[_IN].subjects and not row.get("district"):
            yield from self._area(row, said)

    def _complain_of_no_name(self, row: Cells, kind: str) -> None:
        for column in needed_columns(kind)[0]:
            if column in row.heading:
                # A name that was refused is there, and a problem already.
                if not any(row.get(each) for each in needed_columns(kind)[0]):
                    row.complain(column, _NO_NAME)
                return

    def _area(self, row: Cells, said: Statement) -> Iterator[Statement]:
        """The province, else the region, of a row that names no district: less exact, and still a place."""
        province, region = row.get("province"), row.get("region")
        if not (province or region):
            return
        name, kind = ("province", "Province") if province else ("region", "Region")
        place = self._ref(province or region, kind, (kind,), row, "area")
        columns = dict.fromkeys(("subject", "object"), row.heading[name])
        yield replace(
            said, type=_IN, object=place, start="", end="", entity_tlp=None, fields=NO_FIELDS, columns=columns
        )

    def _shortcut(self, row: Cells, name: str, shortcut: Shortcut, said: Statement) -> Iterator[Statement]:
        """The relations that a cell states: of the row's own entity to each of those that it names."""
        relation = schema().types[shortcut.type]
        kinds = relation.objects if shortcut.end == "subject" else relation.subjects
        for text in cells.listed(row.text[name]):
            named, fields = text, dict[str, Value]()
            share = _SHARE.search(text) if "share" in relation.fields else None
            if share:
                named = text[: share.start()].rstrip(_BEFORE_SHARE).strip()
                fields = {"share": row.read(name, cells.share, 0.0, share[1])}
            if not named:
                row.complain(name, _SHARE_OF_NOBODY)
                continue
            other = self._ref(named, kind_of_shortcut(shortcut, kinds), kinds, row)
            subject, object_ = (said.subject, other) if shortcut.end == "subject" else (other, said.subject)
            columns = dict.fromkeys(("subject", "object"), row.heading[name])
            yield replace(
                said, type=relation.id, subject=subject, object=object_, start="", end="", entity_tlp=None,
                role=shortcut.role, fields=fields, columns=columns,
                tlp=Marking.CLEAR if relation.reference else said.tlp,
            )  # fmt: skip

    def _relation(self, row: Cells) -> Iterator[Statement]:
        relation = row.read("type", cells.relation_type, None)
        common = self._common(row, is_reference=relation is not None and relation.reference)
        common["entity_tlp"] = None
        for name in ("subject", "type", "object"):
            if not row.get(name):
                row.complain_of_missing(name, _NO_END)
        if relation is None:
            kinds = tuple(schema().kinds)
            yield from _looked_up(row, common, self._ends(row, kinds, kinds))
            return
        fields = row.fields(relation.id)
        role = row.read("role", lambda text: cells.role(relation, text), "")
        ends = self._ends(row, relation.subjects, relation.objects, relation)
        subject, object_ = ends.get("subject"), ends.get("object")
        if not (subject and object_):
            yield from _looked_up(row, common, ends)
        else:
            yield Statement(
                relation.id, subject, object_, **common, role=role, office=row.get("office"),
                fields=fields or NO_FIELDS, columns=row.columns.about("subject"),
            )  # fmt: skip

    def _ends(
        self,
        row: Cells,
        subjects: Sequence[str],
        objects: Sequence[str],
        relation: RelationType | None = None,
    ) -> dict[str, Ref]:
        """What a row of the relations names, as far as it can be told; without its type, anything may be."""
        found = {}
        for end, kinds in (("subject", subjects), ("object", objects)):
            kind = row.read(f"{end}_kind", cells.kind, "")
            if kind and relation and kind not in kinds:
                row.complain(f"{end}_kind", _wrong_end(relation, kinds))
            elif row.get(end) and not row.is_wrong(end):
                found[end] = self._ref(row.get(end), kind, kinds, row, end)
        return found

    def _ref(self, text: str, kind: str, kinds: Sequence[str], row: Cells, end: str = "") -> Ref:
        """A cell that names an entity: by an id of this file, a place's ubigeo, or a name."""
        province, region = row.get(f"{end}_province" if end else "province"), row.get("region")
        written = text, kind, tuple(kinds), province, region
        known = self._refs.get(written)
        if known is None:
            known = self._refs[written] = self._new_ref(*written)
        return known

    def _new_ref(self, text: str, kind: str, kinds: tuple[str, ...], province: str, region: str) -> Ref:
        allowed = (kind,) if kind else kinds
        kind = kind or (allowed[0] if len(allowed) == 1 else "")
        by_key = [each for each in allowed if text in self.keys.get(each, ())]
        if by_key:
            return Ref.of(by_key[0] if len(by_key) == 1 else kind, key=text)
        places = [schema().kinds[each] for each in allowed if schema().kinds[each].place]
        if not places:
            return Ref.of(kind, name=text)
        figures = cells.without_point_zero(text)
        if _PLACE_DIGITS.fullmatch(figures):
            lengths = {len(figures), len(figures) + 1}  # a spreadsheet eats the zero in front
            digits = next((each.digits for each in places if each.digits in lengths), len(figures))
            beside = {"province": province, "region": region}  # its own cell says nothing of where it lies
            beside = {name: of for name, of in beside.items() if of != text}
            return Ref.of(kind, ubigeo=figures.zfill(digits), **beside)
        return Ref.of(kind, name=text, province=province, region=region)

    def _common(self, row: Cells, *, is_reference: bool) -> _Common:
        """What rows of every sheet may say."""
        source = row.get("source")
        if source and source not in self.sources:
            row.complain("source", self._no_such_source(source))
        tlp, existence = row.read("tlp", cells.marking, None), row.read("entity_tlp", cells.marking, None)
        self._check_marking(row, tlp, existence, is_reference=is_reference)
        start, end = row.read("start", cells.date_text, ""), row.read("end", cells.date_text, "")
        if start and end:
            try:
                check_order(parse_date(start), parse_date(end), (row.get("start"), row.get("end")))
            except DateError as error:
                row.complain("end", Text(error.en, error.es))
                end = ""  # nothing of this is loaded; its names are still looked up
        return {
            "source": source,
            "address": row.address,
            "locator": row.get("locator"),
            "quote": row.get("quote"),
            "note": row.get("note"),
            "start": start,
            "end": end,
            "confidence": row.read("confidence", cells.confidence, "medium"),
            "tlp": Marking.CLEAR if is_reference else tlp,
            "entity_tlp": None if is_reference else existence,
        }

    def _no_such_source(self, text: str) -> Text:
        if text not in self._no_sources:
            self._no_sources[text] = self._told_of_no_source(text, helped=len(self._no_sources) < _HELPED)
        return self._no_sources[text]

    def _told_of_no_source(self, text: str, *, helped: bool) -> Text:
        if len(several := cells.listed(text)) > 1 and all(each in self.sources for each in several):
            return _SEVERAL_SOURCES
        found = process.extract(text, list(self.sources), limit=2, score_cutoff=75) if helped else []
        near = [hit[0] for hit in found]
        en, es = did_you_mean(near)
        en, es = (f"{en} Else", f"{es} Si no,") if near else (" Correct it, or", " Corríjalo, o")
        return Text(
            f"is no id of the sheet of sources.{en} add a row for it there.",
            f"no es un id de la hoja de fuentes.{es} agregue allí una fila.",
        )

    def _check_marking(
        self, row: Cells, tlp: Marking | None, existence: Marking | None, *, is_reference: bool
    ) -> None:
        of_source = self.sources[row.get("source")].tlp if row.get("source") in self.sources else None
        if is_reference:
            for name, marking in (("tlp", tlp), ("entity_tlp", existence)):
                if marking not in {None, Marking.CLEAR}:
                    row.complain(name, _ALWAYS_CLEAR)
        elif tlp is not None and of_source is not None and tlp < of_source:
            row.complain("tlp", Text(
                f"is looser than its source, which is {of_source.label}. Write that, or a stricter one.",
                f"es más abierta que su fuente, que es {of_source.label}. Escriba esa, o una más estricta.",
            ))  # fmt: skip


_HIDDEN = Text(
    "is a hidden sheet, and was not read. Unhide it and look at it, or delete it, or give it another name.",
    "es una hoja oculta y no se leyó. Muéstrela y revísela, o bórrela, o póngale otro nombre.",
)
_NO_NAME = Text("has no name. Write one, or delete the row.", "no tiene nombre. Escríbalo o borre la fila.")
_NO_TITLE = Text(
    "is empty; a source needs a title or an id. Write one, or delete the row.",
    "está vacío; una fuente necesita título o id. Escríbalo o borre la fila.",
)
_NO_END = Text(
    "is empty; a relation needs a subject, a type and an object.",
    "está vacío; una relación necesita sujeto, tipo y objeto.",
)
_OTHER_DATASET = Text(
    "is another data set than the one named before. Load each data set by itself.",
    "es otro conjunto de datos que el nombrado antes. Cargue cada conjunto por separado.",
)
_SHARE_OF_NOBODY = Text(
    "gives a share and not whose. Write it as “Glencore 62.5%”.",
    "da una participación y no de quién. Escríbala como «Glencore 62,5 %».",
)
_SEVERAL_SOURCES = Text(
    "names several sources. Write a row for each, with what that one says.",
    "nombra varias fuentes. Escriba una fila para cada una, con lo que esa dice.",
)
_ALWAYS_CLEAR = Text(
    "places are public reference and always CLEAR. Empty the cell.",
    "los lugares son referencia pública y siempre CLEAR. Vacíe la celda.",
)


def _looked_up(row: Cells, common: _Common, ends: Mapping[str, Ref]) -> Iterator[Statement]:
    """The names in a row that states no relation, so that the unknown ones are told with what is wrong."""
    for end, ref in ends.items():
        yield Statement("", ref, None, **common, columns=row.columns.about(end))


def _same_id(known: SourceRow) -> Text:
    return Text(
        f"row {known.address.row} has this id and says something else. Give one of them another id.",
        f"la fila {known.address.row} tiene este id y dice otra cosa. Póngale otro id a una de ellas.",
    )


def _within(row: Cells) -> dict[str, str]:
    return {name: row.get(name) for name in ("province", "region") if row.get(name)}


def _wrong_end(relation: RelationType, kinds: Sequence[str]) -> Text:
    en, es = (", ".join(schema().kinds[kind].label.in_(lang) for kind in kinds) for lang in LANGS)
    return Text(f"cannot be there in “{relation.wording.en}”; allowed: {en}.",
                f"no puede estar ahí en «{relation.wording.es}»; se permite: {es}.")  # fmt: skip
