"""Mutated tables, each loaded: told in words, whole or not at all, in no time and little memory.

A failing case names its seed; `python -m tests.attack.harness SEED SEED+1 FOLDER` runs it again.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is such, for stores that come and go."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as made:
        yield Path(made)


def _run(first: int, last: int, folder: Path) -> None:
    """In a process of its own, whose memory is bounded."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.attack.harness", str(first), str(last), str(folder)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stdout.write(ended.stdout)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_300_mutated_tables_are_loaded_whole_or_told_of(folder: Path) -> None:
    _run(1_000_000, 1_000_300, folder)


@pytest.mark.soak
@pytest.mark.timeout(2 * 3600)
def test_20000_mutated_tables_are_loaded_whole_or_told_of(folder: Path) -> None:
    _run(0, 20_000, folder)
