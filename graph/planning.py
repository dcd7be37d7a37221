"""Works out what a batch would change in a graph, before any writing, reading only what it touches."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from graph.comparing import Compared, compare
from graph.entities import base_of, entities_from
from graph.known import KnownStore
from graph.model import STATED_IN, Batch, Claim, Entity, Load, Plan, Source, Verdict, canonical
from graph.resolve import Resolution
from graph.text import Text

_LOOKED_FOR = 1_000  # claims of a batch, chosen by their hashes, that are looked for in other data sets


class Planner:
    """Plans one load.

    Args:
        known: The graph as it is now.
        batch: What the files state.
        resolution: The batch, resolved against that graph.
        load: What the load is called, and when it is made.
        seq: The number of the graph's state.
        replace_gone: Retract what the data set said and the batch no longer says.
    """

    def __init__(
        self, known: KnownStore, batch: Batch, resolution: Resolution, load: Load, seq: int, *,
        replace_gone: bool,
    ) -> None:  # fmt: skip
        self._known = known
        self._batch = batch
        self._resolution = resolution
        self._load = load
        self._seq = seq
        self._replace_gone = replace_gone

    def plan(self) -> Plan:
        """The plan."""
        compared, same, gone = self._compared()
        add = [*(claim for _, claim in compared.changed), *compared.new]
        retract = [claim for claim, _ in compared.changed] + (compared.gone if self._replace_gone else [])
        retract, kept = self._without_orphans(add, retract)
        sources, drop_sources = self._source_changes(retract)
        entities, drop = self._entity_changes(add, retract, sources)
        verdicts = {
            Verdict.NEW: _by_type(compared.new),
            Verdict.CHANGED: _by_type(claim for _, claim in compared.changed),
            Verdict.SAME: same,
            Verdict.GONE: gone,
        }
        return Plan(
            seq=self._seq,
            load=replace(
                self._load,
                added=len(add),
                retracted=len(retract),
                counts=verdicts | {Verdict.GONE: _gone_for_good(retract, compared)},
                sources=len(sources) + len(drop_sources),
            ),
            verdicts=verdicts,
            add=tuple(add),
            retract=tuple(retract),
            entities=entities,
            drop=drop,
            sources=sources,
            drop_sources=drop_sources,
            doubts=self._resolution.doubts + kept,
            repeats=self._resolution.repeats,
            already_in=self._already_in(compared.new),
        )

    def _compared(self) -> tuple[Compared, dict[str, int], dict[str, int]]:
        """What is new and changed as claims; of what is the same and gone, the numbers by type.

        Claims that are no longer said are read only where a new one may be their change, or they go.
        """
        claims, dataset = self._resolution.claims, self._batch.dataset
        live = self._known.claim_ids(dataset) if dataset in self._known.datasets() else {}
        gone_ids = {kind: [key for key in ids if key not in claims] for kind, ids in live.items()}
        live_ids = set(chain.from_iterable(live.values()))
        new = [claim for key, claim in claims.items() if key not in live_ids]
        wanted = gone_ids if self._replace_gone else {kind: gone_ids.get(kind, ()) for kind in _types(new)}
        compared = compare(self._known.claims(wanted), new)
        same = {kind: len(ids) - len(gone_ids[kind]) for kind, ids in live.items()}
        changed = Counter(before.type for before, _ in compared.changed)
        gone = {kind: len(ids) - changed[kind] for kind, ids in gone_ids.items()}
        return compared, _without_zeros(same), _without_zeros(gone)

    def _without_orphans(
        self, add: Sequence[Claim], retract: Sequence[Claim]
    ) -> tuple[list[Claim], tuple[Text, ...]]:
        """Keep the last claim that names an entity which other live claims are about."""
        gone = {claim.id for claim in retract}
        losing = {claim.subject for claim in retract if claim.type == STATED_IN}
        named = {claim.subject for claim in add if claim.type == STATED_IN}
        named |= {claim.subject for claim in self._known.stated_of(losing) if claim.id not in gone}
        unnamed = losing - named
        live = [claim for claim in self._known.about(unnamed) if claim.id not in gone]
        needed = {end for claim in chain(live, add) for end in claim.ends} & unnamed
        entities = self._known.entities(needed)
        notes = tuple(_stays(entities[entity].name) for entity in sorted(needed))
        return [claim for claim in retract if claim.type != STATED_IN or claim.subject not in needed], notes

    def _source_changes(self, retract: Sequence[Claim]) -> tuple[tuple[Source, ...], tuple[str, ...]]:
        """The sources to write, and the ids of those that nothing cites any more."""
        written = self._resolution.sources
        stored = self._known.sources(written.keys())
        sources = tuple(item for key, item in sorted(written.items()) if stored.get(key) != item)
        gone = {claim.id for claim in retract}
        left = {claim.source for claim in retract} - written.keys()
        citing = self._known.citing(left)
        return sources, tuple(sorted(key for key in left if gone.issuperset(citing.get(key, ()))))

    def _entity_changes(
        self, add: Sequence[Claim], retract: Sequence[Claim], sources: Sequence[Source]
    ) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
        """The entities to write, as all that is said of them shows them; the ids of those to drop."""
        touched = {claim.subject for claim in chain(add, retract) if claim.type == STATED_IN}
        touched |= self._known.described_by([source.id for source in sources])
        before = dict(self._known.entities(touched - self._resolution.new_entities))
        said = self._said_after(add, retract, before)
        after = self._entities(said, before)
        if rivals := self._rivals(after, before):
            before |= self._known.entities(rivals)
            said |= self._said_after((), (), rivals)
            after = self._entities(said, before)
        changed = (entity for key, entity in after.items() if before.get(key) != entity)
        return tuple(changed), tuple(sorted(before.keys() - after.keys()))

    def _said_after(
        self, add: Iterable[Claim], retract: Iterable[Claim], known: Iterable[str]
    ) -> dict[str, list[Claim]]:
        """What will be said of entities: of those that are known, and of those that claims are added to."""
        gone = {claim.id for claim in retract}
        live = (claim for claim in self._known.stated_of(list(known)) if claim.id not in gone)
        said: dict[str, list[Claim]] = defaultdict(list)
        for claim in chain(live, add):
            if claim.type == STATED_IN:
                said[claim.subject].append(claim)
        return said

    def _entities(self, said: Mapping[str, list[Claim]], before: Mapping[str, Entity]) -> dict[str, Entity]:
        kinds = {key: entity.kind for key, entity in before.items()} | dict(self._resolution.kinds)
        claims = list(chain.from_iterable(said.values()))
        cited = {claim.source for claim in claims} - self._resolution.sources.keys()
        return entities_from(claims, kinds, {**self._known.sources(cited), **self._resolution.sources})

    def _rivals(self, after: Mapping[str, Entity], before: Mapping[str, Entity]) -> set[str]:
        """Entities that are not touched and share a sort key with one that is, or was."""
        bases = {base_of(entity.text("sort")) for entity in chain(after.values(), before.values())}
        here = after.keys() | before.keys()
        return {key for key, sort in self._known.sort_keys() if key not in here and base_of(sort) in bases}

    def _already_in(self, new: Sequence[Claim]) -> str:
        """The other data set that says at least half of the batch: a file loaded under another name."""
        if 2 * len(new) < len(self._resolution.claims):
            return ""
        sought = sorted(new, key=lambda claim: claim.id)[:_LOOKED_FOR]
        ends = set(chain.from_iterable(claim.ends for claim in sought)) - self._resolution.new_entities
        others = [claim for claim in self._known.about(ends) if claim.dataset != self._batch.dataset]
        sources = self._known.sources({claim.source for claim in others})
        said: dict[Hashable, set[str]] = defaultdict(set)
        for claim in others:
            said[_statement_of(claim, sources)].add(claim.dataset)
        told = (_statement_of(claim, self._resolution.sources) for claim in sought)
        holders = Counter(dataset for statement in told for dataset in said.get(statement, ()))
        dataset, count = max(holders.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        held = count / len(sought) * len(new) if sought else 0
        return dataset if held and 2 * held >= len(self._resolution.claims) else ""


def _stays(name: Text) -> Text:
    return Text(
        f"“{name.en}” is no longer named, but others speak of it; its last description stays.",
        f"«{name.es}» ya no se nombra, pero otros hablan de ello; queda su última descripción.",
    )


def _statement_of(claim: Claim, sources: Mapping[str, Source]) -> Hashable:
    """What a claim says and which document says so, whatever the data sets are called that hold them."""
    title = sources[claim.source].title
    document = "" if title == claim.dataset else title  # a row without a source cites its data set
    said = *claim.ends, claim.role, claim.office, claim.start, claim.end, claim.note, claim.quote
    return claim.type, said, document, canonical(dict(claim.fields))


def _types(claims: Iterable[Claim]) -> set[str]:
    return {claim.type for claim in claims}


def _by_type(claims: Iterable[Claim]) -> dict[str, int]:
    return dict(sorted(Counter(claim.type for claim in claims).items()))


def _gone_for_good(retract: Iterable[Claim], compared: Compared) -> dict[str, int]:
    """Of what is retracted, the numbers by type of what nothing took the place of."""
    changed = {before.id for before, _ in compared.changed}
    return _by_type(claim for claim in retract if claim.id not in changed)


def _without_zeros(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind: count for kind, count in sorted(counts.items()) if count}
