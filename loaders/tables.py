"""Reads tables into a batch: each row of an entity's sheet, and each relation, as statements with addresses.

All problems of all files are gathered, so that an officer mends a table once.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz, process

from graph.dates import DateError, check_order, parse_date
from graph.errors import Address, Problem
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Ref, SourceRow, Statement, Value
from graph.names import clean, search_key
from graph.persons import personal_data
from graph.schema import Choice, RelationType, Shortcut, schema
from graph.text import Text
from loaders import cells
from loaders.headings import RELATIONS, SOURCES, Part, kind_of_shortcut, parts_of, sheet_kind, sheet_names
from loaders.sheets import Row, Sheet, is_too_long, open_tables

T = TypeVar("T")
_SHARE = re.compile(r"^(.*?)\s*\(?\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*\)?$")
_IN = "LOCATED_IN"
_PLACE_DIGITS = re.compile(r"\d{1,6}")


def read_tables(
    paths: Sequence[Path], dataset: str | None = None, *, only: Collection[str] | None = None
) -> Batch:
    """Read tables.

    Args:
        paths: CSV files, workbooks, and folders of CSV files.
        dataset: The data set's name; else a `dataset` cell of the sources, else the first path's stem.
        only: The names of the sheets to take, beside the sources; all if None.

    Raises:
        MacroSurError: A path is not there. What is wrong inside the files is in the batch's problems.
    """
    opened = open_tables(paths)
    reading = _Reading(list(opened.problems))
    wanted = [sheet for sheet in opened.sheets if only is None or sheet.name in only or _is_sources(sheet)]
    for sheet in wanted:
        if _is_sources(sheet):
            reading.read_sources(sheet)
    for sheet in wanted:
        if sheet_kind(sheet.name) in schema().kinds:
            reading.collect_keys(sheet)
    for sheet in wanted:
        reading.read_sheet(sheet)
    named = dataset or next((row.dataset for row in reading.sources.values() if row.dataset), "")
    problems = sorted(
        reading.problems, key=lambda item: (item.address.file, item.address.sheet, item.address.row)
    )
    return Batch(
        named or paths[0].stem, tuple(reading.statements), reading.sources, opened.files, tuple(problems)
    )


def _is_sources(sheet: Sheet) -> bool:
    return sheet_kind(sheet.name) == SOURCES


@dataclass
class _Cells:
    """The filled cells of one row, by what they give, and where to complain of them."""

    address: Address
    text: Mapping[str, str]
    heading: Mapping[str, str]
    parts: Mapping[str, Part]
    problems: list[Problem]

    def get(self, name: str) -> str:
        """A cell's text, tidied, or the empty string."""
        return clean(self.text.get(name, ""))

    def complain(self, name: str, text: Text, value: str | None = None) -> None:
        """Note a problem of a cell."""
        shown = self.text.get(name, "") if value is None else value
        self.problems.append(Problem(self.address, self.heading.get(name, name), shown, text))

    def read(self, name: str, read: Callable[[str], T], default: T) -> T:
        """A cell's value, or the default if it is blank or wrong."""
        if not self.get(name):
            return default
        try:
            return read(self.text[name])
        except cells.CellError as error:
            self.complain(name, error.text)
            return default


