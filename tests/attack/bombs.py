"""Small files that become big ones, and files that are big in a way no table is: what a reader must bound."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, repeat
from pathlib import Path

_MIB = 1 << 20
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = f'<!DOCTYPE x [<!ENTITY l0 "lol">{_LOL}]>'

Part = str | Iterable[str]


def archive(parts: Mapping[str, Part]) -> bytes:
    """A zip archive; a part may be given piece by piece, so that it need not fit the memory."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in parts.items():
            with made.open(name, "w", force_zip64=True) as entry:
                for piece in (content,) if isinstance(content, str) else content:
                    entry.write(piece.encode())
    return packed.getvalue()


def sheet(rows: Part, before: str = "", after: str = "") -> Iterator[str]:
    """The part of a sheet, around its rows."""
    yield f"{before}<worksheet {_MAIN}><sheetData>"
    yield from (rows,) if isinstance(rows, str) else rows
    yield f"</sheetData>{after}</worksheet>"


def book(
    *sheets: Part, strings: Part = (), styles: str = "", before: str = "", names: Iterable[str] = ("minas",)
) -> dict[str, Part]:
    """The parts of a workbook whose sheets are called `names`, each shown by one of the given parts."""
    titles = list(names)
    parts = range(1, len(sheets) + 1)
    entries = "".join(
        f'<sheet name="{title}" sheetId="{n}" r:id="r{min(n, len(sheets))}"/>'
        for n, title in enumerate(titles, 1)
    )
    targets = {f"r{n}": ("worksheet", f"worksheets/sheet{n}") for n in parts}
    targets |= {name: (name, name) for name in ("sharedStrings", "styles")}
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{type_}" Target="{target}.xml"/>'
        for key, (type_, target) in targets.items()
    )
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"), ("sharedStrings", "sharedStrings"), ("styles", "styles"),
            *((f"worksheets/sheet{n}", "worksheet") for n in parts),
        )
    )  # fmt: skip
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    strings = (strings,) if isinstance(strings, str) else strings
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f"{rels}{xml}{types}</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{before}<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{entries}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/sharedStrings.xml": chain((f"<sst {_MAIN}>",), strings, ("</sst>",)),
        "xl/styles.xml": styles or (
            f'<styleSheet {_MAIN}><cellXfs count="1"><xf numFmtId="0"/></cellXfs>'
            '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs></styleSheet>'
        ),
        **{f"xl/worksheets/sheet{n}.xml": part for n, part in enumerate(sheets, 1)},
    }  # fmt: skip


