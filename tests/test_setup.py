"""What sets up a machine says in words what it cannot do, and one thing missing keeps nothing else away."""

import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


def script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("absent", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_the_package_and_leaves_nothing(tmp_path: Path, absent: str) -> None:
    (tmp_path / f"{absent}.py").write_text("raise ImportError", encoding="utf-8")
    target = tmp_path / "env"
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "make_venv.py", target],
        env={"PYTHONPATH": str(tmp_path), "PATH": ""}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"python3.{sys.version_info.minor}-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = script("make_venv")
    monkeypatch.setattr(maker.sys, "version_info", (3, 9, 2))
    assert maker.main() == 1
    assert "3.11 or newer" in capsys.readouterr().err


def test_a_package_that_is_not_to_be_had_keeps_no_other_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = script("system_packages")
    there = {"openjdk-21-jre-headless"}
    asked: list[str] = []

    def apt(*arguments: str) -> bool:
        asked.append(arguments[-1])
        return arguments[-1] in there

    def installed(package: str) -> bool:
        return package in asked and package in there

    monkeypatch.setattr(packages, "_apt", apt)
    monkeypatch.setattr(packages, "NEEDED", tuple(
        (choice, lambda choice=choice: any(map(installed, choice)), why) for choice, _, why in packages.NEEDED
    ))  # fmt: skip
    monkeypatch.setattr(packages.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(packages.os, "geteuid", lambda: 0, raising=False)
    assert packages.main() == 0
    assert {"chromium", "openjdk-17-jre-headless", "openjdk-21-jre-headless", "maven"} <= set(asked)
    said = capsys.readouterr().err
    assert "Without chromium this stays untested" in said
    assert "Without openjdk" not in said


@pytest.mark.skipif(shutil.which("make") is None or os.name == "nt", reason="there is no make")
def test_make_help_lists_the_targets_that_users_are_told_of() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True)
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"help", "demo", "test", "lint", "docs", "clean"} <= listed
