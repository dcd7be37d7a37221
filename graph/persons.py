"""Sees personal data before it is kept: headings that ask for people, and cells that hold them.

People whose names stand in a map of conflicts have been threatened for it. So the graph knows offices,
never persons, and this module is how loaders keep that promise: they refuse what it finds and say why.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph.names import clean, search_key
from graph.text import Text

Kind = Literal["e-mail", "phone", "DNI", "RUC of a person", "person's name"]

_WORDING: dict[Kind, tuple[Text, Text]] = {
    "e-mail": (
        Text("an e-mail address", "un correo electrónico"),
        Text(
            "delete it and keep it in your own address book; an organisation's page goes in “website”",
            "bórrelo y guárdelo en su propia agenda; la página de una organización va en «sitio web»",
        ),
    ),
    "phone": (
        Text("a telephone number", "un número de teléfono"),
        Text(
            "delete it and keep it in your own address book; if it is a code, write the word “N°” before it",
            "bórrelo y guárdelo en su propia agenda; si es un código, anteponga «N°»",
        ),
    ),
    "DNI": (
        Text("the number of an identity document", "el número de un documento de identidad"),
        Text("delete it; no question needs it", "bórrelo; ninguna consulta lo necesita"),
    ),
    "RUC of a person": (
        Text(
            "the RUC of a natural person (those of organisations begin with 20)",
            "el RUC de una persona natural (los de las organizaciones empiezan con 20)",
        ),
        Text(
            "leave it empty; it contains the person's DNI",
            "deje la celda vacía; contiene el DNI de la persona",
        ),
    ),
    "person's name": (
        Text("the name of a person", "el nombre de una persona"),
        Text(
            "write the office instead, such as “president of the front”, in the column “office”",
            "escriba en su lugar el cargo, como «presidenta del frente», en la columna «cargo»",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Something in a text that belongs to a person.

    Attributes:
        kind: What it is.
        found: The words or figures that show it, as they stand in the cleaned text.
    """

    kind: Kind
    found: str

    @property
    def en(self) -> str:
        """What was found, why it is refused and what to do instead, in English."""
        what, remedy = _WORDING[self.kind]
        return f"“{self.found}” looks like {what.en}, and the graph holds no personal data; {remedy.en}"

    @property
    def es(self) -> str:
        """The same in Spanish."""
        what, remedy = _WORDING[self.kind]
        return f"«{self.found}» parece {what.es}, y el grafo no guarda datos personales; {remedy.es}"


def personal_data(text: str) -> PersonalData | None:
    """The first personal data in a text of any length, or None.

    Found are e-mail addresses, telephone numbers, numbers introduced as those of an identity document,
    the RUC of natural persons, and names after an honorific or an office. Institutions named after people
    pass ("Centro Guaman Poma de Ayala", "Hospital Dr. …").

    Eight figures alone may be a date, an amount or a file number, and pass: only the word before them makes
    them a DNI. A name alone passes too, since districts and communities bear the names of people. Figures
    in web addresses are not looked at. Columns of numbers and coordinates need no check.
    """
    text = clean(text)
    figures = _WEB_ADDRESS.sub(_blank, text)
    for kind, look, where in (
        ("e-mail", _email, text),
        ("DNI", _identity_number, figures),
        ("RUC of a person", _persons_ruc, figures),
        ("phone", _phone, figures),
        ("person's name", _name_of_person, text),
    ):
        if found := look(where):
            return PersonalData(kind, found.strip(" .,;:"))
    return None
