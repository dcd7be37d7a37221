"""What the file itself promises: nothing runs or loads that is not in it, and the words are all there."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.markings import Marking, MarkingError
from tests.views.documents import example, hostile_document
from views import page
from views.wording import LANGUAGES, date_in_words, wording

ASSETS = Path(page.__file__).parent / "assets"
OWN_SCRIPTS = sorted(path for path in ASSETS.glob("*.js") if path.name != "vis-network.min.js")


class Reader(HTMLParser):
    """Gathers the elements of a page as a browser's parser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.texts:
            self.texts[tag].append("")
            self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def policy(self) -> dict[str, list[str]]:
        metas = [attrs for tag, attrs in self.elements if tag == "meta"]
        (content,) = [
            meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy"
        ]
        rules = (rule.split() for rule in (content or "").split("; "))
        return {name: values for name, *values in rules}

    def data(self) -> dict[str, Any]:
        kinds = [attrs.get("type") for tag, attrs in self.elements if tag == "script"]
        read: dict[str, Any] = json.loads(self.texts["script"][kinds.index("application/json")])
        return read


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_policy_allows_exactly_the_scripts_and_styles_of_the_page() -> None:
    read = Reader(page.render(example()))
    policy = read.policy()
    kinds = [attrs.get("type") for tag, attrs in read.elements if tag == "script"]
    running = [text for kind, text in zip(kinds, read.texts["script"], strict=True) if kind is None]
    assert policy["default-src"] == ["'none'"]
    assert sorted(policy["script-src"]) == sorted(map(hash_of, running))
    assert set(map(hash_of, read.texts["style"])) <= set(policy["style-src"])
    assert all(value.startswith("'sha256-") for value in policy["script-src"] + policy["style-src"])
    assert policy["img-src"] == ["data:", "blob:"]
    assert policy["base-uri"] == policy["form-action"] == ["'none'"]


def test_no_element_refers_to_anything_outside_the_page() -> None:
    read = Reader(page.render(example()))
    tags = {tag for tag, _ in read.elements}
    assert not tags & {"link", "iframe", "object", "embed", "base", "img", "form"}
    assert not [
        attrs for _, attrs in read.elements if attrs.keys() & {"src", "href", "srcset", "style", "action"}
    ]
    assert not [attrs for _, attrs in read.elements if any(name.startswith("on") for name in attrs)]
    assert not re.findall(r"url\(|@import", "".join(read.texts["style"]))


def test_hostile_text_stays_text() -> None:
    clean, hostile = Reader(page.render(example())), Reader(page.render(hostile_document()))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in clean.elements]
    assert hostile.data()["nodes"] == hostile_document()["nodes"]
    assert hostile.data()["relations"] == hostile_document()["relations"]
    assert hostile.texts["title"][0].startswith(hostile_document()["title"]["en"])


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_reads_back_from_the_page_as_it_was(text: str) -> None:
    document = example()
    document["title"] = {"en": text, "es": text}
    document["nodes"][0]["name"] = {"en": text, "es": text}
    written = text.encode("utf-8", "replace").decode()
    data = Reader(page.render(document)).data()
    assert data["nodes"][0]["name"] == {"en": written, "es": written}
    assert data["meta"]["title"]["es"] == written


def test_half_a_surrogate_pair_does_not_keep_the_page_from_being_written() -> None:
    document = example()
    document["sources"][0]["title"] = "broken \ud800 title"
    assert "broken ? title" in page.render(document).encode("utf-8").decode("utf-8")


def test_the_same_document_gives_the_same_page() -> None:
    assert page.render(example()) == page.render(example())


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    document = example()
    document["nodes"][3]["x"] = number
    with pytest.raises(ValueError, match="not JSON compliant"):
        page.render(document)


def test_an_audience_or_language_that_does_not_exist_is_refused() -> None:
    unmarked = example()
    unmarked["made"]["audience"] = "PUBLIC"
    with pytest.raises(MarkingError):
        page.render(unmarked)
    french = example()
    french["lang"] = "fr"
    with pytest.raises(ValueError, match="'fr'"):
        page.render(french)


@pytest.mark.parametrize("marking", list(Marking))
def test_the_marking_is_in_the_frame_the_title_and_on_every_printed_sheet(marking: Marking) -> None:
    document = example()
    document["made"]["audience"] = marking.label
    html = page.render(document)
    assert html.count(f'">TLP:{marking.label}</div>') == 2
    assert Reader(html).texts["title"][0].endswith(f"(TLP:{marking.label})")
    assert f'content: "TLP:{marking.label}"' in html


