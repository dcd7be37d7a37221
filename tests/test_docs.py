"""What the pages say is so: generated ones are fresh, command lines run, links lead somewhere."""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import openpyxl
import pytest

import cli
from docs import generate, house
from docs.play import GUIDES
from graph.errors import ExitCode

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(sorted([
    *ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "loaders" / "macro_sur" / "README.md",
]))  # fmt: skip
EXAMPLE_SHEETS = {  # the first heading of the README's example, and what its two sheets are called
    "en": ("subject", "relations", "sources"),
    "es": ("sujeto", "relaciones", "fuentes"),
}
ENDS_OTHERWISE: Mapping[str, ExitCode] = {  # command lines that do not end with 0 here, and why
    "macrosur load actores.xlsx": ExitCode.REFUSED,  # it asks, and nobody answers
    "macrosur load actores.xlsx --lang es": ExitCode.REFUSED,  # likewise
}


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_generated_page_is_what_the_program_says_today(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == generate.PAGES[name](), f"docs/{name} is stale: run `make docs` and commit it"


def test_the_reading_of_the_house_names_modules_that_are_there() -> None:
    named = {module for _, _, modules in house.HOUSE for module in modules}
    assert named <= set(house.modules_there())
    page = generate.PAGES["architecture.md"]()
    assert all(f"`{module}`" in page for module in house.modules_there())


def test_the_generated_pages_and_the_notices_are_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in [*(f"docs/{name}" for name in generate.PAGES), "CONTRIBUTING.md", "LICENSE", "NOTICE"]:
        assert f"]({page})" in readme


@pytest.mark.parametrize("page", [*PAGES, *GUIDES], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    anchors = {
        "#" + re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target in anchors
        elif "://" not in target:
            assert (page.parent / target).exists(), target


def blocks(page: Path) -> Iterator[str]:
    """The lines of a page's indented and fenced blocks."""
    fenced = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield line.strip()


def inline(page: Path) -> Iterator[str]:
    """Whole command lines in the running text: not the bare name of a command, nor one with a placeholder."""
    for code in re.findall(r"`(macrosur \w+ [^`]+)`", page.read_text(encoding="utf-8")):
        if not re.search(r"\b(NAME|NOMBRE|SHEET|TYPE|FILE)\b|…|>|--help", code):
            yield code


def command_lines() -> list[str]:
    lines = [line for page in PAGES for line in (*blocks(page), *inline(page))]
    shown = [line.partition("#")[0].strip() for line in lines if line.startswith("macrosur ")]
    examples = [example(command) for command in cli.main_group.commands.values()]
    return sorted({*shown, *examples})


def example(command: click.Command) -> str:
    """The example in a command's help."""
    [found] = re.findall(r"^ *Example / ejemplo: (macrosur .+)$", command.help or "", re.MULTILINE)
    return str(found)


def readme_tables() -> list[list[list[str]]]:
    """The tables of the README, as lists of rows."""
    found = re.findall(r"(?:^\|.*\n)+", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [
        [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines()
            if "---" not in line
        ]
        for text in found
    ]


def workbook_of(file: Path, language: str) -> Path:
    """A workbook made of the README's two example tables in a language: relations and their sources."""
    first, *names = EXAMPLE_SHEETS[language]
    tables = readme_tables()
    place = next(place for place, table in enumerate(tables) if table[0][0] == first)
    book = openpyxl.Workbook()
    for name, rows in zip(names, tables[place:], strict=False):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


@pytest.fixture(scope="module")
def officer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a user has it: a workbook made of the README's tables, and a store with the demo in it."""
    folder = tmp_path_factory.mktemp("officer")
    workbook_of(folder / "actores.xlsx", "en")
    store = str(folder / "store")
    assert cli.run_command(["demo", "--store", store, "--output", str(folder / "demo.html")]) == ExitCode.OK
    return folder


@pytest.mark.parametrize("line", command_lines())
def test_a_command_line_in_the_pages_or_in_a_help_text_runs(
    officer: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    monkeypatch.chdir(officer)
    monkeypatch.setenv("MACROSUR_STORE", str(officer / "store"))
    code = cli.run_command(shlex.split(line)[1:])
    assert code == ENDS_OTHERWISE.get(line, ExitCode.OK), capsys.readouterr().err


def test_every_exception_is_a_line_of_the_pages() -> None:
    assert set(ENDS_OTHERWISE) <= set(command_lines())


@pytest.mark.parametrize("language", EXAMPLE_SHEETS)
def test_the_example_of_a_workbook_loads(
    officer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    book = workbook_of(tmp_path / "actores.xlsx", language)
    done = cli.run_command(["load", str(book), "--dry-run", "--store", str(officer / "store")])
    assert done == ExitCode.OK, capsys.readouterr().err


def test_the_readme_lists_the_exit_codes() -> None:
    [rows] = [table for table in readme_tables() if table[0][0] == "code"]
    assert [int(row[0]) for row in rows[1:]] == [code.value for code in ExitCode]
    assert all(row[1] for row in rows)


def test_the_readme_begins_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^    (make \w+)", text, re.MULTILINE) == ["make demo", "make test"]
    assert text.index("make test") < text.index("\n## ")
