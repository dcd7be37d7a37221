"""Pairs what a data set claims with what its file says when it comes again: same, changed, new or gone."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from graph.model import Claim


@dataclass
class Compared:
    """The claims of a data set against those of a batch; `changed` are pairs of before and after."""

    same: list[Claim]
    new: list[Claim]
    changed: list[tuple[Claim, Claim]]
    gone: list[Claim]


def compare(live: Iterable[Claim], claims: Iterable[Claim]) -> Compared:
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
        pairs = _pairs(gone.values(), new.values(), key_of) if gone and new else []
        changed += pairs
        for before, after in pairs:
            del gone[before.id], new[after.id]
    same = [claim for key, claim in fresh.items() if key in old]
    return Compared(same, list(new.values()), changed, list(gone.values()))


def _with_role(claim: Claim) -> tuple[object, ...]:
    return (*_without_role(claim), claim.role)


def _without_role(claim: Claim) -> tuple[object, ...]:
    return claim.source, claim.type, frozenset((claim.subject, claim.object))


def _pairs(
    gone: Iterable[Claim], new: Iterable[Claim], key_of: Callable[[Claim], Hashable]
) -> list[tuple[Claim, Claim]]:
    waiting: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in sorted(gone, key=lambda claim: claim.id, reverse=True):
        waiting[key_of(claim)].append(claim)
    after = sorted(new, key=lambda claim: claim.id)
    return [(waiting[key].pop(), claim) for claim in after if waiting.get(key := key_of(claim))]
