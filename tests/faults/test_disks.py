"""A full disk under the embedded store, folders that may not be written or locked, and odd paths."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import portalocker
import pytest

from graph.changes import apply, plan_load
from graph.errors import ExitCode, StoreError
from graph.store import open_store
from tests.faults.victims import run, write_mines
from tests.graph.batches import small

_SIZE = 64 << 20  # bytes
_ROOT_ONLY = not hasattr(os, "geteuid") or os.geteuid() != 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with room for a store about four times."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("not tested: a full disk, because nothing may be mounted here (run the tests as root)")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, left: int) -> Path:
    """A file that takes the disk's room, but for so many bytes."""
    filler = disk / "filler"
    filler.write_bytes(b"\0" * (shutil.disk_usage(disk).free - left))
    return filler


def is_ours(told: str) -> bool:
    """Whether stderr holds nothing but what we say: no trace or warning of the engine's."""
    begins = (
        "begun",
        "Writing",
        "… and",
        "The files of the store in",
        "The store's files in",
        "Nothing is called",
    )
    return all(line.startswith(begins) for line in told.splitlines() if line.strip())


def test_a_full_disk_is_told_and_leaves_the_store_readable(small_disk: Path, tmp_path: Path) -> None:
    store = str(small_disk / "store")
    load = ["load", str(write_mines(tmp_path, 50)), "--yes", "--dataset", "d"]
    assert run(load, store)[0] == ExitCode.OK
    write_mines(tmp_path, 50, "Mina")
    for left in (0, 300_000, 4_000_000, 8_000_000):  # it gives out in ever later a part of the writing
        filler = fill(small_disk, left)
        code, _, told = run(load, store)
        assert (code, "the disk is full" in told) == (ExitCode.STORE, True), (left, told)
        assert is_ours(told), (left, told)
        code, shown, told = run(["show", "Mine 7"], store)
        assert (code, "Mine 7" in shown) == (ExitCode.OK, True), (left, told)
        assert is_ours(told), (left, told)
        code, _, told = run(["show", "Mine 7", "--audience", "GREEN"], store)
        assert code == ExitCode.NOT_FOUND or (code == ExitCode.STORE and "the disk is full" in told), told
        assert is_ours(told), (left, told)
        filler.unlink()
        assert not list((small_disk / "store" / "states").glob("*.building-*"))
    assert run(load, store)[0] == ExitCode.OK
    assert "Mina 7" in run(["show", "Mina 7"], store)[1]


def test_a_disk_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network disk whose server keeps no locks."""
    url = str(tmp_path / "store")
    with open_store(url, create=True) as store:
        plan = plan_load(store, small())

        def without(*_: object) -> None:
            raise portalocker.LockException(OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)))

        monkeypatch.setattr(portalocker.Lock, "_get_lock", without)
        for act in (
            lambda: open_store(url),
            lambda: apply(store, plan),
            lambda: open_store(f"{url}2", create=True),
        ):
            with pytest.raises(StoreError, match="cannot be locked") as caught:
                act()
            assert "no se pueden bloquear" in caught.value.text.es.casefold()
        monkeypatch.undo()
        apply(store, plan)


def test_a_store_that_another_program_keeps_locked_is_told_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk does keep locks, and advice about disks would mislead."""
    monkeypatch.setattr("graph.store.states._WAIT", 0.0)
    url = tmp_path / "store"
    open_store(str(url), create=True).close()
    with (
        portalocker.Lock(url / "states" / "000001.use", "a", flags=portalocker.LockFlags.EXCLUSIVE),
        pytest.raises(StoreError, match="busy with the store") as caught,
    ):
        open_store(str(url))
    assert "está ocupado con el almacén" in caught.value.text.es
    open_store(str(url)).close()


@pytest.mark.skipif(
    _ROOT_ONLY, reason="not tested: another account's store, because only root can be another account"
)
@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_another_accounts_store_is_told(mode: int) -> None:
    """One that may be listed, and one that may not even be entered."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    folder.chmod(0o755)
    try:
        store = folder / "store"
        for name in ("store", "own"):
            open_store(str(folder / name), create=True).close()
        store.chmod(mode)
        code = (  # what is imported while it runs is imported first: nobody may not read root's Python
            "import os, sys, cli; cli.run_command([*sys.argv[2:], sys.argv[1] + '/own'])\n"
            "os.setgid(65534); os.setuid(65534)\n"
            "sys.exit(cli.run_command([*sys.argv[2:], sys.argv[1] + '/store']))"
        )
        for line in (["status"], ["load", str(write_mines(folder, 2)), "--yes"], ["show", "x"]):
            done = subprocess.run(
                [sys.executable, "-c", code, str(folder), *line, "--store"],
                capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[2],
            )  # fmt: skip
            assert (done.returncode, "may not" in done.stderr) == (ExitCode.STORE, True), done.stderr
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["my graph", "Ñahuiñlla 🏔 «x»", "a" * 200, "100% & $HOME; 'q'"])
def test_a_store_may_lie_in_any_folder(name: str, tmp_path: Path) -> None:
    url = str(tmp_path / name / "store")
    with open_store(url, create=True) as store:
        apply(store, plan_load(store, small()))
    with open_store(url) as store:
        assert store.status().claims["STATED_IN"] > 0
