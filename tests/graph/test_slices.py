"""What an audience is shown is what a store would show that never held anything else."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from graph.markings import Marking
from graph.model import STATED_IN, Batch, Contents, SourceRow
from graph.slices import Slice, cut
from graph.text import Text
from tests.graph.batches import batch, graph_of, key, name, named, tied
from tests.graph.generated import MARKINGS, graphs, renamed, visible_alone
from views.build import Occasion, document


def written(contents: Contents, audience: Marking) -> str:
    """All that a view would show, with ids renamed in order of appearance."""
    shown = cut(contents, Slice(audience=audience)).contents
    occasion = Occasion(Text("t", "t"), "en", audience, date(2026, 1, 1))
    page = json.dumps(document(shown, occasion), ensure_ascii=False, sort_keys=True)
    return renamed(repr(shown)) + page


@settings(max_examples=100, deadline=None)
@given(whole=graphs(), audience=MARKINGS)
def test_what_an_audience_is_shown_depends_on_nothing_it_may_not_see(whole: Batch, audience: Marking) -> None:
    contents = graph_of(whole)
    assert written(contents, audience) == written(visible_alone(contents, audience), audience)


def test_a_relation_needs_its_own_marking_its_sources_and_both_ends() -> None:
    red = SourceRow("s1", "Confidential", tlp=Marking.RED)
    whole = graph_of(
        batch(
            named("Organisation", "a", "A"),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m")),
        ),
        batch(
            replace(named("Organisation", "b", "B"), tlp=Marking.CLEAR),
            source=red,
            dataset="other",
        ),
    )
    shown = cut(whole, Slice(audience=Marking.CLEAR)).contents
    assert {entity.name.en for entity in shown.entities.values()} == {"A", "M"}


def test_the_strictest_marking_of_existence_hides_an_entity_and_its_relations() -> None:
    whole = graph_of(
        batch(
            named("Organisation", "a", "A"),
            replace(named("Organisation", "a", "A", 3, summary_en="x"), entity_tlp=Marking.RED),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m")),
        )
    )
    passed = cut(whole, Slice(audience=Marking.AMBER))
    assert {entity.name.en for entity in passed.contents.entities.values()} == {"M"}
    assert [claim.type for claim in passed.contents.claims] == [STATED_IN]
    assert passed.withheld == 3


@pytest.mark.parametrize("text", ["Visited with Condor Negro.", "condor negro's men", "CÓNDOR NEGRO"])
def test_a_note_with_a_name_from_outside_the_slice_is_withheld(text: str) -> None:
    whole = graph_of(
        batch(
            replace(named("Organisation", "x", "Cóndor Negro"), tlp=Marking.RED),
            replace(named("Mine", "m", "M"), note=text, quote="Nothing of the kind."),
        )
    )
    (claim,) = cut(whole, Slice(audience=Marking.GREEN)).contents.claims
    assert (claim.note, claim.quote) == ("", "Nothing of the kind.")
    notes = {claim.note for claim in cut(whole, Slice(audience=Marking.RED)).contents.claims}
    assert text in notes


def test_no_free_text_names_what_the_slice_does_not_show() -> None:
    text = "Told by Cóndor Negro"
    source = SourceRow("s1", text, text, url="https://www.example.org/condor-negro/x", tlp=Marking.CLEAR)
    whole = graph_of(
        batch(
            replace(named("Organisation", "x", "Cóndor Negro"), tlp=Marking.RED),
            replace(
                named("Mine", "m", "M", summary_en=text, status=text, type="open-pit", place=text),
                note=text, quote=text, locator=text, office=text,
            ),
            source=source,
        )
    )  # fmt: skip
    shown = cut(whole, Slice(audience=Marking.GREEN)).contents
    assert "ndor" not in repr(shown).lower()
    (claim,), (cited,) = shown.claims, shown.sources.values()
    assert dict(claim.fields) == {"name_en": "M", "type": "open-pit"}
    assert cited.title
    seen = repr(cut(whole, Slice(audience=Marking.RED)).contents)
    assert seen.count(text) >= 8


def test_a_name_that_a_passing_claim_writes_is_no_secret() -> None:
    """Also one that the entity does not show, since another source is preferred."""
    whole = graph_of(
        batch(
            named("Organisation", "a", "Alpaca Foundation"),
            replace(named("Organisation", "a", "Alpaca", 3), confidence="low"),
            replace(named("Mine", "m", "M"), note="Visited by Alpaca."),
            replace(named("Mine", "r", "Hidden"), tlp=Marking.RED),
        )
    )
    notes = {claim.note for claim in cut(whole, Slice(audience=Marking.CLEAR)).contents.claims}
    assert "Visited by Alpaca." in notes


def test_filters_keep_places_and_what_is_asked_for() -> None:
    whole = graph_of(
        batch(
            named("Organisation", "a", "A"),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m"), confidence="high"),
            tied("OWNS", key("Organisation", "a"), key("Mine", "m"), 3, confidence="low"),
        )
    )
    types = cut(whole, Slice(types=frozenset({"OWNS"}))).contents
    assert {claim.type for claim in types.claims} == {STATED_IN, "OWNS"}
    sure = cut(whole, Slice(confidence="medium")).contents
    assert {claim.type for claim in sure.claims} == {STATED_IN, "OPERATES"}
    mines = cut(whole, Slice(kinds=frozenset({"Mine"}))).contents
    assert {entity.kind for entity in mines.entities.values()} == {"Mine"}


@pytest.mark.parametrize(("at", "shown"), [("1990", {"Front"}), ("2023", {"Front", "Plenary"})])
def test_an_event_is_not_there_before_its_day_because_a_relation_names_it(at: str, shown: set[str]) -> None:
    whole = graph_of(
        batch(
            named("Organisation", "a", "Front"),
            replace(named("Event", "e", "Plenary"), start="2023-08-12"),
            tied("PARTICIPATED_IN", name("Organisation", "Front"), name("Event", "Plenary"), start="2023"),
        )
    )
    at_that_time = cut(whole, Slice(at=at))
    assert {entity.name.en for entity in at_that_time.contents.entities.values()} == shown
    assert at_that_time.undated == 0