@dataclass
class _Reading:
    problems: list[Problem]
    sources: dict[str, SourceRow] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def read_sources(self, sheet: Sheet) -> None:
        for row in self._rows(sheet, SOURCES):
            key = row.get("key") or row.get("title")
            if not key:
                row.complain(
                    "title", Text("a source needs a title or an id.", "una fuente necesita título o id.")
                )
                continue
            if key in self.sources:
                row.complain("key", Text("another source has this id.", "otra fuente tiene este id."))
                continue
            self.sources[key] = SourceRow(
                key=key,
                title=row.get("title") or key,
                publisher=row.get("publisher"),
                class_=row.read("class", _source_class, ""),
                date=row.read("date", cells.date_text, ""),
                url=row.read("url", cells.url, ""),
                language=row.get("language"),
                tlp=row.read("tlp", _marking, None),
                dataset=row.get("dataset"),
                address=row.address,
            )

    def collect_keys(self, sheet: Sheet) -> None:
        """Note the ids of a sheet's rows, so that relations may name them before their sheet is read."""
        kind = sheet_kind(sheet.name)
        parts, _ = parts_of(sheet, kind)
        places = [place for place, part in parts.items() if part.id == "key"]
        known = self.keys.setdefault(kind, set())
        known.update(clean(row.cells[place]) for row in sheet.rows for place in places)
        known.discard("")

    def read_sheet(self, sheet: Sheet) -> None:
        kind = sheet_kind(sheet.name)
        if not kind:
            known = sheet_names()
            self.problems.append(
                Problem(sheet.address(), "", "", Text(
                    f"“{sheet.name}” is none of the names a sheet or file may have: {known.en}.",
                    f"«{sheet.name}» no es ninguno de los nombres de hoja o archivo: {known.es}.",
                ))
            )  # fmt: skip
        elif kind == RELATIONS:
            for row in self._rows(sheet, RELATIONS):
                self.statements.extend(self._relation(row))
        elif kind != SOURCES:
            for row in self._rows(sheet, kind):
                self.statements.extend(self._entity(row, kind))

    def _rows(self, sheet: Sheet, kind: str) -> Iterator[_Cells]:
        parts, problems = parts_of(sheet, kind)
        self.problems.extend(problems)
        for row in sheet.rows:
            yield self._cells(sheet, row, parts)

    def _cells(self, sheet: Sheet, row: Row, parts: Mapping[int, Part]) -> _Cells:
        filled = {part.id: row.cells[place] for place, part in parts.items() if row.cells[place].strip()}
        headings = {part.id: sheet.headings[place] for place, part in parts.items()}
        known = {part.id: part for part in parts.values()}
        found = _Cells(sheet.address(row.number), filled, headings, known, self.problems)
        for name, text in filled.items():
            if is_too_long(text):
                found.complain(name, _TOO_LONG)
            elif text.startswith("#") and text in _ERROR_VALUES:
                found.complain(name, _ERROR_VALUE)
            elif personal := personal_data(_checked_for_persons(known[name], text)):
                found.complain(name, Text(personal.en, personal.es), "")
        return found

    def _entity(self, row: _Cells, kind: str) -> Iterator[Statement]:
        fields = _fields(row, kind)
        names = [str(fields[name]) for name in ("name_es", "name_en") if name in fields]
        ubigeo = str(fields.get("ubigeo", ""))
        if not names and not ubigeo:
            row.complain("name_es", _NO_NAME)
            return
        within = {} if schema().kinds[kind].place is False else _within(row)
        ref = Ref.of(
            kind, key=row.get("key"), name=names[0] if names else "", ubigeo=ubigeo,
            ruc=str(fields.get("ruc", "")), **within,
        )  # fmt: skip
        said = self._statement(row, STATED_IN, ref, None, is_reference=schema().kinds[kind].place)
        yield replace(said, fields=fields, columns=_columns(row, "name_es"))
        for part in row.parts.values():
            if part.shortcut and row.get(part.id):
                yield from self._shortcut(row, part.id, part.shortcut, ref)
        if kind in schema().types[_IN].subjects and not row.get("district"):
            yield from self._area(row, ref)

    def _area(self, row: _Cells, own: Ref) -> Iterator[Statement]:
        """The province, else the region, of a row that names no district: less exact, and still a place."""
        province, region = row.get("province"), row.get("region")
        if not (province or region):
            return
        name, kind = ("province", "Province") if province else ("region", "Region")
        place = self._ref(province or region, kind, (kind,), row, "area")
        said = self._statement(row, _IN, own, place, is_reference=False)
        columns = dict.fromkeys(("subject", "object"), row.heading[name])
        yield replace(said, start="", end="", entity_tlp=None, columns=columns)

    def _shortcut(self, row: _Cells, name: str, shortcut: Shortcut, own: Ref) -> Iterator[Statement]:
        relation = schema().types[shortcut.type]
        kinds = relation.objects if shortcut.end == "subject" else relation.subjects
        for text in filter(None, map(clean, row.text[name].split(";"))):
            fields: dict[str, Value] = {}
            share = _SHARE.match(text) if "share" in relation.fields else None
            if share:
                text, fields["share"] = share[1].strip(" ("), float(share[2].replace(",", "."))  # noqa: PLW2901 -- the rest of it
            other = self._ref(text, kind_of_shortcut(shortcut, kinds), kinds, row)
            subject, object_ = (own, other) if shortcut.end == "subject" else (other, own)
            said = self._statement(row, shortcut.type, subject, object_, is_reference=relation.reference)
            columns = dict.fromkeys(("subject", "object"), row.heading[name])
            yield replace(
                said, start="", end="", entity_tlp=None, role=shortcut.role, fields=fields, columns=columns
            )

    def _relation(self, row: _Cells) -> Iterator[Statement]:
        relation = row.read("type", _relation_type, None)
        missing = [name for name in ("subject", "type", "object") if not row.get(name)]
        for name in missing:
            row.complain(name, Text("is empty; a relation needs a subject, a type and an object.",
                                    "está vacío; una relación necesita sujeto, tipo y objeto."))  # fmt: skip
        if relation is None or missing:
            return
        ends = []
        for end, kinds in (("subject", relation.subjects), ("object", relation.objects)):
            kind = row.read(f"{end}_kind", _kind, "")
            if kind and kind not in kinds:
                row.complain(f"{end}_kind", _wrong_end(relation, kinds))
                return
            ends.append(self._ref(row.get(end), kind, kinds, row, end))
        role = row.read("role", lambda text: _role(relation, text), "")
        said = self._statement(row, relation.id, ends[0], ends[1], is_reference=relation.reference)
        yield replace(
            said, entity_tlp=None, role=role, office=row.get("office"), fields=_fields(row, relation.id),
            columns=_columns(row),
        )  # fmt: skip

    def _ref(self, text: str, kind: str, kinds: Sequence[str], row: _Cells, end: str = "") -> Ref:
        """A cell that names an entity: by a place's ubigeo, an id of this file, or a name."""
        allowed = (kind,) if kind else tuple(kinds)
        kind = kind or (allowed[0] if len(allowed) == 1 else "")
        places = [schema().kinds[each] for each in allowed if schema().kinds[each].place]
        if places and _PLACE_DIGITS.fullmatch(text):
            digits = next((each.digits for each in places if each.digits in {len(text), len(text) + 1}), 6)
            return Ref.of(kind, ubigeo=text.zfill(digits))
        by_key = [each for each in allowed if text in self.keys.get(each, ())]
        if by_key:
            return Ref.of(by_key[0] if len(by_key) == 1 else kind, key=text)
        province = row.get(f"{end}_province") if end else row.get("province")
        return Ref.of(
            kind, name=text, province=province if places else "", region=row.get("region") if places else ""
        )

    def _statement(
        self, row: _Cells, type_: str, subject: Ref, object_: Ref | None, *, is_reference: bool
    ) -> Statement:
        """With what rows of every sheet may say: source, place in it, words, dates, confidence, marking."""
        source = row.get("source")
        if source and source not in self.sources:
            row.complain("source", Text(
                "is no id of the sheet of sources. Add a row for it there.",
                "no es un id de la hoja de fuentes. Agregue allí una fila.",
            ))  # fmt: skip
        tlp, existence = row.read("tlp", _marking, None), row.read("entity_tlp", _marking, None)
        self._check_marking(row, tlp, existence, is_reference=is_reference)
        start, end = row.read("start", cells.date_text, ""), row.read("end", cells.date_text, "")
        try:
            check_order(parse_date(start), parse_date(end))
        except DateError as error:
            row.complain("end", Text(error.en, error.es))
        return Statement(
            type_,
            subject,
            object_,
            source,
            row.address,
            locator=row.get("locator"),
            quote=row.get("quote"),
            note=row.get("note"),
            start=start,
            end=end,
            confidence=row.read("confidence", cells.confidence, "medium"),
            tlp=Marking.CLEAR if is_reference else tlp,
            entity_tlp=None if is_reference else existence,
        )

    def _check_marking(
        self, row: _Cells, tlp: Marking | None, existence: Marking | None, *, is_reference: bool
    ) -> None:
        of_source = self.sources[row.get("source")].tlp if row.get("source") in self.sources else None
        if is_reference and (tlp or existence):
            row.complain("tlp" if tlp else "entity_tlp", Text(
                "places are public reference and always CLEAR. Empty the cell.",
                "los lugares son referencia pública y siempre CLEAR. Vacíe la celda.",
            ))  # fmt: skip
        elif tlp is not None and of_source is not None and tlp < of_source:
            row.complain("tlp", Text(
                f"is looser than its source, which is {of_source.label}. Write that, or a stricter one.",
                f"es más abierta que su fuente, que es {of_source.label}. Escriba esa, o una más estricta.",
            ))  # fmt: skip


