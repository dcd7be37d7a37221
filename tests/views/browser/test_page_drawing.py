"""The picture, in Chromium: labels, themes, presenting, files, paper, phones, large and tiny documents."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.views.browser.opened import COVERED, GUAMAN_POMA, Opener, node_named
from tests.views.documents import example

if TYPE_CHECKING:
    from tests.support.chromium import OfflinePage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("scheme", "contrast", "theme"),
    [("light", "no-preference", "light"), ("dark", "no-preference", "dark"), ("light", "more", "contrast")],
)
def test_the_theme_follows_the_system_until_it_is_chosen(
    opener: Opener, scheme: str, contrast: str, theme: str
) -> None:
    opened = opener(example(), color_scheme=scheme, contrast=contrast)
    page, root = opened.page, opened.page.locator("html")
    expect(root).to_have_attribute("data-theme", theme)
    paper = page.evaluate("macrosur.drawing.scene().screen.tokens.paper")
    assert paper.upper() == {"dark": "#101418"}.get(theme, "#FFFFFF")
    page.locator("#theme").click()
    expect(root).not_to_have_attribute("data-theme", theme)
    chosen = root.get_attribute("data-theme")
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    expect(root).to_have_attribute("data-theme", chosen or "")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("size", [(1400, 900), (1024, 768), (390, 844)])
def test_no_label_lies_on_a_node_a_label_or_a_control(
    opener: Opener, size: tuple[int, int], lang: str
) -> None:
    opened = opener(example(), f"lang={lang}", size=size)
    rest = opened.page.evaluate(COVERED)
    assert rest["found"] == []
    assert rest["named"] >= 0.95 * rest["nodes"], "fonts differ from machine to machine, but not by more"
    opened.page.evaluate("id => macrosur.choose(id)", node_named(example(), "Las Bambas")["id"])
    opened.settle()
    chosen = opened.page.evaluate(COVERED)
    assert chosen["found"] == []
    assert chosen["named"] > 1


def test_presenting_leaves_title_marking_picture_and_key(opener: Opener) -> None:
    opened = opener(example())
    page = opened.page
    page.keyboard.press("p")
    opened.settle()
    for gone in ("#query", "#key", "footer", "#zoom", "#tools"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("header .plate")).to_have_text("TLP:CLEAR")
    expect(page.locator("#caption strong")).to_have_text(example()["title"]["en"])
    assert page.evaluate(COVERED)["found"] == []
    page.keyboard.press("Escape")
    expect(page.locator("#query")).to_be_visible()


def test_the_picture_is_saved_with_its_marking_in_the_name(opener: Opener, tmp_path: Path) -> None:
    document = example()
    document["made"]["audience"] = "GREEN"
    opened = opener(document, accept_downloads=True)
    opened.page.locator("#save").click()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="PNG").click()
    assert download.value.suggested_filename.endswith("-TLP-GREEN.png")
    download.value.save_as(tmp_path / "picture.png")
    picture = (tmp_path / "picture.png").read_bytes()
    width, height = (int.from_bytes(picture[start : start + 4], "big") for start in (16, 20))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert width == 2 * 1400
    assert height > 900


def test_the_picture_is_saved_as_svg_whose_words_are_words(
    opener: Opener, tmp_path: Path, offline_page: Callable[..., AbstractContextManager["OfflinePage"]]
) -> None:
    document = example()
    document["title"] = {"en": "A\x1b & B <script>\ud800", "es": "A"}
    opened = opener(document, accept_downloads=True)
    opened.page.locator("#save").click()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="SVG").click()
    assert download.value.suggested_filename.endswith("-TLP-CLEAR.svg")
    file = tmp_path / "picture.svg"
    download.value.save_as(file)
    drawn = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 -- the page's own
    said = {element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert "TLP:CLEAR" in said
    assert len(said) > 40
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))
    with offline_page(viewport={"width": 1400, "height": 900}) as seen:
        seen.page.goto(file.as_uri())
        box = seen.page.evaluate("document.documentElement.getBBox().width")
    assert box >= 1400


def test_paper_is_light_and_shows_picture_marking_and_card(opener: Opener) -> None:
    document = example()
    opened = opener(document, f"entity={node_named(document, GUAMAN_POMA)['id']}", color_scheme="dark")
    page = opened.page
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    painted = page.evaluate(
        """() => { const paper = document.querySelector('#paper');
                   const pixels = paper.getContext('2d').getImageData(0, 0, paper.width, paper.height).data;
                   return [pixels.slice(0, 3).join(), new Set(new Uint32Array(pixels.buffer)).size]; }"""
    )
    assert painted[0] == "255,255,255"
    assert painted[1] > 50
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print")
    for shown in ("#paper", "#card", "header .plate", "#made"):
        expect(page.locator(shown)).to_be_visible()
    for gone in ("#drawing", "#tools", "#search", "#zoom"):
        expect(page.locator(gone)).to_be_hidden()


def test_on_a_phone_the_card_is_a_sheet_from_below_and_nothing_spills_sideways(opener: Opener) -> None:
    document = example()
    opened = opener(document, size=(390, 844), has_touch=True)
    page = opened.page
    x, y = opened.spot(node_named(document, GUAMAN_POMA)["id"])
    page.touchscreen.tap(x, y)
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert box["y"] > 300
    page.locator("#grip").click()
    page.wait_for_function("document.querySelector('#panel').getBoundingClientRect().height > 500")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_picture_of_five_hundred_stays_usable(opener: Opener) -> None:
    document = example()
    document["focal"] = None
    nodes, relations = document["nodes"], document["relations"]
    for copy in range(1, 9):
        shift = {"x": copy % 3 * 1500, "y": copy // 3 * 900}
        document["nodes"] = document["nodes"] + [
            node | {"id": f"n{copy * 1000 + i}", "x": node["x"] + shift["x"], "y": node["y"] + shift["y"]}
            for i, node in enumerate(nodes)
        ]
        ids = {node["id"]: f"n{copy * 1000 + i}" for i, node in enumerate(nodes)}
        document["relations"] = document["relations"] + [
            tie | {"id": f"r{copy * 1000 + i}", "from": ids[tie["from"]], "to": ids[tie["to"]]}
            for i, tie in enumerate(relations)
        ]
    document["opens_on"] = [node["id"] for node in nodes]
    opened = opener(document)
    opened.page.get_by_role("button", name="Show all 540").click()
    assert opened.counts().startswith(f"540 entities, {9 * len(relations)} relations")
    rest = opened.page.evaluate(COVERED)
    assert rest["found"] == []
    assert 20 < rest["named"] < 100
    opened.page.locator("#query").fill("las bambas")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#card h2")).to_have_text("Las Bambas")
    opened.settle()
    assert opened.page.evaluate(COVERED)["found"] == []


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_document_of_next_to_nothing_still_opens(opener: Opener, kept: int) -> None:
    document = json.loads(json.dumps(example()))
    document["nodes"], document["relations"], document["focal"] = document["nodes"][:kept], [], None
    opened = opener(document)
    entities = "entity" if kept == 1 else "entities"
    assert opened.counts() == f"{kept} {entities}, 0 relations, {'1 source' if kept else '0 sources'}"
    if kept:
        opened.choose("n1")
        expect(opened.page.locator("#card")).to_contain_text("No recorded tie in this file.")
    else:
        expect(opened.page.locator("#empty")).to_have_text("This file holds no entities.")


@pytest.mark.parametrize("repeats", [1, 2, 3, 4, 20])
def test_counts_are_seen_whole_or_not_at_all(opener: Opener, repeats: int) -> None:
    document = example()
    document["title"] = dict.fromkeys(("en", "es"), "Velille: which mines? " * repeats)
    page = opener(document).page
    title, counts = (page.locator(name).bounding_box() for name in (".title", "#counts"))
    assert title is not None
    assert counts is not None
    within = counts["x"] + counts["width"] <= title["x"] + title["width"] + 0.5
    on_the_first_row = counts["y"] < title["y"] + title["height"]
    assert within or not on_the_first_row
    assert on_the_first_row or repeats > 1
    assert not on_the_first_row or repeats < 20


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Agreement between Las Bambas and communities of Coporaque", "Agreement between Las Bambas and…"),
        ("Webinar on security, human rights, indigenous peoples", "Webinar on security, human rights…"),
        (
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
            "Donaudampfschifffahrtselektrizitätenhauptbe…",
        ),
    ],
)
def test_a_name_too_long_for_the_picture_ends_after_a_word(opener: Opener, name: str, label: str) -> None:
    document = example()
    node = node_named(document, GUAMAN_POMA)
    node["name"] = node["short"] = {"en": name, "es": name}
    opened = opener(document)
    rows = opened.page.evaluate(
        "id => macrosur.drawing.scene().labels.find(({ mark }) => mark.node.id === id).rows", node["id"]
    )
    assert " ".join(rows) == label
