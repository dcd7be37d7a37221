"""Answers on the built-in data as whole texts that a person can open and judge, in `tests/golden`.

When a change of data or wording is meant, `MACROSUR_WRITE_GOLDEN=1 pytest tests/test_golden.py` writes them
anew; read the difference before it is committed.
"""

import os
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from queries.highlights import HIGHLIGHTS

GOLDEN = Path(__file__).with_name("golden")
ASKED: dict[str, tuple[str, ...]] = {
    "show-las-bambas.en.txt": ("show", "las bambas", "--lang", "en"),
    "show-las-bambas.es.txt": ("show", "las bambas", "--lang", "es"),
    "path-dcaf-guaman-poma.en.txt": ("path", "DCAF", "Guaman Poma", "--lang", "en"),
    "path-dcaf-guaman-poma.es.txt": ("path", "DCAF", "Guaman Poma", "--lang", "es"),
    **{
        f"query-{name}.md": (
            "query", name, "--lang", "en", "--format", "markdown",
            *(part for key, value in given.items() for part in ("-p", f"{key}={value}")),
        )
        for name, given in HIGHLIGHTS
    },
}  # fmt: skip


@pytest.mark.parametrize("file", ASKED)
def test_an_answer_reads_as_its_file(
    demo_store: Path, file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    capsys.readouterr()
    assert cli.run_command([*ASKED[file], "--store", str(demo_store)]) == ExitCode.OK
    said = capsys.readouterr().out
    if os.environ.get("MACROSUR_WRITE_GOLDEN"):
        (GOLDEN / file).write_text(said, encoding="utf-8", newline="\n")
    assert said == (GOLDEN / file).read_text(encoding="utf-8")


def test_every_file_is_of_an_answer() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(ASKED)
