"""Makes tables that nobody would write: sound ones, mutated. The same seed gives the same file, always."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders import macro_sur
from tests.attack.hostile import ENGLISH, HOSTILE, SPANISH, Tables
from tests.loaders.written import workbook


@dataclass(frozen=True, slots=True)
class Case:
    """One mutated file: what it is called, what it holds, and what was done to it."""

    name: str
    content: bytes
    how: str


def case(seed: int, folder: Path) -> Case:
    """The case of a seed.

    Args:
        seed: Any number.
        folder: Where a workbook may be written meanwhile.
    """
    chance = random.Random(seed)  # noqa: S311 -- to be had again, not to be guessed
    tables = {name: [list(row) for row in rows] for name, rows in chance.choice(_bases()).items()}
    how = []
    if chance.random() < 0.85:  # the rest is mutated as a file alone
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            change = chance.choice(_OF_TABLES)
            change(chance, tables)
            how.append(change.__name__)
    of_files: Sequence[Callable[[random.Random, bytes], bytes]]
    if chance.random() < 0.5:
        name, content = "case.xlsx", _as_workbook(tables, folder)
        of_files = _OF_BYTES + _OF_WORKBOOKS * 3
    else:
        sheet = chance.choice(list(tables))
        name, content = f"{_file_name(sheet)}.csv", _as_text(chance, tables[sheet])
        of_files = _OF_BYTES
    if not how or chance.random() < 0.2:
        for _ in range(chance.choice((1, 1, 3))):
            spoil = chance.choice(of_files)
            content = spoil(chance, content)
            how.append(spoil.__name__)
    return Case(name, content, " ".join(how))


@cache
def _bases() -> tuple[Tables, ...]:
    return ENGLISH, SPANISH, _built_in()


def _built_in() -> Tables:
    """Some of the tables that come with the program."""
    folder = Path(next(iter(macro_sur.__path__)))
    found = {}
    for name in ("agreements", "initiatives", "events", "sources"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = [list(row) for row in csv.reader(file)]
    return found


def _file_name(sheet: str) -> str:
    return re.sub(r"[^\w .-]", "_", sheet)[:60].encode("ascii", "ignore").decode() or "minas"


def _as_text(chance: random.Random, rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=chance.choice(";,\t"), lineterminator="\r\n").writerows(rows)
    encoding = chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
    return text.getvalue().encode(encoding, "replace" if encoding == "cp1252" else "surrogatepass")


_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _as_workbook(tables: Tables, folder: Path) -> bytes:
    """Through the library, so as far as that can write it: no sheet of its may be called twice the same."""
    sheets = {
        re.sub(r"[\\/*?:\[\]]", "_", _UNWRITABLE.sub("", name))[:31] or "x": [
            [_UNWRITABLE.sub("", cell)[:32_767] for cell in row] for row in rows
        ]
        for name, rows in tables.items()
    }
    path = folder / "made.xlsx"
    workbook(path, sheets)
    return path.read_bytes()


def _some_cell(chance: random.Random, tables: Tables) -> tuple[list[str], int]:
    row = chance.choice([row for rows in tables.values() for row in rows if row])
    return row, chance.randrange(len(row))


def _hostile_cell(chance: random.Random, tables: Tables) -> None:
    row, place = _some_cell(chance, tables)
    row[place] = chance.choice(HOSTILE)


_FREE = {
    "note",
    "quote",
    "title",
    "publisher",
    "locator",
    "name",
    "short name",
    "role",
    "nombre",
    "nota",
    "título",
    "párrafo",
}


def _hostile_text(chance: random.Random, tables: Tables) -> None:
    """In a column that takes any text, so that much of it gets through."""
    free = [(rows, place) for rows in tables.values() for place, head in enumerate(rows[0]) if head in _FREE]
    if not free:
        return
    rows, place = chance.choice(free)
    row = chance.choice(rows[1:] or rows)
    if place < len(row):
        at = chance.randrange(len(row[place]) + 1)
        row[place] = row[place][:at] + chance.choice(HOSTILE) + row[place][at:]


def _mixed_cell(chance: random.Random, tables: Tables) -> None:
    row, place = _some_cell(chance, tables)
    at = chance.randrange(len(row[place]) + 1)
    row[place] = row[place][:at] + chance.choice(HOSTILE) + row[place][at:]


def _hostile_column(chance: random.Random, tables: Tables) -> None:
    rows = chance.choice(list(tables.values()))
    place = chance.randrange(len(rows[0]))
    for row in rows[1:]:
        row[place:] = [chance.choice(HOSTILE), *row[place + 1 :]]


def _hostile_heading(chance: random.Random, tables: Tables) -> None:
    head = chance.choice(list(tables.values()))[0]
    head[chance.randrange(len(head))] = chance.choice(HOSTILE)


def _swapped_headings(chance: random.Random, tables: Tables) -> None:
    chance.shuffle(chance.choice(list(tables.values()))[0])


def _repeated_rows(chance: random.Random, tables: Tables) -> None:
    rows = chance.choice(list(tables.values()))
    rows += [list(row) for row in rows[1:]] * chance.choice((1, 20))


def _ragged_row(chance: random.Random, tables: Tables) -> None:
    rows = chance.choice(list(tables.values()))
    row = chance.choice(rows)
    row += [chance.choice(HOSTILE) for _ in range(chance.choice((1, 3, 60)))]


def _lost_row(chance: random.Random, tables: Tables) -> None:
    rows = chance.choice([rows for rows in tables.values() if len(rows) > 1])
    del rows[chance.randrange(len(rows))]


def _hostile_sheet(chance: random.Random, tables: Tables) -> None:
    name = chance.choice(list(tables))
    new = chance.choice((name + " " + chance.choice(HOSTILE), chance.choice(HOSTILE)))
    tables[new] = tables.pop(name)


def _other_kind(chance: random.Random, tables: Tables) -> None:
    one, other = chance.choice(list(tables)), chance.choice(list(tables))
    tables[one], tables[other] = tables[other], tables[one]


_OF_TABLES: tuple[Callable[[random.Random, Tables], None], ...] = (
    *(_hostile_text,) * 12,
    _hostile_cell,
    _hostile_cell,
    _hostile_cell,
    _mixed_cell,
    _mixed_cell,
    _hostile_column,
    _hostile_heading,
    _swapped_headings,
    _repeated_rows,
    _ragged_row,
    _lost_row,
    _hostile_sheet,
    _other_kind,
)


def _flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncated(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _piece_repeated(chance: random.Random, content: bytes) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in "ab")
    return content[:end] + content[start:]


def _piece_lost(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice((1, 10, 1000)) :]


_OF_BYTES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _flipped,
    _truncated,
    _piece_repeated,
    _piece_lost,
)


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 -- spoilt before; there is nothing in it to spoil
        return {}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _swapped_parts(chance: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    if not parts:
        return content
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _lost_part(chance: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[chance.choice(list(parts))]
    return _packed(parts)


def _renamed_part(chance: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    if not parts:
        return content
    name = chance.choice(list(parts))
    new = chance.choice(("../../etc/passwd", "/etc/passwd", name.upper(), "C:\\x", "xl/../" + name))
    return _packed({new if each == name else each: part for each, part in parts.items()})


def _in_xml(chance: random.Random, content: bytes, change: Callable[[str], str]) -> bytes:
    parts = _parts(content)
    likely = [name for name in parts if re.search(r"sheet\d|sharedStrings|workbook|styles|rels", name)]
    if not likely:
        return content
    name = chance.choice(likely)
    text = parts[name].decode("utf-8", "replace")
    return _packed(parts | {name: change(text).encode("utf-8", "replace")})


def _attribute(chance: random.Random, content: bytes) -> bytes:
    """The value of some attribute: references, types of cells, ids, formats."""
    values = (
        "",
        "0",
        "-1",
        "1048577",
        "99999999999999999999",
        "XFD1048576",
        "A0",
        "ZZZZ1",
        "1A",
        "s",
        "n",
        "b",
        "e",
        "d",
        "str",
        "inlineStr",
        "x",
        "rId999",
        "../x.xml",
        "hidden",
        "1e9",
        "A1:XFD1048576",
        "14",
        "1.5",
        "NaN",
        "é",
        "<x",
        "&amp;",
    )

    def change(text: str) -> str:
        found = list(re.finditer(r'="([^"]*)"', text))
        if not found:
            return text
        hit = chance.choice(found)
        return f'{text[: hit.start()]}="{chance.choice(values)}"{text[hit.end() :]}'

    return _in_xml(chance, content, change)


def _tag(chance: random.Random, content: bytes) -> bytes:
    """Some tag: lost, doubled, or another's name."""

    def change(text: str) -> str:
        found = list(re.finditer(r"<[^>]+>", text))
        if not found:
            return text
        hit, other = chance.choice(found), chance.choice(found)
        new = chance.choice(
            ("", hit[0] * 2, other[0], "<a>" * 50, "<c/>", "</row>", "<!-- x -->", "<?x y?>", "&x;")
        )
        return text[: hit.start()] + new + text[hit.end() :]

    return _in_xml(chance, content, change)


def _value(chance: random.Random, content: bytes) -> bytes:
    """What stands between two tags."""

    def change(text: str) -> str:
        found = list(re.finditer(r">([^<]+)<", text))
        if not found:
            return text
        hit = chance.choice(found)
        new = chance.choice(HOSTILE).replace("&", "&amp;").replace("<", "&lt;")
        return f"{text[: hit.start()]}>{new}<{text[hit.end() :]}"

    return _in_xml(chance, content, change)


_OF_WORKBOOKS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _swapped_parts,
    _lost_part,
    _renamed_part,
    _attribute,
    _attribute,
    _tag,
    _value,
)
