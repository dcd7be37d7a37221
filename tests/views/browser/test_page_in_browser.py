"""The page as a reader meets it, in Chromium: what they find, press and are told."""

import pytest
from playwright.sync_api import expect

from tests.views.browser.opened import GUAMAN_POMA, Opener, node_named, relations_of
from tests.views.documents import example

pytestmark = pytest.mark.browser


def test_the_card_tells_every_claim_with_its_source_place_date_marking_and_words(opener: Opener) -> None:
    document = example()
    node = node_named(document, GUAMAN_POMA)
    relation = next(r for r in relations_of(document, node) if r["type"] == "COORDINATES")
    relation["claims"][0] |= {"tlp": "GREEN", "confidence": "medium", "office": "president of the front"}
    document["made"]["audience"] = "GREEN"
    opened = opener(document)
    opened.choose(node["id"])
    card = opened.page.locator("#card")
    claims = [claim for r in relations_of(document, node) for claim in r["claims"]] + node["claims"]
    assert card.locator(".claim").count() == len(claims)
    text = " ".join((card.text_content() or "").split())
    titles = {source["id"]: source["title"] for source in document["sources"]}
    for claim in claims:
        for part in (claim["quote"], titles[claim["source"]]):
            assert part is None or part in text
        for part in (claim["date"], claim["locator"], claim["note"]):
            assert part is None or part["en"] in text
    first = card.locator(".claim").first
    expect(first.locator(".tlp")).to_have_text("TLP:GREEN")
    expect(first.locator(".at")).to_contain_text("medium confidence, through: president of the front")
    expect(card.locator(".group h3").first).to_have_text("Runs")
    expect(card.locator(".facts")).to_have_text("CountryPE")
    expect(card.locator(".tally")).to_have_text(f"6 relations{len(claims)} claims2 sources")
    opened.page.keyboard.press("t")
    row = opened.page.locator("#table tbody tr", has_text=node["name"]["en"])
    expect(row.locator("td").last).to_have_text(str(len(claims)))  # the table counts them alike


def test_the_place_in_a_source_is_said_in_the_language_of_the_page(opener: Opener) -> None:
    opened = opener(example())
    opened.choose(node_named(example(), GUAMAN_POMA)["id"])
    places = opened.page.locator("#card .claim .at", has_text="paragraph 1")
    expect(places.first).to_be_visible()
    opened.page.get_by_role("button", name="Español").click()
    expect(opened.page.locator("#card .claim .at", has_text="párrafo 1").first).to_be_visible()
    expect(places).to_have_count(0)


def test_a_footnote_leads_to_its_source_and_an_end_to_its_card(opener: Opener) -> None:
    opened = opener(example())
    opened.choose(node_named(example(), GUAMAN_POMA)["id"])
    card = opened.page.locator("#card")
    before = opened.page.url
    card.locator(".claim .fn").first.click()
    expect(card.locator(".srcs li.shown .fn")).to_have_text("1")
    assert opened.page.url == before
    card.locator(".rel .to button").first.click()
    expect(card.locator("h2")).to_have_text("Cusco Regional Working Group on the Voluntary Principles")
    expect(card.locator(".group h3", has_text="Run by")).to_be_visible()


def test_a_tie_is_picked_between_its_ends_and_shows_what_it_says(opener: Opener) -> None:
    document = example()
    one, other = (
        node_named(document, GUAMAN_POMA),
        node_named(document, "Cusco Regional Working Group on the Voluntary Principles"),
    )
    says = "Guaman Poma is the secretariat of Cusco working group"
    opened = opener(document)
    ends = [opened.spot(one["id"]), opened.spot(other["id"])]
    x, y = (ends[0][0] * 0.4 + ends[1][0] * 0.6), (ends[0][1] * 0.4 + ends[1][1] * 0.6)
    opened.page.mouse.move(x, y)
    expect(opened.page.locator("#tip")).to_contain_text(says)
    expect(opened.page.locator("#tip")).to_contain_text("2 claims, 2 sources")
    opened.page.mouse.click(x, y)
    expect(opened.page.locator("#card h2")).to_have_text(says)
    assert opened.page.locator("#card .claim").count() == 2


