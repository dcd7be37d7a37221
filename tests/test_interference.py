"""Non-interference over generated graphs: every command, question, format and file, on both engines.

What an audience is told is, with ids renamed in order of appearance, what a store tells that never held
anything else, and no file that a slice leaves behind holds what exists only above it. `test_audiences.py`
shows the same of tables loaded by the command.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

import cli
from graph.errors import BadDataError, ExitCode
from graph.markings import Marking
from graph.model import Batch, Contents, Load, Plan
from graph.slices import Cut, cut
from graph.store import Store, embedded, open_store
from tests.graph.batches import batch, graph_of, named
from tests.graph.generated import DAYS, graphs, histories, known_on, other_id, visible_alone
from tests.store.test_known import load_on
from tests.support import asking
from tests.support.neo4j_server import Neo4jServer
from tests.support.traces import above, traces

Place = Callable[[Path], tuple[str, str | None]]  # given a folder to lie in, a URL and its password
Loads = Callable[[Store], list[tuple[str, Contents]]]  # fills a store; what it held since when


def filled(store: Store, contents: Contents) -> Store:
    """A store, made to hold contents as they are."""
    load = Load("first", "test", "2020-01-01T00:00:00.000Z", (), len(contents.claims), 0)
    entities, sources = tuple(contents.entities.values()), tuple(contents.sources.values())
    store.apply(Plan(store.seq, load, {}, tuple(contents.claims), (), entities, (), sources, ()))
    return store


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory where there is such: each graph needs databases of a hundred files."""
    memory = Path("/dev/shm")  # noqa: S108 -- what lies there is made and removed by this fixture
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        monkeypatch.setattr(tempfile, "tempdir", made)
        yield Path(made)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def places(request: pytest.FixtureRequest) -> Place:
    """An empty place for a store in either engine, in a folder if it needs one."""
    if request.param == "embedded":
        return lambda inside: (str(inside / "full"), None)
    server: Neo4jServer = request.getfixturevalue("neo4j_server")

    def wiped(_: Path) -> tuple[str, str | None]:
        server.wipe()
        return server.uri, server.password

    return wiped


@st.composite
def slices(draw: st.DrawFn) -> Mapping[str, str]:
    """An audience, and any of the other options that say which slice is asked."""
    options = sorted(asking.slice_options() - {"audience"})
    given = {name: draw(st.none() | st.sampled_from(asking.SLICES[name])) for name in options}
    audience = draw(st.sampled_from(asking.SLICES["audience"]))
    return {"audience": audience} | {name: value for name, value in given.items() if value}


def of_one_load(store: Store, batch: Batch) -> list[tuple[str, Contents]]:
    """What the store holds after it, and since when."""
    whole = graph_of(batch)
    filled(store, whole)
    return [("", whole)]


def of_several(store: Store, batches: list[Batch]) -> list[tuple[str, Contents]]:
    """What the store holds after each load, and since when."""
    snapshots = []
    for day, each in zip(DAYS, batches, strict=True):
        try:
            load_on(store, day, each, replace_gone=True)
        except BadDataError:
            reject()
        snapshots.append((day, store.read().contents()))
    return snapshots


def compare(place: Place, folder: Path, load: Loads, slice_: Mapping[str, str], form: str) -> None:
    """Fill a store, ask it everything for a slice, and look for what that slice may not tell."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        inside = Path(made)
        url, password = place(inside)
        with open_store(url, create=True, password=password) as full:
            snapshots = load(full)
            day = f"{slice_['known']}-31" if "known" in slice_ else DAYS[-1]
            visible = visible_alone(known_on(snapshots, day), Marking.parse(slice_["audience"]))
            with filled(open_store(str(inside / "alone"), create=True), visible) as alone:
                expected = asking.told(alone, slice_, inside / "said alone", form)
            found = asking.told(full, slice_, inside / "said", form)
            assert found == expected
            hidden = above((graph for _, graph in snapshots), visible, other_id)
            held = traces(hidden, left_behind(folder, inside))
            assert not held


def left_behind(folder: Path, inside: Path) -> Iterator[Path]:
    """The files of slices, pages, copies and logs, wherever they lie; not those that are the store's own."""
    for path in folder.rglob("*"):
        part = path.relative_to(folder).parts[1:] if path.is_relative_to(inside) else path.parts
        of_the_owner = part[:1] == ("full",) and (part[1:2] == ("log",) or part[3:4] == ("db",))
        if not of_the_owner and part[:1] not in (("alone",), ("said alone",)):
            yield path


def test_every_command_option_and_question_that_answers_an_audience_is_asked_here() -> None:
    assert not asking.missing_samples(), "give what is named here samples in tests/support/asking.py"


