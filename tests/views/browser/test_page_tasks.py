"""Five things an officer opens a page for, each done by mouse alone and by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.views.browser.opened import GUAMAN_POMA, Opened, Opener, node_named
from tests.views.documents import example

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("hands", ["mouse", "keyboard"])]
MOST_TABS = 90


def press(opened: Opened, hands: str, control: Locator) -> None:
    """Press a control: click it, or Tab to it and press Enter."""
    if hands == "mouse":
        control.click()
        return
    for _ in range(MOST_TABS):
        if control.evaluate("control => control === document.activeElement"):
            opened.page.keyboard.press("Enter")
            return
        opened.page.keyboard.press("Tab")
    raise AssertionError(f"{control} cannot be reached with Tab")


def go_to(opened: Opened, hands: str, node: dict[str, Any]) -> None:
    """Choose an entity: click it in the picture, or search for it."""
    if hands == "mouse":
        opened.page.mouse.click(*opened.spot(node["id"]))
    else:
        opened.page.keyboard.press("/")
        opened.page.keyboard.type(node["name"]["en"])
        opened.page.keyboard.press("Enter")


def test_who_the_partner_is_and_which_paragraph_says_so(opener: Opener, hands: str) -> None:
    document = example()
    opened = opener(document)
    go_to(opened, hands, node_named(document, GUAMAN_POMA))
    group = opened.page.locator("#card .group", has=opened.page.get_by_role("heading", name="Partners"))
    expect(group).to_contain_text("DCAF")
    expect(group.locator(".claim .at")).to_contain_text("paragraph 1")
    press(opened, hands, group.locator(".claim .fn"))
    expect(opened.page.locator("#card .srcs .shown")).to_be_in_viewport()


def test_how_guaman_poma_comes_to_las_bambas(opener: Opener, hands: str) -> None:
    document = example()
    opened = opener(document)
    go_to(opened, hands, node_named(document, GUAMAN_POMA))
    press(opened, hands, opened.page.get_by_role("button", name="Path to …"))
    if hands == "mouse":
        opened.page.get_by_role("button", name="Show all (0)").click()
        opened.page.mouse.click(*opened.spot(node_named(document, "Las Bambas")["id"]))
    else:
        opened.page.keyboard.type("las bambas")
        opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#card .kindline")).to_have_text("Path")
    expect(opened.page.locator("#card .claim").first).to_be_visible()


def test_what_is_known_without_the_meetings(opener: Opener, hands: str) -> None:
    document = example()
    opened = opener(document)
    press(opened, hands, opened.page.locator("#chips button", has_text="Events"))
    left = [node for node in document["nodes"] if node["kind"] != "Event"]
    assert opened.counts().startswith(f"{len(left)} entities")


def test_the_whole_list_in_spanish(opener: Opener, hands: str) -> None:
    document = example()
    opened = opener(document)
    press(opened, hands, opened.page.get_by_role("button", name="Español"))
    press(opened, hands, opened.page.get_by_role("button", name="Tabla (T)"))
    press(opened, hands, opened.page.locator("[data-table=relations]"))
    expect(opened.page.locator("#table tbody tr")).to_have_count(len(document["relations"]))
    expect(opened.page.locator("#table thead")).to_contain_text("Confianza")


def test_for_whom_the_page_was_made_while_it_is_on_the_projector(opener: Opener, hands: str) -> None:
    document = example()
    document["made"]["audience"] = "AMBER"
    opened = opener(document)
    press(opened, hands, opened.page.locator("#note-button"))
    expect(opened.page.locator("#note")).to_contain_text("TLP:AMBER, need to know")
    press(opened, hands, opened.page.locator("#note-close"))
    press(opened, hands, opened.page.locator("#present"))
    expect(opened.page.locator("#query")).to_be_hidden()
    expect(opened.page.locator("header .plate")).to_have_text("TLP:AMBER")