@pytest.mark.parametrize("typed", ["nahuin", "ÑAHUIÑ", "ccolquemin", "comunidad  nahuin", "cc nahu"])
def test_search_sets_accents_case_and_punctuation_aside(opener: Opener, typed: str) -> None:
    document = example()
    found = document["nodes"][7]
    found["name"] = {"en": "C.C. Ñahuiñlla", "es": "Comunidad de Ñahuiñlla (Ccolquemín)"}
    opened = opener(document)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(typed)
    hits = opened.page.locator("#hits [role=option] > span", has_text="Ñahuiñlla")
    expect(hits).to_have_count(1)
    hits.click()
    expect(opened.page.locator("#card h2")).to_have_text("C.C. Ñahuiñlla")


def test_search_puts_who_is_called_so_first_and_says_by_which_name_others_were_found(opener: Opener) -> None:
    document = example()
    first, second, *others = document["nodes"]
    for node in others:
        node["name"] = node["short"] = {"en": "Someone", "es": "Alguien"}
        node["aliases"] = []
    first |= {
        "name": {"en": "Minera Las Bambas", "es": ""},
        "short": {"en": "", "es": ""},
        "aliases": ["MMG Bambas"],
    }
    second |= {"name": {"en": "MMG Limited", "es": ""}, "short": {"en": "MMG", "es": ""}, "aliases": []}
    page = opener(document).page
    page.locator("#query").fill("mmg")
    hits = page.locator("#hits [role=option]")
    assert [hit.split("\n")[0] for hit in hits.all_inner_texts()] == ["MMG Limited", "Minera Las Bambas"]
    expect(hits.last.locator("small")).to_contain_text("MMG Bambas")
    expect(hits.first.locator("small")).not_to_contain_text("MMG")


def test_search_marks_what_matches_and_says_when_nothing_does(opener: Opener) -> None:
    document = example()
    document["nodes"][7]["name"] = {"en": "C.C. Ñahuiñlla", "es": "C.C. Ñahuiñlla"}
    page = opener(document).page
    page.locator("#query").fill("nahuin")
    expect(page.locator("#hits mark")).to_have_text("Ñahuiñ")
    page.locator("#query").fill("zzz")
    expect(page.locator("#hits")).to_have_text("Nothing found among the 60 entities of this file")
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    expect(page.locator("#drawing")).to_be_focused()


def test_a_choice_outside_the_steps_widens_the_picture(opener: Opener) -> None:
    document = example()
    opened = opener(document, "steps=1")
    page = opened.page
    assert opened.counts().startswith("6 entities")
    page.locator("#query").fill("las bambas")
    expect(page.locator("#hits li").first).to_contain_text("not in the picture")
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text("Las Bambas")
    assert not opened.counts().startswith("6 entities")