def test_the_options_of_a_slice_are_found() -> None:
    assert {"audience", "at"} <= asking.slice_options()
    assert not asking.slice_options() & {"store", "lang", "form", "format"}


def with_a_hidden_name(today: Contents, passed: Cut) -> Cut:
    """A name from above the slice stands in one claim, and nothing else is amiss."""
    hidden = today.entities.keys() - passed.contents.entities.keys()
    names = sorted(today.entities[entity].name.en for entity in hidden)
    first, *others = passed.contents.claims
    told = first._replace(locator=names[0]) if names else first
    return replace(passed, contents=replace(passed.contents, claims=[told, *others]))


def with_a_count(_: Contents, passed: Cut) -> Cut:
    """What is counted counts what is above the slice as well, and nothing else is amiss."""
    return replace(passed, undated=passed.undated + passed.withheld)


def with_nothing(_: Contents, passed: Cut) -> Cut:
    """No leak."""
    return passed


@pytest.mark.parametrize("leak", [with_a_hidden_name, with_a_count, with_nothing])
def test_a_leak_however_small_is_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch, leak: Callable[[Contents, Cut], Cut]
) -> None:
    monkeypatch.setattr(embedded, "cut", lambda today, *more: leak(today, cut(today, *more)))

    whole = batch(
        named("Organisation", "a", "Alpaca", 2),
        replace(named("Organisation", "b", "Hidden Partner", 3), tlp=Marking.RED),
    )

    def look() -> None:
        compare(
            lambda inside: (str(inside / "full"), None),
            folder,
            lambda store: of_one_load(store, whole),
            {"audience": "GREEN", "at": "2021-05"},
            "json",
        )

    if leak is with_nothing:
        look()
    else:
        with pytest.raises(AssertionError, match=r"^assert "):
            look()


@pytest.mark.parametrize("code", [ExitCode.FAULT, ExitCode.INTERRUPTED])
def test_a_command_that_broke_off_is_not_taken_for_an_answer(
    code: ExitCode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "run_command", lambda _: code)
    with open_store(str(tmp_path / "store"), create=True) as store, pytest.raises(AssertionError):
        asking.told(store, {}, tmp_path / "said", "json")


_SETTINGS = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # no shrinking: a case takes a second
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_FORMS = st.sampled_from(asking.FORMATS)
_LONG = settings(_SETTINGS, max_examples=300)
_A_DAY = pytest.mark.timeout(24 * 3600)


@pytest.mark.timeout(600)
@settings(_SETTINGS, max_examples=6)
@given(whole=graphs(), slice_=slices(), form=_FORMS)
def test_an_audience_is_told_what_a_store_tells_that_never_held_more(
    places: Place, folder: Path, whole: Batch, slice_: Mapping[str, str], form: str
) -> None:
    compare(places, folder, lambda store: of_one_load(store, whole), slice_, form)


@pytest.mark.timeout(600)
@settings(_SETTINGS, max_examples=6)
@given(told=histories(), slice_=slices(), form=_FORMS)
def test_an_audience_is_told_nothing_of_what_changed_and_went_above_it(
    places: Place, folder: Path, told: list[Batch], slice_: Mapping[str, str], form: str
) -> None:
    compare(places, folder, lambda store: of_several(store, told), slice_, form)


@pytest.fixture
def counted(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[list[None]]:
    """Takes an item a case; how many there were, and how long they took, is printed."""
    cases: list[None] = []
    begun = time.monotonic()
    yield cases
    with capsys.disabled():
        print(f"\n{request.node.name}: {len(cases)} cases in {time.monotonic() - begun:.0f} s")  # noqa: T201 -- figures are the point of a soak


@pytest.mark.soak
@_A_DAY
@_LONG
@given(whole=graphs(), slice_=slices(), form=_FORMS)
def test_hundreds_of_graphs_tell_an_audience_nothing_above_it(
    places: Place, folder: Path, counted: list[None], whole: Batch, slice_: Mapping[str, str], form: str
) -> None:
    compare(places, folder, lambda store: of_one_load(store, whole), slice_, form)
    counted.append(None)


@pytest.mark.soak
@_A_DAY
@_LONG
@given(told=histories(), slice_=slices(), form=_FORMS)
def test_hundreds_of_stores_with_a_past_tell_an_audience_nothing_above_it(
    places: Place, folder: Path, counted: list[None], told: list[Batch], slice_: Mapping[str, str], form: str
) -> None:
    compare(places, folder, lambda store: of_several(store, told), slice_, form)
    counted.append(None)
