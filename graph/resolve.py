"""Finds out who is who: which entity of the graph each reference in a file means, or that it is a new one.

Nothing is merged on a likeness. What only looks alike is kept apart and listed as in doubt.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from graph.dates import PartialDate, parse_date, span
from graph.errors import Problem
from graph.markings import Marking, strictest
from graph.model import (
    STATED_IN,
    Batch,
    Claim,
    Contents,
    Ref,
    Source,
    SourceRow,
    Statement,
    claim_id,
    names_in,
    opaque_id,
)
from graph.names import form_of, match_key, search_key
from graph.schema import schema
from graph.text import Text

_ALIKE = 88.0  # rapidfuzz ratio of two match keys from which a user should look
_ALIKE_WORDS = 70.0  # of the words that the two do not share
_SUGGESTED = 70.0  # rapidfuzz ratio from which a name is offered instead of one that nothing bears
_AS_GOOD = 15.0  # further below the best one than this, a name is no longer offered
_CODES_TOLD = 10  # more than these of a place's lone codes are counted


@dataclass(frozen=True, slots=True)
class Resolution:
    """A batch whose references are entities.

    Attributes:
        claims: The batch's claims, each once, with their ids; not yet marked with a load.
        kinds: The kind of every entity they are about, by id.
        sources: The sources they cite, by id.
        problems: References that mean nothing, or several things.
        doubts: Names that look like others and were kept apart; what codes of places mean that stand alone.
        repeats: Rows that say what an earlier row said.
    """

    claims: tuple[Claim, ...]
    kinds: Mapping[str, str]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    doubts: tuple[Text, ...]
    repeats: tuple[Text, ...]


def resolve(batch: Batch, known: Contents, *, secret: str, default_tlp: Marking) -> Resolution:
    """Resolve a batch against a graph.

    Args:
        batch: What the files state.
        known: What the store holds.
        secret: The store's, for the ids of what is new.
        default_tlp: The marking of rows that have none, of sources that have none.
    """
    return _Resolver(batch, known, secret, default_tlp).run()


@dataclass
class _Index:
    """Where an entity can be known by."""

    kinds: dict[str, str] = field(default_factory=dict)
    by_key: dict[tuple[str, str, str], str] = field(default_factory=dict)
    by_ruc: dict[str, str] = field(default_factory=dict)
    by_name: dict[tuple[str, str], dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    names: dict[str, str] = field(default_factory=dict)
    match_keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    keyed: set[tuple[str, str]] = field(default_factory=set)

    def add(self, entity_id: str, kind: str, dataset: str, ref: Ref, names: Iterable[str]) -> None:
        """Remember one way in which an entity was written."""
        self.kinds[entity_id] = kind
        if key := ref.cell("key"):
            self.by_key.setdefault((dataset, kind, key), entity_id)
            self.keyed.add((dataset, entity_id))
        if ruc := ref.cell("ruc"):
            self.by_ruc.setdefault(ruc, entity_id)
        for name in names:
            key = match_key(name, kind)
            self.by_name[kind, key][entity_id].add(form_of(name))
            self.match_keys[entity_id].add(key)
            self.names.setdefault(entity_id, name)

    def named(self, kind: str, name: str) -> list[str]:
        """The entities of a kind that bear a name, but for those of another legal form."""
        form = form_of(name) if kind == "Organisation" else ""
        forms = self.by_name.get((kind, match_key(name, kind)), {})
        if kind != "Organisation" or not form:
            return list(forms)
        return [entity for entity, its in forms.items() if form in its or "" in its]


class _Resolver:
    def __init__(self, batch: Batch, known: Contents, secret: str, default_tlp: Marking) -> None:
        self._batch = batch
        self._secret = secret
        self._default_tlp = default_tlp
        self._known = known
        self._index = _Index()
        self._problems: list[Problem] = []
        self._doubts: list[Text] = []
        # Of other data sets and of this batch: a data set may correct its own.
        self._rucs: dict[str, str] = {}
        self._lone_codes: dict[str, None] = {}
        own = SourceRow("", batch.dataset, class_="internal")
        self._sources = self._one_a_document({"": own, **batch.sources})
        for claim in known.claims:
            if claim.type == STATED_IN:
                kind = known.entities[claim.subject].kind
                ref = Ref.from_canonical(claim.subject_ref)
                self._index.add(claim.subject, kind, claim.dataset, ref, names_in(claim.fields))
                if ref.cell("ruc") and claim.dataset != batch.dataset:
                    self._rucs.setdefault(claim.subject, ref.cell("ruc"))

    def run(self) -> Resolution:
        naming = [item for item in self._batch.statements if item.type == STATED_IN]
        relations = [item for item in self._batch.statements if item.type != STATED_IN]
        resolved = [(item, entity, "") for item in naming if (entity := self._entity_of_row(item))]
        named = {(item.address, entity) for item, entity, _ in resolved}
        for statement in relations:
            subject = self._end(statement, "subject")
            object_ = self._end(statement, "object")
            if subject and object_ and statement.object:
                resolved.append((statement, subject, object_))
                for ref, entity in ((statement.subject, subject), (statement.object, object_)):
                    if (statement.address, entity) not in named and self._is_written_by_name(ref, entity):
                        resolved.append((_mention(statement, ref, self._index.kinds[entity]), entity, ""))
        for statement in {item.address: item for item in self._batch.statements}.values():
            self._check_marking(statement)
        claims, repeats = self._claims(resolved)
        cited = {claim.source for claim in claims}
        sources = {source.id: source for source in self._sources.values() if source.id in cited}
        kinds = {end: self._index.kinds[end] for claim in claims for end in claim.ends}
        doubts = (*dict.fromkeys(self._doubts), *self._told_codes())
        return Resolution(claims, kinds, sources, tuple(self._problems), doubts, repeats)

    def _is_written_by_name(self, ref: Ref, entity: str) -> bool:
        return bool(ref.cell("name")) and self._index.kinds[entity] not in schema().places

    def _one_a_document(self, rows: Mapping[str, SourceRow]) -> dict[str, Source]:
        """The sources by their keys; rows with one URL are one document, which is as strict as any says.

        What other data sets say of a document stays: a load speaks for its own data set alone.
        """
        written = {key: self._source(row) for key, row in rows.items()}
        others = {claim.source for claim in self._known.claims if claim.dataset != self._batch.dataset}
        documents: dict[str, Source] = {}
        for source in written.values():
            told = self._known.sources[source.id] if source.id in others else source
            first = documents.setdefault(source.id, told)
            markings = [item.tlp for item in (first, told, source) if item.tlp is not None]
            documents[source.id] = replace(first, tlp=strictest(markings) if markings else None)
        return {key: documents[source.id] for key, source in written.items()}

    def _check_marking(self, statement: Statement) -> None:
        """That a row is looser than its source's own row is told by the loader; than others, here."""
        source, own = self._sources.get(statement.source), self._batch.sources.get(statement.source)
        if source is None or source.tlp is None or statement.tlp is None or statement.tlp >= source.tlp:
            return
        if own is None or own.tlp is None or statement.tlp >= own.tlp:
            strict = source.tlp.label
            self._problem(
                statement, "tlp", statement.tlp.label,
                f"is looser than its source, which another row or data set marks {strict}. Write that, or a "
                "stricter one.",
                f"es más abierta que su fuente, que otra fila u otro conjunto de datos marca {strict}. "
                "Escriba esa, o una más estricta.",
            )  # fmt: skip

    def _source(self, row: SourceRow) -> Source:
        ref = normal_url(row.url) if row.url else f"{self._batch.dataset}|{row.key}"
        source_id = opaque_id(self._secret, "Source", ref)
        fields = (row.title, row.publisher, row.class_, row.date, row.url, row.language, row.tlp)
        return Source(source_id, ref, *fields)

    def _entity_of_row(self, statement: Statement) -> str:
        """The entity that a row of its own sheet describes: a known one, or a new one."""
        ref, kind = statement.subject, statement.subject.kind
        names = list(dict.fromkeys([*filter(None, [ref.cell("name")]), *names_in(statement.fields)]))
        if schema().kinds[kind].place:
            entity = self._place_of_row(statement, names)
        else:
            entity = self._known_by_number(ref, kind) or self._known_by_name(statement, names)
        if entity:
            self._check_ruc(statement, entity)
            self._index.add(entity, kind, self._batch.dataset, ref, names)
        return entity

    def _check_ruc(self, statement: Statement, entity: str) -> None:
        """Two numbers of the tax register are two organisations, whatever they are called."""
        ruc = statement.subject.cell("ruc")
        if not ruc or (its := self._rucs.setdefault(entity, ruc)) == ruc:
            return
        name = self._index.names.get(entity, statement.subject.shown)
        self._problem(
            statement, "ruc", ruc,
            f"is another RUC than {its}, which “{name}” has. Correct it, or if they are two, give this one a "
            "name that tells them apart.",
            f"es otro RUC que {its}, el de «{name}». Corríjalo o, si son dos, dé a esta un nombre que las "
            "distinga.",
        )  # fmt: skip

    def _known_by_number(self, ref: Ref, kind: str) -> str:
        by_key = self._index.by_key.get((self._batch.dataset, kind, ref.cell("key")), "")
        return by_key or self._index.by_ruc.get(ref.cell("ruc"), "")

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
            others = [hit for hit in hits if (self._batch.dataset, hit) in self._index.keyed]
            for other in others:
                del hits[other]
                self._doubt(name, other)
        if len(hits) == 1:
            return next(iter(hits))
        if len(hits) > 1:
            self._ambiguous(statement, "subject", list(hits))
            return ""
        self._look_for_likeness(name, kind)
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

    def _end(self, statement: Statement, end: str, *, report: bool = True) -> str:
        """The entity at one end of a statement; a problem if it means none, or several."""
        ref = statement.subject if end == "subject" or statement.object is None else statement.object
        kinds = (ref.kind,) if ref.kind else _allowed_kinds(statement.type, end)
        if code := ref.cell("ubigeo"):
            if self._index.kinds.get(code) in kinds:
                if self._agrees(code, ref):
                    self._note_lone_code(statement, ref, code)
                    return code
                if report:
                    self._disagreement(statement, end, ref, code)
                return ""
            hits: list[str] = []
        else:
            hits = self._hits(ref, kinds)
        if len(hits) == 1:
            return hits[0]
        if report and hits:
            self._ambiguous(statement, end, hits)
        elif report:
            self._nobody(statement, end, ref, kinds)
        return ""

    def _hits(self, ref: Ref, kinds: Sequence[str]) -> list[str]:
        by_number = [hit for kind in kinds if (hit := self._known_by_number(ref, kind))]
        if by_number:  # each sheet may count from 1, so that one number means several
            return list(dict.fromkeys(by_number))
        name = ref.cell("name") or ref.cell("key")
        hits = dict.fromkeys(hit for kind in kinds for hit in self._index.named(kind, name))
        return [hit for hit in hits if self._lies_in(hit, ref)]

    def _lies_in(self, entity: str, ref: Ref) -> bool:
        """Whether a place lies in the province and region that its reference names; others always do."""
        if self._index.kinds[entity] not in schema().places:
            return True
        for kind, cell in (("Province", "province"), ("Region", "region")):
            if text := ref.cell(cell):
                digits = schema().kinds[kind].digits  # a spreadsheet eats the zero in front
                parents = [text.zfill(digits)] if text.isdigit() else self._index.named(kind, text)
                if not any(entity.startswith(parent) for parent in parents):
                    return False
        return True

    def _agrees(self, code: str, ref: Ref) -> bool:
        """Whether a place's code means the place whose name, province and region stand beside it."""
        name = ref.cell("name")
        is_named_so = not name or match_key(name, self._index.kinds[code]) in self._index.match_keys[code]
        return is_named_so and self._lies_in(code, ref)

    def _note_lone_code(self, statement: Statement, ref: Ref, code: str) -> None:
        """Remember a code beside which nothing tells INEI's from RENIEC's."""
        if len(ref.cells) == 1 and not schema().types[statement.type].reference:
            self._lone_codes.setdefault(code)

    def _told_codes(self) -> tuple[Text, ...]:
        """The lone codes in words, so that who typed them sees what they mean."""
        told = [
            Text(f"{code} is {place.en}.", f"{code} es {place.es}.")
            for code in list(self._lone_codes)[:_CODES_TOLD]
            for place in [self._place_in_words(code)]
        ]
        if more := len(self._lone_codes) - len(told):
            told.append(Text(f"… and {more} more codes.", f"… y {more} códigos más."))
        return tuple(told)

    def _place_in_words(self, code: str) -> Text:
        name, province, region = (self._index.names.get(each, each) for each in (code, code[:4], code[:2]))
        if self._index.kinds[code] == "District":
            return Text(
                f"{name}, province of {province}, {region}", f"{name}, provincia de {province}, {region}"
            )
        if self._index.kinds[code] == "Province":
            return Text(f"the province of {name}, {region}", f"la provincia de {name}, {region}")
        return Text(f"the region of {name}", f"la región de {name}")

    def _claims(
        self, resolved: Iterable[tuple[Statement, str, str]]
    ) -> tuple[tuple[Claim, ...], tuple[Text, ...]]:
        claims: dict[str, Claim] = {}
        first: dict[str, Statement] = {}
        repeats: list[Text] = []
        for statement, subject, object_ in resolved:
            source = self._sources.get(statement.source) or self._sources[""]  # told by the loader
            claim = self._claim(statement, subject, object_ or source.id, source)
            if claim.id in claims:
                repeats += _repeat(statement, first[claim.id])
                continue
            claims[claim.id], first[claim.id] = claim, statement
        return tuple(claims.values()), tuple(dict.fromkeys(repeats))

    def _claim(self, statement: Statement, subject: str, object_: str, source: Source) -> Claim:
        start, end = parse_date(statement.start), parse_date(statement.end)
        occurrence = schema().occurs(statement.type, self._index.kinds[subject])
        bare = Claim(
            id="",
            type=statement.type,
            subject=subject,
            object=object_,
            source=source.id,
            tlp=_marking(statement.tlp, source.tlp, self._default_tlp),
            subject_ref=statement.subject.canonical(),
            object_ref=statement.object.canonical() if statement.object else "",
            confidence=statement.confidence,
            locator=statement.locator,
            quote=statement.quote,
            note=statement.note,
            start=start.edtf,
            end=end.edtf,
            role=statement.role,
            office=statement.office,
            entity_tlp=statement.entity_tlp,
            fields=statement.fields,
            dataset=self._batch.dataset,
            row=f"{statement.address.sheet}:{statement.address.row}",
            **_days(start, end, occurrence=occurrence),
        )
        undirected = statement.type != STATED_IN and schema().types[statement.type].undirected
        return replace(bare, id=claim_id(bare, source.ref, undirected=undirected))

    def _look_for_likeness(self, name: str, kind: str) -> None:
        keys = {
            key: next(iter(ids)) for (its, key), ids in self._index.by_name.items() if its == kind and ids
        }
        key = match_key(name, kind)
        near = process.extract(key, list(keys), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5)
        alike = next((hit[0] for hit in near if _differ_by_spelling(key, hit[0])), "")
        if alike:
            self._doubt(name, keys[alike])

    def _doubt(self, name: str, other: str) -> None:
        like = self._called(other)
        self._doubts.append(
            Text(
                f"“{name}” looks like “{like.en}”; kept apart. If they are one, write the same name or id.",
                f"«{name}» se parece a «{like.es}»; quedan separados. Si son lo mismo, escriba el mismo "
                "nombre o id.",
            )
        )

    def _problem(self, statement: Statement, end: str, value: str, en: str, es: str) -> None:
        column = statement.columns.get(end, "")
        self._problems.append(Problem(statement.address, column, value, Text(en, es)))

    def _disagreement(self, statement: Statement, end: str, ref: Ref, code: str) -> None:
        place = self._place_in_words(code)
        beside = [text for cell in ("name", "province", "region") if (text := ref.cell(cell))]
        self._problem(
            statement, end, " ".join((*beside, code)),
            f"INEI's code {code} is {place.en}; RENIEC numbers places otherwise. Correct the code or the "
            "name.",
            f"el código {code} del INEI es {place.es}; RENIEC usa otros códigos. Corrija el código o el "
            "nombre.",
        )  # fmt: skip

    def _ambiguous(self, statement: Statement, end: str, hits: Sequence[str]) -> None:
        options = "; ".join(sorted(self._described(hit) for hit in hits))
        opciones = "; ".join(sorted(self._described(hit, es=True) for hit in hits))
        ref = statement.subject if end == "subject" or statement.object is None else statement.object
        self._problem(
            statement, end, ref.shown,
            f"may mean {options}. Say which: its kind, its province, or its id or ubigeo.",
            f"puede ser {opciones}. Diga cuál: su tipo, su provincia, o su id o ubigeo.",
        )  # fmt: skip

    def _described(self, entity: str, *, es: bool = False) -> str:
        kind = self._index.kinds[entity]
        label = schema().kinds[kind].label.in_("es" if es else "en").lower()
        parent = ""
        if kind == "District":
            parent = f", {self._index.names.get(entity[:4], entity[:4])}"
        code = f" {entity}" if kind in schema().places else ""
        return f"{self._index.names.get(entity, '')} ({label}{code}{parent})"

    def _nobody(self, statement: Statement, end: str, ref: Ref, kinds: Sequence[str]) -> None:
        words = " / ".join(schema().kinds[kind].label.en.lower() for kind in kinds)
        palabras = " / ".join(schema().kinds[kind].label.es.lower() for kind in kinds)
        near = self._alike(ref.shown, kinds)
        hint = f"Did you mean {', '.join(f'“{name.en}”' for name in near)}? Else add" if near else "Add"
        pista = (
            f"¿Quiso decir {', '.join(f'«{name.es}»' for name in near)}? Si no, agregue"
            if near
            else "Agregue"
        )
        self._problem(
            statement, end, ref.shown,
            f"no {words} of that name is in this file or in the graph. {hint} a row for it in its sheet.",
            f"no hay {palabras} con ese nombre en este archivo ni en el grafo. {pista} una fila en su hoja.",
        )  # fmt: skip

    def _called(self, entity: str) -> Text:
        """What an entity is called in either language; by what the file writes, if the file brings it."""
        known = self._known.entities.get(entity)
        written = self._index.names.get(entity, entity)
        return known.name if known else Text(written, written)

    def _alike(self, name: str, kinds: Sequence[str]) -> list[Text]:
        """The names that are most like one that nothing bears, without what `match_key` sets aside."""
        keys = {
            (entity, key): search_key(key)  # without tildes: a slip in one is the likeliest slip
            for entity, its in self._index.match_keys.items()
            if self._index.kinds[entity] in kinds
            for key in its
        }
        written = {search_key(match_key(name, kind)) for kind in kinds}
        hits = [
            hit
            for key in sorted(written)
            for hit in process.extract(key, keys, scorer=fuzz.WRatio, limit=3, score_cutoff=_SUGGESTED)
        ]
        best = sorted(hits, key=lambda hit: (-hit[1], hit[0]))
        close = [hit for hit in best if hit[1] >= best[0][1] - _AS_GOOD]
        return list(dict.fromkeys(self._called(hit[2][0]) for hit in close))[:3]


