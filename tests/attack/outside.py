"""Runs the command from outside, as its user does, and says what it took."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# VmHWM is of this program alone; what the system tells of a child includes what its parent held.
_CODE = """
import sys
import cli
code = cli.run_command(sys.argv[2:])
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
open(sys.argv[1], "w").write(peak[0])
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended: its exit code, what it said, and its greatest memory in MiB."""

    code: int
    out: str
    err: str
    mib: int


def run(*arguments: str, folder: Path, env: Mapping[str, str] | None = None, within: float = 240) -> Run:
    """Run a command line in a process of its own, in a folder where it may leave files.

    Raises:
        TimeoutExpired: It did not end in so many seconds.
    """
    peak = folder / "peak"
    ended = subprocess.run(
        [sys.executable, "-c", _CODE, str(peak), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_ROOT), **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=within,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr, int(peak.read_text()) >> 10)
