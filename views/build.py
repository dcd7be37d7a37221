"""Words a slice of the graph for people: the one place where contents become a document that views draw."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from graph.dates import PartialDate, parse_date
from graph.markings import Marking
from graph.model import STATED_IN, Claim, Contents, Entity
from graph.schema import schema
from graph.slices import content_key
from graph.text import Lang, Text, as_written
from views import document as contract
from views.facts import (
    both,
    date_of,
    detail_of,
    facts_of,
    markings_of,
    place_of,
    sentence_wording,
    short_name,
    summary_of,
    tie_wording,
    without_repeated_names,
    year_in,
    year_of,
)
from views.layout import positions
from views.locators import locator_in
from views.opening import opening

_VERSION = 1
_UNITS_A_LETTER = 7.0  # of a label's width, in the layout's units
_CONFIDENCE = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Occasion:
    """For whom, when and about what a document is made.

    Attributes:
        title: What it shows.
        lang: The language it opens in.
        audience: Whom it may be shown to.
        day: The day it is made.
        at: The time it shows, EDTF; empty when it is not cut by time.
        known: The day, or instant, by whose end all of it was recorded, ISO; empty when that is now.
        focal: The id of the entity it is about, or empty.
        steps: How far from there it reaches.
    """

    title: Text
    lang: Lang
    audience: Marking
    day: date
    at: str = ""
    known: str = ""
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
        self._markings = markings_of(contents)
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
        for claim in without_repeated_names(contents.claims):
            if claim.type == STATED_IN:
                self._naming[claim.subject].append(claim)

    def write(self) -> contract.Document:
        occasion = self._occasion
        relations = self._relations()
        kinds = {self._ids[entity.id]: entity.kind for entity in self._entities}
        opens_on = opening(kinds, relations)
        spots = self._spots(opens_on)
        nodes = [self._node(entity, *spots[self._ids[entity.id]]) for entity in self._entities]
        used = {node["group"] for node in nodes}
        return {
            "version": _VERSION,
            "title": both(occasion.title),
            "lang": occasion.lang,
            "made": {
                "audience": occasion.audience.label,
                "date": occasion.day.isoformat(),
                "at": occasion.at or None,
                "known": occasion.known or None,
                "withheld": [],
            },
            "focal": self._ids.get(occasion.focal),
            "steps": occasion.steps,
            "opens_on": opens_on,
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

    def _spots(self, opens_on: Sequence[str]) -> Mapping[str, tuple[float, float]]:
        """Places for all; what the picture opens on has the room to itself at first."""
        ties = [(self._ids[claim.subject], self._ids[claim.object]) for claim in self._ties]
        lang = self._occasion.lang
        widths = {
            self._ids[item.id]: _UNITS_A_LETTER * len(short_name(item).in_(lang)) for item in self._entities
        }
        focal = self._ids.get(self._occasion.focal)
        first = () if focal else opens_on
        return positions(list(widths), ties, focal=focal, first=first, label_widths=widths)

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
            "kind_label": both(kind.label),
            "group": schema().group_of(entity.kind, type_id).id,
            "type": both(choice.label) if choice else None,
            "name": both(entity.name),
            "short": both(short_name(entity)),
            "aliases": list(dict.fromkeys(others)),
            "place": place_of(entity, self._ties, self._contents.entities),
            "summary": summary_of(entity),
            "facts": facts_of(entity),
            "x": x,
            "y": y,
            "claims": [self._claim(claim, entity.kind) for claim in said],
        }

    def _relations(self) -> list[contract.Relation]:
        groups: dict[Hashable, list[Claim]] = defaultdict(list)
        order = {entity_id: number for number, entity_id in enumerate(self._ids)}
        for claim in self._ties:
            undirected = schema().types[claim.type].undirected
            ends = tuple(sorted(claim.ends, key=order.__getitem__)) if undirected else claim.ends
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
        years = [year for claim in claims for year in (year_in(claim.start_min),) if claim.start and year]
        ends = [year_in(claim.end_max) for claim in claims]
        return {
            "id": relation_id,
            "type": first.type,
            "from": self._ids[first.subject],
            "to": self._ids[first.object],
            "directed": not relation.undirected,
            "label": both(tie_wording(relation, role)),
            "sentence": both(sentence_wording(relation, role)[0]),
            "heading_from": both(relation.heading),
            "heading_to": both(relation.heading_back),
            "role": both(role.label) if role else None,
            "dashed": all(claim.confidence == "low" for claim in claims),
            "faded": bool(dated) and not any(_is_certain(claim) for claim in dated),
            "ended": relation.lasts
            and all(claim.end_max < self._occasion.day.isoformat() for claim in claims),
            "where": relation.where,
            "negative": relation.negative,
            "date": date_of(_best_dated(dated), "") if dated else None,
            "first_year": min(years, default=None),
            "last_year": None if None in ends else max((year for year in ends if year), default=None),
            "claims": [self._claim(claim, "") for claim in told],
        }

    def _claim(self, claim: Claim, kind: str) -> contract.Claim:
        source = self._contents.sources[claim.source]
        return {
            "source": self._sources.setdefault(claim.source, f"s{len(self._sources) + 1}"),
            "locator": _locator(claim.locator),
            "quote": claim.quote or None,
            "quote_lang": (source.language or None) if claim.quote else None,
            "note": both(as_written(claim.note)) if claim.note else None,
            "tlp": claim.tlp.label,
            "date": date_of(claim, kind),
            "confidence": claim.confidence,
            "office": claim.office or None,
            "detail": detail_of(claim, kind),
        }

    def _source(self, key: str, short: str) -> contract.Source:
        source = self._contents.sources[key]
        class_ = schema().source_classes.get(source.class_)
        return {
            "id": short,
            "title": source.title,
            "publisher": source.publisher,
            "class": both(class_) if class_ else None,
            "year": year_of(source),
            "url": source.url or None,
            "tlp": self._markings[key].label,
        }


def _group(key: str) -> contract.Group:
    group = schema().groups[key]
    colours = group.colours
    return {
        "id": group.id,
        "label": both(group.label),
        "shape": group.shape,  # type: ignore[typeddict-item] # a test holds the schema to the contract's shapes
        "colours": {"light": colours["light"], "dark": colours["dark"], "contrast": colours["contrast"]},
    }


def _is_certain(claim: Claim) -> bool:
    dates: Iterable[PartialDate] = (parse_date(text) for text in (claim.start, claim.end) if text)
    return all(known.certain for known in dates)


def _best_dated(claims: Sequence[Claim]) -> Claim:
    """Of the surest claims, the one with the latest certain date; of uncertain ones, the earliest."""
    least = min(_CONFIDENCE[claim.confidence] for claim in claims)
    surest = [claim for claim in claims if _CONFIDENCE[claim.confidence] == least]
    certain = [claim for claim in surest if _is_certain(claim)]
    if certain:
        return max(certain, key=lambda claim: claim.start or claim.end)
    return min(surest, key=lambda claim: claim.start_max)


def _locator(text: str) -> contract.Bilingual | None:
    return {"en": locator_in(text, "en"), "es": locator_in(text, "es")} if text else None
