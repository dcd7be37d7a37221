"""Runs mutated tables through the command, in one process, and says what must never happen."""

import os
import resource
import shutil
import signal
import sys
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from time import process_time
from types import FrameType
from typing import NoReturn

import cli
from commands.loading import load_quietly
from graph import store as stores
from graph.errors import ExitCode
from graph.store import Store, open_store
from loaders import built_in
from tests.attack.mutations import Case, case
from tests.support.asking import Kept

_SECONDS = 60  # of processor time; a case takes some hundredths of one
_KIB = 1 << 20  # a gibibyte
_NEVER = 4 << 30  # bytes: where a runaway ends before the machine does
_OFTEN_ENOUGH = 40  # loads into one store, which grows with each
_TOLD_EVERY = 1000  # cases
_WRITTEN = 0.1  # of the cases that may be loaded, beside being planned


class HangError(BaseException):
    """A case took too long; no handler of the program's stops it."""


@dataclass
class Figures:
    """What the cases came to: exit codes, the longest in seconds of processor time, the largest in KiB."""

    codes: Counter[int] = field(default_factory=Counter)
    loads: int = 0
    longest: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items()))
        return (
            f"{sum(self.codes.values())} cases; exit codes {codes}; {self.loads} loads written; longest "
            f"{self.longest[0]:.2f} s (seed {self.longest[1]}); most memory {self.largest[0] >> 10} MiB "
            f"(seed {self.largest[1]}); {len(self.failures)} failures"
        )


class Harness:
    """Cases, one after the other, against stores in a folder that goes with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pristine = folder / "pristine"
        with open_store(str(self._pristine), create=True) as store:
            load_quietly(store, built_in.places())
        self._store = self._new_store()
        self._since = 0

    def _new_store(self) -> Store:
        path = self._folder / "store"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self._pristine, path)
        return open_store(str(path))

    def close(self) -> None:
        """Give the store back."""
        self._store.close()

    def run(self, seeds: range) -> Figures:
        """Run the cases of some seeds."""
        figures = Figures()
        for seed in seeds:
            self._case(seed, figures)
            if (seed + 1) % _TOLD_EVERY == 0:
                print(figures, *figures.failures, sep="\n", file=sys.stderr, flush=True)  # noqa: T201 -- it is long
        return figures

    def _case(self, seed: int, figures: Figures) -> None:
        made = case(seed, self._folder)
        path = self._folder / made.name
        path.write_bytes(made.content)
        started = process_time()
        _forget_peak()
        code, said = self._command("load", str(path), "--dry-run")
        figures.codes[code] += 1
        wrong = _what_is_wrong(code, said, dry=True)
        if code == ExitCode.OK and seed % round(1 / _WRITTEN) == 0:
            wrong = wrong or self._written(path, figures)
        figures.longest = max(figures.longest, (process_time() - started, seed))
        figures.largest = max(figures.largest, (peak := _peak(), seed))
        if peak > _KIB:
            wrong = wrong or f"{peak >> 10} MiB"
        if wrong:
            figures.failures.append(f"seed {seed} ({made.name}: {made.how}): {wrong}")
        path.unlink()

    def _written(self, path: Path, figures: Figures) -> str:
        before = self._store.seq
        code, said = self._command("load", str(path), "--yes")
        self._store.refresh()
        moved = self._store.seq - before
        figures.loads += 1
        self._since += 1
        if self._since >= _OFTEN_ENOUGH:
            self._since = 0
            self._store.close()
            self._store = self._new_store()
        if moved != (code == ExitCode.OK and "Loaded as" in said):
            return f"--yes ended with {code} and moved the store by {moved}"
        return _what_is_wrong(code, said, dry=False)

    def _command(self, *line: str) -> tuple[int, str]:
        said = StringIO()
        with self._opened(), _timed(), redirect_stdout(said), redirect_stderr(said):
            try:
                code = cli.run_command([*line, "--store", "kept", "--lang", "en"])
            except HangError:
                code = -1
        return code, said.getvalue()

    @contextmanager
    def _opened(self) -> Iterator[None]:
        opened, stores.open_store = stores.open_store, lambda *_, **__: Kept(self._store)  # type: ignore[assignment]
        try:
            yield
        finally:
            stores.open_store = opened


def _what_is_wrong(code: int, said: str, *, dry: bool) -> str:
    expected = {ExitCode.OK, ExitCode.BAD_DATA} | (set() if dry else {ExitCode.REFUSED})
    if code not in expected:
        return f"exit code {code}: {said[-2000:]}"
    if odd := {char for char in said if is_obeyed(char)}:
        return f"a terminal obeys {odd}"
    if code == ExitCode.BAD_DATA and "nothing was loaded" not in said:
        return f"no word of nothing being loaded: {said[-500:]}"
    return ""


def is_obeyed(char: str) -> bool:
    """Whether a terminal does something at a character, other than show it or begin a line."""
    return char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@contextmanager
def _timed() -> Iterator[None]:
    def hang(_: int, frame: FrameType | None) -> NoReturn:
        traceback.print_stack(frame, limit=12)
        raise HangError

    before = signal.signal(signal.SIGVTALRM, hang)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


_FORGETS = Path("/proc/self/clear_refs")  # where the system has it; elsewhere memory is not measured


def _forget_peak() -> None:
    if _FORGETS.exists():
        _FORGETS.write_text("5", encoding="ascii")


def _peak() -> int:
    """The greatest memory since it was forgotten, in KiB."""
    if not _FORGETS.exists():
        return 0
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Run the cases from one seed up to another in a process of its own, and print the figures."""
    resource.setrlimit(resource.RLIMIT_DATA, (_NEVER, _NEVER))
    first, last, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    os.environ["MACROSUR_DEBUG"] = "1"  # a failing case shows where
    harness = Harness(folder)
    figures = harness.run(range(first, last))
    harness.close()
    print("\n".join((*figures.failures, str(figures))))  # noqa: T201 -- what it is for
    sys.exit(bool(figures.failures))


if __name__ == "__main__":
    main()


__all__ = ["Case", "Figures", "Harness", "is_obeyed"]
