"""Turns model values into the flat properties that both engines keep, and back."""

import json
from collections.abc import Mapping
from operator import attrgetter, itemgetter

from graph.history import Former, Retracted
from graph.markings import Marking
from graph.model import NO_FIELDS, Claim, Entity, FileRecord, Load, Source, Value, Verdict

Properties = dict[str, object]

_CLAIM_MARKINGS = frozenset({"tlp", "entity_tlp"})
_CLAIM_TEXTS = tuple(
    name for name in Claim._fields if name not in {"type", "subject", "object", "fields"} | _CLAIM_MARKINGS
)
_CLAIM_OWN = _CLAIM_MARKINGS.union(_CLAIM_TEXTS)  # all else that an arrow carries are fields of its type
_EMPTY: Mapping[str, object] = dict.fromkeys(Claim._fields, "")
_in_order = itemgetter(*Claim._fields)
_texts_of = attrgetter(*_CLAIM_TEXTS)
_MARKINGS = {marking.label: marking for marking in Marking}
_SOURCE_TEXTS = ("id", "ref", "title", "publisher", "date", "url", "language")


def claim_properties(claim: Claim) -> Properties:
    """What the arrow of a claim carries; what is empty is left out, for Cypher's null is the word for it."""
    texts: Properties = {
        name: text for name, text in zip(_CLAIM_TEXTS, _texts_of(claim), strict=True) if text
    }
    texts["tlp"] = claim.tlp.label
    if claim.entity_tlp is not None:
        texts["entity_tlp"] = claim.entity_tlp.label
    if claim.fields:
        texts |= {name: _stored(value) for name, value in claim.fields.items()}
    return texts


def claim_from(kind: str, subject: str, object_: str, stored: Mapping[str, object]) -> Claim:
    """The claim of an arrow.

    Args:
        kind: The arrow's type.
        subject: The id of the entity it starts from.
        object_: The id of what it ends at.
        stored: What it carries.
    """
    others = [name for name in stored if name not in _CLAIM_OWN]
    existence = stored.get("entity_tlp")
    ends = {
        "type": kind,
        "subject": subject,
        "object": object_,
        "tlp": _MARKINGS[str(stored["tlp"])],
        "entity_tlp": _MARKINGS[str(existence)] if existence else None,
        "fields": {name: _value(stored[name]) for name in others if stored[name] is not None} or NO_FIELDS,
    }
    return Claim._make(_in_order({**_EMPTY, **stored, **ends}))


def entity_properties(entity: Entity) -> Properties:
    """What the node of an entity carries."""
    return {"id": entity.id} | {name: _stored(value) for name, value in entity.fields.items()}


def entity_from(kind: str, stored: Mapping[str, object]) -> Entity:
    """The entity of a node."""
    shown = fields_from(stored)
    del shown["id"]
    return Entity(str(stored["id"]), kind, shown)


def entity_of_labels(labels: object, stored: object) -> Entity:
    """The entity of a node, given its labels, one of which is its kind."""
    kind = next(label for label in labels if label != "Entity") if isinstance(labels, list) else ""
    return entity_from(str(kind), properties_in(stored))


def fields_from(stored: Mapping[str, object]) -> dict[str, Value]:
    """Stored properties as the values of fields; what is empty is left out."""
    return {name: _value(value) for name, value in stored.items() if value is not None}


def properties_in(value: object) -> Mapping[str, object]:
    """A cell of an answer that holds a map of properties."""
    if not isinstance(value, Mapping):
        raise TypeError(f"the engine gave {type(value).__name__} for a map of properties")
    return value


def source_properties(source: Source) -> Properties:
    """What the node of a source carries."""
    texts: Properties = {name: text for name in _SOURCE_TEXTS if (text := getattr(source, name))}
    if source.class_:
        texts["class"] = source.class_
    if source.tlp is not None:
        texts["tlp"] = source.tlp.label
    return texts


def source_from(stored: Mapping[str, object]) -> Source:
    """The source of a node."""
    texts = {name: str(stored.get(name) or "") for name in _SOURCE_TEXTS}
    marking = stored.get("tlp")
    return Source(
        **texts,
        class_=str(stored.get("class") or ""),
        tlp=Marking.parse(str(marking)) if marking else None,
    )


def load_properties(load: Load) -> Properties:
    """What the node of a load carries; files and counts as JSON text, since no property can hold maps."""
    return {
        "id": load.id,
        "dataset": load.dataset,
        "recorded": load.recorded,
        "files": json.dumps([[item.name, item.sha256] for item in load.files], ensure_ascii=False),
        "added": load.added,
        "retracted": load.retracted,
        "counts": json.dumps({verdict.name: dict(counts) for verdict, counts in load.counts.items()}),
        "sources": load.sources,
    }


def load_from(stored: Mapping[str, object]) -> Load:
    """The load of a node."""
    return Load(
        id=str(stored["id"]),
        dataset=str(stored["dataset"]),
        recorded=str(stored["recorded"]),
        files=tuple(FileRecord(name, digest) for name, digest in json.loads(str(stored["files"]))),
        added=int(str(stored["added"])),
        retracted=int(str(stored["retracted"])),
        counts={
            Verdict[name]: counts for name, counts in json.loads(str(stored.get("counts") or "{}")).items()
        },
        sources=int(str(stored.get("sources") or 0)),
    )


def retracted_properties(claim: Claim, load: Load) -> Properties:
    """What is kept of a claim that its source no longer makes: all of it, when and by which load it went."""
    return claim_properties(claim) | {
        "key": f"{claim.id}@{claim.recorded}",
        "claim_type": claim.type,
        "subject": claim.subject,
        "object": claim.object,
        "retracted": load.recorded,
        "retracted_by": load.id,
    }


def retracted_from(stored: Mapping[str, object]) -> Retracted:
    """The reverse of `retracted_properties`."""
    own = {"key", "claim_type", "subject", "object", "retracted", "retracted_by"}
    said = {name: value for name, value in stored.items() if name not in own}
    kind, subject, object_ = (str(stored[name]) for name in ("claim_type", "subject", "object"))
    return Retracted(claim_from(kind, subject, object_, said), str(stored["retracted"]))


def former_properties(source_id: str, load: Load) -> Properties:
    """What is kept of a source that a load changes or drops, beside what its node carries."""
    return {
        "id": source_id,
        "key": f"{source_id}@{load.recorded}",
        "replaced": load.recorded,
        "replaced_by": load.id,
    }


def former_from(stored: Mapping[str, object]) -> Former:
    """What a source was, of the node that keeps it."""
    return Former(source_from(stored), str(stored["replaced"]))


def _stored(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _value(value: object) -> Value:
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return value if isinstance(value, str | int | float) else str(value)
