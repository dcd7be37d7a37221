"""Words a slice of the graph for people: the one place where contents become a document that views draw."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from graph.dates import PartialDate, in_words, parse_date
from graph.markings import Marking, strictest
from graph.model import STATED_IN, Claim, Contents, Entity, Source, Value
from graph.schema import RelationType, Role, schema
from graph.slices import content_key
from graph.text import Lang, Text
from views import document as contract
from views.layout import positions

_VERSION = 1
_UNITS_A_LETTER = 7.0  # of a label's width, in the layout's units
_CONFIDENCE = {"high": 0, "medium": 1, "low": 2}
_SHOWN_ELSEWHERE = frozenset(
    {"name_en", "name_es", "short_en", "short_es", "aliases_en", "aliases_es", "summary_en", "summary_es",
     "type", "lat", "lon", "search", "sort", "start", "end"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occasion:
    """For whom, when and about what a document is made.

    Attributes:
        title: What it shows.
        lang: The language it opens in.
        audience: Whom it may be shown to.
        day: The day it is made.
        at: The time it shows, EDTF; empty when it is not cut by time.
        focal: The id of the entity it is about, or empty.
        steps: How far from there it reaches.
    """

    title: Text
    lang: Lang
    audience: Marking
    day: date
    at: str = ""
    focal: str = ""
    steps: int = 1


def document(contents: Contents, occasion: Occasion) -> contract.Document:
    """Word the contents of a slice.

    Places that only PART_OF and BORDERS tie are left out of the picture; so are those two, unless the
    document is about a place.

    Args:
        contents: What may be shown; nothing else is.
        occasion: For whom and about what.
    """
    return _Writer(contents, occasion).write()


class _Writer:
    def __init__(self, contents: Contents, occasion: Occasion) -> None:
        self._contents = contents
        self._occasion = occasion
        self._key = content_key(contents.entities, contents.sources)
        self._sources: dict[str, str] = {}
        ties = [claim for claim in contents.claims if claim.type != STATED_IN and self._is_drawn(claim)]
        self._ties = sorted(ties, key=self._order)
        drawn = set(chain.from_iterable(claim.ends for claim in ties)) | {occasion.focal}
        places = schema().places
        self._entities = [
            entity for entity in contents.entities.values() if entity.id in drawn or entity.kind not in places
        ]
        self._ids = {entity.id: f"n{number}" for number, entity in enumerate(self._entities, start=1)}
        self._naming: dict[str, list[Claim]] = defaultdict(list)
        for claim in contents.claims:
            if claim.type == STATED_IN:
                self._naming[claim.subject].append(claim)

    def write(self) -> contract.Document:
        occasion = self._occasion
        relations = self._relations()
        nodes = self._nodes()
        used = {node["group"] for node in nodes}
        return {
            "version": _VERSION,
            "title": _both(occasion.title),
            "lang": occasion.lang,
            "made": {
                "audience": occasion.audience.label,
                "date": occasion.day.isoformat(),
                "at": occasion.at or None,
                "withheld": [],
            },
            "focal": self._ids.get(occasion.focal),
            "steps": occasion.steps,
            "groups": [_group(key) for key in schema().groups if key in used],
            "nodes": nodes,
            "relations": relations,
            "sources": [self._source(key, short) for key, short in self._sources.items()],
        }

    def _is_drawn(self, claim: Claim) -> bool:
        focal = self._contents.entities.get(self._occasion.focal)
        about_place = focal is not None and focal.kind in schema().places
        return about_place or not schema().types[claim.type].reference

    def _order(self, claim: Claim) -> tuple[object, ...]:
        return list(schema().types).index(claim.type), *self._key(claim)

    def _nodes(self) -> list[contract.Node]:
        spots = self._spots()
        return [self._node(entity, *spots[self._ids[entity.id]]) for entity in self._entities]

    def _spots(self) -> Mapping[str, tuple[float, float]]:
        ties = [(self._ids[claim.subject], self._ids[claim.object]) for claim in self._ties]
        lang = self._occasion.lang
        widths = {
            self._ids[item.id]: _UNITS_A_LETTER * len(short_name(item).in_(lang)) for item in self._entities
        }
        focal = self._ids.get(self._occasion.focal)
        return positions(list(self._ids.values()), ties, focal=focal, label_widths=widths)

    def _node(self, entity: Entity, x: float, y: float) -> contract.Node:
        kind = schema().kinds[entity.kind]
        type_id = entity.text("type")
        choice = schema().choices_of(entity.kind, "type").get(type_id)
        said = sorted(
            self._naming[entity.id], key=lambda claim: (_CONFIDENCE[claim.confidence], self._key(claim))
        )
        aliases = entity.fields.get("aliases_en", ()), entity.fields.get("aliases_es", ())
        others = chain.from_iterable(value for value in aliases if isinstance(value, tuple))
        return {
            "id": self._ids[entity.id],
            "kind": entity.kind,
            "kind_label": _both(kind.label),
            "group": schema().group_of(entity.kind, type_id).id,
            "type": _both(choice.label) if choice else None,
            "name": _both(entity.name),
            "short": _both(short_name(entity)),
            "aliases": list(dict.fromkeys(others)),
            "place": self._place(entity),
            "summary": _summary(entity),
            "facts": facts_of(entity),
            "x": x,
            "y": y,
            "claims": [self._claim(claim, entity.kind) for claim in said],
        }

    def _place(self, entity: Entity) -> contract.Bilingual | None:
        """Where it is: the places around a place, or that in which it lies."""
        if entity.kind in schema().places:
            return self._lineage(entity.id, own=False)
        for claim in self._ties:
            if claim.type == "LOCATED_IN" and claim.subject == entity.id:
                return self._lineage(claim.object, own=True)
        return None

    def _lineage(self, code: str, *, own: bool) -> contract.Bilingual | None:
        sizes = sorted({kind.digits for kind in schema().kinds.values() if kind.place}, reverse=True)
        codes = [code[:size] for size in sizes if size < len(code) or (own and size == len(code))]
        found = [self._contents.entities[key].name for key in codes if key in self._contents.entities]
        if not found:
            return None
        return {"en": ", ".join(name.en for name in found), "es": ", ".join(name.es for name in found)}

    def _relations(self) -> list[contract.Relation]:
        groups: dict[Hashable, list[Claim]] = defaultdict(list)
        for claim in self._ties:
            undirected = schema().types[claim.type].undirected
            ends = tuple(sorted(claim.ends, key=list(self._ids).index)) if undirected else claim.ends
            groups[claim.type, ends, claim.role].append(claim)
        return [
            self._relation(f"r{number}", claims) for number, claims in enumerate(groups.values(), start=1)
        ]

    def _relation(self, relation_id: str, claims: Sequence[Claim]) -> contract.Relation:
        first = claims[0]
        relation = schema().types[first.type]
        role = relation.roles.get(first.role)
        told = sorted(
            claims, key=lambda claim: (_CONFIDENCE[claim.confidence], not claim.locator, self._key(claim))
        )
        dated = [claim for claim in claims if claim.start or claim.end]
        years = [year for claim in claims for year in (_year(claim.start_min),) if claim.start and year]
        ends = [_year(claim.end_max) for claim in claims]
        return {
            "id": relation_id,
            "type": first.type,
            "from": self._ids[first.subject],
            "to": self._ids[first.object],
            "directed": not relation.undirected,
            "label": _both(tie_wording(relation, role)),
            "heading_from": _both(relation.heading),
            "heading_to": _both(relation.heading_back),
            "role": _both(role.label) if role else None,
            "dashed": all(claim.confidence == "low" for claim in claims),
            "faded": bool(dated) and not any(_is_certain(claim) for claim in dated),
            "ended": relation.lasts
            and all(claim.end_max < self._occasion.day.isoformat() for claim in claims),
            "where": relation.where,
            "first_year": min(years, default=None),
            "last_year": None if None in ends else max((year for year in ends if year), default=None),
            "claims": [self._claim(claim, "") for claim in told],
        }

    def _claim(self, claim: Claim, kind: str) -> contract.Claim:
        source = self._contents.sources[claim.source]
        occurrence = schema().occurs(claim.type, kind)
        return {
            "source": self._sources.setdefault(claim.source, f"s{len(self._sources) + 1}"),
            "locator": claim.locator,
            "quote": claim.quote or None,
            "quote_lang": (source.language or None) if claim.quote else None,
            "note": claim.note or None,
            "tlp": claim.tlp.label,
            "date": _bilingual(lambda lang: in_words(claim.start, claim.end, lang, occurrence=occurrence)),
            "confidence": claim.confidence,
            "office": claim.office or None,
            "detail": _detail(claim, kind),
        }

    def _marking_of(self, source: Source) -> Marking:
        """Its own marking, or where it has none the strictest of what is cited from it here."""
        cited = (claim.tlp for claim in self._contents.claims if claim.source == source.id)
        return strictest(cited) if source.tlp is None else source.tlp

    def _source(self, key: str, short: str) -> contract.Source:
        source = self._contents.sources[key]
        class_ = schema().source_classes.get(source.class_)
        return {
            "id": short,
            "title": source.title,
            "publisher": source.publisher,
            "class": _both(class_) if class_ else None,
            "year": _year(parse_date(source.date).latest) if source.date else None,
            "url": source.url or None,
            "tlp": self._marking_of(source).label,
        }


def tie_wording(relation: RelationType, role: Role | None) -> Text:
    """How a tie reads from its subject to its object: "organised", "member of"."""
    return role.tie if role and role.tie else relation.wording


def short_name(entity: Entity) -> Text:
    """What a label says: the short name where one is known."""
    short = entity.text("short_es") or entity.text("short_en")
    return Text(entity.text("short_en") or short or entity.name.en, short or entity.name.es)


def facts_of(entity: Entity) -> list[contract.Fact]:
    """The fields of an entity in words, in the schema's order, without those shown elsewhere."""
    facts: list[contract.Fact] = []
    dates = _bilingual(lambda lang: in_words(entity.text("start"), entity.text("end"), lang, occurrence=True))
    if dates:
        facts.append({"label": {"en": "Date", "es": "Fecha"}, "value": dates})
    facts += [
        _fact(entity.kind, name, entity.fields[name])
        for name in schema().fields_of_kind(entity.kind)
        if name in entity.fields and name not in _SHOWN_ELSEWHERE
    ]
    if "lat" in entity.fields and "lon" in entity.fields:
        spot = f"{entity.fields['lat']}, {entity.fields['lon']}"
        facts.append({"label": {"en": "Coordinates", "es": "Coordenadas"}, "value": {"en": spot, "es": spot}})
    return facts


