"""Names as people write them: tidied once, then folded three ways, to match, to find and to sort.

The three differ on purpose. *Ñahuiñlla* is found by "nahuin", is not the same place as *Nahuinlla*, and
comes after every name in N; one folding for all three would get two of them wrong.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Form = Literal["", "company", "community", "native community"]

_CACHED = 1 << 17

_SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_GAP = re.compile(r"[\W_]+")
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
# Letters that Unicode does not take apart; apostrophes fall, so that "Q'eros" is found by "qeros".
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("'’‘ʼʻ`´")
)
# "S.A.C." is one word; so is "S. A. C.", but in "S.A. y Cía." the "y" stands alone.
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?:(?=[^\W\d_](?![^\W_]))|\s(?=[^\W\d_yeou](?![^\W_])))")

_LEGAL_FORMS = frozenset(
    tuple(form.split())
    for form in (
        "sa", "sac", "saa", "srl", "scrl", "sr ltda", "smrl", "eirl", "ltda", "sa de cv", "sab de cv",
        "ltd", "limited", "limitada", "co ltd", "co limited", "company limited", "pty ltd", "pte ltd",
        "inc", "incorporated", "corp", "corporation", "plc", "llc", "llp", "gmbh", "ag", "spa", "sarl",
        "sociedad anonima", "sociedad anonima cerrada", "sociedad anonima abierta",
        "sociedad de responsabilidad limitada", "sociedad comercial de responsabilidad limitada",
        "sociedad minera de responsabilidad limitada", "empresa individual de responsabilidad limitada",
    )
)  # fmt: skip
_LONGEST_LEGAL_FORM = max(map(len, _LEGAL_FORMS))
_COMMUNITIES: dict[tuple[str, ...], Form] = {
    ("comunidad", "campesina"): "community",
    ("peasant", "community"): "community",
    ("campesino", "community"): "community",
    ("cc",): "community",
    ("comunidad", "nativa"): "native community",
    ("native", "community"): "native community",
    ("cn",): "native community",
}
_KIND_WORDS = {
    "Mine": {"mina", "mine"},
    "District": {"distrito", "district"},
    "Province": {"provincia", "province"},
    "Region": {"region", "departamento", "department"},
}
_OF = frozenset({"de", "del", "of"})
# An ampersand stands for the "and" of either language, so the three can only be one.
_AND = frozenset({"and", "y"})


def clean(text: str) -> str:
    """The text as it may be kept: NFC, on one line, without anything that is not seen.

    Line breaks, tabs and every kind of space become one space. Control characters, zero-width ones, byte
    order marks, soft hyphens and those that turn the writing direction go: they make equal names differ,
    or a name read as another.
    """
    if not text.isprintable():
        text = "".join(map(_seen, text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] == "Z" or char in _SPACES:
        return " "
    # The last two code points of each plane are no characters, and no XML file may hold them.
    if category in {"Cc", "Cf", "Cs"} or ord(char) & 0xFFFE == 0xFFFE:  # noqa: PLR2004 -- Unicode's own number
        return ""
    return char


def search_key(text: str) -> str:
    """The text folded for finding: case, accents, ñ, punctuation and apostrophes do not count.

    What a user types and what is searched are both folded, then compared with "contains". Legal forms stay,
    as one word: "S.A.C." gives ``sac``. Punctuation alone gives the empty string.
    """
    return _search_key(text)


@lru_cache(maxsize=_CACHED)
def _search_key(text: str) -> str:
    return " ".join(_GAP.split(_INITIALS.sub(r"\1", _without_marks(_lowered(text))))).strip()


def match_key(name: str, kind: str = "") -> str:
    """What two writings of one name have in common: who is who, within a kind.

    Case, accents (but **ñ is not n**), punctuation, "&" for "and" or "y", a legal form at the end ("S.A.C.",
    "Ltd") and "Comunidad Campesina de", "C.C." do not count; digits do. With a `kind`, its own word falls
    as well ("Mina Constancia" among mines, "Distrito de Colquemarca" among districts).

    Different forms may leave equal keys: Fuerabamba S.A.C. is not the community of Fuerabamba. `form_of`
    tells them apart. Never empty unless the name is.
    """
    return _match_key(name, kind)


@lru_cache(maxsize=_CACHED)
def _match_key(name: str, kind: str) -> str:
    words = _match_words(name)
    if kind in {"", "Organisation"}:
        words, _ = _without_form(words)
    elif kind in _KIND_WORDS:
        words = _without_kind_word(words, _KIND_WORDS[kind])
    return " ".join(words) or clean(name).casefold()


def form_of(name: str) -> Form:
    """Which form `match_key` sets aside in an organisation's name: a company's, a community's, or none.

    Two names with equal keys and two different forms belong to two organisations.
    """
    return _without_form(_match_words(name))[1]


def _match_words(name: str) -> list[str]:
    folded = "ñ".join(map(_without_marks, _lowered(name).split("ñ")))
    words = _GAP.split(_INITIALS.sub(r"\1", folded.replace("&", " y ")))
    return ["y" if word in _AND else word for word in words if word]


def _lowered(text: str) -> str:
    """Lower case and composed, so that ñ is one character however it was typed."""
    text = text.translate(_LETTERS)
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS))


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text)))


def _without_form(words: Sequence[str]) -> tuple[list[str], Form]:
    """The words of an organisation's name without its form, and which form that was."""
    core, form = _without_legal_form(words)
    for words_of_form, community in _COMMUNITIES.items():
        size = len(words_of_form)
        if tuple(core[:size]) == words_of_form:
            rest = _without_of(core[size:])
        elif size > 1 and tuple(core[-size:]) == words_of_form:
            rest = core[:-size]
        else:
            continue
        return (rest, form or community) if rest else (core, form)
    return core, form


