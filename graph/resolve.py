"""Finds out who is who: which entity of the graph each reference in a file means, or that it is a new one.

Nothing is merged on a likeness. What only looks alike is kept apart and listed as in doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from graph import quarrels
from graph.claiming import ClaimMaker
from graph.documents import documents_of
from graph.errors import Address, Problem
from graph.index import Index
from graph.known import Known, Naming
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Claim, Ref, Source, Statement, names_in, opaque_id
from graph.names import match_key
from graph.schema import schema
from graph.text import Text

_CODES_TOLD = 10  # more than these of a place's lone codes are counted
_SOURCES_TOLD = 10  # likewise
_HELPED = 200  # names that nobody bears; for more, nobody reads what they may have been meant for
_NAMES_OFFERED = 3
_Resolved = tuple[Statement, str, str]  # with the ids of its subject and, of a relation, its object


@dataclass(frozen=True, slots=True)
class Resolution:
    """A batch whose references are entities.

    Attributes:
        claims: The batch's claims, each once, by their ids.
        kinds: The kind of every entity they are about, by id.
        new_entities: The ids of those that the graph did not hold.
        sources: The sources they cite, by id.
        problems: References that mean nothing, or several things.
        doubts: Names that look like others and were kept apart; what codes of places mean that stand alone.
        repeats: Rows that say what an earlier row said.
    """

    claims: Mapping[str, Claim]
    kinds: Mapping[str, str]
    new_entities: AbstractSet[str]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    doubts: tuple[Text, ...]
    repeats: tuple[Text, ...]


def resolve(
    batch: Batch, known: Known, *, secret: str, default_tlp: Marking, load: str = "", recorded: str = ""
) -> Resolution:
    """Resolve a batch against a graph.

    Args:
        batch: What the files state.
        known: The graph it goes into.
        secret: The store's, for the ids of what is new.
        default_tlp: The marking of rows that have none, of sources that have none.
        load: The id of the load that the claims are for.
        recorded: When it is made.
    """
    return _Resolver(batch, known, secret).run(ClaimMaker(batch, default_tlp, load, recorded))


class _Resolver:
    def __init__(self, batch: Batch, known: Known, secret: str) -> None:
        self._batch = batch
        self._secret = secret
        self._known = known
        self._problems: list[Problem] = []
        self._unknown = 0  # references that mean nobody
        self._unread: dict[str, AbstractSet[str]] = {}  # match keys of the unread cells, by kind
        self._doubts: list[Text] = []
        self._lone_codes: dict[str, None] = {}
        self._sources = documents_of(batch, known, secret)
        namings = list(known.namings())
        self._index = Index(namings)
        self._held = frozenset(self._index.kinds)
        # Of other data sets and of this batch: a data set may correct its own.
        self._rucs: dict[str, str] = {}
        for naming in namings:
            if (ruc := naming.ref.cell("ruc")) and naming.dataset != batch.dataset:
                self._rucs.setdefault(naming.entity, ruc)
        self._ends: dict[tuple[Ref, tuple[str, ...]], str] = {}  # the same reference means the same each time

    def run(self, maker: ClaimMaker) -> Resolution:
        made = _Made()
        kinds: dict[str, str] = {}
        for statement, subject, object_ in self._resolved():
            source = self._sources.get(statement.source) or self._sources[""]  # told by the loader
            kind = kinds[subject] = self._index.kinds[subject]
            if object_:
                kinds[object_] = self._index.kinds[object_]
            made.add(maker.claim(statement, kind, (subject, object_ or source.id), source), statement)
        cited = {claim.source for claim in made.claims.values()}
        sources = {source.id: source for source in self._sources.values() if source.id in cited}
        doubts = (*dict.fromkeys(self._doubts), *self._told_codes(), *self._told_sources())
        new = kinds.keys() - self._held
        return Resolution(
            made.claims, kinds, new, sources, tuple(self._problems), doubts, tuple(made.repeats)
        )

    def _resolved(self) -> Iterator[_Resolved]:
        """The statements whose references mean something: first rows of entities, which relations name."""
        named = set()
        row = None
        for statement in self._batch.statements:
            if statement.address is not row:
                row = statement.address
                self._check_marking(statement)
            if statement.type == STATED_IN and (entity := self._entity_of_row(statement)):
                named.add((statement.address, entity))
                yield statement, entity, ""
        for statement in self._batch.statements:
            if not statement.type:
                self._look_up(statement)
            elif statement.type != STATED_IN:
                yield from self._relation(statement, named)

    def _look_up(self, statement: Statement) -> None:
        """The name in a row that is otherwise wrong: nobody's, it is told in the same round."""
        ref = statement.subject
        kinds = (ref.kind,) if ref.kind else tuple(schema().kinds)
        if not (ref.cell("ubigeo") or self._hits(ref, kinds)):
            self._nobody(statement, "subject", ref, kinds)

    def _relation(self, statement: Statement, named: set[tuple[Address, str]]) -> Iterator[_Resolved]:
        """A relation, and what its row says of its ends by writing their names."""
        subject = self._end(statement, "subject")
        object_ = self._end(statement, "object")
        if not (subject and object_ and statement.object):
            return
        yield statement, subject, object_
        for ref, entity in ((statement.subject, subject), (statement.object, object_)):
            if self._is_written_by_name(ref, entity) and (statement.address, entity) not in named:
                yield _mention(statement, ref, self._index.kinds[entity]), entity, ""

    def _is_written_by_name(self, ref: Ref, entity: str) -> bool:
        return bool(ref.cell("name")) and self._index.kinds[entity] not in schema().places

    def _check_marking(self, statement: Statement) -> None:
        """That a row is looser than its source's own row is told by the loader; than others, here."""
        source, own = self._sources.get(statement.source), self._batch.sources.get(statement.source)
        if source is None or source.tlp is None or statement.tlp is None or statement.tlp >= source.tlp:
            return
        if own is None or own.tlp is None or statement.tlp >= own.tlp:
            told = quarrels.looser_than_others(source.tlp.label)
            self._problem(statement, "tlp", statement.tlp.label, told)

    def _entity_of_row(self, statement: Statement) -> str:
        """The entity that a row of its own sheet describes: a known one, or a new one."""
        ref, kind = statement.subject, statement.subject.kind
        names = dict.fromkeys([*filter(None, [ref.cell("name")]), *names_in(statement.fields)])
        if schema().kinds[kind].place:
            entity = self._place_of_row(statement, tuple(names))
        else:
            entity = self._index.numbered(self._batch.dataset, kind, ref) or self._known_by_name(
                statement, tuple(names)
            )
        if entity:
            self._check_ruc(statement, entity)
            self._index.add(Naming(entity, kind, self._batch.dataset, ref, tuple(names)))
        return entity

    def _check_ruc(self, statement: Statement, entity: str) -> None:
        """Two numbers of the tax register are two organisations, whatever they are called."""
        ruc = statement.subject.cell("ruc")
        if ruc and (its := self._rucs.setdefault(entity, ruc)) != ruc:
            name = self._index.names.get(entity, statement.subject.shown)
            self._problem(statement, "ruc", ruc, quarrels.another_ruc(its, name))

    def _known_by_name(self, statement: Statement, names: Sequence[str]) -> str:
        ref, kind = statement.subject, statement.subject.kind
        name = ref.cell("name") or names[0]
        hits = dict.fromkeys(
            hit
            for each in dict.fromkeys((name, *_full_names(statement)))
            for hit in self._index.named(kind, each)
        )
        if ref.cell("key"):
            # Two ids of one table are two entities, whatever they are called.
            for other in [hit for hit in hits if self._index.has_key_in(self._batch.dataset, hit)]:
                del hits[other]
                self._doubts.append(quarrels.alike(name, self._called(other)))
        if len(hits) == 1:
            return next(iter(hits))
        if len(hits) > 1:
            self._ambiguous(statement, ref, list(hits))
            return ""
        if like := self._index.spelled_like(kind, name):
            self._doubts.append(quarrels.alike(name, self._called(like)))
        return opaque_id(self._secret, self._batch.dataset, kind, ref.canonical())

    def _place_of_row(self, statement: Statement, names: Sequence[str]) -> str:
        ref, kind = statement.subject, statement.subject.kind
        code = ref.cell("ubigeo")
        if not code:
            return self._end(statement, "subject")
        known = self._index.match_keys.get(code)
        if known and names and not any(match_key(name, kind) in known for name in names):
            self._disagreement(statement, "subject", ref, code)
            return ""
        return code

    def _end(self, statement: Statement, end: Literal["subject", "object"]) -> str:
        """The entity at one end of a statement; a problem if it means none, or several."""
        ref = statement.subject if end == "subject" or statement.object is None else statement.object
        kinds = (ref.kind,) if ref.kind else _allowed_kinds(statement.type, end)
        if known := self._ends.get((ref, kinds)):
            return known
        found = (
            self._place_coded(statement, end, ref, kinds)
            if ref.cell("ubigeo")
            else self._called_so(statement, end, ref, kinds)
        )
        if found and statement.type != STATED_IN:
            self._ends[ref, kinds] = found
        return found

    def _place_coded(self, statement: Statement, end: str, ref: Ref, kinds: Sequence[str]) -> str:
        code = ref.cell("ubigeo")
        if self._index.kinds.get(code) not in kinds:
            self._nobody(statement, end, ref, kinds)
            return ""
        if not self._index.agrees(code, ref):
            self._disagreement(statement, end, ref, code)
            return ""
        if len(ref.cells) == 1 and not schema().types[statement.type].reference:
            self._lone_codes.setdefault(code)  # nothing beside it tells INEI's from RENIEC's
        return code

    def _called_so(self, statement: Statement, end: str, ref: Ref, kinds: Sequence[str]) -> str:
        hits = self._hits(ref, kinds)
        if len(hits) == 1:
            return hits[0]
        if hits:
            self._ambiguous(statement, ref, hits, end)
        else:
            self._nobody(statement, end, ref, kinds)
        return ""

    def _hits(self, ref: Ref, kinds: Sequence[str]) -> list[str]:
        numbered = [hit for kind in kinds if (hit := self._index.numbered(self._batch.dataset, kind, ref))]
        if numbered:  # each sheet may count from 1, so that one number means several
            return list(dict.fromkeys(numbered))
        name = ref.cell("name") or ref.cell("key")
        hits = dict.fromkeys(hit for kind in kinds for hit in self._index.named(kind, name))
        return [hit for hit in hits if self._index.lies_in(hit, ref)]

    def _told_codes(self) -> tuple[Text, ...]:
        """The lone codes in words, so that who typed them sees what they mean."""
        told = [
            Text(f"{code} is {place.en}.", f"{code} es {place.es}.")
            for code in list(self._lone_codes)[:_CODES_TOLD]
            for place in [self._index.place_in_words(code)]
        ]
        if more := len(self._lone_codes) - len(told):
            told.append(Text(f"… and {more} more codes.", f"… y {more} códigos más."))
        return tuple(told)

    def _told_sources(self) -> tuple[Text, ...]:
        """The rows of sources that nothing cites, and those that have nothing but an id."""
        cited = {statement.source for statement in self._batch.statements}
        rows = self._batch.sources.values()
        told = [quarrels.uncited(row) for row in rows if row.key not in cited]
        told += [quarrels.untitled(row) for row in rows if row.key in cited and not row.title]
        if (more := len(told) - _SOURCES_TOLD) > 0:
            told[_SOURCES_TOLD:] = [Text(f"… and {more} more sources.", f"… y {more} fuentes más.")]
        return tuple(told)

    def _problem(self, statement: Statement, end: str, value: str, text: Text) -> None:
        column = statement.columns.get(end, "")
        self._problems.append(Problem(statement.address, column, value, text))

    def _may_lack_a_cell(self, statement: Statement) -> bool:
        """Whether the row has cells that were not read, and its province or kind may stand in one."""
        return (statement.address.file, statement.address.sheet) in self._batch.unread.sheets

    def _disagreement(self, statement: Statement, end: str, ref: Ref, code: str) -> None:
        beside = [text for cell in ("name", "province", "region") if (text := ref.cell(cell))]
        told = quarrels.disagreement(code, self._index.place_in_words(code))
        self._problem(statement, end, " ".join((*beside, code)), told)

    def _ambiguous(self, statement: Statement, ref: Ref, hits: Sequence[str], end: str = "subject") -> None:
        if self._may_lack_a_cell(statement):
            return
        told = quarrels.several([self._index.in_words(hit) for hit in hits])
        self._problem(statement, end, ref.shown, told)

    def _nobody(self, statement: Statement, end: str, ref: Ref, kinds: Sequence[str]) -> None:
        if self._may_be_unread(ref, kinds):
            return
        self._unknown += 1
        suggested = self._index.suggested(ref.shown, kinds) if self._unknown <= _HELPED else []
        near = [self._called(hit) for hit in suggested]
        told = quarrels.nobody(kinds, list(dict.fromkeys(near))[:_NAMES_OFFERED])
        self._problem(statement, end, ref.shown, told)

    def _may_be_unread(self, ref: Ref, kinds: Sequence[str]) -> bool:
        """Whether what a reference names may stand in the files where they could not be read."""
        unread = self._batch.unread
        if unread.any_file:
            return True
        return any(match_key(ref.shown, kind) in self._unread_keys(kind) for kind in kinds)

    def _unread_keys(self, kind: str) -> AbstractSet[str]:
        if kind not in self._unread:
            self._unread[kind] = frozenset(match_key(cell, kind) for cell in self._batch.unread.cells)
        return self._unread[kind]

    def _called(self, entity: str) -> Text:
        """What an entity is called in either language; by what the file writes, if the file brings it."""
        known = self._known.entities([entity])
        written = self._index.names.get(entity, entity)
        return known[entity].name if known else Text(written, written)