def _checked_for_persons(part: Part, text: str) -> str:
    """What of a cell may be data of a person: nothing in a column of numbers, and a RUC is said to be one."""
    if part.field is not None and part.field.value in {"number", "integer", "year"}:
        return ""
    return f"RUC {text}" if part.field is not None and part.field.id == "ruc" else text


_ERROR_VALUES = frozenset(
    {"#N/A", "#N/D", "#REF!", "#¡REF!", "#NAME?", "#¿NOMBRE?", "#VALUE!", "#¡VALOR!", "#DIV/0!"}
)
_ERROR_VALUE = Text("is an error of a formula. Write the value itself.",
                    "es un error de una fórmula. Escriba el valor mismo.")  # fmt: skip
_TOO_LONG = Text(
    "has more than 10,000 characters. Quote less.", "tiene más de 10 000 caracteres. Cite menos."
)
_NO_NAME = Text("has no name. Write one, or delete the row.", "no tiene nombre. Escríbalo o borre la fila.")


def _fields(row: _Cells, owner: str) -> dict[str, Value]:
    """The fields a row gives; one that its relation type does not have is a problem."""
    found: dict[str, Value] = {}
    for name, part in row.parts.items():
        if part.field is None or not row.get(name):
            continue
        if owner in schema().types and name not in schema().types[owner].fields:
            row.complain(name, Text(f"{owner} has no such field. Empty the cell.",
                                    f"{owner} no tiene ese dato. Vacíe la celda."))  # fmt: skip
            continue
        try:
            found[name] = cells.read_value(part.field, owner, row.text[name])
        except cells.CellError as error:
            row.complain(name, error.text)
    return found


