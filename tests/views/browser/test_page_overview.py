"""A picture of everything opens on what matters, and the rest is a click, a search or a link away."""

from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import expect

from graph.changes import apply, plan_load
from graph.markings import Marking
from graph.slices import Slice
from graph.store import open_store
from graph.text import Text
from loaders import built_in
from tests.views.browser.opened import COVERED, GUAMAN_POMA, Opened, Opener, node_named, relations_of
from views.build import Occasion, document

pytestmark = pytest.mark.browser
_NODES = "[...macrosur.drawing.positions()].map(([id, { x, y }]) => [id, x, y])"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The built-in data as the demo's page has it: more than anyone reads at once, nothing in the middle."""
    folder: Path = tmp_path_factory.mktemp("everything")
    with open_store(str(folder / "store"), create=True) as store:
        for batch in (built_in.places(), built_in.facts()):
            apply(store, plan_load(store, batch))
        contents = store.read(Slice(audience=Marking.CLEAR)).contents()
    occasion = Occasion(Text("All", "Todo"), "en", Marking.CLEAR, date(2026, 11, 26))
    return {**document(contents, occasion)}


def entities(opened: Opened) -> int:
    return int(opened.counts().split()[0])


def in_order(spots: list[tuple[str, float, float]], axis: int) -> list[str]:
    """The nodes from left to right or from above, those at one height by id."""
    return [str(spot[0]) for spot in sorted(spots, key=lambda spot: (round(float(spot[axis]), 3), spot[0]))]


def test_it_opens_on_the_strongest_and_shows_all_when_asked(
    opener: Opener, everything: dict[str, Any]
) -> None:
    opened = opener(everything)
    total = len(everything["nodes"])
    assert 30 < entities(opened) <= 60
    before = opened.page.evaluate(_NODES)
    opened.page.get_by_role("button", name=f"Show all {total}").click()
    assert entities(opened) == total
    after = opened.page.evaluate(_NODES)
    seen = {key for key, _, _ in before}
    for axis in (1, 2):
        assert in_order(before, axis) == [key for key in in_order(after, axis) if key in seen]
    opened.page.keyboard.press("Escape")
    assert entities(opened) <= 60


def test_all_of_it_is_a_link(opener: Opener, everything: dict[str, Any]) -> None:
    opened = opener(everything, "everything=&lang=es")
    total = len(everything["nodes"])
    assert entities(opened) == total
    opened.page.get_by_role("button", name="Ver menos").click()
    assert entities(opened) < total
    expect(opened.page.get_by_role("button", name=f"Ver las {total}")).to_be_visible()


def test_it_fills_the_stage_with_what_it_opens_on(opener: Opener, everything: dict[str, Any]) -> None:
    opened = opener(everything)
    spots = opened.page.evaluate(_NODES)
    across, down = ([spot[axis] for spot in spots] for axis in (1, 2))
    stage = opened.page.locator("#drawing").bounding_box()
    assert stage is not None
    assert max(across) - min(across) > 0.8 * stage["width"]
    assert max(down) - min(down) > 0.8 * stage["height"]


def test_it_opens_on_few_that_are_tied_not_on_scattered_pairs(everything: dict[str, Any]) -> None:
    opens_on = set(everything["opens_on"])
    network: nx.Graph[str] = nx.Graph()
    network.add_edges_from((tie["from"], tie["to"]) for tie in everything["relations"])
    parts = list(nx.connected_components(network.subgraph(opens_on)))
    assert max(map(len, parts)) > 0.8 * len(opens_on)
    assert min(map(len, parts)) > 1


def test_what_a_search_finds_comes_in_with_its_ties(opener: Opener, everything: dict[str, Any]) -> None:
    opened = opener(everything)
    shown = entities(opened)
    tied = {end for tie in everything["relations"] for end in (tie["from"], tie["to"])}
    visible = set(opened.page.evaluate("[...macrosur.drawing.positions().keys()]"))
    node = next(
        item
        for item in everything["nodes"]
        if item["id"] in tied - visible and item["kind"] == "Organisation"
    )
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(node["name"]["en"])
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#card h2")).to_have_text(node["name"]["en"])
    assert node["id"] in opened.page.evaluate("[...macrosur.drawing.positions().keys()]")
    assert shown < entities(opened) < len(everything["nodes"])


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("width", [1400, 1024, 390])
def test_no_label_of_it_lies_on_another(
    opener: Opener, everything: dict[str, Any], width: int, lang: str
) -> None:
    opened = opener(everything, f"lang={lang}", size=(width, 900))
    seen = opened.page.evaluate(COVERED)
    assert seen["found"] == []
    assert seen["named"] > 8


def test_a_card_says_how_many_of_its_relations_the_picture_has(
    opener: Opener, everything: dict[str, Any]
) -> None:
    opened = opener(everything)
    guaman_poma = node_named(everything, GUAMAN_POMA)
    kept = set(everything["opens_on"])
    ties = relations_of(everything, guaman_poma)
    drawn = sum({tie["from"], tie["to"]} <= kept for tie in ties)
    assert 0 < drawn < len(ties)
    opened.choose(guaman_poma["id"])
    expect(opened.page.locator("#card")).to_contain_text(f"In the picture: {drawn} of these relations")
    opened.page.get_by_role("button", name="Show its surroundings").click()
    expect(opened.page.locator("#card")).not_to_contain_text("In the picture")


def test_the_surroundings_of_one_fill_the_stage(opener: Opener, everything: dict[str, Any]) -> None:
    opened = opener(everything)
    opened.choose(node_named(everything, GUAMAN_POMA)["id"])
    opened.page.get_by_role("button", name="Show its surroundings").click()
    opened.page.keyboard.press("Escape")
    opened.settle()
    spots = opened.page.evaluate(_NODES)
    stage = opened.page.locator("#drawing").bounding_box()
    assert stage is not None
    across, down = ([spot[axis] for spot in spots] for axis in (1, 2))
    assert max(across) - min(across) > 0.5 * stage["width"]
    assert max(down) - min(down) > 0.6 * stage["height"]
