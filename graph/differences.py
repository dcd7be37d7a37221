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
    """

    changed: tuple[tuple[Claim, Claim], ...]
    gone: tuple[Claim, ...]
    names: Mapping[str, Text]


def of_plan(plan: Plan, known: KnownStore) -> Differences:
    """What a plan would change.

    Args:
        plan: The plan.
        known: The graph that it was made against.
    """
    names = {entity.id: entity.name for entity in plan.entities}
    return _differences(plan.retract, plan.add, known, names)


def of_load(store: Store, load: str) -> Differences:
    """What a load changed, also where later loads went over it again.

    Args:
        store: The store that keeps it.
        load: Its id.
    """
    retracted, since = store.retracted_of(load)
    ends = {end for claim in retracted for end in claim.ends}
    live = [claim for claim in store.known.about(ends) if claim.load == load] if ends else []
    return _differences(retracted, [*live, *since], store.known, {})


def _differences(
    retracted: Collection[Claim], added: Iterable[Claim], known: KnownStore, names: Mapping[str, Text]
) -> Differences:
    before = [claim for claim in retracted if not claim.is_mention]
    if not before:
        return Differences((), (), {})
    compared = compare(before, (claim for claim in added if not claim.is_mention))
    concerned = [*(claim for claim, _ in compared.changed), *compared.gone]
    named = _written_names(concerned) | {
        key: entity.name for key, entity in known.entities({e for c in concerned for e in c.ends}).items()
    }
    named |= {key: names[key] for key in named.keys() & names.keys()}
    types = schema().claim_types

    def order(claim: Claim) -> tuple[object, ...]:
        return types.index(claim.type), *(named[end] for end in claim.ends), claim.start, claim.id

    return Differences(
        tuple(sorted(compared.changed, key=lambda pair: order(pair[0]))),
        tuple(sorted(compared.gone, key=order)),
        named,
    )


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
