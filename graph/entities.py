"""Decides what an entity shows when sources differ, by one rule for stores and for every slice of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from graph.dates import parse_date
from graph.model import STATED_IN, Claim, Entity, Fields, Source, Value, canonical, names_in
from graph.names import search_key, sort_key
from graph.sorting import sorted_in_parts

_CONFIDENCE = {"high": 2, "medium": 1, "low": 0}
_REPEAT = "  "  # no sort key holds two spaces
_PLACE_FIELDS = ("lat", "lon", "coordinates_note")


def entities_from(
    claims: Iterable[Claim], kinds: Mapping[str, str], sources: Mapping[str, Source]
) -> dict[str, Entity]:
    """The entities that the given claims name, each as these claims show it.

    Args:
        claims: Any claims; only STATED_IN counts here.
        kinds: The kind of every entity, by id.
        sources: The cited sources, by id.

    Returns:
        By id, in the order of their sort keys. Sort keys are distinct: equal names are told apart by
        what is claimed of them, never by an id, so that the order leaks and depends on nothing else.
    """
    naming: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.type == STATED_IN:
            naming[claim.subject].append(claim)
    found = {
        entity_id: Entity(entity_id, kinds[entity_id], shown_fields(said, sources))
        for entity_id, said in naming.items()
    }
    return _with_distinct_sort_keys(found, naming)


def base_of(sort: str) -> str:
    """A sort key without what tells entities of equal names apart."""
    return sort.partition(_REPEAT)[0]


def shown_fields(said: Sequence[Claim], sources: Mapping[str, Source]) -> Fields:
    """What an entity shows, given all that is said of it.

    For each field: the value of the highest confidence, then of the latest certain date (the source's
    where the claim has none), then that more sources give, then of the smallest claim id. Coordinates
    are one value, and so are start and end: each pair is taken together from one claim. The name in a
    mention is shown only where no other claim gives a name in either language.
    """
    shown: dict[str, Value] = {}
    describing = [claim for claim in said if not claim.is_mention]
    telling = describing if any(_gives_name(claim) for claim in describing) else said
    for name in sorted(set(chain.from_iterable(claim.fields for claim in telling)) - set(_PLACE_FIELDS)):
        giving = [(claim, claim.fields[name]) for claim in telling if name in claim.fields]
        shown[name] = _preferred(giving, sources).fields[name]
    points = [(claim, (claim.fields["lat"], claim.fields["lon"])) for claim in said if _has_point(claim)]
    if points:
        fields = _preferred(points, sources).fields
        shown |= {name: fields[name] for name in _PLACE_FIELDS if name in fields}
    dates = [(claim, (claim.start, claim.end)) for claim in said if claim.start or claim.end]
    if dates:
        dated = _preferred(dates, sources)
        shown |= {key: text for key, text in (("start", dated.start), ("end", dated.end)) if text}
    return shown | _names(shown, said)


def _gives_name(claim: Claim) -> bool:
    return bool(claim.fields.get("name_en") or claim.fields.get("name_es"))


def _has_point(claim: Claim) -> bool:
    return "lat" in claim.fields and "lon" in claim.fields


def _weight(claim: Claim, sources: Mapping[str, Source]) -> tuple[int, str]:
    return _CONFIDENCE.get(claim.confidence, 0), _latest_certain_day(claim, sources)


def _latest_certain_day(claim: Claim, sources: Mapping[str, Source]) -> str:
    source = sources.get(claim.source)
    for text in (claim.start, source.date if source else ""):
        date = parse_date(text)
        if date.edtf and date.certain:
            return date.latest
    return ""


def _preferred(giving: Sequence[tuple[Claim, object]], sources: Mapping[str, Source]) -> Claim:
    """The claim whose value is shown, of claims with the value that each gives."""
    if len(giving) == 1:
        return giving[0][0]
    best = max(_weight(claim, sources) for claim, _ in giving)
    support: dict[str, set[str]] = defaultdict(set)
    for claim, value in giving:
        support[canonical(value)].add(claim.source)
    tied = [
        (-len(support[canonical(value)]), claim.id, claim)
        for claim, value in giving
        if _weight(claim, sources) == best
    ]
    return min(tied, key=lambda item: item[:2])[2]


def _names(shown: Fields, said: Sequence[Claim]) -> dict[str, Value]:
    """Both names, filled from each other, and every other writing kept where a search finds it."""
    name_en, name_es = str(shown.get("name_en", "")), str(shown.get("name_es", ""))
    every = sorted(set(chain.from_iterable(names_in(claim.fields) for claim in said)))
    first = name_en or name_es or (every[0] if every else str(shown.get("ubigeo", "")))
    name_en, name_es = name_en or name_es or first, name_es or name_en or first
    folded = sorted({search_key(name) for name in (*every, name_en, name_es)} | _numbers(shown))
    return {
        "name_en": name_en,
        "name_es": name_es,
        "search": " | ".join(folded),
        "sort": sort_key(name_es),
    }


def _numbers(shown: Fields) -> set[str]:
    return {str(shown[name]) for name in ("ruc", "ubigeo") if shown.get(name)}


def _with_distinct_sort_keys(
    found: Mapping[str, Entity], naming: Mapping[str, Sequence[Claim]]
) -> dict[str, Entity]:
    def sort_of(entity: Entity) -> str:
        return entity.text("sort")

    def content(entity: Entity) -> tuple[str, str, list[str]]:
        return (
            entity.kind,
            canonical({key: value for key, value in entity.fields.items() if key != "sort"}),
            sorted(claim.id for claim in naming[entity.id]),
        )

    ordered: dict[str, Entity] = {}
    previous, repeats = "", 0
    for entity in sorted_in_parts(found.values(), sort_of, content):
        sort = entity.text("sort")
        repeats = repeats + 1 if sort == previous and ordered else 0
        previous = sort
        distinct = f"{sort}{_REPEAT}{repeats:04d}" if repeats else sort
        ordered[entity.id] = Entity(entity.id, entity.kind, {**entity.fields, "sort": distinct})
    return ordered