def test_nothing_of_the_page_holds_what_is_not_in_the_document() -> None:
    document = example()
    document["nodes"], gone = document["nodes"][:1], document["nodes"][1:]
    document["relations"], document["sources"] = [], []
    document["nodes"][0]["claims"] = []
    kept = json.dumps(document["nodes"], ensure_ascii=False)
    html = page.render(document)
    assert document["nodes"][0]["name"]["es"] in html
    others = [node["name"]["es"] for node in gone if node["name"]["es"] not in kept]
    assert others
    assert not [name for name in others if name in html]


def bilingual_texts() -> Iterator[tuple[str, Any]]:
    words = wording()
    for part in ("words", "markings"):
        for key, text in words[part].items():
            yield from ((f"{part}.{key}.{lang}", text[lang]) for lang in LANGUAGES)
    for key, forms in words["counted"].items():
        for lang in LANGUAGES:
            assert len(forms[lang]) == 2, key
            yield from ((f"counted.{key}.{lang}", form) for form in forms[lang])
    for lang in LANGUAGES:
        yield from ((f"months.{lang}", month) for month in words["dates"]["months"][lang])


def test_every_word_is_there_in_both_languages() -> None:
    empty = [name for name, text in bilingual_texts() if not isinstance(text, str) or not text.strip()]
    assert not empty
    assert set(wording()["markings"]) == {marking.label for marking in Marking}
    fillings = [
        (key, *({*re.findall(r"\{(\w+)\}", text[lang])} for lang in LANGUAGES))
        for key, text in wording()["words"].items()
    ]
    assert not [key for key, english, spanish in fillings if english != spanish]


def test_the_page_uses_the_words_there_are_and_no_others() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in OWN_SCRIPTS)
    template = (Path(page.__file__).parent / "templates" / "page.html.j2").read_text(encoding="utf-8")
    told = set(re.findall(r"'([a-z_]+)'", sources)) | set(re.findall(r'data-title="(\w+)"', template))
    built = {"theme_light", "theme_dark", "theme_contrast", "needs_script"}
    built |= {f"line_{kind}" for kind in ("plain", "several", "dashed", "faded", "ended")}
    built |= {f"confidence_{level}" for level in ("high", "medium", "low")}
    assert set(wording()["words"]) <= told | built
    asked = set(re.findall(r"\bword\('([a-z_]+)'", sources)) | set(
        re.findall(r'data-title="(\w+)"', template)
    )
    asked |= set(re.findall(r"title: '(column_\w+)'", sources))
    assert asked <= set(wording()["words"])


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2026-11-23", "23 November 2026", "23 de noviembre de 2026"),
        ("2026-01-03", "3 January 2026", "3 de enero de 2026"),
        ("2026-09", "September 2026", "septiembre de 2026"),
        ("2022", "2022", "2022"),
        ("2026-11-23T18:43", "23 November 2026, 18:43 UTC", "23 de noviembre de 2026, 18:43 UTC"),
        ("2022~", "2022~", "2022~"),
        ("2022-13", "2022-13", "2022-13"),
    ],
)
def test_days_are_written_as_people_write_them(date: str, english: str, spanish: str) -> None:
    assert date_in_words(date) == {"en": english, "es": spanish}


def test_scripts_can_stand_inside_a_page_and_build_no_markup_from_text() -> None:
    for path in ASSETS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert "</script" not in text.lower(), path.name
        assert "<!--" not in text, path.name
        assert not re.findall(r"\beval\(|new Function|sourceMappingURL", text), path.name
    for path in OWN_SCRIPTS:
        used = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text(encoding="utf-8")
        )
        assert not used, path.name


def test_every_asset_is_in_the_page_and_the_library_comes_with_its_licences() -> None:
    html = page.render(example())
    for path in [*OWN_SCRIPTS, *ASSETS.glob("*.css")]:
        assert path.read_text(encoding="utf-8") in html, path.name
    assert "@version 10." in html
    assert "MIT License" in (ASSETS / "vis-network.LICENSE-MIT").read_text(encoding="utf-8")
    assert "Apache License" in (ASSETS / "vis-network.LICENSE-APACHE-2.0").read_text(encoding="utf-8")
