"""The codes of languages and currencies, which people write as words."""

import re

_LANGUAGES = {
    "es": ("español", "castellano", "spanish", "esp", "spa"),
    "en": ("inglés", "english", "ing", "eng"),
    "qu": ("quechua", "que"),
    "ay": ("aimara", "aymara", "aym"),
    "fr": ("francés", "french", "fra"),
    "de": ("alemán", "german", "deu"),
    "pt": ("portugués", "portuguese", "por"),
}
_CURRENCIES = {
    "PEN": ("sol", "soles", "nuevo sol", "nuevos soles", "soles peruanos", "peruvian soles", "s/"),
    "USD": ("dólar", "dólares", "dollar", "dollars", "dólares americanos", "dólares estadounidenses",
            "us dollars", "us$", "u$s", "$us"),
    "EUR": ("euro", "euros", "€"),
    "CHF": ("franco suizo", "francos suizos", "swiss francs"),
    "GBP": ("libra esterlina", "libras esterlinas", "pounds sterling", "£"),
}  # fmt: skip
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{2})?")
_CURRENCY = re.compile(r"[a-z]{3}")
_UNWEIGHTED = str.maketrans("áéíóú", "aeiou", ". ")


def _bare(text: str) -> str:
    return "".join(text.casefold().split()).translate(_UNWEIGHTED)


_BY_LANGUAGE = {_bare(word): code for code, words in _LANGUAGES.items() for word in words}
_BY_CURRENCY = {_bare(word): code for code, words in _CURRENCIES.items() for word in words}


def language_code(text: str) -> str:
    """The code of a language that is written as one or as its name; empty if it is neither."""
    bare = _bare(text)
    code = _LANGUAGE.fullmatch(bare)
    return _BY_LANGUAGE.get(bare, code[1] if code else "")


def currency_code(text: str) -> str:
    """The code of a currency that is written as one or as it is called; empty if it is neither or several."""
    bare = _bare(text)
    return _BY_CURRENCY.get(bare, bare.upper() if _CURRENCY.fullmatch(bare) else "")
