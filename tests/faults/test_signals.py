"""Commands told to stop at any moment: no traceback, nothing half-done, and the store as it was or whole."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import ExitCode
from graph.store import open_store
from tests.faults.victims import EXAMPLES, ROOT, example, run, victim, write_mines

MINES = 60
STOPS = (signal.SIGINT, signal.SIGTERM)


def stopped(name: str, how: signal.Signals, after: float, folder: Path, store: str) -> str:
    """Stop a command so long after it began; gives how it ended, having checked that it ended well."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    process = victim(example(name, folder), store, TMPDIR=str(temporary))
    assert process.stderr is not None
    assert process.stderr.readline() == "begun\n"
    time.sleep(after)
    process.send_signal(how)
    _, told = process.communicate(timeout=120)
    assert "Traceback" not in told, told
    assert "fault of macrosur" not in told, told
    assert process.returncode in {ExitCode.OK, ExitCode.INTERRUPTED, -how}, (process.returncode, told)
    if process.returncode == ExitCode.INTERRUPTED:
        assert "nothing half-done was kept" in told
    if process.returncode != -how:  # it was past its first imports, and tidied up
        assert list(temporary.iterdir()) == []
    if process.returncode == ExitCode.OK:
        return "done"
    return "told" if process.returncode == ExitCode.INTERRUPTED else "importing"


def is_whole(store: str) -> bool:
    """Whether a store holds all of the mines of a load, or none; and a command works on it."""
    if not (Path(store) / "CURRENT").is_file():
        return True
    with open_store(store) as opened:
        return opened.status().entities["Mine"] % MINES == 0


def attack(name: str, moments: int, tmp_path: Path, store: Path) -> Counter[str]:
    """Stop a command at so many moments, from its first import to its end; how each time it ended."""
    write_mines(tmp_path, MINES)
    begins_anew = name in {"load", "demo"}
    ends: Counter[str] = Counter()
    takes = duration(example(name, tmp_path), str(tmp_path / "first" if begins_anew else store))
    chance = random.Random(name)  # noqa: S311 -- moments, no secrets
    for number in range(moments):
        own = tmp_path / f"store {number}"
        after = (number + chance.random()) * takes / moments
        ends[stopped(name, STOPS[number % 2], after, tmp_path, str(own if begins_anew else store))] += 1
        if name == "load":
            assert is_whole(str(own))
        if not begins_anew:
            assert run(["status"], str(store))[0] == ExitCode.OK
        if name == "copy":
            assert is_copied_or_not(tmp_path / "copied")
    return ends


def duration(arguments: list[str], store: str) -> float:
    """How many seconds a whole run takes here and now."""
    start = time.monotonic()
    assert run(arguments, store)[0] == ExitCode.OK
    return time.monotonic() - start


def is_copied_or_not(copied: Path) -> bool:
    """Whether a copy that was stopped is there in whole, or not there at all for whoever opens it."""
    code, _, told = run(["status"], str(copied))
    return code == ExitCode.OK or (code == ExitCode.STORE and "fault" not in told)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_command_told_to_stop_leaves_nothing_half_done(name: str, demo_store: Path, tmp_path: Path) -> None:
    assert sum(attack(name, 1, tmp_path, demo_store).values()) == 1


_WHERE_NOTHING_CAN_BE_RAISED = """
import sys, time
import cli
class Going:
    def __del__(self):
        raise KeyboardInterrupt
def command(arguments):
    Going()
    for _ in range(600):
        time.sleep(0.1)
    return 0
cli.run_command = command
cli.main()
"""


def test_a_stop_where_nothing_can_be_raised_is_not_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WHERE_NOTHING_CAN_BE_RAISED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (ExitCode.INTERRUPTED, "")


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_command_told_to_stop_at_many_moments_leaves_nothing_half_done(
    name: str, demo_store: Path, tmp_path: Path, record_figures: "list[str]"
) -> None:
    ends = attack(name, 40, tmp_path, demo_store)
    record_figures.append(f"stopped {name}: " + ", ".join(f"{ends[how]} {how}" for how in sorted(ends)))
    assert ends["told"] > 0
