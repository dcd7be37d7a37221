"""The contract between what knows the graph and what draws it: one JSON document of already worded values.

Pages, maps and pictures are made from this alone, so none of them needs a store, a schema or a marking
rule; whatever is not in the document cannot leak from a file made of it.
"""

from typing import Literal, TypedDict


class Bilingual(TypedDict):
    """One wording in both languages of the users."""

    en: str
    es: str


class Made(TypedDict):
    """For whom and when the document was made.

    Attributes:
        audience: One of the five labels of TLP 2.0, without the prefix: ``AMBER+STRICT``.
        date: The day it was made, ISO: ``2026-11-23``.
        at: The time the slice shows, as EDTF (``2022``, ``2022-03-05``); null when it is not cut by time.
        known: The day, or instant, by whose end (UTC) all of it was recorded, ISO; null when that is now.
        withheld: What was held back, in words; empty unless the maker chose to say so.
    """

    audience: str
    date: str
    at: str | None
    known: str | None
    withheld: list[Bilingual]


class Colours(TypedDict):
    """A group's fill in the three themes, ``#RRGGBB``."""

    light: str
    dark: str
    contrast: str


Shape = Literal[
    "ring", "circle", "triangle", "diamond", "sheet", "hexagon", "square-small", "square", "square-large"
]


class Group(TypedDict):
    """What one chip of the legend stands for; in the order in which the legend shows them."""

    id: str
    label: Bilingual
    shape: Shape
    colours: Colours


class Claim(TypedDict):
    """One statement by one source.

    Attributes:
        source: Id of a `Source` of this document, ``s1``.
        locator: The place in the source, in words ("paragraph 3"); null when none is stated.
        quote: The source's own words; null when they are not known.
        quote_lang: Language of the quotation (BCP 47: ``en``, ``es``, ``fr``); null when not known.
        note: Our own words on it, the same in both languages where nobody translated them.
        tlp: Its marking, a TLP label.
        date: When it is so, in words; null when no date is stated.
        confidence: ``high``, ``medium`` or ``low``.
        office: The office through which it is so ("president of the front"); null when none is stated.
        detail: What else is claimed (share, amount, pillar; of an entity: the fields stated), in words.
    """

    source: str
    locator: Bilingual | None
    quote: str | None
    quote_lang: str | None
    note: Bilingual | None
    tlp: str
    date: Bilingual | None
    confidence: str
    office: str | None
    detail: Bilingual | None


class Fact(TypedDict):
    """A field of an entity with the value shown for it, both in words."""

    label: Bilingual
    value: Bilingual


class Node(TypedDict):
    """An entity of the picture.

    Attributes:
        id: ``n1``, ``n2`` … in order of appearance; never a store's id.
        kind: The schema's id of its kind, ``Organisation``.
        group: Id of a `Group` of this document.
        short: What its label says; the same as the name when no shorter one is known.
        place: Where it is, in words ("Colquemarca, Chumbivilcas, Cusco").
        x: Position in the picture, any unit, y growing downwards; the page stretches it to the screen.
        y: See `x`.
        claims: What sources say of the entity itself.
    """

    id: str
    kind: str
    kind_label: Bilingual
    group: str
    type: Bilingual | None
    name: Bilingual
    short: Bilingual
    aliases: list[str]
    place: Bilingual | None
    summary: Bilingual | None
    facts: list[Fact]
    x: float
    y: float
    claims: list[Claim]


# Functional form, since `from` is a word of Python's own.
Relation = TypedDict(
    "Relation",
    {
        "id": str,
        "type": str,
        "from": str,
        "to": str,
        "directed": bool,
        "label": Bilingual,
        "sentence": Bilingual,
        "heading_from": Bilingual,
        "heading_to": Bilingual,
        "role": Bilingual | None,
        "dashed": bool,
        "faded": bool,
        "ended": bool,
        "where": bool,
        "negative": bool,
        "date": Bilingual | None,
        "first_year": int | None,
        "last_year": int | None,
        "claims": list[Claim],
    },
)
Relation.__doc__ = """Claims of one type and role between two entities, drawn as one tie.

`label` reads from `from` to `to` ("secretariat of"), `sentence` between their names ("is the secretariat
of"); `heading_from` and `heading_to` head the list in which either end finds it. `date`: when it is so, in
words. `dashed`: every claim is of low confidence. `faded`: no date is certain. `ended`: it is no longer so.
`where`: it only says where something is, and is drawn lighter. `negative`: it says that there is no tie.
Relations come in the schema's order of types; their claims with the one that tells most first.
"""


# Functional form, since `class` is a word of Python's own.
Source = TypedDict(
    "Source",
    {
        "id": str,
        "title": str,
        "publisher": str,
        "class": Bilingual | None,
        "year": int | None,
        "url": str | None,
        "tlp": str,
    },
)
Source.__doc__ = """A document that claims cite: ``s1``, ``s2`` … in order of appearance.

`title` is in the source's own language; `publisher` may be empty; `class` says what kind of source it is
("NGO", "State", "press"); `url` is the address as given, of which only http and https become links.
"""


class Document(TypedDict):
    """Everything one view shows, for one audience, at one time.

    Attributes:
        version: Of this contract.
        title: What the view shows.
        lang: The language it opens in.
        focal: Id of the node it is about; null when it is about none.
        steps: How far from the focal node the document reaches, and the page shows at first.
        opens_on: Ids of the nodes that a picture about none shows at first; empty where it shows all.
        groups: Those that occur, at least; a legend leaves out the ones without nodes.
    """

    version: int
    title: Bilingual
    lang: Literal["en", "es"]
    made: Made
    focal: str | None
    steps: int
    opens_on: list[str]
    groups: list[Group]
    nodes: list[Node]
    relations: list[Relation]
    sources: list[Source]
