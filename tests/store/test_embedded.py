"""What the embedded engine promises beyond the common suite: no kill, lock or reader breaks a state."""

import builtins
import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import arcadedb
import portalocker
import pytest

from graph.changes import apply, plan_load
from graph.errors import ExitCode, StoreError
from graph.markings import Marking
from graph.model import Plan
from graph.schema import schema
from graph.slices import Slice
from graph.store import Store, open_store
from tests.graph.batches import batch, named, small
from tests.support.loader import loader

ROOT = Path(__file__).resolve().parents[2]


def mines(store: Path) -> int:
    with open_store(str(store)) as opened:
        return opened.status().entities["Mine"]


def test_a_reader_keeps_its_state_while_a_writer_goes_on(tmp_path: Path) -> None:
    url = str(tmp_path / "store")
    with open_store(url, create=True) as reading:
        seen = reading.read().contents()
        process = loader(str(tmp_path / "store"), 0, 5)
        assert process.wait(60) == 0
        assert reading.read().query("MATCH (n:Mine) RETURN count(n) AS n").rows == ((0,),)
        assert seen.entities == {}
    assert mines(tmp_path / "store") == 5


def test_two_writers_at_once_is_said_at_once(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        plan = plan_load(store, small())
        with portalocker.Lock(tmp_path / "store" / "writer.lock", "a"):
            process = loader(str(tmp_path / "store"), 0, 5)
            assert process.wait(60) != 0
        apply(store, plan)
        assert store.seq == 1


def test_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(str(tmp_path / "nowhere"))
    assert caught.value.code == ExitCode.STORE
    assert "macrosur demo" in caught.value.text.en
    assert "macrosur demo" in caught.value.text.es
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("does", "file"),
    [
        ((Path, "is_file"), "CURRENT"),
        ((Path, "read_text"), "CURRENT"),
        ((Path, "mkdir"), "log"),
        ((builtins, "open"), "000001.use"),
    ],
)
@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_store_that_this_account_may_not_use_is_said_plainly(
    tmp_path: Path, does: tuple[object, str], file: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = str(tmp_path / "store")
    open_store(url, create=True).close()
    forbid(monkeypatch, *does, file, code)
    for create in (False, True):
        with pytest.raises(StoreError) as caught:
            open_store(url, create=create)
        assert "may not" in caught.value.text.en
        assert "no puede" in caught.value.text.es
        assert url in caught.value.text.en


@pytest.mark.parametrize(
    ("does", "file", "act"),
    [
        ((builtins, "open"), "writer.lock", apply),
        ((tempfile, "mkdtemp"), "states", apply),
        ((Path, "mkdir"), "slices", lambda store, _: store.read(Slice(audience=Marking.CLEAR))),
    ],
)
def test_a_store_that_this_account_may_only_read_is_said_plainly(
    tmp_path: Path,
    does: tuple[object, str],
    file: str,
    act: Callable[[Store, Plan], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        plan = plan_load(store, small())
        forbid(monkeypatch, *does, file, errno.EACCES)
        with pytest.raises(StoreError, match="may not"):
            act(store, plan)
        assert store.seq == 0
    monkeypatch.undo()
    assert mines(tmp_path / "store") == 0


def forbid(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, file: str, code: int) -> None:
    """What the system says to an account that may not; the tests' own may be allowed everything."""
    allowed = getattr(owner, name)

    def refusing(*given: object, **more: object) -> object:
        if any(Path(str(path)).name == file for path in (*given[:1], more.get("dir"))):
            raise OSError(code, os.strerror(code), file)
        return allowed(*given, **more)

    monkeypatch.setattr(owner, name, refusing)


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = tmp_path / "store"
    open_store(str(url), create=True).close()
    with arcadedb.open_database(str(url / "states" / "000001" / "db")) as database, database.transaction():
        database.command(
            "opencypher", "MATCH (s:Store) SET s.schema_version = $v", {"v": schema().version + 1}
        )
    with pytest.raises(StoreError, match="newer version"):
        open_store(str(url))


def test_a_folder_whose_database_is_empty_is_no_store(tmp_path: Path) -> None:
    """So it looks when the folder is another account's."""
    url = tmp_path / "store"
    open_store(str(url), create=True).close()
    with arcadedb.open_database(str(url / "states" / "000001" / "db")) as database, database.transaction():
        database.command("opencypher", "MATCH (s:Store) DELETE s")
    with pytest.raises(StoreError, match="another account"):
        open_store(str(url))


def test_a_failed_write_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        apply(store, plan_load(store, small()))
        before = store.status()
        plan = plan_load(store, batch(named("Mine", "x", "X"), dataset="more"))

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            apply(store, plan, interrupted)
        assert store.status() == before
        apply(store, plan)
    with open_store(str(tmp_path / "store")) as store:
        assert store.seq == before.seq + 1
    assert not list((tmp_path / "store" / "states").glob("*.building-*"))


def test_the_engines_log_stays_in_the_store(tmp_path: Path) -> None:
    process = loader(str(tmp_path / "store"), 0, 1)
    assert process.wait(60) == 0
    assert list((tmp_path / "store" / "log").iterdir())


def test_those_who_cut_one_slice_at_once_all_get_it(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_store(str(store), create=True) as opened:
        apply(opened, plan_load(opened, small()))
    ask = [sys.executable, "-m", "cli", "--store", str(store), "show", "Las Bambas", "--audience", "GREEN"]
    asked = [subprocess.Popen(ask, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = [process.communicate(timeout=60)[0] for process in asked]
    assert [process.returncode for process in asked] == [0] * 4
    assert len(set(told)) == 1
    assert not list(store.glob("states/*/slices/*.building-*"))


def test_a_slice_goes_with_the_state_it_was_cut_from(tmp_path: Path) -> None:

    with open_store(str(tmp_path / "store"), create=True) as store:
        apply(store, plan_load(store, small()))
        store.read(Slice(audience=Marking.CLEAR)).contents()
        assert len(list((tmp_path / "store" / "states").glob("*/slices/*/db"))) == 1
        apply(store, plan_load(store, batch(named("Mine", "x", "X"), dataset="more")))
        assert not list((tmp_path / "store" / "states").glob("*/slices/*/db"))
        assert len(store.read(Slice(audience=Marking.CLEAR)).find("X")) == 1
