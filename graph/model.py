"""What passes between loaders, the graph and its stores: plain values, each saying what it means.

The centre is the `Claim`: one statement by one source at one place in it. Everything an entity shows is
computed from claims, so that a slice of the claims is a slice of the graph.
"""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from graph.errors import Address, Problem
from graph.markings import Marking
from graph.text import Text

Value = str | int | float | tuple[str, ...]
Fields = Mapping[str, Value]
NO_FIELDS: Fields = {}  # shared by the many claims that have none
NAME_FIELDS = ("name_en", "name_es", "short_en", "short_es", "aliases_en", "aliases_es")

STATED_IN = "STATED_IN"
PLACE_KEY = "ubigeo"

_ID_LENGTH = 20
_NOWHERE = Address("")


class Ref(NamedTuple):
    """An entity as a source writes it: its kind ("" if the file leaves it open) and the cells that name it.

    The cells are `key`, `name`, `ubigeo`, `ruc`, `province`, `region`; at least one of the first four.
    """

    kind: str
    cells: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, kind: str, **cells: str) -> "Ref":
        """A reference from its cells; empty ones are left out."""
        return cls(kind, tuple(sorted((name, text) for name, text in cells.items() if text)))

    def cell(self, name: str) -> str:
        """One of the cells, or the empty string."""
        for cell, text in self.cells:
            if cell == name:
                return text
        return ""

    @property
    def shown(self) -> str:
        """The cell that a person would call its name."""
        return self.cell("name") or self.cell("key") or self.cell("ubigeo") or self.cell("ruc")

    def canonical(self) -> str:
        """The same text for the same reference, whatever the order and Unicode form it was written in."""
        return canonical([self.kind, dict(self.cells)])

    @classmethod
    def from_canonical(cls, text: str) -> "Ref":
        """The reverse of `canonical`."""
        kind, cells = json.loads(text)
        return cls.of(kind, **cells)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as a file describes it.

    Attributes:
        key: What the file's rows call it.
        tlp: Its own marking, if it was given one outright.
    """

    key: str
    title: str
    publisher: str = ""
    class_: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    tlp: Marking | None = None
    dataset: str = ""
    address: Address = _NOWHERE


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as a file makes it, before anyone knows which entities it is about.

    Attributes:
        type: A relation type, or STATED_IN for what is said of the entity itself; "" where the row is
            wrong, and the name in it is looked up all the same.
        subject: Who or what it is about.
        object: The other end; None for STATED_IN, whose other end is the source.
        source: The key of a `SourceRow` of the batch; "" cites the data set itself.
        start: EDTF; for STATED_IN the dates of the entity itself.
        tlp: The row's own marking, if it has one.
        entity_tlp: The marking of the entity's existence, if the row has one.
        columns: The heading under which the file gave each part, for error messages.
    """

    type: str
    subject: Ref
    object: Ref | None
    source: str
    address: Address
    locator: str = ""
    quote: str = ""
    note: str = ""
    start: str = ""
    end: str = ""
    confidence: str = "medium"
    tlp: Marking | None = None
    entity_tlp: Marking | None = None
    role: str = ""
    office: str = ""
    fields: Fields = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was loaded: its name without folders, and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What was not read of files that have problems, so that no name is called unknown for that alone.

    Attributes:
        cells: What the cells hold whose columns or sheets are not known.
        sheets: The file and sheet of each whose columns are not all known.
        any_file: Whether a whole file could not be read.
    """

    cells: frozenset[str] = frozenset()
    sheets: frozenset[tuple[str, str]] = frozenset()
    any_file: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What one load brings, as its files state it; `problems` keep it from being loaded."""

    dataset: str
    statements: tuple[Statement, ...]
    sources: Mapping[str, SourceRow]
    files: tuple[FileRecord, ...]
    problems: tuple[Problem, ...] = ()
    unread: Unread = field(default_factory=Unread)