def _without_legal_form(words: Sequence[str]) -> tuple[list[str], Form]:
    core = list(words)
    form: Form = ""
    size = _LONGEST_LEGAL_FORM
    while size:
        if size < len(core) and tuple(core[-size:]) in _LEGAL_FORMS:
            core, form, size = core[:-size], "company", _LONGEST_LEGAL_FORM
        else:
            size -= 1
    if form and len(core) > 1 and core[-1] == "y":  # "Smith & Co. Ltd"
        core.pop()
    return core, form


def _without_kind_word(words: list[str], kind_words: set[str]) -> list[str]:
    if words and words[0] in kind_words:
        return _without_of(words[1:]) or words
    if words and words[-1] in kind_words:
        return words[:-1] or words
    return words


def _without_of(words: list[str]) -> list[str]:
    return words[1:] if words and words[0] in _OF else words


_ACCENTS = {"\u0301": "1", "\u0300": "2", "\u0302": "3", "\u0308": "4", "\u0303": "5", "\u0327": "6"}
_PIECES = re.compile(r"[0-9]+|[^\W\d_]|[\u0300-\u036f]|[\W_]+|.", re.DOTALL)


def sort_key(name: str) -> str:
    """A key whose plain code-point order is the order of a Spanish dictionary; ASCII only.

    Word by word, digits before letters, numbers by their value, ñ after n, case and punctuation without
    weight; of names that are equal so far, the one without accents comes first. Letters of other scripts
    follow after z. Both engines sort strings by code point, and neither offers a collation.
    """
    return _sort_key(name)


@lru_cache(maxsize=_CACHED)
def _sort_key(name: str) -> str:
    """Letters first, then a space and one digit per letter for its accent.

    The gap between words is "!", which lies above the space and below every digit: so a name precedes
    those that begin with it, with or without accents. A tilde lies above z: ñ, "n~", follows "nz".
    """
    weights: list[str] = []
    accents: list[str] = []
    for piece in _PIECES.findall(unicodedata.normalize("NFKD", _lowered(name).translate(_LETTERS))):
        if piece == "\u0303" and weights and weights[-1] == "n":
            weights[-1] = "n~"
        elif "\u0300" <= piece[0] <= "\u036f":
            if accents:
                accents[-1] = _ACCENTS.get(piece, "7")
        elif piece.isalnum():
            weights.append(_weight(piece))
            accents.append("0")
        elif weights and weights[-1] != "!":
            weights.append("!")
            accents.append("0")
    letters, marks = "".join(weights).rstrip("!"), "".join(accents).rstrip("0")
    return f"{letters} {marks}" if marks else letters


def _weight(piece: str) -> str:
    if "0" <= piece[0] <= "9":
        digits = piece.lstrip("0") or "0"
        return f"{min(len(digits), 99):02d}{digits}"
    return piece if piece.isascii() else f"{{{ord(piece):06x}"
