"""What becomes of a data set's claims when its file comes again."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.changes import apply, next_recorded, plan_load
from graph.comparing import compare
from graph.model import Claim
from graph.store import open_store
from tests.graph.batches import SOURCE, batch, graph_of, key, named, small, tied


def operates(**more: object) -> list[Claim]:
    whole = batch(
        named("Organisation", "a", "A"),
        named("Mine", "m", "M"),
        tied("PARTICIPATED_IN", key("Organisation", "a"), key("Event", "e"), 2, **more),
        named("Event", "e", "E"),
    )
    return [claim for claim in graph_of(whole).claims if claim.type == "PARTICIPATED_IN"]


def test_the_same_claim_in_another_row_is_the_same() -> None:
    found = compare(operates(), operates(locator="p. 3"))
    assert (len(found.same), found.new, found.changed, found.gone) == (1, [], [], [])


def test_another_date_is_a_change() -> None:
    found = compare(operates(start="2019"), operates(start="2020"))
    assert [(old.start, new.start) for old, new in found.changed] == [("2019", "2020")]
    assert (found.new, found.gone) == ([], [])


def test_another_role_is_a_change() -> None:
    found = compare(operates(role="speaker"), operates(role="attendee"))
    assert [(old.role, new.role) for old, new in found.changed] == [("speaker", "attendee")]


def test_the_same_role_is_paired_before_another() -> None:
    old = [*operates(role="speaker", note="1"), *operates(role="attendee", note="1")]
    new = [*operates(role="attendee", note="2"), *operates(role="speaker", note="2")]
    pairs = {(before.role, after.role) for before, after in compare(old, new).changed}
    assert pairs == {("speaker", "speaker"), ("attendee", "attendee")}


def test_one_more_and_one_less_are_told_as_such() -> None:
    (claim,) = operates()
    other = claim._replace(id="x", subject="someone else")
    found = compare([claim], [other])
    assert (found.new, found.gone, found.changed) == ([other], [claim], [])


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (2, ""),  # less than half
        (3, "test"),
        (4, "test"),
    ],
)
def test_a_file_that_is_there_under_another_name_is_told(
    tmp_path: Path, statements: int, expected: str
) -> None:
    first = small()
    again = [replace(item, tlp=None) for item in first.statements[:statements]]
    others = [named("Mine", f"x{number}", f"X {number}") for number in range(6 - statements)]
    with open_store(str(tmp_path / "store"), create=True) as store:
        apply(store, plan_load(store, first))
        assert plan_load(store, batch(*again, *others, dataset="copy")).already_in == expected
        other_source = replace(SOURCE, title="Another", url="")
        assert plan_load(store, batch(*again, dataset="copy", source=other_source)).already_in == ""
        assert plan_load(store, first).already_in == ""


def test_the_record_never_runs_backwards() -> None:
    assert next_recorded("2999-01-01T00:00:00.000Z") == "2999-01-01T00:00:00.001Z"
    now = next_recorded("")
    assert abs((datetime.now(UTC) - datetime.fromisoformat(now)).total_seconds()) < 60
