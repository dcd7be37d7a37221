"""Filters of relations by year and by confidence: what may be so then, and how sure its sources are."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.views.browser.opened import Opened, Opener
from tests.views.documents import example

pytestmark = pytest.mark.browser


def relations(opened: Opened) -> int:
    return int(opened.counts().split(", ")[1].split()[0])


def so_in(document: dict[str, Any], year: int) -> int:
    return sum(
        (tie["first_year"] or year) <= year <= (tie["last_year"] or year) for tie in document["relations"]
    )


def test_a_year_leaves_what_may_be_so_then(opener: Opener) -> None:
    document = example()
    document["focal"] = None
    opened = opener(document)
    everything = relations(opened)
    assert 0 < so_in(document, 2014) < everything
    opened.page.locator("#types-button").click()
    opened.page.get_by_label("As of the year").select_option("2014")
    assert relations(opened) == so_in(document, 2014)
    expect(opened.page.locator("#types-button")).to_contain_text("2014")
    assert opened.kept()["year"] == ["2014"]
    opened.page.get_by_label("As of the year").press("p")  # picks among the years, and does not present
    expect(opened.page.locator("#query")).to_be_visible()
    opened.page.get_by_label("As of the year").select_option("any")
    assert relations(opened) == everything


def test_confidence_leaves_what_sources_are_sure_of(opener: Opener) -> None:
    document = example()
    document["focal"] = None
    sure = [
        tie for tie in document["relations"] if any(claim["confidence"] == "high" for claim in tie["claims"])
    ]
    assert 0 < len(sure) < len(document["relations"])
    opened = opener(document, "confidence=high&lang=es")
    assert relations(opened) == len(sure)
    opened.page.locator("#types-button").click()
    expect(opened.page.get_by_label("Confianza mínima")).to_have_value("high")
    opened.page.get_by_label("Confianza mínima").select_option("baja")
    assert relations(opened) == len(document["relations"])


def test_a_search_for_what_a_filter_hides_brings_its_card_all_the_same(opener: Opener) -> None:
    opened = opener(example(), "year=1990")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("las bambas")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#card h2")).to_have_text("Las Bambas")


def test_shift_and_a_click_on_a_chip_leaves_these_alone_and_once_more_brings_all_back(opener: Opener) -> None:
    document = example()
    document["focal"] = None
    opened = opener(document)
    total = opened.counts()
    mines = [node for node in document["nodes"] if node["kind"] == "Mine"]
    chip = opened.page.get_by_role("button", name="Mines")
    chip.click(modifiers=["Shift"])
    assert opened.counts().startswith(f"{len(mines)} entities, 0 relations")
    opened.page.get_by_role("button", name="Events").click()
    assert not opened.counts().startswith(f"{len(mines)} entities")
    chip.click(modifiers=["Shift"])
    assert opened.counts().startswith(f"{len(mines)} entities")
    chip.focus()
    opened.page.keyboard.press("Shift+Enter")
    assert opened.counts() == total


def test_the_key_names_only_what_is_in_reach(opener: Opener) -> None:
    document = example()
    kinds = {node["kind"] for node in document["nodes"]}
    assert "Agreement" in kinds
    opened = opener(document, "steps=1")
    shown = set(opened.page.evaluate("[...macrosur.drawing.scene().marks.keys()].map(node => node.kind)"))
    assert "Agreement" not in shown
    expect(opened.page.get_by_role("button", name="Agreements")).to_have_count(0)
    more = opened.page.get_by_role("button", name="More steps")
    while more.is_enabled():
        more.click()
    expect(opened.page.get_by_role("button", name="Agreements")).to_be_visible()
