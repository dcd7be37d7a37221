"""All that is known of one entity: for the terminal a text to read, for programs a row a claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.model import STATED_IN, Claim, Contents, Entity
from graph.schema import schema
from graph.slices import content_key
from graph.text import Lang, Text
from views.citations import HEADINGS as CITED_HEADINGS
from views.citations import Citations, wrapped
from views.columns import Block, in_columns
from views.facts import (
    date_of,
    details_of,
    facts_of,
    place_of,
    stated_facts,
    stated_summary,
    summary_of,
    tie_wording,
    without_repeated_names,
)
from views.tables import Cell

HEADINGS = (
    Text("Claim", "Afirmación"),
    Text("Relation", "Relación"),
    Text("With", "Con"),
    Text("Date", "Fecha"),
    *CITED_HEADINGS,
)
_ALSO = Text("Also", "También")
_SAID = Text("What sources say of it", "Lo que dicen las fuentes")


@dataclass(frozen=True)
class Dossier:
    """What the contents of a slice say of one entity.

    Attributes:
        contents: The slice.
        entity: One of its entities.
        lang: The language to say it in.
        links: Whether a click shall open the sources' addresses.
    """

    contents: Contents
    entity: Entity
    lang: Lang
    links: bool = False

    def rows(self) -> list[list[Cell]]:
        """Every claim, in the columns of `HEADINGS`."""
        return [self._row(claim) for claim in self._claims]

    def text(self, width: int) -> str:
        """The whole dossier in lines of at most `width` characters, save for addresses."""
        parts = [self._head(width), self._known(width), self._told(width), self._citations.text(width)]
        return "\n".join(part for part in parts if part)

    @cached_property
    def _claims(self) -> list[Claim]:
        """By type of relation and direction, then by what they say; what is said of itself comes last."""
        key = content_key(self.contents.entities, self.contents.sources)
        types = schema().claim_types
        about = [claim for claim in self.contents.claims if self.entity.id in claim.ends]
        return sorted(about, key=lambda claim: (types.index(claim.type), self._is_back(claim), *key(claim)))

    @cached_property
    def _citations(self) -> Citations:
        return Citations(self.contents, self._claims, self.lang, self.links)

    def _is_back(self, claim: Claim) -> bool:
        """Whether the entity is the object of a relation that has a direction."""
        return (
            claim.type != STATED_IN
            and not schema().types[claim.type].undirected
            and claim.subject != self.entity.id
        )

    def _other(self, claim: Claim) -> str:
        if claim.type == STATED_IN:
            return ""
        other = claim.object if claim.subject == self.entity.id else claim.subject
        return self.contents.entities[other].name.in_(self.lang)

    def _relation(self, claim: Claim) -> str:
        """How it reads from here: "is operated by", "spoke at"."""
        if claim.type == STATED_IN:
            return ""
        relation = schema().types[claim.type]
        role = relation.roles.get(claim.role)
        if self._is_back(claim):
            return relation.wording_back.in_(self.lang)
        plain = role is not None and role.tie == role.label  # a tie that is no verb is told as a detail
        return (relation.wording if plain else tie_wording(relation, role)).in_(self.lang)

    def _statement(self, claim: Claim) -> str:
        """What a claim says in one line."""
        if claim.type == STATED_IN:
            return "; ".join(self._stated(claim))
        wording = self._relation(claim)
        role = schema().types[claim.type].roles.get(claim.role)
        tie_says_it = role is not None and role.tie is not None and role.tie.in_(self.lang) == wording
        details = details_of(claim, self.lang, with_role=not tie_says_it)
        return f"{wording} {self._other(claim)}" + (f" ({', '.join(details)})" if details else "")

    def _stated(self, claim: Claim) -> list[str]:
        """What a source says of the entity itself, field by field; a sentence that sums it up comes last."""
        facts = stated_facts(claim, self.entity.kind)
        if summary := stated_summary(claim):
            facts.append(summary)
        return [f"{fact['label'][self.lang]}: {fact['value'][self.lang]}" for fact in facts]

    def _date(self, claim: Claim) -> str:
        date = date_of(claim, self.entity.kind)
        return date[self.lang] if date else ""

    def _row(self, claim: Claim) -> list[Cell]:
        cells = self._statement(claim), self._relation(claim), self._other(claim), self._date(claim)
        return [*cells, *self._citations.row(claim)]

    def _head(self, width: int) -> str:
        """What the entity is: name, kind, type, place, a sentence."""
        kind = schema().kinds[self.entity.kind].label.in_(self.lang)
        type_ = schema().value_label(self.entity.kind, "type", self.entity.text("type")).in_(self.lang)
        place = place_of(self.entity, self._claims, self.contents.entities)
        said = [kind, type_ if type_.casefold() != kind.casefold() else "", place[self.lang] if place else ""]
        summary = summary_of(self.entity)
        lines = [self.entity.name.in_(self.lang), " · ".join(part for part in said if part)]
        lines += [summary[self.lang]] if summary else []
        return "".join(f"{line}\n" for text in lines for line in wrapped(text, width))

    def _known(self, width: int) -> str:
        """Its other names and its fields."""
        others = [name for name in self.entity.names if name != self.entity.name.in_(self.lang)]
        facts = [(_ALSO.in_(self.lang), "; ".join(others))] if others else []
        facts += [(fact["label"][self.lang], fact["value"][self.lang]) for fact in facts_of(self.entity)]
        return in_columns([Block(fact) for fact in facts], width, widest=1) if facts else ""

    def _told(self, width: int) -> str:
        """Every claim under its relation's heading, with its note and quote below; a name once a source."""
        blocks = [self._citations.headings()]
        previous = ""
        for claim in without_repeated_names(self._claims):
            heading = self._heading(claim)
            cells = [self._entry(claim), self._date(claim), *self._citations.cells(claim)]
            blocks.append(Block(cells, heading if heading != previous else "", tuple(self._remarks(claim))))
            previous = heading
        return in_columns(blocks, width)

    def _heading(self, claim: Claim) -> str:
        if claim.type == STATED_IN:
            return _SAID.in_(self.lang)
        relation = schema().types[claim.type]
        return (relation.heading_back if self._is_back(claim) else relation.heading).in_(self.lang)

    def _entry(self, claim: Claim) -> str:
        if claim.type == STATED_IN:
            return next(iter(self._stated(claim)), "")
        details = details_of(claim, self.lang, with_role=True)
        return self._other(claim) + (f" ({', '.join(details)})" if details else "")

    def _remarks(self, claim: Claim) -> Iterator[str]:
        if claim.type == STATED_IN and (rest := self._stated(claim)[1:]):
            yield "; ".join(rest)
        yield from self._citations.remarks(claim)
