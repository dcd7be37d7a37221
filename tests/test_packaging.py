"""What is handed out: the wheel holds all that the command needs and nothing else, and runs on its own."""

import json
import os
import shlex
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest

import cli
from graph.errors import ExitCode

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("commands", "graph", "loaders", "queries", "views", "cli.py")
Run = Callable[..., subprocess.CompletedProcess[str]]


def _build(target: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def content(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def _files(folder: str, *patterns: str) -> set[str]:
    found = {path for pattern in patterns for path in (ROOT / folder).glob(pattern)}
    return {path.relative_to(ROOT).as_posix() for path in found if path.is_file()}


NEEDED: Mapping[str, set[str]] = {
    "code": _files("commands", "**/*.py")
    | _files("graph", "**/*.py")
    | _files("loaders", "**/*.py")
    | _files("queries", "**/*.py")
    | _files("views", "**/*.py"),
    "the schema": {"graph/schema.toml"},
    "saved questions": _files("queries/cypher", "*.cypher"),
    "the built-in data, and how to read it": _files("loaders/macro_sur", "*.csv", "README.md"),
    "what pages are made of": _files("views", "*.toml", "templates/*", "assets/*"),
    "the licences of what others made": _files("views/assets", "*LICENSE*"),
}


@pytest.mark.parametrize("what", NEEDED)
def test_the_wheel_holds(content: frozenset[str], what: str) -> None:
    assert NEEDED[what]
    assert NEEDED[what] <= content


def test_the_wheel_carries_our_licence_and_notice(content: frozenset[str]) -> None:
    licences = {name for name in content if ".dist-info/licenses/" in name}
    assert {PurePosixPath(name).name for name in licences} == {"LICENSE", "NOTICE"}


def test_the_wheel_holds_nothing_else(content: frozenset[str]) -> None:
    tops = {name.partition("/")[0] for name in content}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(SHIPPED)
    assert not [name for name in content if "__pycache__" in name or name.endswith((".pyc", ".map", ".lock"))]


def test_the_source_archive_holds_what_make_and_the_wheel_need(
    tmp_path: Path, content: frozenset[str]
) -> None:
    with tarfile.open(_build("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    shipped = {name for name in content if ".dist-info/" not in name}
    asked_for = {
        "Makefile",
        ".ci/make_venv.py",
        "requirements.lock",
        "requirements-dev.lock",
        "pyproject.toml",
    }
    assert shipped | asked_for | {"docker-compose.yml", "README.md", "tests/conftest.py"} <= names


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and reaches what it depends on but not the tree."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", "--disable-pip-version-check", str(wheel)], check=True)
    own = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    # A plain path, not a site folder: the .pth file in it that leads to the tree is not followed.
    (Path(own) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Runs the installed command in an empty folder, in an empty home."""

    def go(*arguments: str, path: str = "", lang: str = "en_US.UTF-8") -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name in {"SYSTEMROOT", "PATH"}}
        home = {"HOME": str(tmp_path / "home"), "LOCALAPPDATA": str(tmp_path / "home")}
        environment = {**kept, **home, "LANG": lang, "PYTHONUTF8": "1"} | (
            {"PYTHONPATH": path} if path else {}
        )
        return subprocess.run(
            [installed / "macrosur", *arguments],
            cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip

    return go


def test_the_tree_is_not_what_answers(installed: Path) -> None:
    code = "import cli, graph, views; print(cli.__file__, graph.__file__, views.__file__)"
    done = subprocess.run(
        [installed / "python", "-c", code], cwd=installed, check=True, capture_output=True, text=True
    )
    assert [Path(file).is_relative_to(installed.parent) for file in done.stdout.split()] == [True] * 3


def test_the_installed_command_says_its_version(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stderr) == (ExitCode.OK, "")
    assert done.stdout.startswith("macrosur 0.")


def test_the_installed_command_knows_its_schema(run: Run) -> None:
    assert {"OPERATES", "OWNS"} <= {
        row["Type"] for row in json.loads(run("schema", "--format", "json").stdout)
    }


def test_the_installed_demo_keeps_its_store_in_the_home_and_its_page_here(run: Run, tmp_path: Path) -> None:
    done = run("demo", lang="es_PE.UTF-8")
    assert done.returncode == ExitCode.OK, done.stderr
    assert "5. ¿Qué acuerdos firmó una empresa" in done.stdout
    page = (tmp_path / "macrosur-demo.html").read_text(encoding="utf-8")
    assert "vis-network" in page
    assert run("status", "--format", "json").returncode == ExitCode.OK
    assert {path.name for path in tmp_path.iterdir()} == {"home", "macrosur-demo.html"}


def test_what_the_demo_says_to_go_on_with_can_be_typed_as_it_stands(run: Run, installed: Path) -> None:
    lines = [line for line in run("demo").stderr.splitlines() if "in all: " in line]
    assert lines
    for line in lines:
        command, *arguments = shlex.split(line.partition("in all: ")[2])
        assert command == str(installed / "macrosur")  # it is not on the PATH
        assert run(*arguments).returncode == ExitCode.OK


@pytest.mark.parametrize("name", cli.PACKAGES)
def test_a_package_of_the_same_name_is_told_plainly(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "other" / name).mkdir(parents=True)
    (tmp_path / "other" / name / "__init__.py").write_text("", encoding="utf-8")
    done = run("--version", path=str(tmp_path / "other"))
    assert done.returncode == ExitCode.FAULT
    assert done.stdout == ""
    assert f"Another program's package “{name}” stands in the way" in done.stderr
    assert f"Estorba el paquete «{name}»" in done.stderr
    assert "pipx" in done.stderr
    assert "Traceback" not in done.stderr
