"""Times whole processes and pieces of work, and prints tables whose ratios a reader can check."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_WHOLE = 100  # from here on fractions say nothing
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Run:
    """What a process took: seconds by the clock, and the most memory it held, in MiB."""

    seconds: float
    peak: float
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end, which must be good."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
            stdout=subprocess.PIPE, stderr=told, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if process.returncode:
            told.seek(0)
            sys.exit(f"{' '.join(command[:6])} … ended with {process.returncode}: {told.read()[-2000:]}")
    return Run(seconds, usage.ru_maxrss / 1024, output)


def macrosur(*arguments: str) -> list[str]:
    """The command, as a user's shell would start it."""
    return [str(Path(sys.executable).with_name("macrosur")), *arguments]


def python(code: str, *arguments: str) -> list[str]:
    """A bare script."""
    return [sys.executable, "-c", code, *arguments]


def in_turn(*commands: Sequence[str], times: int = 7) -> list[Run]:
    """Several commands, one after the other, again and again; of each its median run."""
    runs = [[run(command) for command in commands] for _ in range(times)]
    return [sorted(each, key=lambda one: one.seconds)[times // 2] for each in zip(*runs, strict=True)]


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median of the seconds that some work takes."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown; figures with as many digits as they deserve."""
    lines = [list(map(str, headings)), ["---"] * len(headings)]
    lines += [[_shown(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(cell: object) -> str:
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.0f}" if round(abs(cell)) >= _WHOLE else f"{cell:.2g}"


def machine() -> str:
    """Where and when the figures were measured."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {datetime.now(UTC).date()}"
    )
