"""Decides what an entity shows when sources differ, by one rule for stores and for every slice of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from graph.dates import parse_date
from graph.model import STATED_IN, Claim, Entity, Fields, Source, Value, canonical
from graph.names import search_key, sort_key

_CONFIDENCE = {"high": 2, "medium": 1, "low": 0}
_NAMES = ("name_en", "name_es", "short_en", "short_es", "aliases_en", "aliases_es")
_FULL_NAMES = ("name_en", "name_es")
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


def shown_fields(said: Sequence[Claim], sources: Mapping[str, Source]) -> Fields:
    """What an entity shows, given all that is said of it.

    For each field: the value of the highest confidence, then of the latest certain date (the source's
    where the claim has none), then that more sources give, then of the smallest claim id. Coordinates
    are taken together from one claim. A name that was only written in passing, in both languages alike,
    gives way to a name in either language that a row of the entity's own states.
    """
    ranked = sorted(said, key=lambda claim: _weight(claim, sources), reverse=True)
    shown: dict[str, Value] = {}
    describing = [claim for claim in ranked if not _names_in_passing(claim)]
    is_named = any(name in claim.fields for claim in describing for name in _FULL_NAMES)
    for name in sorted(set(chain.from_iterable(claim.fields for claim in said)) - set(_PLACE_FIELDS)):
        giving = describing if is_named and name in _FULL_NAMES else ranked
        if any(name in claim.fields for claim in giving):
            shown[name] = _preferred(name, giving, said, sources)
    for claim in ranked:
        if "lat" in claim.fields and "lon" in claim.fields:
            shown |= {name: claim.fields[name] for name in _PLACE_FIELDS if name in claim.fields}
            break
    for dates in ranked:
        if dates.start or dates.end:
            shown |= {key: text for key, text in (("start", dates.start), ("end", dates.end)) if text}
            break
    return shown | _names(shown, said)


def _names_in_passing(claim: Claim) -> bool:
    """Whether a claim only repeats the name by which a row of relations calls an entity."""
    fields = claim.fields
    is_name_alone = fields.keys() == set(_FULL_NAMES) and fields["name_en"] == fields["name_es"]
    return claim.confidence == "low" and is_name_alone


def _weight(claim: Claim, sources: Mapping[str, Source]) -> tuple[int, str]:
    return _CONFIDENCE.get(claim.confidence, 0), _latest_certain_day(claim, sources)


def _latest_certain_day(claim: Claim, sources: Mapping[str, Source]) -> str:
    source = sources.get(claim.source)
    for text in (claim.start, source.date if source else ""):
        date = parse_date(text)
        if date.edtf and date.certain:
            return date.latest
    return ""


def _preferred(
    name: str, ranked: Sequence[Claim], said: Sequence[Claim], sources: Mapping[str, Source]
) -> Value:
    giving = [claim for claim in ranked if name in claim.fields]
    best = _weight(giving[0], sources)
    support: dict[str, set[str]] = defaultdict(set)
    for claim in said:
        if name in claim.fields:
            support[canonical(claim.fields[name])].add(claim.source)
    tied = [claim for claim in giving if _weight(claim, sources) == best]
    chosen = min(tied, key=lambda claim: (-len(support[canonical(claim.fields[name])]), claim.id))
    return chosen.fields[name]


def _names(shown: Fields, said: Sequence[Claim]) -> dict[str, Value]:
    """Both names, filled from each other, and every other writing kept where a search finds it."""
    name_en, name_es = str(shown.get("name_en", "")), str(shown.get("name_es", ""))
    every = sorted(set(chain.from_iterable(_names_in(claim) for claim in said)))
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


def _names_in(claim: Claim) -> Iterable[str]:
    for name in _NAMES:
        value = claim.fields.get(name, ())
        yield from (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _with_distinct_sort_keys(
    found: Mapping[str, Entity], naming: Mapping[str, Sequence[Claim]]
) -> dict[str, Entity]:
    def content(entity: Entity) -> tuple[str, str, str, list[str]]:
        return (
            entity.text("sort"),
            entity.kind,
            canonical({key: value for key, value in entity.fields.items() if key != "sort"}),
            sorted(claim.id for claim in naming[entity.id]),
        )

    ordered: dict[str, Entity] = {}
    previous, repeats = "", 0
    for entity in sorted(found.values(), key=content):
        sort = entity.text("sort")
        repeats = repeats + 1 if sort == previous and ordered else 0
        previous = sort
        distinct = f"{sort}  {repeats:04d}" if repeats else sort
        ordered[entity.id] = Entity(entity.id, entity.kind, {**entity.fields, "sort": distinct})
    return ordered