def _fact(owner: str, name: str, value: Value) -> contract.Fact:
    field = schema().fields[name]
    return {"label": _both(field.label), "value": _both(value_in_words(owner, name, value))}


def value_in_words(owner: str, name: str, value: Value) -> Text:
    """A field's value as people read it: a choice's wording, a number with its unit.

    Args:
        owner: The kind or relation type whose field it is.
        name: The field.
        value: What is claimed.
    """
    if isinstance(value, tuple):
        return Text(", ".join(value), ", ".join(value))
    if isinstance(value, str):
        return schema().value_label(owner, name, value)
    unit = schema().fields[name].unit if name in schema().fields else ""
    grouped = schema().fields[name].value != "year" if name in schema().fields else True
    plain = f"{value:,.10g}" if grouped else str(value)
    spanish = plain.replace(",", " ").replace(".", ",")
    return Text(f"{plain}{unit}", f"{spanish} {unit}".strip())


def _detail(claim: Claim, kind: str) -> contract.Bilingual | None:
    """What a claim states beside its ends: the fields, each with its label."""
    owner = kind if claim.type == STATED_IN else claim.type
    told = [
        _fact(owner, name, claim.fields[name])
        for name in schema().fields
        if name in claim.fields and not name.startswith("summary_")
    ]
    names = {fact["value"]["en"] for fact in told[:2]}
    if claim.type == STATED_IN and len(told) > 1 and len(names) == 1:
        told = told[:1] + told[2:]  # one name written for both languages is told once
    return _bilingual(
        lambda lang: "; ".join(f"{fact['label'][lang]}: {fact['value'][lang]}" for fact in told)
    )


def _summary(entity: Entity) -> contract.Bilingual | None:
    en, es = entity.text("summary_en"), entity.text("summary_es")
    return {"en": en or es, "es": es or en} if en or es else None


def _group(key: str) -> contract.Group:
    group = schema().groups[key]
    colours = group.colours
    return {
        "id": group.id,
        "label": _both(group.label),
        "shape": group.shape,  # type: ignore[typeddict-item] # a test holds the schema to the contract's shapes
        "colours": {"light": colours["light"], "dark": colours["dark"], "contrast": colours["contrast"]},
    }


def _is_certain(claim: Claim) -> bool:
    dates: Iterable[PartialDate] = (parse_date(text) for text in (claim.start, claim.end) if text)
    return all(known.certain for known in dates)


def _year(day: str) -> int | None:
    year = int(day[:4]) if day else 0
    return year if 1 < year < 9999 else None  # noqa: PLR2004 -- the two open ends of a range


def _both(text: Text) -> contract.Bilingual:
    return {"en": text.en, "es": text.es}


def _bilingual(worded: Callable[[Lang], str]) -> contract.Bilingual | None:
    en, es = worded("en"), worded("es")
    return {"en": en, "es": es} if en or es else None
