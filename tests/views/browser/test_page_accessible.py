"""What axe-core, enhanced contrast included, finds wrong with the page."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.views.browser.opened import GUAMAN_POMA, Opener, node_named
from tests.views.documents import example

pytestmark = pytest.mark.browser

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_FOUND = """async () => {
  const rules = { 'color-contrast-enhanced': { enabled: true } };
  const { violations } = await axe.run(document, { rules });
  return violations.map(({ id, nodes }) => [id, ...nodes.map(node => node.html)]);
}"""


def found(page: Page) -> list[list[str]]:
    wrong: list[list[str]] = page.evaluate(_FOUND)
    return wrong


@pytest.mark.parametrize(("width", "theme"), [(1400, "light"), (1024, "contrast"), (390, "dark")])
def test_axe_finds_nothing_at_rest_with_open_filters_and_on_a_path(
    opener: Opener, width: int, theme: str
) -> None:
    document = example()
    opened = opener(document, f"theme={theme}", size=(width, 900))
    page = opened.page
    page.evaluate(_AXE)
    assert found(page) == []
    page.locator("#types-button").click()
    assert found(page) == []
    page.keyboard.press("Escape")
    ends = [node_named(document, name)["id"] for name in (GUAMAN_POMA, "Las Bambas")]
    page.evaluate("id => macrosur.choose(id)", ends[0])
    page.get_by_role("button", name="Path to …").click()
    assert found(page) == []
    page.evaluate("id => macrosur.choose(id)", ends[1])
    assert found(page) == []
