"""What was found in a text that belongs to a person: its kind, and why it is refused, in both languages."""

from dataclasses import dataclass
from typing import Literal

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
            "write the office instead, such as “president of the front”, in the column “office” of the sheet "
            "“relations”",
            "escriba en su lugar el cargo, como «presidenta del frente», en la columna «cargo» de la hoja "
            "«relaciones»",
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
