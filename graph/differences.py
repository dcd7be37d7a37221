"""What a load changed, claim by claim: what was said before and is said now, and what is said no more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graph.comparing import compare
from graph.known import KnownStore
from graph.model import STATED_IN, Claim, Plan, Ref, names_in
from graph.schema import schema
from graph.store.base import Store
from graph.text import Text


@dataclass(frozen=True, slots=True)
class Differences:
    """What a load changed, in the schema's order of types; names written in passing are left aside.

    Attributes:
        changed: Claims before and after, of the same data set, source, type and ends.
        gone: Claims that nothing took the place of.
        names: What the entities that these are about are called, by id; those that are gone as written.
        more: How many claims were left out beyond those that were asked for.
    """

    changed: tuple[tuple[Claim, Claim], ...]
    gone: tuple[Claim, ...]
    names: Mapping[str, Text]
    more: int = 0


def of_plan(plan: Plan, known: KnownStore, most: int | None = None) -> Differences:
    """What a plan would change.

    Args:
        plan: The plan.
        known: The graph that it was made against.
        most: How many claims to tell of, whatever is changed; None for all.
    """
    named = {entity.id: entity.name for entity in plan.entities}
    return _differences(plan.retract, plan.add, known, named, most)


def of_load(store: Store, load: str) -> Differences:
    """What a load changed, also where later loads went over it again.

    Args:
        store: The store that keeps it.
        load: Its id.
    """
    retracted, since = store.retracted_of(load)
    ends = {end for claim in retracted for end in claim.ends}
    live = [claim for claim in store.known.about(ends) if claim.load == load] if ends else []
    return _differences(retracted, [*live, *since], store.known, {}, None)


def _differences(
    retracted: Collection[Claim],
    added: Iterable[Claim],
    known: KnownStore,
    named: Mapping[str, Text],
    most: int | None,
) -> Differences:
    before = [claim for claim in retracted if not claim.is_mention]
    if not before:
        return Differences((), (), {})
    compared = compare(before, (claim for claim in added if not claim.is_mention))
    types = schema().claim_types
    changed = sorted(compared.changed, key=lambda pair: (types.index(pair[0].type), pair[0].id))[:most]
    left = None if most is None else most - len(changed)
    gone = sorted(compared.gone, key=lambda claim: (types.index(claim.type), claim.id))[:left]
    names = _names([*(claim for claim, _ in changed), *gone], known, named)

    def order(claim: Claim) -> tuple[object, ...]:
        return types.index(claim.type), *(names[end] for end in claim.ends), claim.start, claim.id

    return Differences(
        tuple(sorted(changed, key=lambda pair: order(pair[0]))),
        tuple(sorted(gone, key=order)),
        names,
        len(compared.changed) + len(compared.gone) - len(changed) - len(gone),
    )


def _names(claims: Collection[Claim], known: KnownStore, named: Mapping[str, Text]) -> Mapping[str, Text]:
    """What the ends of claims are called: as a load names them, else as the graph does, else as written."""
    ends = {end for claim in claims for end in claim.ends}
    found = {key: entity.name for key, entity in known.entities(ends - named.keys()).items()}
    return _written_names(claims) | found | {key: named[key] for key in ends & named.keys()}


def _written_names(claims: Iterable[Claim]) -> dict[str, Text]:
    """What claims call their ends: the name they state, else what the row wrote, which may be its key."""
    names = {}
    for claim in sorted(claims, key=lambda claim: claim.type == STATED_IN):
        if claim.type == STATED_IN and (stated := next(names_in(claim.fields), "")):
            names[claim.subject] = Text(stated, stated)
            continue
        for end, written in zip(claim.ends, (claim.subject_ref, claim.object_ref), strict=False):
            said = Ref.from_canonical(written).shown
            names[end] = Text(said, said)
    return names
