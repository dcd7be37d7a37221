"""Sees personal data before it is kept: headings that ask for people, and cells that hold them.

People whose names stand in a map of conflicts have been threatened for it. So the graph knows offices,
never persons, and this module is how loaders keep that promise: they refuse what it finds and say why.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from graph.names import clean, search_key
from graph.person_words import (
    AGENTS,
    ANDEAN_SURNAMES,
    COURTESIES,
    DONS,
    FORCES,
    GIVEN,
    HONORIFICS,
    IN_NAMES_OF_THINGS,
    NOT_NAMES,
    OFFICE_RANGE,
    OFFICES,
    RANKS,
    THINGS,
    words_of,
)
from graph.personal import Kind, PersonalData


def personal_data(text: str) -> PersonalData | None:
    """Personal data in a text of any length, or None if there is none to be seen.

    Found are e-mail addresses, telephone numbers, numbers introduced as those of an identity document, the
    RUC of natural persons, and names next to an honorific or an office ("Sr. …", "Presidenta: …") or that
    join a usual given name and an Andean surname. What is named after a person passes ("Centro Guaman Poma
    de Ayala", "Hospital Dr. …").

    Eight figures alone may be a date, an amount or a file number, and pass: only the word before them makes
    them a DNI. Other names alone pass too, since districts and communities bear the names of people: this
    finds what people leave in by habit, and does not replace looking. Columns of numbers need no check.
    """
    return _personal_data(text)


@lru_cache(maxsize=1 << 14)
def _personal_data(text: str) -> PersonalData | None:
    text = clean(text)
    if len(text) < _SHORTEST:
        return None
    for kind, look in _LOOKS:
        if found := look(text):
            return PersonalData(kind, found.strip(" .,;:-"))
    return None


_SHORTEST = 6
# The figures in a web address are article numbers; those after wa.me are a telephone.
_WEB_ADDRESS = re.compile(r"(?<![\w.-])(?:[a-z]+://|www\.|github:|[\w-]+(?:\.[\w-]+)+/)\S+", re.IGNORECASE)
_PHONE_LINK = re.compile(r"(?:wa\.me/|whatsapp\.com/send\S*phone=)\+?[0-9]{8,}", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]+(?:@|\s?[\[({]\s?(?:at|arroba)\s?[\])}]\s?)[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}",
    re.IGNORECASE,
)
_NUMBER_WORD = r"(?:n[.°ºo]{1,3}|nro\.?|n[uú]m(?:ero|ber)?\.?|number|#|\*|:|\s)*"
_IDENTITY_NUMBER = re.compile(
    r"\b(?:d\.?\s?n\.?\s?i\b\.?|dnis|doc(?:umento|\.)?(?: nacional)? de identidad|identity (?:document|card))"
    r"[^0-9]{0,25}(?:[0-9]{8}|[0-9]{2}[ .][0-9]{3}[ .][0-9]{3})(?![0-9])"
    r"|\b(?:carn[eé]t? de extranjer[ií]a|pasaporte|passport)\s*"
    + _NUMBER_WORD
    + r"[A-Z]{0,3}[0-9]{6,12}(?!\w)",
    re.IGNORECASE,
)
_RUC_NAMED = re.compile(r"\bR\.?U\.?C\.?\s*" + _NUMBER_WORD + r"10[0-9]{9}(?![0-9])", re.IGNORECASE)
_RUC = re.compile(r"(?<![\w.,-])10[0-9]{9}(?:\.0)?(?!\w|[.,-]?[0-9])")
_RUC_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)

_PHONE_NAMED = re.compile(
    r"\b(?:tel(?:[eé]?f(?:onos?)?|ephone)?|tlf|fono|cel(?:ular(?:es)?|l(?:phone)?)?|m[oó]vil|phone"
    r"|mobile|whats?app|wsp|rpm|rpc)\b\.?\s*"
    + _NUMBER_WORD
    + r"((?:[+(]\s?)?[0-9](?:[ ().-]{0,2}[0-9]){5,14})(?!\w)",
    re.IGNORECASE,
)
_DATE_OR_PERIOD = re.compile(
    r"(?:19|20)[0-9]{2}(?:\s?[-–.]\s?|\s)(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?"
    r"|[0-9]{1,2}[.-][0-9]{1,2}[.-][0-9]{4}"
)
# Mobile numbers have nine figures and begin with 9; an area code is 01 for Lima, else 0 and two figures.
_PHONE = re.compile(
    r"(?<![\w.,$€/+-])(?:"
    r"(?:(?:\+|00)?\(?51\)?[ .-]?)?9[0-9]{2}"
    r"(?:[ -]?[0-9]{3}[ -]?[0-9]{3}|[ -][0-9]{2}[ -][0-9]{2}[ -][0-9]{2})"
    r"|\(?0[4-8][1-7](?:\)[ -]?|[ -]{0,3})(?:[0-9]{6}|[0-9]{3}[ -][0-9]{3}|[0-9]{2}[ -](?!19|20)[0-9]{4}"
    r"|[0-9]{2}[ -][0-9]{2}[ -][0-9]{2})"
    r"|\(?01(?:\)[ -]?|[ -]{0,3})[0-9]{3}[ -]?[0-9]{4}"
    r"|\+[1-9](?:[ ().-]{0,2}[0-9]){8,14}"
    r")(?:\.0)?(?!\w|[.,-]?[0-9])"
)
_CODE_BEFORE = re.compile(
    r"(?:\bn[.°º]{1,2}|\bnro\.?|\bno\.|\bn[uú]m\.?|\bexp(?:ediente)?\.?|\bid|\bc[oó]digo|\bcode|#|\bpartida"
    r"|\bregistro|\boficio|\bcarta|S/\.?|\$|€|\bUSD|\bPEN|\bCHF|\bsoles)\s?:?\s?$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s?(?:soles|d[oó]lares|dollars|millones|million|US|PEN|CHF|€|\$|%|euros?|t(?:on\w*|m)?\b|kg|oz|onzas|ounces"
    r"|ha\b|hect|m[23²³]|km|l(?:itros)?\b|personas|people|habitantes|inhabitants)",
    re.IGNORECASE,
)


def _email(text: str) -> str:
    found = _EMAIL.search(text)
    return found[0] if found else ""


def _identity_number(text: str) -> str:
    found = _IDENTITY_NUMBER.search(_WEB_ADDRESS.sub(" ", text))
    return found[0] if found else ""


def _ruc_of_person(text: str) -> str:
    """A RUC that begins with 10; where nothing says that it is one, only with the right check figure."""
    text = _WEB_ADDRESS.sub(" ", text)
    if named := _RUC_NAMED.search(text):
        return named[0]
    return next((found[0] for found in _RUC.finditer(text) if _is_ruc(found[0][:11])), "")


def _is_ruc(figures: str) -> bool:
    total = sum(weight * int(figure) for weight, figure in zip(_RUC_WEIGHTS, figures, strict=False))
    return (11 - total % 11) % 10 == int(figures[-1])


def _phone(text: str) -> str:
    if link := _PHONE_LINK.search(text):
        return link[0]
    text = _WEB_ADDRESS.sub(" ", text)
    for named in _PHONE_NAMED.finditer(text):
        if not _DATE_OR_PERIOD.match(named[1]):
            return named[0]
    return next((found[0] for found in _PHONE.finditer(text) if _stands_for_phone(found)), "")


def _stands_for_phone(found: re.Match[str]) -> bool:
    """Whether figures in the shape of a telephone number are not a code, an amount or a quantity."""
    before = found.string[max(0, found.start() - 20) : found.start()]
    if _CODE_BEFORE.search(before) or _UNIT_AFTER.match(found.string, found.end()):
        return False
    return not found[0].removesuffix(".0").endswith("000")


_TOKEN = re.compile(r"[^\W\d_][\w'’]*\.?|[0-9]+|[^\w\s]")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ](?:['’]?[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ])+\.?|[A-ZÀ-ÖØ-Þ]{3,}\.?")
_INITIAL = re.compile(r"[A-ZÀ-ÖØ-Þ]\.")


class _Tokens:
    """The words and signs of a text, each as it stands and folded."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = list(_TOKEN.finditer(text))
        self.written = [token[0] for token in self.found]
        self.folded = [search_key(token) for token in self.written]

    def key(self, place: int) -> str:
        """The folded word at a place; empty for a sign and beyond either end."""
        return self.folded[place] if 0 <= place < len(self.folded) else ""

    def is_name(self, place: int) -> bool:
        """Whether a word is written as a name is, and is no office, degree or thing."""
        if not 0 <= place < len(self.written) or not _CAPITALISED.fullmatch(self.written[place]):
            return False
        return self.folded[place] not in NOT_NAMES and self.folded[place] not in THINGS

    def is_full_name(self, place: int) -> bool:
        """Whether a usual given name and a further name stand at a place; in small letters if Andean."""
        if self.key(place) not in GIVEN:
            return False
        return self.has_andean_surname(place) or (self.is_name(place) and self.is_name(place + 1))

    def has_andean_surname(self, place: int) -> bool:
        """Whether the word after a place is an Andean surname, or the one after that."""
        if tuple(self.folded[place : place + 3]) == _DISTRICT:
            return False
        second = self.key(place + 1) in GIVEN or self.is_name(place + 1)
        return self.key(place + 1) in ANDEAN_SURNAMES or (second and self.key(place + 2) in ANDEAN_SURNAMES)

    def after_particles(self, place: int) -> int:
        """The place after "de la", "del" and the like, if they stand here."""
        while self.key(place) in _PARTICLES:
            place += 1
        return place

    def may_be_name(self, place: int) -> bool:
        """Whether a word is written as a name or known to be one."""
        return self.is_name(place) or self.key(place) in GIVEN or self.key(place) in ANDEAN_SURNAMES

    def names_a_thing(self, place: int) -> bool:
        """Whether what begins at a place is part of a thing's name: "Hospital Regional | Dr. …"."""
        if self.written[place][0].islower():
            return False
        for before in range(place - 1, max(place - _LONGEST_THING, -1), -1):
            key = self.key(before)
            if key in THINGS or (key == "e" and self.key(before - 1) == "i"):
                return True
            written = self.written[before]
            within = self.is_name(before) or _INITIAL.fullmatch(written) or written in '°º.“"«'
            if not (within or key.isdigit() or key in IN_NAMES_OF_THINGS):
                return False
        return False

    def up_to_name(self, start: int, place: int) -> str:
        """The text from a token to the end of the name that begins at a place."""
        last = place
        for after in range(place + 1, place + _LONGEST_NAME):
            if self.may_be_name(after):
                last = after
            elif self.key(after) not in _PARTICLES:
                break
        return self.text[self.found[start].start() : self.found[last].end()]


_LONGEST_NAME, _LONGEST_THING = 6, 9
_PARTICLES = words_of("de del la los")
# A district in Puno, the one of the Macro Sur whose name would pass for a person's.
_DISTRICT = ("pedro", "vilca", "apaza")
_SIGNS_BEFORE_OFFICE = frozenset(",(–-—/")
_SIGNS_AFTER_OFFICE = frozenset(":,;(–-—=/")


def _name_of_person(text: str) -> str:
    tokens = _Tokens(text)
    for place in range(len(tokens.found) - 1):
        for rule in (_after_honorific, _after_office, _full_name):
            name = rule(tokens, place)
            if name is not None:
                return tokens.up_to_name(place, name)
    return ""


def _after_honorific(tokens: _Tokens, place: int) -> int | None:
    """Where the name begins that an honorific introduces; None if there is none."""
    key, written = tokens.key(place), tokens.written[place]
    if key not in HONORIFICS or (key == "ms" and written[0] == "m"):
        return None
    name = place + 1
    if key in RANKS:
        if tokens.key(name) not in FORCES:
            return None
        name += 1
    while name < len(tokens.written) and _INITIAL.fullmatch(tokens.written[name]):
        name = tokens.after_particles(name + 1)
    if not (tokens.is_name(name) or tokens.key(name) in GIVEN) or tokens.key(place - 1).startswith("nuestr"):
        return None
    in_capitals = written.isupper() and written[-1] != "."  # "DR Congo", "ING Bank"
    if in_capitals and not (tokens.is_name(name + 1) and tokens.written[name].isupper()):
        return None
    # "Don Javier" is a copper project; "don Javier" is somebody.
    if key in DONS and written[0] == "D" and not tokens.is_full_name(name):
        return None
    abbreviated_courtesy = key in COURTESIES and not key.startswith("senor")
    return None if not abbreviated_courtesy and tokens.names_a_thing(place) else name


def _after_office(tokens: _Tokens, place: int) -> int | None:
    """Where a full name begins that follows an office or "represented by"; None if there is none."""
    key = tokens.key(place)
    if key in AGENTS and tokens.key(place + 1) in {"por", "by", "de"}:
        place += 1
    elif key not in OFFICES or tokens.names_a_thing(place):
        return None
    for name in range(place + 1, min(place + 5, len(tokens.written))):
        is_given = tokens.key(name) in GIVEN and tokens.is_name(name)
        if tokens.is_full_name(name) or (is_given and tokens.is_name(tokens.after_particles(name + 1))):
            return name
        if tokens.key(name) not in OFFICE_RANGE and tokens.written[name] not in _SIGNS_AFTER_OFFICE:
            return None
    return None


def _full_name(tokens: _Tokens, place: int) -> int | None:
    """The place itself if a full name begins there that has an Andean surname, or an office after it."""
    if not tokens.is_full_name(place) or tokens.names_a_thing(place):
        return None
    if tokens.has_andean_surname(place):
        return place
    after = place + 2
    while tokens.is_name(after) and after < place + _LONGEST_NAME:
        after += 1
    sign = tokens.written[after] if after < len(tokens.written) else ""
    has_office = sign in _SIGNS_BEFORE_OFFICE and tokens.key(after + 1) in OFFICES
    return place if has_office and tokens.key(place - 1) not in {"de", "del", "of"} else None


_LOOKS: tuple[tuple[Kind, Callable[[str], str]], ...] = (
    ("e-mail", _email),
    ("DNI", _identity_number),
    ("RUC of a person", _ruc_of_person),
    ("phone", _phone),
    ("person's name", _name_of_person),
)

# Headings are compared folded, as whole words; several may share one ("Nombre y apellidos", "Tel./Cel.").
_JOINTS = re.compile(r"[/,;+&|()\n]|\s[-–]\s|\s(?:y|e|o|and|or)\s", re.IGNORECASE)
_ASKS_FOR_PERSONS = re.compile(
    r"\b(?:representantes?|representatives?|contactos?|contacts?|apellidos?"
    r"|surnames?|(?:last|first|family|given) names?"
    r"|primer nombre|nombres de pila|dni|d n i|documento (?:nacional )?de identidad|doc(?:umento)? identidad"
    r"|identity (?:document|card|number)|id card|national id|cedula|carnet? de extranjeria|pasaporte|passport"
    r"|tele(?:fono|phone)s?|telf?|tlf|fonos?|phones?|cel(?:ular(?:es)?)?|cell(?:phone)?|movil(?:es)?|mobiles?"
    r"|whats ?app|wsp|rpm|rpc|e ?mails?|mail|correos?|nacimiento|birth(?:day|date)?|cumpleanos|huella"
    r"|encargad[oa]s?|dirigentes?|voceros?|voceras?|spokespersons?|punto focal|focal point"
    r"|entrevistad[oa]s?|interviewees?|informantes?|informants?|testigos?|witness(?:es)?|victimas?|victims?"
    r"|estado civil|marital status|home address|domicilio particular|datos personales|personal data)\b"
    r"|\bpersonas?\b(?! (?:juridica|afectada|beneficiada|capacitada|atendida))"
    r"|(?<!legal )\bpersons?\b(?! (?:affected|reached|trained))"
    r"|^(?:nombres|firmas?|signatures?|edad|age|sexo|sex)$"
    r"|^(?:president[ea]?|alcalde(?:sa)?|mayor|gerente|directora?)s?$"
    r"|\bnombres? (?:del? )?(?:la |el |los |las )?(?:president|alcalde|gerente|director|titular|lider)"
    r"|\b(?:president|mayor|manager|director|leader) s? ?name\b"
    r"|\bname of (?:the )?(?:president|mayor|manager|director|leader)"
)
# A number of people, the office or the organisation of a person: these are no personal data.
_COUNTS = re.compile(
    r"^(?:numero|nro|no|n|cantidad|total|cuant[oa]s|porcentaje|number|count|how many|percentage)"
    r"(?: total)?(?: de| of)? (?!.*\b(?:contacto?|telefono|phone|celular|movil|mobile|whatsapp|dni)\b)\w+s\b"
)
_OF_ORGANISATIONS = words_of(
    "cargo puesto funcion office position role organizacion institucion entidad empresa area unidad "
    "organisation organization institution company entity unit"
)


def is_person_column(header: str) -> bool:
    """Whether a column's heading asks for people or their data, in Spanish or English.

    Case, accents and punctuation do not count. A heading that asks for how many, for an office ("Cargo del
    representante") or for an organisation ("Entidad responsable") does not ask for people.
    """
    return any(_asks_for_persons(search_key(part)) for part in _JOINTS.split(header))


def _asks_for_persons(words: str) -> bool:
    if not _ASKS_FOR_PERSONS.search(words) or _COUNTS.match(words):
        return False
    every = words.split()
    return _OF_ORGANISATIONS.isdisjoint({every[0], every[-1]})
