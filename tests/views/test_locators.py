"""Places in a source in the language of the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.locators import locator_in


@pytest.mark.parametrize(
    ("en", "es"),
    [
        ("paragraph 3", "párrafo 3"),
        ("Paragraph 3", "Párrafo 3"),
        ("paragraphs 1 and 2", "párrafos 1 y 2"),
        ("headline and paragraph 1", "titular y párrafo 1"),
        ("pages 7–9", "páginas 7–9"),
        ("section 2.1, table 4", "sección 2.1, tabla 4"),
        ("row 12", "fila 12"),
        ("", ""),
        ("7", "7"),
    ],
)
def test_known_words_are_said_in_either_language(en: str, es: str) -> None:
    for written in (en, es):
        assert (locator_in(written, "en"), locator_in(written, "es")) == (en, es)


@pytest.mark.parametrize(
    "text", ["p. 7", "GeoNames 3942612", "paragraph 3 of the annex", "art. 5", "table Huancuire", "párr. 2"]
)
def test_anything_else_stays_as_the_source_row_has_it(text: str) -> None:
    assert locator_in(text, "en") == locator_in(text, "es") == text


@given(st.text())
def test_no_text_breaks_it_and_digits_stay(text: str) -> None:
    for lang in ("en", "es"):
        told = locator_in(text, lang)
        assert [char for char in told if char.isdigit()] == [char for char in text if char.isdigit()]