class _Made:
    """The claims made so far, each once, and the rows that repeat an earlier one."""

    def __init__(self) -> None:
        self.claims: dict[str, Claim] = {}
        self.repeats: dict[Text, None] = {}
        self._makers: list[Statement] = []  # of the claims, in their order
        self._first: dict[str, Statement] | None = None  # the same by claim, once a row repeats another

    def add(self, claim: Claim, statement: Statement) -> None:
        """Keep a claim, or note that it is there."""
        if self.claims.setdefault(claim.id, claim) is claim:
            self._makers.append(statement)
            if self._first is not None:
                self._first[claim.id] = statement
        elif not _is_in_passing(statement):
            if self._first is None:
                self._first = dict(zip(self.claims, self._makers, strict=True))
            earlier = self._first[claim.id]
            if statement.address != earlier.address:
                self.repeats.setdefault(quarrels.repeat(statement, earlier))


def _is_in_passing(statement: Statement) -> bool:
    return statement.type == STATED_IN and statement.confidence == "low"


def _mention(statement: Statement, ref: Ref, kind: str) -> Statement:
    """What a relation's row says of an entity by writing its name: that it bears this name, and no more."""
    name = ref.cell("name")
    return Statement(
        type=STATED_IN,
        subject=Ref(kind, ref.cells),
        object=None,
        source=statement.source,
        address=statement.address,
        locator=statement.locator,
        confidence="low",  # never preferred to a row that describes the entity
        tlp=statement.tlp,
        fields={"name_en": name, "name_es": name},
    )


def _full_names(statement: Statement) -> list[str]:
    return [str(statement.fields[name]) for name in ("name_en", "name_es") if statement.fields.get(name)]


def _allowed_kinds(claim_type: str, end: str) -> tuple[str, ...]:
    if claim_type == STATED_IN:
        return tuple(schema().kinds)
    relation = schema().types[claim_type]
    return relation.subjects if end == "subject" else relation.objects
