"""Cites the sources of claims by number, in the same columns wherever claims are listed."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.date_words import in_words
from graph.model import Claim, Contents, Source
from graph.schema import schema
from graph.text import Lang, Text, as_written
from views.columns import Block
from views.facts import markings_of
from views.links import linked
from views.locators import locator_in
from views.tables import Cell, printable

HEADINGS = (
    Text("Source", "Fuente"),
    Text("Place in it", "Lugar en ella"),
    Text("Quote", "Cita"),
    Text("Note", "Nota"),
    Text("Confidence", "Confianza"),
    Text("TLP", "TLP"),
    Text("Publisher", "Editor"),
    Text("Published", "Publicada"),
    Text("URL", "URL"),
    Text("TLP of the source", "TLP de la fuente"),
)
_SOURCES = Text("Sources", "Fuentes")
_NOTE = Text("Note", "Nota")
_COLUMNS = (
    Text("", ""),
    Text("Date", "Fecha"),
    Text("Source", "Fuente"),
    Text("Confidence", "Confianza"),
    Text("TLP", "TLP"),
)


@dataclass(frozen=True)
class Citations:
    """Where the claims of a list stand.

    Attributes:
        contents: What the claims were taken from.
        claims: The claims, in the order in which they are listed.
        lang: The language to say it in.
        links: Whether a click shall open the sources' addresses.
    """

    contents: Contents
    claims: Sequence[Claim]
    lang: Lang
    links: bool = False

    def headings(self) -> Block:
        """The headings of a list for the terminal: what is claimed, its date, then `cells`."""
        return Block([heading.in_(self.lang) for heading in _COLUMNS], rule=True)

    def cells(self, claim: Claim) -> list[str]:
        """The source by its number and the place in it, the confidence, the marking."""
        return [
            f"[{self._numbers[claim.source]}] {locator_in(claim.locator, self.lang)}",
            schema().confidences[claim.confidence].in_(self.lang),
            claim.tlp.label,
        ]

    def remarks(self, claim: Claim) -> Iterator[str]:
        """The source's words, then ours."""
        if claim.quote:
            yield f"“{claim.quote}”" if self.lang == "en" else f"«{claim.quote}»"
        if claim.note:
            yield f"{_NOTE.in_(self.lang)}: {as_written(claim.note).in_(self.lang)}"

    def row(self, claim: Claim) -> list[Cell]:
        """All of it for a program, in the columns of `HEADINGS`."""
        source = self.contents.sources[claim.source]
        return [
            source.title,
            locator_in(claim.locator, self.lang),
            claim.quote,
            as_written(claim.note).in_(self.lang),
            schema().confidences[claim.confidence].in_(self.lang),
            claim.tlp.label,
            source.publisher,
            self._published(source),
            source.url,
            self._markings[source.id],
        ]

    def text(self, width: int) -> str:
        """The sources, under the numbers by which the claims cite them."""
        lines = [_SOURCES.in_(self.lang)]
        for key, number in self._numbers.items():
            source = self.contents.sources[key]
            class_ = schema().source_classes.get(source.class_)
            told = [source.title, source.publisher, class_.in_(self.lang) if class_ else ""]
            told += [self._published(source), f"TLP:{self._markings[key]}"]
            mark = f"[{number}] ".rjust(5)
            lines += wrapped(" · ".join(part for part in told if part), width, mark)
            lines += [" " * len(mark) + self._address(source.url)] if source.url else []
        return "\n".join(lines) + "\n"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of each source, in order of appearance."""
        cited = dict.fromkeys(claim.source for claim in self.claims)
        return {source: number for number, source in enumerate(cited, start=1)}

    @cached_property
    def _markings(self) -> dict[str, str]:
        return {key: marking.label for key, marking in markings_of(self.contents).items()}

    def _address(self, url: str) -> str:
        shown = printable(url)
        return linked(url, shown) if self.links else shown

    def _published(self, source: Source) -> str:
        return _published(source, self.lang)


def source_in_words(source: Source, lang: Lang) -> str:
    """What a reader looks a source up by: title, publisher, date."""
    return " · ".join(filter(None, (source.title, source.publisher, _published(source, lang))))


def _published(source: Source, lang: Lang) -> str:
    return in_words(source.date, "", lang, occurrence=True)


def wrapped(text: str, width: int, first: str = "") -> Sequence[str]:
    """A paragraph in lines of at most `width` characters, the first of which begins with a mark."""
    return textwrap.wrap(
        printable(text).replace("\n", " "),
        width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
