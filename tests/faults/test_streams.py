"""An answer whose reader leaves early, or that cannot be written: never a fault of the program."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from tests.faults.victims import FORMATS, READING, ROOT, example, missing_examples


def test_every_command_is_under_test() -> None:
    assert missing_examples() == set()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", READING)
def test_a_reader_who_leaves_early_is_no_fault(
    name: str,
    form: str,
    demo_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    read, write = os.pipe()
    os.close(read)
    line = [*example(name, tmp_path), "--store", str(demo_store), "--format", form]
    with os.fdopen(write, "w", encoding="utf-8") as left:
        monkeypatch.setattr(sys, "stdout", left)
        code = cli.run_command(line)
        monkeypatch.undo()
    told = capsys.readouterr().err
    assert code == ExitCode.OK
    assert "fault of macrosur" not in told
    assert "Traceback" not in told


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="not tested: a full output, because there is no /dev/full"
)
@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", READING)
def test_an_answer_that_cannot_be_written_is_told(
    name: str,
    lang: str,
    demo_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = [*example(name, tmp_path), "--store", str(demo_store), "--lang", lang]
    full = open("/dev/full", "w", encoding="utf-8")  # noqa: PTH123, SIM115 -- closing it fails, as writing did
    monkeypatch.setattr(sys, "stdout", full)
    code = cli.run_command(line)
    monkeypatch.undo()
    with suppress(OSError):
        full.close()
    assert code == ExitCode.STORE
    assert ("the disk is full" if lang == "en" else "el disco está lleno") in capsys.readouterr().err


@pytest.mark.parametrize("line", [["--help"], ["--version"], ["schema"]])
def test_a_pipe_to_a_program_that_reads_nothing_ends_well(line: list[str]) -> None:
    """The whole process, to its last flush."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "cli", *line], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_remarks_that_nobody_can_read_leave_the_exit_code_as_it_is(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    os.close(read)
    left = os.fdopen(write, "w", encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", left)
    code = cli.run_command(["show", "no such thing", "--store", str(demo_store)])
    monkeypatch.undo()
    with suppress(OSError):
        left.close()
    assert code == ExitCode.NOT_FOUND


@pytest.mark.skipif(os.name != "posix", reason="not tested: a closed stderr, because this shell closes none")
def test_a_command_works_where_stderr_is_closed(demo_store: Path) -> None:
    """Nothing of what it would have said there reaches stdout, or a file that is opened in its place."""
    line = [sys.executable, "-m", "cli", "show", "Las Bambas", "--format", "json", "--at", "2019"]
    environment = {**os.environ, "MACROSUR_STORE": str(demo_store)}
    open_, closed = (
        subprocess.run(
            ["sh", "-c", f'"$@" {how}', "sh", *line],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
        )
        for how in ("", "2>&-")
    )  # fmt: skip
    assert (closed.returncode, closed.stdout) == (ExitCode.OK, open_.stdout)