def text_cell(address: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{text_cell("A1", "name")}</row>'
MINE = f'<row r="2">{text_cell("A2", "Mina Vieja")}</row>'


def _letters(place: int) -> str:
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters, place = chr(ord("A") + rest) + letters, place - 1
    return letters


def _of_size(piece: str, size: int) -> Iterator[str]:
    """A piece again and again, a mebibyte at a time."""
    many = piece * (_MIB // len(piece))
    return repeat(many, size // len(many))


def _lying(content: bytes, claimed: int = 1000) -> bytes:
    """The same archive, whose headers say that each part is small."""
    changed = bytearray(content)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        changed[at + 24 : at + 28] = claimed.to_bytes(4, "little")
        at += 4
    return bytes(changed)


def _overlapping(size: int) -> bytes:
    """Ten thousand sheets that are one and the same part."""
    filler = _of_size("<row></row>", size)
    return archive(book(sheet(chain((HEAD, MINE), filler)), names=[f"minas {n}" for n in range(10_000)]))


def _styled_rows() -> Iterator[str]:
    yield HEAD + MINE
    for number in range(3, 1_048_577):
        cells = "".join(f'<c r="{letter}{number}" s="0"/>' for letter in "ABCDEFGHIJ")
        yield f'<row r="{number}">{cells}</row>'


def _far_rows() -> Iterator[str]:
    yield HEAD
    for number in range(2, 300_000):
        yield f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>'


# What nobody's table is, and none of which may be loaded.
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a cell at the far corner": lambda: archive(
        book(sheet(f'{HEAD}<row r="1048576">{text_cell("XFD1048576", "x")}</row>'))
    ),
    "a cell at the far right of every row": lambda: archive(book(sheet(_far_rows()))),
    "cells of 40 GB in one sheet": lambda: archive(
        book(sheet(chain((HEAD, '<row r="2">'), _of_size("<c/>", 400 * _MIB), ("</row>",))))
    ),
    "a sheet of 3 GB that says it has 1000 bytes": lambda: _lying(
        archive(book(sheet(chain((HEAD,), _of_size(" ", 3 * 1024 * _MIB)))))
    ),
    "a sheet of 400 MB of one tag": lambda: archive(
        book(sheet(chain((f'{HEAD}<row r="2" x="',), _of_size("a", 400 * _MIB), ('"/>',))))
    ),
    "tags nested 100 million deep": lambda: archive(book(sheet(chain((HEAD,), _of_size("<a>", 300 * _MIB))))),
    "a million different tags": lambda: archive(
        book(sheet(chain((HEAD,), (f"<a{number}/>" for number in range(3_000_000)))))
    ),
    "a text of 400 MB": lambda: archive(
        book(
            sheet(
                chain(
                    (HEAD, '<row r="2"><c r="A2" t="inlineStr"><is><t>'),
                    _of_size("a", 400 * _MIB),
                    ("</t></is></c></row>",),
                )
            )
        )
    ),
    "shared texts of 500 MB": lambda: archive(
        book(sheet(HEAD + MINE), strings=(f"<si><t>{n:060d}</t></si>" for n in range(7_000_000)))
    ),
    "a hundred million empty shared texts": lambda: archive(
        book(sheet(HEAD + MINE), strings=_of_size("<si/>", 500 * _MIB))
    ),
    "entities in a sheet": lambda: archive(book(sheet(f"{HEAD}<row r='2'>&l9;</row>", before=ENTITIES))),
    "entities in the shared texts": lambda: archive(
        book(sheet(HEAD + MINE)) | {"xl/sharedStrings.xml": f"{ENTITIES}<sst><si><t>&l9;</t></si></sst>"}
    ),
    "entities in the workbook": lambda: archive(book(sheet(HEAD + MINE), before=ENTITIES)),
    "a hundred million styles": lambda: archive(
        book(sheet(HEAD + MINE))
        | {
            "xl/styles.xml": chain(
                (f"<styleSheet {_MAIN}><cellXfs>",),
                _of_size("<xf/>", 500 * _MIB),
                ("</cellXfs></styleSheet>",),
            )
        }
    ),
    "a part under ten thousand sheets": lambda: _overlapping(100 * _MIB),
    "a million entries": lambda: archive({str(number): "" for number in range(1_000_000)}),
    "a number of ten thousand figures": lambda: archive(
        book(sheet(f'{HEAD}<row r="2"><c r="A2"><v>{"9" * 10_000}</v></c></row>'))
    ),
    "a row of ten thousand figures": lambda: archive(
        book(sheet(f'{HEAD}<row r="{"9" * 10_000}">{text_cell("A2", "x")}</row>'))
    ),
    "a shared text of ten thousand figures": lambda: archive(
        book(sheet(f'{HEAD}<row r="2"><c r="A2" t="s"><v>{"9" * 10_000}</v></c></row>'))
    ),
}
# What may be strange and is a table all the same: loaded, or told what is wrong in it.
STRANGE: dict[str, Callable[[], bytes]] = {
    "styled cells without content down to the last row": lambda: archive(
        book(sheet(_styled_rows()))
    ),
    "a million merged cells": lambda: archive(
        book(sheet(HEAD + MINE, after="<mergeCells>" + "".join(
            f'<mergeCell ref="A{n}:B{n}"/>' for n in range(10, 1_000_010)) + "</mergeCells>"))
    ),
    "ten thousand sheets": lambda: archive(
        book(*(sheet(HEAD + MINE) for _ in range(10_000)), names=[f"minas {n}" for n in range(10_000)])
    ),
    "all the columns there can be": lambda: archive(
        book(sheet('<row r="1">' + "".join(text_cell(f"{_letters(n)}1", f"h{n}") for n in range(16_384))
                   + "</row>" + MINE))
    ),
    "a format of quotation marks": lambda: archive(book(
        sheet(f'{HEAD}<row r="2"><c r="A2" s="0"><v>1</v></c></row>'),
        styles=f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="170" formatCode="{"[" * 100_000}"/></numFmts>'
        '<cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>',
    )),
}  # fmt: skip


def _cells(path: Path, first: bytes, piece: bytes, size: int) -> None:
    with path.open("wb") as file:
        file.write(first)
        many = piece * (_MIB // len(piece))
        for _ in range(size // len(many)):
            file.write(many)


def _headings(path: Path) -> None:
    path.write_text(";".join(f"h{n}" for n in range(1_000_000)) + "\nx\n")


TABLES: dict[str, Callable[[Path], None]] = {
    "a cell of 1 GB": lambda path: _cells(path, b"name\n", b"a", 1024 * _MIB),
    "a quoted cell of 1 GB": lambda path: _cells(path, b'name\n"', b"a", 1024 * _MIB),
    "a million columns": lambda path: _cells(path, b"name;", b"a;", 2 * _MIB),
    "a million columns with headings of their own": _headings,
    "a million columns in the second row": lambda path: _cells(path, b"name\n", b"a;", 2 * _MIB),
    "a million quotation marks that are not closed": lambda path: _cells(path, b"name\n", b'"a\n', 3 * _MIB),
    "a million quotation marks in one cell": lambda path: _cells(path, b'name\n"', b'""', 2 * _MIB),
    "nothing but line breaks": lambda path: _cells(path, b"name\nA\n", b"\n", 64 * _MIB),
    "nothing but semicolons": lambda path: _cells(path, b"name\nA\n", b";", 64 * _MIB),
    "a first line of 64 MB": lambda path: _cells(path, b'"', b'a"', 64 * _MIB),
}
