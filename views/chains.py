"""The paths between two entities in sentences, each step with the claims that say so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.model import Claim, Contents
from graph.schema import schema
from graph.slices import content_key
from graph.text import Lang, Text
from views.citations import HEADINGS as CITED_HEADINGS
from views.citations import Citations
from views.columns import Block, in_columns
from views.facts import date_of, details_of, sentence_wording
from views.tables import Cell

HEADINGS = (
    Text("Path", "Camino"),
    Text("Step", "Paso"),
    Text("Claim", "Afirmación"),
    Text("From", "De"),
    Text("To", "A"),
    Text("Date", "Fecha"),
    *CITED_HEADINGS,
)
_PATH = Text("Path {number}, {steps}: {names}", "Camino {number}, {steps}: {names}")
_STEPS = Text("{} steps", "{} pasos")
_ONE_STEP = Text("1 step", "1 paso")


@dataclass(frozen=True, slots=True)
class Link:
    """A step of a path: the ids of two neighbours, and those of the claims that tie them."""

    start: str
    end: str
    claims: Sequence[str]


@dataclass(frozen=True)
class Chains:
    """Paths, as a slice tells them.

    Attributes:
        contents: What holds their entities and claims.
        paths: The paths, each of at least one step.
        lang: The language to say it in.
        links: Whether a click shall open the sources' addresses.
    """

    contents: Contents
    paths: Sequence[Sequence[Link]]
    lang: Lang
    links: bool = False

    def rows(self) -> list[list[Cell]]:
        """A row for each claim of each step, in the columns of `HEADINGS`."""
        return [
            [number, step, self._sentence(link, claim), self._name(link.start), self._name(link.end),
             self._date(claim), *self._citations.row(claim)]
            for number, path in enumerate(self.paths, start=1)
            for step, link in enumerate(path, start=1)
            for claim in self._told(link)
        ]  # fmt: skip

    def text(self, width: int) -> str:
        """The paths, then the sources, in lines of at most `width` characters, save for addresses."""
        blocks = [self._citations.headings()]
        for number, path in enumerate(self.paths, start=1):
            heading = self._heading(number, path)
            for link in path:
                for block in self._blocks(link):
                    blocks.append(Block(block.cells, heading, block.remarks))
                    heading = ""
        return in_columns(blocks, width) + "\n" + self._citations.text(width)

    def _blocks(self, link: Link) -> Iterator[Block]:
        """The claims of a step; what several say alike is said once."""
        before = ""
        for claim in self._told(link):
            sentence = self._sentence(link, claim)
            cells = ["" if sentence == before else sentence, self._date(claim), *self._citations.cells(claim)]
            yield Block(cells, remarks=tuple(self._citations.remarks(claim)))
            before = sentence

    def _heading(self, number: int, path: Sequence[Link]) -> str:
        names = " → ".join(self._name(key) for key in (path[0].start, *(link.end for link in path)))
        steps = _ONE_STEP.in_(self.lang) if len(path) == 1 else _STEPS.in_(self.lang).format(len(path))
        return _PATH.in_(self.lang).format(number=number, steps=steps, names=names)

    @cached_property
    def _claims(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.contents.claims}

    @cached_property
    def _citations(self) -> Citations:
        told = [claim for path in self.paths for link in path for claim in self._told(link)]
        return Citations(self.contents, told, self.lang, self.links)

    def _told(self, link: Link) -> list[Claim]:
        """By type of relation, then by what they say."""
        key = content_key(self.contents.entities, self.contents.sources)
        types = schema().claim_types
        found = (self._claims[claim] for claim in link.claims)
        return sorted(found, key=lambda claim: (types.index(claim.type), *key(claim)))

    def _name(self, entity: str) -> str:
        return self.contents.entities[entity].name.in_(self.lang)

    def _sentence(self, link: Link, claim: Claim) -> str:
        """From its subject to its object; where neither end comes first, as the path leads."""
        relation = schema().types[claim.type]
        wording, tells_role = sentence_wording(relation, relation.roles.get(claim.role))
        ends = (link.start, link.end) if relation.undirected else claim.ends
        subject, object_ = map(self._name, ends)
        details = details_of(claim, self.lang, with_role=not tells_role)
        told = f" ({', '.join(details)})" if details else ""
        return f"{subject} {wording.in_(self.lang)} {object_}{told}"

    def _date(self, claim: Claim) -> str:
        date = date_of(claim, "")
        return date[self.lang] if date else ""
