"""From what a user types to the entity it means, and hits described so that people can tell them apart."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import ExitCode, MacroSurError
from graph.model import Entity
from graph.schema import schema
from graph.store.base import Reader
from graph.text import LANGS, Lang, Text

HEADINGS = (
    Text("Name", "Nombre"),
    Text("Kind", "Clase"),
    Text("Type", "Tipo"),
    Text("Place", "Lugar"),
    Text("Claims", "Afirmaciones"),
    Text("id", "id"),
)
_LISTED = 8  # of several hits
_OTHERS = 3  # of another kind than the one asked for
_COUNTS = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN n.id AS id, COUNT { (n)--() } AS claims,
       head(COLLECT { MATCH (n)-[:LOCATED_IN]->(p:Entity) RETURN p.id ORDER BY p.sort }) AS place
"""
_NAMES = "MATCH (p:Entity) WHERE p.id IN $codes RETURN p.id AS id, p.name_en AS en, p.name_es AS es"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found: where it is, and how many claims are about it."""

    entity: Entity
    place: Text
    claims: int

    def type_in(self, lang: Lang) -> str:
        """Its type, where that says more than its kind."""
        kind = self.entity.kind
        type_ = schema().value_label(kind, "type", self.entity.text("type")).in_(lang)
        return type_ if type_.casefold() != schema().kinds[kind].label.in_(lang).casefold() else ""

    def row(self, lang: Lang) -> list[str | int | float]:
        """The hit in the columns of `HEADINGS`."""
        kind = schema().kinds[self.entity.kind].label.in_(lang)
        name, place = self.entity.name.in_(lang), self.place.in_(lang)
        return [name, kind, self.type_in(lang), place, self.claims, self.entity.id]

    def in_words(self, lang: Lang) -> str:
        """The hit on one line: "Coporaque (district, Caylloma, Arequipa; 040505)"."""
        kind = schema().kinds[self.entity.kind].label.in_(lang).lower()
        told = ", ".join(part for part in (kind, self.place.in_(lang)) if part)
        return f"{self.entity.name.in_(lang)} ({told}; {self.entity.id})"


def rows(hits: Sequence[Hit], lang: Lang, *, all_ids: bool) -> list[list[str | int | float]]:
    """Hits in the columns of `HEADINGS`.

    Args:
        hits: The hits.
        lang: The language.
        all_ids: Whether each has its id, or only those that share their name with another.
    """
    names = Counter(hit.entity.name.in_(lang) for hit in hits)
    found = [hit.row(lang) for hit in hits]
    for row in found:
        if not all_ids and names[str(row[0])] == 1:
            row[-1] = ""
    return found


def described(reader: Reader, entities: Sequence[Entity]) -> list[Hit]:
    """Entities with what tells them apart, in the order given."""
    counted = reader.query(_COUNTS, {"ids": [entity.id for entity in entities]})
    counts = {str(row[0]): row[1] for row in counted.rows}
    lies_in = {str(row[0]): str(row[2]) for row in counted.rows if row[2]}
    codes = {entity.id: _codes(entity, lies_in.get(entity.id, "")) for entity in entities}
    named = reader.query(_NAMES, {"codes": sorted({code for each in codes.values() for code in each})})
    names = {str(row[0]): Text(str(row[1]), str(row[2])) for row in named.rows}
    return [Hit(entity, _joined(codes[entity.id], names), int(str(counts[entity.id]))) for entity in entities]


def _codes(entity: Entity, place: str) -> tuple[str, ...]:
    if entity.kind in schema().places:
        return schema().codes_around(entity.id)
    return (place, *schema().codes_around(place)) if place else ()


def _joined(codes: Sequence[str], names: Mapping[str, Text]) -> Text:
    found = [names[code] for code in codes if code in names]
    return Text(*(", ".join(name.in_(lang) for name in found) for lang in LANGS))


def kinds_called(text: str) -> list[str]:
    """The kind that a word means, in either language, in the singular or the plural.

    Raises:
        MacroSurError: It means none; the error lists them.
    """
    word = text.casefold()
    for kind in schema().kinds.values():
        if word in {name.casefold() for name in (kind.id, *kind.label, *kind.plural)}:
            return [kind.id]
    en, es = (", ".join(kind.label.in_(lang) for kind in schema().kinds.values()) for lang in LANGS)
    raise MacroSurError(
        Text(f"“{text}” is no kind; the kinds are {en}.", f"«{text}» no es una clase; son {es}."),
        ExitCode.USAGE,
    )


class SeveralError(MacroSurError):
    """A text may mean several entities; `hits` are the first of them, `text` lists them."""

    def __init__(self, typed: str, hits: Sequence[Hit], *, are_all: bool) -> None:
        self.typed, self.hits, self.are_all = typed, tuple(hits), are_all
        more = "" if are_all else " …"
        en, es = ("; ".join(hit.in_words(lang) for hit in hits) + more for lang in LANGS)
        super().__init__(
            Text(f"“{typed}” may mean: {en}. Say more of its name, or its id.",
                 f"«{typed}» puede ser: {es}. Escriba más de su nombre, o su id."),
            ExitCode.NOT_FOUND,
        )  # fmt: skip


Choose = Callable[[SeveralError], str]


def no_choice(several: SeveralError) -> str:
    """Nobody is there to be asked which of several entities was meant.

    Raises:
        SeveralError: Always: the one given.
    """
    raise several


def entity_id(reader: Reader, text: str, kinds: tuple[str, ...] = (), choose: Choose = no_choice) -> str:
    """The one entity that a text means.

    Args:
        reader: The slice's.
        text: What a user typed.
        kinds: Only of these; empty: of any.
        choose: Says which is meant where several may be.

    Raises:
        MacroSurError: It means none, and says what looks like it; or several, and lists them.
    """
    hits = reader.find(text, kinds)
    if len(hits) == 1:
        return hits[0].id
    if not hits:
        raise nothing_called(reader, text, kinds)
    return choose(SeveralError(text, described(reader, hits[:_LISTED]), are_all=len(hits) <= _LISTED))


def nothing_called(reader: Reader, text: str, kinds: Sequence[str] = ()) -> MacroSurError:
    """The error that says so, and what looks like it; or what of another kind is called so.

    Args:
        reader: The slice's.
        text: What a user typed.
        kinds: Of which it was looked for; empty: of any.
    """
    if kinds and (others := reader.find(text)):
        return _of_another_kind(text, kinds, described(reader, others[: _OTHERS + 1]))
    near = reader.suggestions(text)
    en = ", ".join(dict.fromkeys(f"“{name.en}”" for name in near))
    es = ", ".join(dict.fromkeys(f"«{name.es}»" for name in near))
    hint = Text(f" Did you mean {en}?", f" ¿Quiso decir {es}?") if near else Text("", "")
    return MacroSurError(
        Text(f"Nothing is called “{text}”.{hint.en}", f"Nada se llama «{text}».{hint.es}"), ExitCode.NOT_FOUND
    )


def _of_another_kind(text: str, kinds: Sequence[str], hits: Sequence[Hit]) -> MacroSurError:
    more = " …" if len(hits) > _OTHERS else "."
    en, es = ("; ".join(hit.in_words(lang) for hit in hits[:_OTHERS]) + more for lang in LANGS)
    labels = [schema().kinds[kind].label for kind in kinds]
    none = " or ".join(label.en.lower() for label in labels)
    nada = " ni ".join(label.es.lower() for label in labels)
    return MacroSurError(
        Text(f"No {none} is called “{text}”; what is called so: {en}",
             f"No hay {nada} con el nombre «{text}»; con ese nombre hay: {es}"),
        ExitCode.NOT_FOUND,
    )  # fmt: skip