def test_the_legend_hides_a_group_with_its_ties_and_brings_it_back(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    events = {node["id"] for node in document["nodes"] if node["group"] == "events"}
    rest = [r for r in document["relations"] if r["from"] not in events and r["to"] not in events]
    chip = opened.page.locator("#chips button", has_text="Events")
    everything = opened.counts()
    expect(chip).to_have_text(f"Events{len(events)}")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    assert opened.counts().startswith(
        f"{len(document['nodes']) - len(events)} entities, {len(rest)} relations"
    )
    assert not events & set(opened.page.evaluate("[...macrosur.drawing.positions().keys()]"))
    chip.click()
    assert opened.counts() == everything


def test_places_of_every_size_are_one_chip(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    places = [node for node in document["nodes"] if node["kind"] in {"District", "Province", "Region"}]
    assert len({node["kind"] for node in places}) == 3
    chip = opened.page.locator("#chips button", has_text="Places")
    expect(chip).to_have_text(f"Places{len(places)}")
    chip.click()
    assert opened.counts().startswith(f"{len(document['nodes']) - len(places)} entities")


def test_relations_are_filtered_by_type(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    page = opened.page
    page.locator("#types-button").click()
    page.locator("#types label", has_text="Took part in").click()
    left = [relation for relation in document["relations"] if relation["type"] != "PARTICIPATED_IN"]
    assert f"{len(left)} relations" in opened.counts()
    page.locator("#types button", has_text="None").click()
    assert ", 0 relations" in opened.counts()
    page.keyboard.press("Escape")
    expect(page.locator("#types")).to_be_hidden()
    expect(page.locator("#types-button")).to_be_focused()


def test_the_language_changes_in_place_everywhere(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    opened.choose(node_named(document, GUAMAN_POMA)["id"])
    page = opened.page
    page.locator("[data-language=es]").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#title")).to_have_text(document["title"]["es"])
    expect(page.locator("#card .group h3").first).to_have_text("Coordina")
    expect(page.locator("#card .tally")).to_have_text("6 relaciones8 afirmaciones2 fuentes")
    expect(page.locator("#card blockquote").first).to_contain_text("[en inglés]")
    expect(page.locator("#query")).to_have_attribute("placeholder", "Buscar")
    expect(page.locator("#made")).to_have_text(
        "Hecho para TLP:CLEAR (sin límite de difusión), 23 de noviembre de 2026."
    )
    labels = page.evaluate("macrosur.drawing.scene().labels.map(label => label.rows.join(' '))")
    assert "Grupo de trabajo de Cusco" in labels
    assert document["title"]["es"] in page.title()


def test_the_keyboard_walks_from_neighbour_to_neighbour_and_says_where_it_is(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    page, told = opened.page, opened.page.locator("#live")
    page.locator("#drawing").focus()
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text(f"{GUAMAN_POMA}. NGO, 6 relations.")
    opened.settle()
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text(
        "Guaman Poma spoke at CCOLQUEMIN 2023. CCOLQUEMIN 2023. Convention, 3 relations."
    )
    opened.settle()
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#drawing")).to_be_focused()


def test_tab_reaches_every_control_in_the_order_of_the_page(opener: Opener) -> None:
    page = opener(example()).page
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        here = "document.activeElement.id || document.activeElement.closest('[id]')?.id || ''"
        seen.append(page.evaluate(here))
    order = [
        seen.index(name)
        for name in (
            "query",
            "languages",
            "theme",
            "table-button",
            "chips",
            "types-button",
            "drawing",
            "zoom",
            "note-button",
        )
    ]
    assert order == sorted(order)


def test_steps_focus_on_the_surroundings(opener: Opener) -> None:
    document = example()
    opened = opener(document)
    page = opened.page
    bambas = node_named(document, "Las Bambas")
    opened.choose(bambas["id"])
    page.locator("#card button", has_text="Show its surroundings").click()
    expect(page.locator("#steps output")).to_have_text("2 steps")
    two = opened.counts()
    page.locator("#steps button").first.click()
    near = {end for tie in relations_of(document, bambas) for end in (tie["from"], tie["to"])}
    assert opened.counts().startswith(f"{len(near)} entities")
    page.locator("#steps button").last.click()
    assert opened.counts() == two
    page.locator("#card button", has_text="Back to the whole picture").click()
    assert opened.counts().startswith("60 entities")


def test_the_table_has_the_same_rows_sorted_and_can_be_sorted_anew(opener: Opener) -> None:
    document = example()
    in_order = ["Nuñoa", "Ñahuiñlla", "Orcopampa"]
    for node, name in zip(document["nodes"], reversed(in_order), strict=False):
        node["name"] = {"en": name, "es": name}
    opened = opener(document)
    page = opened.page
    page.keyboard.press("t")
    names = page.locator("#table tbody th")
    expect(names).to_have_count(len(document["nodes"]))
    assert [name for name in names.all_inner_texts() if name in in_order] == in_order
    heading = page.locator("#table thead th", has_text="Relations")
    heading.locator("button").click()
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    numbers = [int(text) for text in page.locator("#table tbody td:nth-child(5)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(numbers) == 2 * len(document["relations"])
    page.locator("[data-table=relations]").click()
    expect(page.locator("#table tbody tr")).to_have_count(len(document["relations"]))
    page.locator("#table tbody td:nth-child(2) button").first.click()
    expect(page.locator("#card .claim").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_hidden()