def _columns(row: _Cells, subject: str = "subject") -> dict[str, str]:
    """The headings by part, for problems that are found later; `subject` names the column of the subject."""
    return {**row.heading, "subject": row.heading.get(subject, "")}


def _within(row: _Cells) -> dict[str, str]:
    return {name: row.get(name) for name in ("province", "region") if row.get(name)}


def _marking(text: str) -> Marking | None:
    return cells.marking(text)


def _source_class(text: str) -> str:
    return _known(text, schema().source_classes)


def _kind(text: str) -> str:
    return _known(text, {kind.id: kind.label for kind in schema().kinds.values()})


def _role(relation: RelationType, text: str) -> str:
    return _known(text, {role.id: role.label for role in relation.roles.values()})


def _known(text: str, labels: Mapping[str, Text]) -> str:
    return cells.choice({key: Choice(key, label) for key, label in labels.items()}, text)


def _relation_type(text: str) -> RelationType | None:
    types = _type_wordings()
    found = types.get(search_key(text))
    if found:
        return schema().types[found]
    near = process.extract(
        search_key(text), list(types), scorer=fuzz.token_set_ratio, limit=6, score_cutoff=70
    )
    likely = [schema().types[key] for key in dict.fromkeys(types[hit[0]] for hit in near)][:3]
    en, es = (", ".join(f"{item.wording.in_(lang)} ({item.id})" for item in likely) for lang in ("en", "es"))
    raise cells.CellError(
        "is no type of relation" + (f"; did you mean {en}?" if likely else ".")
        + " `macrosur schema` lists them all.",
        "no es un tipo de relación" + (f"; ¿quiso decir {es}?" if likely else ".")
        + " `macrosur schema --lang es` los enumera.",
    )  # fmt: skip


@cache
def _type_wordings() -> Mapping[str, str]:
    return {
        search_key(form): relation.id
        for relation in reversed(tuple(schema().types.values()))
        for form in (*relation.wording, relation.id)
    }


def _wrong_end(relation: RelationType, kinds: Sequence[str]) -> Text:
    en, es = (", ".join(schema().kinds[kind].label.in_(lang) for kind in kinds) for lang in ("en", "es"))
    return Text(f"cannot be there in {relation.id}; allowed: {en}.",
                f"no puede estar ahí en {relation.id}; se permite: {es}.")  # fmt: skip
