"""What a store holds is found in the bytes of its files, so that what is not found is not there."""

from datetime import date
from pathlib import Path

import pytest

from graph.markings import Marking
from graph.model import Contents
from graph.slices import Slice
from graph.store import open_store
from graph.text import Text
from tests.graph.batches import graph_of, small
from tests.support.traces import above, traces, values
from tests.test_interference import filled
from views.build import Occasion
from views.export import write_page


@pytest.fixture
def sliced(tmp_path: Path) -> Path:
    """A store of which a slice was read that leaves out a partner."""
    with filled(open_store(str(tmp_path / "store"), create=True), graph_of(small())) as store:
        store.read(Slice(audience=Marking.AMBER)).contents()
    return tmp_path / "store" / "states"


def test_every_text_and_number_of_a_store_is_found_in_its_files(sliced: Path) -> None:
    held = {value for value in values(graph_of(small())) if isinstance(value, float) or len(str(value)) > 3}
    found = traces(held, sliced.glob("*/db/*"))
    assert {"Hidden Partner", "seen by Hidden Partner", "A public report", -14.1, -72.3} <= found
    assert found == held


def test_a_slice_that_leaves_something_out_holds_no_trace_of_it(sliced: Path) -> None:
    hidden = above([graph_of(small())], Contents({}, [], {}), str)
    found = traces(hidden, [path for path in sliced.rglob("*") if "slices" in path.parts])
    assert "Las Bambas" in found
    assert not {"Hidden Partner", "hidden partner", "seen by Hidden Partner"} & found


def test_what_every_page_holds_is_no_trace_and_what_is_told_in_one_is(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    occasion = Occasion(Text("Title", "Título"), "en", Marking.CLEAR, date(2024, 1, 1))
    write_page(page, graph_of(small()), occasion)
    assert traces({"another", "function", "Hidden Partner"}, [page]) == {"Hidden Partner"}


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_text_is_found_in_any_coding_and_in_a_name(tmp_path: Path, coding: str) -> None:
    inside, named = tmp_path / "a", tmp_path / "Cóndor.html"
    inside.write_bytes(b"\0" * 9000 + "Ñandú".encode(coding) + b"\0" * 9000)
    named.touch()
    assert traces({"Ñandú", "Cóndor", "Quinua"}, [inside, named]) == {"Ñandú", "Cóndor"}
