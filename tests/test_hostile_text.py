"""Text that would like to be more than text: through the whole path, from a table to a page in a browser."""

import csv
import io
import json
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import openpyxl
import pytest

import cli
from graph.errors import ExitCode
from graph.names import clean
from graph.schema import schema
from tests.attack.harness import is_obeyed
from tests.attack.lines import FORMATS, lines
from tests.support.chromium import OfflinePage

HOSTILE = (
    "<script>window.__pwned=1</script>",
    "</script><script>window.__pwned=2</script>",
    "<img src=x onerror=window.__pwned=3>",
    "\"'`;window.__pwned=4//",
    "{{7*7}}${7*7}<!--",
    "'}) DETACH DELETE n //",
    "\u202eesrever\u2066 \u2028line",
    "x;=HYPERLINK(1)",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose every text field, of entities, relations and sources, is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    book = openpyxl.Workbook()
    sources = book.active
    assert sources is not None
    sources.title = "sources"
    sources.append(["id", "title", "publisher", "tlp"])
    for number, text in enumerate(HOSTILE):
        sources.append([f"s{number}", text, text, "CLEAR"])
    organisations = book.create_sheet("organisations")
    texts = [
        name
        for name in schema().fields_of_kind("Organisation")
        if schema().fields[name].value in {"text", "list"}
    ]
    organisations.append(["id", *texts, "source", "locator", "quote", "note"])
    for number, text in enumerate(HOSTILE):
        organisations.append(
            [f"o{number}", *[f"{text} {number}"] * len(texts), f"s{number}", text, text, text]
        )
    relations = book.create_sheet("relations")
    relations.append(["subject", "type", "object", "office", "note", "quote", "locator", "source"])
    for number, text in enumerate(HOSTILE[1:], start=1):
        relations.append([f"o{number}", "PARTNERS_WITH", "o0", text, text, text, text, f"s{number}"])
    book.save(folder / "hostile.xlsx")
    store = str(folder / "store")
    loaded = cli.run_command(["load", str(folder / "hostile.xlsx"), "--store", store, "--yes"])
    assert loaded == ExitCode.OK
    return store


def test_it_is_found_and_shown_as_text(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for text in ("window pwned 1", "detach delete"):
        assert cli.run_command(["search", text, "--store", store, "--format", "json"]) == ExitCode.OK
        assert json.loads(capsys.readouterr().out)
    for form in ("table", "markdown", "csv", "json"):
        assert cli.run_command(["show", "7 7 7 7", "--store", store, "--format", form]) == ExitCode.OK
        assert "{{7*7}}" in capsys.readouterr().out
    assert cli.run_command(["status", "--store", store, "--format", "json", "--lang", "en"]) == ExitCode.OK
    counts = {row["What"]: row["Number"] for row in json.loads(capsys.readouterr().out)}
    assert counts["Organisations"] == len(HOSTILE)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_it_breaks_no_question(store: str, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    """As the value of a parameter, and as what a question finds."""
    name = f"{HOSTILE[number]} {number}"
    cypher = "MATCH (n:Organisation) WHERE n.name_es = $name RETURN n.id AS id"
    for line in (
        ["query", "neighbours", "-p", f"of={name}"],
        ["cypher", cypher, "-p", f"name={clean(name)}"],
    ):
        capsys.readouterr()
        assert cli.run_command([*line, "--store", store, "--format", "json"]) == ExitCode.OK
        assert json.loads(capsys.readouterr().out), line


def test_what_a_terminal_would_obey_never_reaches_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An escape sequence cannot stand in a workbook, but it can in a CSV file."""
    table = tmp_path / "organisations.csv"
    table.write_text("name,note\nRed \x1b[31mAlert\x1b[0m,\x1b]0;title\x07 \x9b2J\n", encoding="utf-8")
    store = str(tmp_path / "store")
    cli.run_command(["load", str(table), "--store", store, "--yes"])
    for line in (["search", "alert"], ["show", "alert"], ["load", str(table)], ["search", "\x1b[31m?"]):
        for form in ("table", "csv", "json", "markdown"):
            cli.run_command([*line, "--store", store, "--format", form])
    said = "".join(capsys.readouterr())
    assert "Alert" in said
    assert not {char for char in said if unicodedata.category(char) == "Cc" and char not in "\n\r"}


@pytest.mark.browser
def test_it_runs_nowhere_in_the_page(
    store: str, tmp_path: Path, offline_page: Callable[..., AbstractContextManager[OfflinePage]]
) -> None:
    target = tmp_path / "page.html"
    assert cli.run_command(["export", str(target), "--store", store]) == ExitCode.OK
    with offline_page(viewport={"width": 1400, "height": 900}) as watched:
        watched.page.goto(target.as_uri())
        watched.page.wait_for_function("() => window.macrosur")
        read = ""
        for number in range(len(HOSTILE)):
            watched.page.evaluate(f"() => window.macrosur.choose('n{number + 1}')")
            watched.page.wait_for_timeout(50)
            read += watched.page.locator("body").text_content() or ""
        assert watched.page.evaluate("() => window.__pwned") is None
        # What turns the direction of writing is not kept.
        assert [text for text in HOSTILE[:-1] if clean(text) not in read] == []
        assert watched.page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("number", [1, 7])
def test_no_command_says_or_writes_it_as_more_than_text(
    store: str, number: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As a name that is asked for, and in all that is answered: in every command, format and page."""
    own = tmp_path / "store"
    shutil.copytree(store, own)
    name = f"{HOSTILE[number]} {number}"
    for place, line in enumerate(lines(name, Path(store).with_name("hostile.xlsx"), tmp_path)):
        form = FORMATS[place % 4]
        capfd.readouterr()
        code = cli.run_command([*line, "--store", str(own), "--format", form])
        out, err = capfd.readouterr()
        assert code != ExitCode.FAULT, (line, err)
        assert not [char for char in err if is_obeyed(char)], line
        assert not _what_is_obeyed(out, form), (line, form)
    pages = list(tmp_path.glob("*.html"))
    assert len(pages) > 1
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not [tag for tag in ("<script>window", "</script><script>w", "<img src=x") if tag in text]


def _what_is_obeyed(out: str, form: str) -> list[str]:
    """What a terminal or a spreadsheet would act on; JSON is for programs and only has to be read."""
    if form == "json":
        assert not out or json.loads(out) is not None
        return []
    if form == "csv":
        parted = [
            cell for mark in ",;" for row in csv.reader(io.StringIO(out), delimiter=mark) for cell in row
        ]
        return [cell for cell in parted if cell.lstrip('" ')[:1] in {"=", "+", "@"}]
    return [char for char in out if is_obeyed(char)]
