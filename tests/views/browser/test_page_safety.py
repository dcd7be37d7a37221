"""The page keeps to itself, in Chromium: hostile text, its policy, links, what is withheld, the address."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.views.browser.opened import Opener, node_named, relations_of
from tests.views.documents import HOSTILE, example, hostile_document
from views.page import render

pytestmark = pytest.mark.browser


def test_hostile_text_runs_nowhere_and_is_shown_as_text(opener: Opener) -> None:
    document = hostile_document()
    document["steps"] = 99
    opened = opener(document)
    page = opened.page
    for node in document["nodes"][:4]:
        page.evaluate("id => macrosur.choose(id)", node["id"])
        expect(page.locator("#card h2")).to_contain_text("</script><script>window.__pwned = 1</script><!--")
        expect(page.locator("#card h2")).to_contain_text("{{7*7}} ${7*7}")
    expect(page.locator("#card blockquote").first).to_contain_text("<img src=x onerror=")
    page.keyboard.press("t")
    page.locator("[data-table=relations]").click()
    page.locator("#query").fill("window")
    page.locator("#types-button").click()
    page.locator("#note-button").click()
    page.locator("[data-language=es]").click()
    assert page.evaluate("window.__pwned") is None
    assert page.locator("img, iframe, #card script, #hits script").count() == 0
    assert HOSTILE[:30] in (page.locator("#title").text_content() or "")


def test_only_web_addresses_become_links_and_all_are_shown_as_text(opener: Opener) -> None:
    document = hostile_document()
    document["steps"] = 99
    node = max(document["nodes"], key=lambda candidate: len(relations_of(document, candidate)))
    page = opener(document).page
    page.evaluate("id => macrosur.choose(id)", node["id"])
    cited = {claim["source"] for relation in relations_of(document, node) for claim in relation["claims"]}
    cited |= {claim["source"] for claim in node["claims"]}
    urls = [source["url"] for source in document["sources"] if source["id"] in cited]
    links = page.locator(".srcs a")
    assert {urlsplit(href).scheme for href in links.evaluate_all("all => all.map(a => a.href)")} == {"https"}
    assert links.count() == len([url for url in urls if url.startswith("https:")])
    assert set(links.evaluate_all("all => all.map(a => a.rel)")) == {"noreferrer"}
    assert page.locator(".srcs .address").count() == len(urls)
    expect(page.locator(".srcs .address", has_text="javascript:window.__pwned").first).to_be_visible()


def test_the_policy_holds_even_against_markup_put_in_by_hand(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(example()), encoding="utf-8", newline="\n")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate(
        """() => { const box = document.createElement('div');
                   box.innerHTML = '<img src=x onerror="window.__pwned = 1"><style>body { opacity: 0 }';
                   document.body.append(box);
                   const script = document.createElement('script');
                   script.textContent = 'window.__pwned = 2';
                   document.body.append(script); }"""
    )
    blocked = page.evaluate("fetch('https://example.org').then(() => 'sent', error => String(error))")
    assert "Failed to fetch" in blocked
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate("getComputedStyle(document.body).opacity") == "1"
    context.close()


def test_what_was_withheld_is_said_only_where_the_maker_said_so(opener: Opener) -> None:
    silent = example()
    page = opener(silent).page
    page.locator("#note-button").click()
    assert "ithheld" not in page.locator("body").inner_text()
    open_ = example()
    open_["made"]["withheld"] = [{"en": "attendance lists", "es": "listas de asistencia"}]
    open_["made"]["at"] = "2022-03"
    open_["made"]["known"] = "2024-12-31"
    page = opener(open_).page
    expect(page.locator("#made")).to_contain_text(
        "As of March 2022. As recorded by 31 December 2024. Withheld: attendance lists."
    )
    page.locator("#note-button").click()
    expect(page.locator("#note")).to_contain_text("Withheldattendance lists")
    expect(page.locator("#note")).to_contain_text("As recorded by31 December 2024")
    page.keyboard.press("Escape")
    expect(page.locator("#note")).to_be_hidden()


def test_the_address_keeps_the_state_and_never_the_marking(opener: Opener) -> None:
    document = example()
    document["made"]["audience"] = "AMBER+STRICT"
    opened = opener(document)
    opened.page.locator("#chips button", has_text="Events").click()
    opened.choose(node_named(document, "Las Bambas")["id"])
    opened.page.locator("[data-language=es]").click()
    kept = opened.kept()
    assert kept["entity"] == [node_named(document, "Las Bambas")["id"]]
    assert not re.search(r"tlp|amber|audience|marking", urlsplit(opened.page.url).fragment, re.IGNORECASE)
    again = opener(document, urlsplit(opened.page.url).fragment)
    expect(again.page.locator("#card h2")).to_have_text("Las Bambas")
    assert again.counts() == opened.counts()
    assert again.kept() == kept


def test_a_nonsense_address_is_no_harm(opener: Opener) -> None:
    opened = opener(
        example(), "entity=n999&relation=<b>&steps=abc&without=x,y&theme=pink&lang=xx&about=__proto__&table=1"
    )
    assert opened.counts().startswith("60 entities")
