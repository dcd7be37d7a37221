"""What those who hold it wrong are told: what, where and what next; never a traceback."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import portalocker
import pytest

import cli
from graph.errors import Address, BadDataError, ExitCode, Problem, reason
from graph.text import Text
from tests.attack.bombs import archive, book, sheet
from tests.support.neo4j_server import Neo4jServer

Run = Callable[..., tuple[int, str]]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line on a store of its own, in both languages; gives exit code and stderr."""

    def go(*arguments: str) -> tuple[int, str]:
        said = []
        codes = set()
        for lang in ("en", "es"):
            capsys.readouterr()
            codes.add(int(cli.run_command(["--store", str(tmp_path / "store"), "--lang", lang, *arguments])))
            out, err = capsys.readouterr()
            assert "Traceback" not in out + err
            said.append(err)
        assert len(codes) == 1
        assert said[0] != said[1]
        return codes.pop(), said[0]

    return go


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A store that holds nothing but the places."""
    table = tmp_path / "begun.csv"
    table.write_text("x", encoding="utf-8")
    mines = tmp_path / "mines.csv"
    mines.write_text("name\nConstancia\n", encoding="utf-8")
    assert cli.run_command(["--store", str(tmp_path / "store"), "load", str(mines), "--yes"]) == ExitCode.OK
    return tmp_path / "store"


@pytest.mark.parametrize(
    "command", [("status",), ("search", "x"), ("show", "x"), ("cypher", "MATCH (n:Mine) RETURN 1")]
)
def test_no_store(run: Run, command: tuple[str, ...]) -> None:
    code, said = run(*command)
    assert code == ExitCode.STORE
    assert "macrosur demo" in said


def test_a_locked_store(run: Run, begun: Path, tmp_path: Path) -> None:
    (tmp_path / "mines.csv").write_text("name\nAntapaccay\n", encoding="utf-8")
    with portalocker.Lock(begun / "writer.lock", "a"):
        code, said = run("load", str(tmp_path / "mines.csv"), "--yes")
    assert code == ExitCode.STORE
    assert "Another program is writing" in said


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s", "bolt+ssc"])
def test_neo4j_is_not_running(run: Run, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_PASSWORD", "whatever1")
    start = time.monotonic()
    code, said = run("status", "--store", f"{scheme}://neo4j@127.0.0.1:1")
    assert code == ExitCode.STORE
    assert "does not answer" in said
    assert "docker compose up" in said
    assert "whatever1" not in said
    assert time.monotonic() - start < 60


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("bolt://localhost:abc", "bolt://localhost:7687"),
        ("bolt://localhost:99999", "bolt://localhost:7687"),
        ("bolt://[::1", "bolt://localhost:7687"),
        ("bolt+foo://x", "neo4j+s://"),
        ("http://x", "neo4j+s://"),
        ("ftp://x/y", "neo4j+s://"),
    ],
)
def test_an_address_that_is_none(
    run: Run, tmp_path: Path, address: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "mines.csv"
    table.write_text("name\nConstancia\n", encoding="utf-8")
    for command in (("status",), ("load", str(table), "--yes")):
        code, said = run(*command, "--store", address)
        assert code == ExitCode.STORE
        assert address in said
        assert told in said
    assert [path.name for path in tmp_path.iterdir()] == ["mines.csv"]


@pytest.mark.parametrize(
    "address",
    ["neo4j://user:s3cret-word@host", "bolt+foo://user:s3cret-word@x", "bolt://u:s3cret-word@h:abc"],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(run: Run, address: str) -> None:
    code, said = run("status", "--store", address)
    assert code == ExitCode.STORE
    assert "MACROSUR_PASSWORD" in said
    assert "s3cret" not in said


@pytest.mark.neo4j
def test_a_wrong_password(run: Run, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_PASSWORD", "wrong-password")
    code, said = run("status", "--store", neo4j_server.uri)
    assert code == ExitCode.STORE
    assert "MACROSUR_PASSWORD" in said
    assert "wrong-password" not in said


@pytest.mark.neo4j
def test_no_such_database(run: Run, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_PASSWORD", neo4j_server.password)
    code, said = run("status", "--store", f"{neo4j_server.uri}/nowhere")
    assert code == ExitCode.STORE
    assert "nowhere" in said


def _png(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))


def _empty_workbook(path: Path) -> None:
    openpyxl.Workbook().save(path)


def _bomb(path: Path) -> None:
    path.write_bytes(archive(book(sheet(" " * 70_000_000))))


FILES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "an empty file": ("mines.csv", lambda path: path.write_bytes(b""), "holds no rows"),
    "headings alone": ("mines.csv", lambda path: path.write_text("name;type\n"), "holds no rows"),
    "an empty sheet": ("book.xlsx", _empty_workbook, "holds no rows"),
    "a PNG named .xlsx": ("book.xlsx", _png, "not an Excel workbook"),
    "a zip that unpacks to too much": ("book.xlsx", _bomb, "unpacks to more"),
    "an old workbook": ("book.xlsx", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)), ".xls"),
    "not a text": ("mines.csv", lambda path: path.write_bytes(b"name\n\0\0\0"), "not a text file"),
    "no known sheet": ("things.csv", lambda path: path.write_text("a;b\n1;2\n"), "organisations, mines"),
}

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "an unknown column": ("mines", "name;operater\nA;MMG\n", ("“operater”", "operator")),
    "a bad date": ("events", "name;date\nA;31/02/2023\n", ("row 2", "“date”", "31/02/2023")),
    "the month first": ("events", "name;date\nA;08/13/2023\n", ("row 2", "08/13/2023")),
    "an unknown ubigeo": ("mines", "name;district\nA;999999\n", ("row 2", "“district”", "999999")),
    "a relation to nobody": ("mines", "name;operator\nA;Nobody Ltd\n", ("row 2", "“operator”", "Nobody Ltd")),
    "an unknown source": ("mines", "name;source\nA;xyz\n", ("row 2", "“source”", "xyz")),
    "an unknown type": ("organisations", "name;type\nA;compny\n", ("“compny”", "company")),
    "a word for a number": ("events", "name;participants\nA;many\n", ("“many”", "figures")),
    "coordinates beyond the world": ("mines", "name;lat;lon\nA;-140;-72\n", ("-140", "outside -90 to 90")),
    "a marking in translation": ("mines", "name;tlp\nA;ROJO\n", ("ROJO", "RED")),
    "a column for persons": ("organisations", "name;DNI\nA;12345678\n", ("DNI", "office")),
    "a telephone": ("organisations", "name;note\nA;Llamar al 984 123 456\n", ("row 2", "personal data")),
    "an e-mail": ("organisations", "name;note\nA;a.perez@example.org\n", ("row 2", "personal data")),
    "an end that cannot be": (
        "relations", "subject;subject kind;type;object\nA;Mine;OPERATES;B\n", ("“operates”", "Organisation"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_none(run: Run, tmp_path: Path, case: str) -> None:
    name, write, told = FILES[case]
    write(tmp_path / name)
    code, said = run("load", str(tmp_path / name), "--yes")
    assert code == ExitCode.BAD_DATA
    assert name in said
    assert told in said
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_a_missing_file(run: Run) -> None:
    code, said = run("load", "nowhere.xlsx", "--yes")
    assert code == ExitCode.NOT_FOUND
    assert "nowhere.xlsx" in said


@pytest.mark.parametrize("case", TABLES)
def test_a_table_with_a_fault_is_told_where_and_changes_nothing(
    run: Run, begun: Path, tmp_path: Path, case: str
) -> None:
    sheet, text, told = TABLES[case]
    table = tmp_path / f"{sheet}.csv"
    table.write_text(text, encoding="utf-8")
    before = (begun / "CURRENT").read_text()
    code, said = run("load", str(table), "--yes")
    assert code == ExitCode.BAD_DATA
    assert f"{sheet}.csv" in said
    for words in told:
        assert words in said
    assert "nothing was loaded" in said
    assert (begun / "CURRENT").read_text() == before


def test_all_problems_are_told_at_once(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "mines.csv"
    table.write_text("name;lat;lon;tlp\nA;x;-72;RED\nB;-14;y;PINK\n;1;1;\n", encoding="utf-8")
    code, said = run("load", str(table), "--yes")
    assert code == ExitCode.BAD_DATA
    assert said.count("mines.csv, row") == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CREATE (n:Mine {id: 'x'})", "only reads"),
        ("MATCH (n:Mine) DETACH DELETE n", "only reads"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "reaches beyond the graph"),
        ("CALL dbms.components()", "reaches beyond the graph"),
    ],
)
def test_a_write_or_a_file_through_cypher(run: Run, begun: Path, text: str, told: str) -> None:
    before = (begun / "CURRENT").read_text()
    code, said = run("cypher", text)
    assert code == ExitCode.REFUSED
    assert told in said
    assert (begun / "CURRENT").read_text() == before


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("query", "no-such"), ExitCode.NOT_FOUND),
        (("query", "neighbours"), ExitCode.USAGE),
        (("query", "neighbours", "-p", "of=Constansia"), ExitCode.NOT_FOUND),
        (("query", "neighbours", "-p", "nonsense"), ExitCode.USAGE),
        (("cypher", "MATCH (n:Mine RETURN n"), ExitCode.USAGE),
        (("search", "constancia", "--at", "31/02/2023"), ExitCode.USAGE),
        (("search", "constancia", "--kind", "Volcano"), ExitCode.USAGE),
    ],
)
def test_a_question_that_cannot_be_asked(run: Run, arguments: tuple[str, ...], expected: ExitCode) -> None:
    assert run(*arguments)[0] == expected


def test_ctrl_c_in_a_load_keeps_nothing(begun: Path, tmp_path: Path) -> None:
    table = tmp_path / "mines.csv"
    table.write_text("name\n" + "".join(f"Mine {number}\n" for number in range(16_000)), encoding="utf-8")
    before = (begun / "CURRENT").read_text()
    command = [
        sys.executable,
        "-m",
        "cli",
        "--store",
        str(begun),
        "--lang",
        "en",
        "load",
        str(table),
        "--yes",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    while not list((begun / "states").glob("*.building-*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "nothing half-done was kept" in said
    assert "Traceback" not in said
    assert (begun / "CURRENT").read_text() == before
    assert not list((begun / "states").glob("*.building-*"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("searchh", "x"), "search"),
        (("undo", "20260312T101500000Z"), "--replace"),
        (("search",), "TEXT"),
        (("status", "now"), "now"),
        (("load", "x.csv", "--tlp", "VERDE"), "CLEAR, GREEN, AMBER, AMBER+STRICT, RED"),
        (("search", "x", "--audiense", "GREEN"), "--audience"),
        (("export", "p.html", "--steps", "9"), "1"),
        (("export", "."), "."),
        (("query", "--questions", "nowhere"), "nowhere"),
        (("search", "x", "--at"), "--at"),
    ],
)
def test_a_command_line_that_is_not_understood(run: Run, arguments: tuple[str, ...], told: str) -> None:
    code, said = run(*arguments)
    assert code == ExitCode.USAGE
    assert told in said
    assert "--help" in said


def test_a_mistyped_command_line_is_told_in_spanish_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run_command(["--lang", "es", "load", "x.csv", "--tlp", "VERDE"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "VERDE" in said
    assert not any(word in said for word in ("Error", "Usage", "Try", "Invalid"))


def test_a_problem_that_several_statements_of_a_row_share_is_told_once() -> None:
    same = Problem(Address("actores.xlsx", "Eventos", 4), "Fecha", "31/02/2024", Text("no", "no"))
    assert BadDataError([same, same, same]).problems == (same,)
    assert "1 problem;" in str(BadDataError([same, same]))


def test_a_csv_file_is_not_called_a_sheet_of_itself() -> None:
    assert Address("acuerdos.csv", "acuerdos", 3).in_("es") == "acuerdos.csv, fila 3"
    assert Address("actores.xlsx", "Acuerdos", 3).in_("es") == "actores.xlsx, hoja Acuerdos, fila 3"


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EISDIR])
def test_what_the_system_says_of_a_file_is_told_in_both_languages(number: int) -> None:
    told = reason(OSError(number, "Some English words"))
    assert told.en
    assert told.es not in {told.en, ""}
    assert "English" not in told.es
