"""Works out what a batch would change in a graph, before anything is written, and writes it as one load."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from graph.entities import entities_from
from graph.errors import BadDataError
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Claim, Contents, Entity, Load, Plan, Source, Verdict, canonical
from graph.resolve import Resolution, resolve
from graph.store.base import Progress, Store
from graph.text import Text

_TICK = timedelta(milliseconds=1)


def plan_load(
    store: Store, batch: Batch, *, default_tlp: Marking = Marking.AMBER, replace_gone: bool = False
) -> Plan:
    """Compare a batch with what a store holds.

    Args:
        store: The store as it is now; it is only read.
        batch: What the files state.
        default_tlp: The marking of rows that have none, of sources that have none.
        replace_gone: Retract what the data set said and the batch no longer says.

    Raises:
        BadDataError: The batch has problems, or refers to what is not there.
    """
    known = store.read().contents()
    resolution = resolve(batch, known, secret=store.secret, default_tlp=default_tlp)
    problems = (*batch.problems, *resolution.problems)
    if problems:
        raise BadDataError(
            sorted(problems, key=lambda item: (item.address.file, item.address.sheet, item.address.row))
        )
    recorded = next_recorded(store.last_recorded)
    return _Planner(known, batch, resolution, recorded, store.seq, replace_gone=replace_gone).plan()


def next_recorded(last: str) -> str:
    """The time of a new record: now, but never at or before the last one, in whole milliseconds UTC."""
    now = datetime.now(UTC)
    if last:
        now = max(now, datetime.fromisoformat(last) + _TICK)
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class _Compared:
    """The claims of a data set against those of a batch."""

    same: list[Claim]
    new: list[Claim]
    changed: list[tuple[Claim, Claim]]
    gone: list[Claim]


def compare(live: Iterable[Claim], claims: Iterable[Claim]) -> _Compared:
    """Tell what is new, changed, the same and no longer said.

    The same id is the same claim. One gone and one new with equal source, type, ends and role (then
    without the role) are one claim that changed.
    """
    old = {claim.id: claim for claim in live}
    fresh = {claim.id: claim for claim in claims}
    gone = {key: claim for key, claim in old.items() if key not in fresh}
    new = {key: claim for key, claim in fresh.items() if key not in old}
    changed: list[tuple[Claim, Claim]] = []
    for key_of in (_with_role, _without_role):
        pairs = _pairs(gone.values(), new.values(), key_of)
        changed += pairs
        for before, after in pairs:
            del gone[before.id], new[after.id]
    same = [claim for key, claim in fresh.items() if key in old]
    return _Compared(same, list(new.values()), changed, list(gone.values()))


def _with_role(claim: Claim) -> Hashable:
    return (*_without_role_parts(claim), claim.role)


def _without_role(claim: Claim) -> Hashable:
    return _without_role_parts(claim)


def _without_role_parts(claim: Claim) -> tuple[object, ...]:
    return claim.source, claim.type, frozenset((claim.subject, claim.object))


def _statement_of(claim: Claim, sources: Mapping[str, Source]) -> Hashable:
    """What a claim says and which document says so, whatever the data sets are called that hold them."""
    title = sources[claim.source].title
    document = "" if title == claim.dataset else title  # a row without a source cites its data set
    said = *claim.ends, claim.role, claim.office, claim.start, claim.end, claim.note, claim.quote
    return claim.type, said, document, canonical(dict(claim.fields))


def _pairs(
    gone: Iterable[Claim], new: Iterable[Claim], key_of: Callable[[Claim], Hashable]
) -> list[tuple[Claim, Claim]]:
    waiting: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in sorted(gone, key=lambda claim: claim.id):
        waiting[key_of(claim)].append(claim)
    after = sorted(new, key=lambda claim: claim.id)
    return [(waiting[key].pop(0), claim) for claim in after if waiting.get(key := key_of(claim))]


class _Planner:
    def __init__(
        self,
        known: Contents,
        batch: Batch,
        resolution: Resolution,
        recorded: str,
        seq: int,
        *,
        replace_gone: bool,
    ) -> None:
        self._known = known
        self._batch = batch
        self._resolution = resolution
        self._recorded = recorded
        self._seq = seq
        self._replace_gone = replace_gone

    def plan(self) -> Plan:
        live = [claim for claim in self._known.claims if claim.dataset == self._batch.dataset]
        compared = compare(live, self._resolution.claims)
        load_id = self._recorded.replace(":", "").replace("-", "").replace(".", "")
        added = [claim for _, claim in compared.changed] + compared.new
        add = [replace(claim, load=load_id, recorded=self._recorded) for claim in added]
        retract = [claim for claim, _ in compared.changed] + (compared.gone if self._replace_gone else [])
        retract, kept = self._without_orphans(add, retract)
        after = self._after(add, retract)
        files = self._batch.files
        load = Load(load_id, self._batch.dataset, self._recorded, files, len(add), len(retract))
        entities, drop = self._entity_changes(after)
        return Plan(
            seq=self._seq,
            load=load,
            verdicts={
                Verdict.NEW: _by_type(compared.new),
                Verdict.CHANGED: _by_type(claim for _, claim in compared.changed),
                Verdict.SAME: _by_type(compared.same),
                Verdict.GONE: _by_type(compared.gone),
            },
            add=tuple(add),
            retract=tuple(retract),
            entities=entities,
            drop=drop,
            sources=tuple(
                source
                for source in sorted(after.sources.values(), key=lambda source: source.id)
                if self._known.sources.get(source.id) != source
            ),
            drop_sources=tuple(sorted(self._known.sources.keys() - after.sources.keys())),
            doubts=self._resolution.doubts + kept,
            repeats=self._resolution.repeats,
            already_in=self._already_in(compared.new),
        )

    def _already_in(self, new: Sequence[Claim]) -> str:
        """The other data set that says at least half of the batch: a file loaded under another name."""
        said: dict[Hashable, set[str]] = defaultdict(set)
        for claim in self._known.claims:
            said[_statement_of(claim, self._known.sources)].add(claim.dataset)
        told = (_statement_of(claim, self._resolution.sources) for claim in new)
        holders = Counter(dataset for statement in told for dataset in said.get(statement, ()))
        dataset, count = max(holders.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return dataset if 2 * count >= len(self._resolution.claims) else ""

    def _without_orphans(
        self, add: Sequence[Claim], retract: Sequence[Claim]
    ) -> tuple[list[Claim], tuple[Text, ...]]:
        """Keep the last claim that names an entity which other live claims are about."""
        gone = {claim.id for claim in retract}
        live = [claim for claim in self._known.claims if claim.id not in gone] + list(add)
        named = {claim.subject for claim in live if claim.type == STATED_IN}
        needed = {end for claim in live for end in claim.ends} - named
        keep = {claim.id for claim in retract if claim.type == STATED_IN and claim.subject in needed}
        notes = tuple(
            Text(
                f"“{self._known.entities[entity].name.en}” is no longer named, but others speak of it; its "
                "last description stays.",
                f"«{self._known.entities[entity].name.es}» ya no se nombra, pero otros hablan de ello; queda "
                "su última descripción.",
            )
            for entity in sorted(needed)
        )
        return [claim for claim in retract if claim.id not in keep], notes

    def _after(self, add: Sequence[Claim], retract: Sequence[Claim]) -> Contents:
        gone = {claim.id for claim in retract}
        claims = [claim for claim in self._known.claims if claim.id not in gone] + list(add)
        every = {**self._known.sources, **self._resolution.sources}
        sources = {key: every[key] for key in {claim.source for claim in claims}}
        kinds = {key: entity.kind for key, entity in self._known.entities.items()} | dict(
            self._resolution.kinds
        )
        return Contents(entities_from(claims, kinds, sources), claims, sources)

    def _entity_changes(self, after: Contents) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
        changed = tuple(
            entity for key, entity in after.entities.items() if self._known.entities.get(key) != entity
        )
        return changed, tuple(sorted(self._known.entities.keys() - after.entities.keys()))


def _by_type(claims: Iterable[Claim]) -> dict[str, int]:
    return dict(sorted(Counter(claim.type for claim in claims).items()))


def apply(store: Store, plan: Plan, progress: Progress | None = None) -> None:
    """Write a plan; one that changes nothing leaves no trace."""
    if not plan.changes_nothing:
        store.apply(plan, progress)
