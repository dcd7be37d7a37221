"""The server for a team as docker-compose.yml describes it: kept, watched, limited, for this machine only."""

import os
import re
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed = import_module("yaml").safe_load(TEXT)
    assert isinstance(parsed, dict)
    return parsed


@pytest.fixture
def server(compose: dict[str, Any]) -> dict[str, Any]:
    [server] = compose["services"].values()
    return dict(server)


def test_it_is_the_long_supported_community_edition(server: dict[str, Any]) -> None:
    assert server["image"] == "neo4j:5.26-community"


def test_its_ports_for_us_and_for_its_own_browser_are_open_to_this_machine_alone(
    server: dict[str, Any],
) -> None:
    assert server["ports"] == ["127.0.0.1:7687:7687", "127.0.0.1:7474:7474"]
    assert "network_mode" not in server


def test_the_password_comes_from_the_environment_and_has_no_default(server: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j/\$\{MACROSUR_PASSWORD:\?[^}]+\}", server["environment"]["NEO4J_AUTH"])
    assert len(re.findall(r"MACROSUR_PASSWORD:", TEXT)) == 1


def test_the_data_is_kept_in_a_named_volume(compose: dict[str, Any], server: dict[str, Any]) -> None:
    [volume] = [item.partition(":")[0] for item in server["volumes"] if item.endswith(":/data")]
    assert volume in compose["volumes"]


def test_memory_is_limited_and_what_neo4j_takes_fits_into_it(server: dict[str, Any]) -> None:
    def megabytes(text: str) -> int:
        return int(text[:-1]) * {"m": 1, "g": 1024}[text[-1]]

    taken = [megabytes(server["environment"][f"NEO4J_server_memory_{name}"])
             for name in ("heap_max__size", "pagecache_size")]  # fmt: skip
    assert sum(taken) < megabytes(server["mem_limit"]) * 3 / 4  # the rest is the JVM's own


def test_the_server_reads_no_files_and_calls_nobody(server: dict[str, Any]) -> None:
    off = ("NEO4J_dbms_security_allow__csv__import__from__file__urls", "NEO4J_dbms_usage__report_enabled")
    assert [server["environment"][name] for name in off] == ["false", "false"]


def test_its_health_is_a_question_it_answers_within_the_time_that_up_waits(server: dict[str, Any]) -> None:
    check = server["healthcheck"]
    assert check["test"][0] == "CMD-SHELL"
    assert "cypher-shell" in check["test"][1]
    assert "${MACROSUR_PASSWORD" not in check["test"][1]
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@pytest.mark.skipif(os.name == "nt", reason="there is no /bin/sh")
def test_the_password_never_stands_in_the_list_of_processes(server: dict[str, Any], tmp_path: Path) -> None:
    """Run as the container would, with a cypher-shell that tells what it was given."""
    told = tmp_path / "told"
    shell = tmp_path / "cypher-shell"
    shell.write_text(f'#!/bin/sh\necho "$NEO4J_USERNAME/$NEO4J_PASSWORD $*" > "{told}"\n')
    shell.chmod(0o700)
    check = server["healthcheck"]["test"][1].replace("$$", "$")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NEO4J_AUTH": 'neo4j/a "secret" $word/1'}
    subprocess.run(["/bin/sh", "-c", check], env=environment, check=True)
    assert told.read_text() == 'neo4j/a "secret" $word/1 RETURN 1\n'
