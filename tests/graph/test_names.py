"""Names: what is one name for matching, what is found by typing, and in which order they stand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import Form, clean, form_of, match_key, search_key, sort_key

KINDS = ["", "Organisation", "Mine", "Event", "District", "Province", "Region"]
NAMES = st.text(
    st.sampled_from("aAáÁàäbBcCçdeéÉiíïnNñÑoóöuúüÜzZ019 .,-–&'’\"()/ªº\u0301\u0303\u200b\u00a0"), max_size=25
)
TEXTS = st.one_of(NAMES, st.text(max_size=25))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  Red   Muqui ", "Red Muqui"),
        ("Red\nMuqui\t\r\nPerú", "Red Muqui Perú"),
        ("Red\u00a0Muqui\u2003Perú\u3000", "Red Muqui Perú"),
        ("N\u0303ahuin\u0303lla", "Ñahuiñlla"),
        ("\ufeffMinsur", "Minsur"),
        ("Min\u200bs\u200cu\u200dr\u2060", "Minsur"),
        ("Colque\u00admarca", "Colquemarca"),
        ("\u202eMinsur\u202c\u200f\u2066", "Minsur"),
        ("Min\x00sur\x1b[31m", "Minsur[31m"),
        ("Minsur\ufffe\uffff\U0001ffff", "Minsur"),
        ("Min\ud800sur", "Minsur"),
        ("Las Bambas™ – 50 %", "Las Bambas™ – 50 %"),
        ("<script>", "<script>"),
    ],
)
def test_clean_keeps_what_is_seen_on_one_line(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(TEXTS)
def test_clean_text_is_composed_printable_and_stays_as_it_is(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == " ".join(kept.split())
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in kept)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nahuin", "Ñahuiñlla"),
        ("ÑAHUIÑ", "Ñahuiñlla"),
        ("apurimac", "Apurímac"),
        ("qeros", "Q’eros"),
        ("qeros", "Q'eros"),
        ("sac", "Minera Las Bambas S.A.C."),
        ("las bambas sac", "Minera Las Bambas S. A. C."),
        ("ccolquemin 2023", "CCOLQUEMIN 2023"),
        ("shila paula", "Shila-Paula"),
        ("arequipa", "“Arequipa”"),
        ("gt pv", "GT-PV"),
        ("straße".upper(), "straße"),
        ("bjorn", "Bjørn"),
    ],
)
def test_a_name_is_found_by_what_people_type(typed: str, name: str) -> None:
    assert search_key(typed) in search_key(name)


@given(TEXTS)
def test_search_keys_have_no_accents_capitals_or_punctuation(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert key == key.casefold()
    assert all(char.isalnum() or char == " " or unicodedata.category(char)[0] == "M" for char in key)


@pytest.mark.parametrize("punctuation", ["", "…", " - ", "(.)", "«»"])
def test_punctuation_alone_finds_nothing(punctuation: str) -> None:
    assert search_key(punctuation) == ""


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("LAS BAMBAS", "Las Bambas", "Mine"),
        ("Apurimac", "Apurímac", "Region"),
        ("Ñahuiñlla", "N\u0303AHUIN\u0303LLA", "District"),
        ("Red Muqui", "Red-Muqui.", "Organisation"),
        ("MMG Limited", "MMG Ltd", "Organisation"),
        ("Minera Las Bambas S.A.C.", "Minera Las Bambas", "Organisation"),
        ("Minera Las Bambas S.A.C.", "Minera Las Bambas SAC", "Organisation"),
        ("Minera Las Bambas S. A. C.", "Minera Las Bambas, S.A.C", "Organisation"),
        ("Sociedad Minera Cerro Verde S.A.A.", "Sociedad Minera Cerro Verde", "Organisation"),
        ("Hudbay Minerals Inc.", "Hudbay Minerals", "Organisation"),
        ("CITIC Metal Co. Ltd", "CITIC Metal", "Organisation"),
        ("Minera X S.A. de C.V.", "Minera X", "Organisation"),
        ("Comunidad Campesina de Fuerabamba", "C.C. Fuerabamba", "Organisation"),
        ("Comunidad Campesina Fuerabamba", "Peasant Community of Fuerabamba", "Organisation"),
        ("CC Fuerabamba", "Fuerabamba Peasant Community", "Organisation"),
        ("Comunidad Nativa de Boca Pariamanu", "CN Boca Pariamanu", "Organisation"),
        ("Mining and Metals", "Mining & Metals", "Organisation"),
        ("Minería & Energía", "Minería y Energía", "Organisation"),
        ("Mina Constancia", "Constancia", "Mine"),
        ("Constancia mine", "Constancia", "Mine"),
        ("Distrito de Colquemarca", "Colquemarca", "District"),
        ("Provincia de Espinar", "Espinar", "Province"),
        ("Departamento del Cusco", "Región Cusco", "Region"),
    ],
)
def test_two_writings_of_one_name(one: str, other: str, kind: str) -> None:
    assert match_key(one, kind) == match_key(other, kind)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Ñahuiñlla", "Nahuinlla", "District"),
        ("Las Bambas", "Minera Las Bambas S.A.C.", "Organisation"),
        ("Los Andes", "Andes", "Organisation"),
        ("PERUMIN 35", "PERUMIN 36", "Event"),
        ("Grupo de Trabajo Cusco", "Grupo de Trabajo Lima", "Organisation"),
        # The word of a kind falls within that kind alone.
        ("Mina Constancia", "Constancia", "Organisation"),
        ("Distrito de Colquemarca", "Colquemarca", "Organisation"),
        ("Comunidad Campesina de Fuerabamba", "Fuerabamba", "District"),
    ],
)
def test_two_names(one: str, other: str, kind: str) -> None:
    assert match_key(one, kind) != match_key(other, kind)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Fuerabamba", ""),
        ("Fuerabamba S.A.C.", "company"),
        ("Fuerabamba sac", "company"),
        ("Comunidad Campesina de Fuerabamba", "community"),
        ("C.C. Fuerabamba", "community"),
        ("Peasant Community of Fuerabamba", "community"),
        ("CN Pariamanu", "native community"),
        ("Native Community of Pariamanu", "native community"),
        ("Comunidad Campesina", ""),
        ("S.A.C.", ""),
        ("", ""),
    ],
)
def test_the_form_that_a_match_sets_aside(name: str, form: Form) -> None:
    assert form_of(name) == form


@given(TEXTS, st.sampled_from(KINDS))
def test_a_name_matches_itself_in_any_unicode_form_and_spacing(name: str, kind: str) -> None:
    key = match_key(name, kind)
    assert match_key(unicodedata.normalize("NFD", name), kind) == key
    assert match_key(f"  {name} ", kind) == key


@given(TEXTS, st.sampled_from(KINDS))
def test_only_an_empty_name_has_an_empty_key(name: str, kind: str) -> None:
    assert bool(match_key(clean(name), kind)) == bool(clean(name))


@given(TEXTS)
def test_the_three_keys_do_not_tell_unicode_forms_apart(name: str) -> None:
    composed, apart = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    assert search_key(composed) == search_key(apart)
    assert sort_key(composed) == sort_key(apart)
    assert clean(composed) == clean(apart)


@pytest.mark.parametrize(
    "in_order",
    [
        ["Nahuinlla", "Nzy", "Ñahuiñlla", "Oropesa"],
        ["Anabi", "Anama", "Año Nuevo", "Apurímac"],
        ["PERUMIN 4", "PERUMIN 35", "PERUMIN 100"],
        ["100 años", "Abancay"],
        ["Las", "Las Bambas", "Lasa"],
        ["Peru", "Perú", "Peruano"],
        ["cota", "Cotabambas", "COTABAMBAS SUR"],
        ["Zea", "Ωmega"],
    ],
)
def test_order_is_that_of_a_spanish_dictionary(in_order: list[str]) -> None:
    assert sorted(set(in_order), key=sort_key) == in_order
    assert len(set(map(sort_key, in_order))) == len(in_order)


@given(TEXTS)
def test_sort_keys_are_ascii(name: str) -> None:
    assert sort_key(name).isascii()


@given(NAMES)
def test_case_and_outer_punctuation_do_not_move_a_name(name: str) -> None:
    assert sort_key(name.upper()) == sort_key(name) == sort_key(f"«{name}»")


@given(st.lists(st.text("anñoz ", min_size=1, max_size=4).filter(str.strip), min_size=2, max_size=2))
def test_letters_stand_in_the_order_of_the_alphabet(pair: list[str]) -> None:
    one, other = (" ".join(name.split()) for name in pair)
    ranks = " anñoz"
    expected = [ranks.index(char) for char in one] < [ranks.index(char) for char in other]
    assert (sort_key(one) < sort_key(other)) is expected
