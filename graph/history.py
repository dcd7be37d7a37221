"""Puts together again what the graph knew on an earlier day, from what is live and what has gone since.

What is known of a secret can only grow: whatever is marked more strictly today than it was then is as strict
then, so that asking for an old day never shows what today is hidden.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

from graph.dates import DateError, parse_date
from graph.markings import Marking, strictest
from graph.model import STATED_IN, Claim, Contents, Entity, Ref, Source


@dataclass(frozen=True, slots=True)
class Retracted:
    """A claim that has gone from the live graph, and when (ISO 8601, UTC)."""

    claim: Claim
    until: str


@dataclass(frozen=True, slots=True)
class Former:
    """What a source was, until a load changed or dropped it (ISO 8601, UTC)."""

    source: Source
    until: str


@dataclass(frozen=True, slots=True)
class Past:
    """All that has gone from the live graph and is kept."""

    retracted: Sequence[Retracted] = ()
    former: Sequence[Former] = ()


def known_by(text: str) -> str:
    """Until when a user wants to know what was recorded: a day or an instant, ISO and UTC, itself included.

    Args:
        text: A day, month or year, of which the last day counts; or a time of day with it, as far as to the
            millisecond; or the id of a load, which passes itself.

    Returns:
        As much of an ISO instant as was given, such as "2026-03-12" or "2026-03-12T10:15"; "" if that is
        today, or not yet over, or nothing.

    Raises:
        DateError: It is no date, or one that is not certain.
    """
    instant = _instant(text)
    if instant:
        return instant if instant < _now()[: len(instant)] else ""
    date = parse_date(text)
    if date.edtf and not date.certain:
        raise DateError(
            "what was known by then needs a certain date; write for example 12/08/2023, 08/2023 or 2023",
            "para lo que se sabía entonces hace falta una fecha cierta; escriba por ejemplo 12/08/2023, "
            "08/2023 o 2023",
        )
    return date.latest if date.edtf and date.latest < _now()[:10] else ""


_LOAD = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)Z?")
_TIME = re.compile(r"\d:\d")


def _instant(text: str) -> str:
    """An instant that was typed, ISO to where it was typed; "" if it is a date."""
    typed = text.strip()
    if load := _LOAD.fullmatch(typed):
        typed = "{}-{}-{}T{}:{}:{}.{}".format(*load.groups())
    if not _TIME.search(typed):
        return ""
    found = _INSTANT.fullmatch(typed)
    try:
        datetime.fromisoformat(f"{found[1]}T{found[2]}" if found else "")
    except ValueError:
        raise DateError(
            "a time of day is written in full and in UTC, 2026-03-12 10:15 or 2026-03-12 10:15:30, or as the "
            "id of a load that `macrosur history` lists",
            "una hora se escribe completa y en UTC, 2026-03-12 10:15 o 2026-03-12 10:15:30, o como el id de "
            "una carga que enumera `macrosur history`",
        ) from None
    return f"{found[1]}T{found[2]}" if found else ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def as_known(today: Contents, past: Past, until: str) -> Contents:
    """What the graph said at the end of a day, or at an instant, each claim and source as strict as today.

    Args:
        today: The live graph.
        past: What has gone from it.
        until: As `known_by` gives it.

    Returns:
        Claims and sources as they were, but for stricter markings; of entities their kinds alone, for what
        they show depends on who asks.
    """
    gone = [
        item for item in past.retracted if _was(item.claim.recorded, until) and not _was(item.until, until)
    ]
    marking = _markings_today(today, past.retracted)
    # By id: who reads while a load is written may find a claim both live and retracted.
    then = {item.claim.id: item.claim._replace(tlp=marking(item)) for item in gone}
    then |= {claim.id: claim for claim in today.claims if _was(claim.recorded, until)}
    sources = _sources_then(today.sources, past.former, until)
    claims = [claim for claim in then.values() if claim.source in sources]  # older stores kept no sources
    kinds = _kinds(today, claims)
    return Contents({key: Entity(key, kind, {}) for key, kind in kinds.items()}, claims, sources)


def last_said_of_entities(today: Contents, past: Past) -> list[Claim]:
    """What is said of every entity today; of one that nothing names any more, what was said last."""
    said = [claim for claim in today.claims if claim.type == STATED_IN]
    named = {claim.subject for claim in said}
    gone: dict[str, list[Retracted]] = defaultdict(list)
    for item in past.retracted:
        if item.claim.type == STATED_IN and item.claim.subject not in named:
            gone[item.claim.subject].append(item)
    return said + [claim for items in gone.values() for claim in _last(items)]


def _was(recorded: str, until: str) -> bool:
    """Whether it was recorded by the end of a day, minute, second or millisecond."""
    return recorded[: len(until)] <= until


def _kinds(today: Contents, claims: Iterable[Claim]) -> dict[str, str]:
    """The kinds of all entities that claims name, also of those that are no longer there."""
    gone = {
        claim.subject: Ref.from_canonical(claim.subject_ref).kind
        for claim in claims
        if claim.type == STATED_IN and claim.subject not in today.entities
    }
    return {key: entity.kind for key, entity in today.entities.items()} | gone


def _markings_today(today: Contents, retracted: Iterable[Retracted]) -> Callable[[Retracted], Marking]:
    """Tells how strict a claim that has gone is: as it was, and as its statement is today, or was last.

    The same statement is what a load calls a changed claim: of the same data set, source, type, ends and
    role, else without the role. Several claims may make it; the strictest counts, whenever it was recorded.
    A source that nothing cites any more may be known by another URL today: then any source's count.
    """
    ids = set()
    now: dict[Hashable, list[Claim]] = defaultdict(list)
    last: dict[Hashable, list[Retracted]] = defaultdict(list)
    for claim in today.claims:
        ids.add(claim.id)
        for key in (*_statement(claim), _of_any_source(claim)):
            now[key].append(claim)
    for item in retracted:
        for key in _statement(item.claim):
            last[key].append(item)

    def marking(gone: Retracted) -> Marking:
        keys = _statement(gone.claim)
        if gone.claim.id in ids:
            return gone.claim.tlp  # said again today, word for word
        elsewhere = () if gone.claim.source in today.sources else (now[_of_any_source(gone.claim)],)
        made = chain((now[key] for key in keys), elsewhere, (_last(last[key]) for key in keys))
        return strictest([gone.claim.tlp, *(claim.tlp for claim in next(filter(None, made), []))])

    return marking


def _last(retracted: Sequence[Retracted]) -> list[Claim]:
    """Those that went last."""
    end = max((item.until for item in retracted), default="")
    return [item.claim for item in retracted if item.until == end]


def _statement(claim: Claim) -> tuple[Hashable, Hashable]:
    """What makes two claims the same statement, with and without the role."""
    ends = frozenset((claim.subject, claim.object))
    without_role = claim.dataset, claim.source, claim.type, ends, claim.is_mention
    return (*without_role, claim.role), without_role


def _of_any_source(claim: Claim) -> Hashable:
    return claim.dataset, claim.type, frozenset(claim.ends), claim.is_mention


def _sources_then(today: Mapping[str, Source], former: Iterable[Former], until: str) -> dict[str, Source]:
    """Every source as it was then, and as strict as it is today, or was last."""
    then: dict[str, Source] = dict(today)
    last: dict[str, Source] = dict(today)
    for item in sorted(former, key=lambda item: item.until, reverse=True):  # the version replaced first wins
        last.setdefault(item.source.id, item.source)
        if not _was(item.until, until):
            then[item.source.id] = item.source
    return {key: _as_strict(source, last[key]) for key, source in then.items()}


def _as_strict(source: Source, today: Source) -> Source:
    markings = [marking for marking in (source.tlp, today.tlp) if marking is not None]
    return replace(source, tlp=strictest(markings)) if markings else source