def _repeat(statement: Statement, earlier: Statement) -> list[Text]:
    """That a row says what an earlier one said; nothing if they are one row, or name in passing."""
    row, before = statement.address, earlier.address
    if row == before or (statement.type == STATED_IN and statement.confidence == "low"):
        return []
    if (row.file, row.sheet) != (before.file, before.sheet):
        return [
            Text(f"{row.in_('en')} repeats {before.in_('en')}", f"{row.in_('es')} repite {before.in_('es')}")
        ]
    return [Text(f"{row.in_('en')} repeats row {before.row}", f"{row.in_('es')} repite la fila {before.row}")]


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


def _differ_by_spelling(one: str, other: str) -> bool:
    """Whether what two keys do not share looks alike: not so for other numbers, or another place's name."""
    words, others = one.split(), other.split()
    mine = [word for word in words if word not in others]
    its = [word for word in others if word not in words]
    if any(char.isdigit() for char in "".join((*mine, *its))):
        return False
    return fuzz.ratio(" ".join(mine), " ".join(its)) >= _ALIKE_WORDS if mine and its else True


def _full_names(statement: Statement) -> list[str]:
    return [str(statement.fields[name]) for name in ("name_en", "name_es") if statement.fields.get(name)]


def _allowed_kinds(claim_type: str, end: str) -> tuple[str, ...]:
    if claim_type == STATED_IN:
        return tuple(schema().kinds)
    relation = schema().types[claim_type]
    return relation.subjects if end == "subject" else relation.objects


def _marking(of_row: Marking | None, of_source: Marking | None, default: Marking) -> Marking:
    if of_row is not None:
        return of_row
    return default if of_source is None else of_source


def _days(start: PartialDate, end: PartialDate, *, occurrence: bool) -> dict[str, str]:
    days = span(start, end, occurrence=occurrence)
    return {name: getattr(days, name) for name in ("start_min", "start_max", "end_min", "end_max")}


def normal_url(url: str) -> str:
    """A URL without what does not tell documents apart: scheme, "www.", port 80/443, fragment, last slash."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"