class Claim(NamedTuple):
    """One statement by one source at one place in it: an arrow of the graph.

    A named tuple because a graph is read by the hundred thousand of them: it is made in a quarter of the
    time that a frozen dataclass takes, and a change of one field in a fifth.

    Attributes:
        id: A hash of what is claimed, as written (`claim_id`).
        object: An entity's id, or for STATED_IN that of the source.
        start: EDTF; `start_min` … `end_max` are ISO days computed from both.
        entity_tlp: On STATED_IN, the marking of the entity's existence, if stated.
        subject_ref: The end as the source wrote it (`Ref.canonical`), so that a merge can be taken apart.
        row: "sheet:row" of the file that brought it.
        recorded: When, ISO 8601, UTC, to the millisecond.
    """

    id: str
    type: str
    subject: str
    object: str
    source: str
    tlp: Marking
    subject_ref: str
    object_ref: str
    confidence: str = "medium"
    locator: str = ""
    quote: str = ""
    note: str = ""
    start: str = ""
    end: str = ""
    start_min: str = ""
    start_max: str = ""
    end_min: str = ""
    end_max: str = ""
    role: str = ""
    office: str = ""
    entity_tlp: Marking | None = None
    fields: Fields = NO_FIELDS
    dataset: str = ""
    load: str = ""
    row: str = ""
    recorded: str = ""

    @property
    def ends(self) -> tuple[str, ...]:
        """The ids of the entities it is about: two for a relation, one for STATED_IN."""
        return (self.subject,) if self.type == STATED_IN else (self.subject, self.object)

    @property
    def is_mention(self) -> bool:
        """Whether it says no more of an entity than a name, as a relation's row does that writes one.

        Such a row gives one writing in no language, so it stands for both (`resolve`).
        """
        names = {self.fields.get("name_en"), self.fields.get("name_es")}
        says_more = self.start or self.end or self.quote or self.note or self.entity_tlp is not None
        is_bare = self.fields.keys() == {"name_en", "name_es"} and len(names) == 1 and not says_more
        return self.type == STATED_IN and self.confidence == "low" and is_bare


@dataclass(frozen=True, slots=True)
class Source:
    """A document or record that claims cite.

    Attributes:
        ref: What it is known by: its normalised URL, else its data set and key.
        tlp: The marking it was given outright, or None.
    """

    id: str
    ref: str
    title: str
    publisher: str = ""
    class_: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    tlp: Marking | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What the graph shows of an organisation, mine, place …, computed from the claims that name it.

    `fields` always holds `name_en`, `name_es`, `search` (all names, folded) and `sort`.
    """

    id: str
    kind: str
    fields: Fields

    def text(self, name: str) -> str:
        """A text field, or the empty string."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def name(self) -> Text:
        """Its name in both languages; one stands for the other where only one is known."""
        return Text(self.text("name_en"), self.text("name_es"))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, short name and alias, without repetition."""
        return tuple(dict.fromkeys(filter(None, names_in(self.fields))))


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole graph in memory: what a store holds, or what a slice lets through."""

    entities: Mapping[str, Entity]
    claims: Sequence[Claim]
    sources: Mapping[str, Source]


class Verdict(Enum):
    """What a batch means to the graph, claim by claim."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "no longer said"


@dataclass(frozen=True, slots=True)
class Load:
    """The record of one load.

    Attributes:
        id: Sorts by time.
        files: What was loaded; none for what comes with the program.
        added: How many claims it added, `retracted`: how many it retracted; a changed claim is in both.
        counts: How many claims of each type were new, changed or the same, and, of what was no longer said,
            how many it retracted. Empty for a load of before this was kept.
        sources: How many sources it brought, changed or dropped.
    """

    id: str
    dataset: str
    recorded: str
    files: tuple[FileRecord, ...]
    added: int
    retracted: int
    counts: Mapping[Verdict, Mapping[str, int]] = field(default_factory=dict)
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a load would change, worked out before anything is written.

    Attributes:
        seq: The state of the store it was made against; applying it to another is refused.
        verdicts: How many claims of each type are new, changed, same or no longer said.
        add: Claims to add; `retract`: live claims to retract.
        entities: The entities to write, whole; `drop`: ids of those that nothing names any more.
        sources: The sources to write; `drop_sources`: ids of those that nothing cites any more.
        doubts: What a user should look at, in words: names that look like known ones and were kept apart,
            what codes of places mean that stand alone.
        repeats: Rows that say what an earlier row said, in words.
        already_in: Another data set that holds at least half of the batch already, or the empty string.
    """

    seq: int
    load: Load
    verdicts: Mapping[Verdict, Mapping[str, int]]
    add: tuple[Claim, ...]
    retract: tuple[Claim, ...]
    entities: tuple[Entity, ...]
    drop: tuple[str, ...]
    sources: tuple[Source, ...]
    drop_sources: tuple[str, ...]
    doubts: tuple[Text, ...] = ()
    repeats: tuple[Text, ...] = ()
    already_in: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether the graph already says all of it."""
        return not (self.add or self.retract or self.sources or self.drop_sources)


def names_in(fields: Fields) -> Iterator[str]:
    """The names, short names and aliases among the fields that a claim states or an entity shows."""
    for name in NAME_FIELDS:
        value = fields.get(name, ())
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: object) -> str:
    """JSON text that is equal for equal values: sorted keys, NFC, no spaces."""
    return unicodedata.normalize("NFC", _JSON.encode(value))


def opaque_id(secret: str, *parts: str) -> str:
    """An id that tells nothing of what it stands for without the store's secret (HMAC-SHA-256)."""
    message = canonical(parts).encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:_ID_LENGTH]
