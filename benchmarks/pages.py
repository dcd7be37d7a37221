"""What a page costs: the whole command, the file's size, and how soon Chromium has drawn it.

python -m benchmarks.pages
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import in_turn, machine, macrosur, run, table
from tests.support.chromium import chromium_path, offline, running_browser

_PARTS = {
    "all that is CLEAR": (),
    "around CCOLQUEMIN 2023": ("--about", "CCOLQUEMIN 2023", "--steps", "2"),
    "around Las Bambas": ("--about", "Las Bambas", "--steps", "1"),
}
_TIMES = 5
_NODES = "JSON.parse(document.getElementById('document').textContent).nodes.length"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="macrosur-bench-") as folder:
        own = f"{folder}/store"
        run(macrosur("demo", "--store", own, "--output", f"{folder}/demo.html"))
        rows = [_measured(own, Path(folder) / f"page{number}.html", *part)
                for number, part in enumerate(_PARTS.items())]  # fmt: skip
    print(machine(), file=sys.stderr)
    print(table(["page", "entities", "command s", "MB", "drawn in s"], rows))


def _measured(own: str, page: Path, name: str, part: tuple[str, ...]) -> list[object]:
    (written,) = in_turn(macrosur("export", str(page), "--store", own, *part), times=_TIMES)
    entities, drawn = _drawn(page)
    return [name, entities, written.seconds, page.stat().st_size / 1e6, drawn]


def _drawn(page: Path) -> tuple[int, float]:
    """How many entities a page draws, and the median seconds until the picture is there."""
    taken = []
    with running_browser(chromium_path()) as browser:
        for _ in range(_TIMES + 1):  # the first also starts the browser's own processes
            with offline(browser) as watched:
                started = time.perf_counter()
                watched.page.goto(page.as_uri(), wait_until="load")
                watched.page.wait_for_function("macrosur.drawing.settled()")
                taken.append(time.perf_counter() - started)
                count = watched.page.evaluate(_NODES)
    return int(count), sorted(taken[1:])[_TIMES // 2]


if __name__ == "__main__":
    main()
