"""The current Neo4j beside the one of long support: what is tested of a server holds on both."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.neo4j_server import VERSION, Neo4jServer, NoNeo4jError

ROOT = Path(__file__).resolve().parents[2]
CURRENT = "2026.08.1"
_ESSENTIALS = (
    "tests/store/test_stores.py", "tests/store/test_bolt.py", "tests/store/test_filling.py",
    "tests/test_copying.py", "tests/test_same_answers.py",
)  # fmt: skip


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_loads_fillings_copies_and_answers_are_the_same_on_the_current_release() -> None:
    if CURRENT == VERSION:
        pytest.skip("the other tests run on that release already")
    try:
        Neo4jServer.started(CURRENT).stop()
    except NoNeo4jError as error:
        pytest.skip(f"not tested: Neo4j {CURRENT}, because {error}")
    given = {name: value for name, value in os.environ.items() if name != "MACROSUR_TEST_NEO4J"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "neo4j and not soak", *_ESSENTIALS],
        cwd=ROOT,
        env={**given, "MACROSUR_TEST_NEO4J_VERSION": CURRENT, "MACROSUR_REQUIRE_ALL": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout.splitlines()[-1]
