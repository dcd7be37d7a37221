"""The path between two: asked for from a card, found by search or in the picture, told with its claims."""

import pytest
from playwright.sync_api import expect

from tests.views.browser.opened import GUAMAN_POMA, Opener, node_named
from tests.views.documents import example

pytestmark = pytest.mark.browser


def test_a_path_is_asked_from_a_card_and_told_with_every_claim(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    opened.choose(node_named(document, GUAMAN_POMA)["id"])
    opened.page.get_by_role("button", name="Path to …").click()
    expect(opened.page.locator("#card .seeking")).to_contain_text("to whom?")
    opened.page.keyboard.type("las bambas")
    opened.page.keyboard.press("Enter")
    card = opened.page.locator("#card")
    expect(card.locator(".kindline")).to_have_text("Path")
    expect(card.locator("h2")).to_contain_text("Las Bambas")
    steps = int((card.locator(".lead").text_content() or "").split()[0])
    assert steps >= 2
    assert card.locator(".group").count() == steps
    assert card.locator(".claim").count() >= steps
    lit = opened.page.evaluate(
        "[...macrosur.drawing.scene().choice.nodes].map(node => [node.id, node.level])"
    )
    assert len(lit) == steps + 1
    assert all(level == 0 for _, level in lit[1:-1])  # through no place
    kept = opened.kept()["path"]
    again = opener(document, f"path={kept[0]}&lang=es")
    expect(again.page.locator("#card .kindline")).to_have_text("Camino")
    again.page.keyboard.press("Escape")
    expect(again.page.locator("#panel")).to_be_hidden()


def test_the_other_end_is_chosen_in_the_picture_and_escape_gives_up(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    opened.choose(node_named(document, GUAMAN_POMA)["id"])
    opened.page.get_by_role("button", name="Path to …").click()
    opened.page.keyboard.press("Escape")  # leaves the search
    opened.page.keyboard.press("Escape")
    expect(opened.page.locator("#card .seeking")).to_have_count(0)
    expect(opened.page.get_by_role("button", name="Path to …")).to_be_visible()
    opened.page.get_by_role("button", name="Path to …").click()
    dcaf = next(node for node in document["nodes"] if node["short"]["en"] == "DCAF")
    opened.page.mouse.click(*opened.spot(dcaf["id"]))
    expect(opened.page.locator("#card .lead")).to_have_text("1 step")


def test_who_declined_is_not_tied_by_that(opener: Opener) -> None:
    document = example()
    guaman, dcaf = (
        node["id"]
        for name in ("Guaman Poma", "DCAF")
        for node in document["nodes"]
        if node["short"]["en"] == name
    )
    direct = [tie for tie in document["relations"] if {tie["from"], tie["to"]} == {guaman, dcaf}]
    for tie in direct:
        tie["negative"] = True
    opened = opener(document, f"path={guaman},{dcaf}")
    expect(opened.page.locator("#card .lead")).to_have_text("2 steps")


def test_two_that_nothing_ties_are_told_so(opener: Opener) -> None:
    document = example()
    guaman, las_bambas = (node_named(document, name)["id"] for name in (GUAMAN_POMA, "Las Bambas"))
    document["relations"] = [
        tie for tie in document["relations"] if las_bambas not in (tie["from"], tie["to"])
    ]
    opened = opener(document, f"path={guaman},{las_bambas}")
    expect(opened.page.locator("#card .lead")).to_contain_text("No path in this file")
