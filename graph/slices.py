"""The one door: decides which claims, entities and sources an audience, a date and filters let through.

It works on whole contents and returns contents, so whatever is searched, counted or drawn afterwards
cannot touch what did not pass.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from operator import attrgetter

from graph.dates import Span, parse_date, possibly_at
from graph.entities import entities_from
from graph.history import Past, as_known, last_said_of_entities
from graph.markings import Marking
from graph.model import NAME_FIELDS, STATED_IN, Claim, Contents, Entity, Source, canonical, names_in
from graph.names import search_key
from graph.schema import schema
from graph.sorting import sorted_in_parts

_APOSTROPHES = re.compile("['’‘ʼ´`]")
_WITHHELD = "[…]"  # in place of a title that names what the readers may not know of
_RULES = (
    3  # of what passes; raised with every change of them, so that no slice cut by older ones is found again
)
_NOT_SAID = frozenset(("id", "subject", "object", "source", "load", "row", "recorded", "dataset"))
_SAYING = tuple(name for name in Claim._fields if name not in _NOT_SAID)
_said_of = attrgetter(*_SAYING)
_LEAST_REVEALING_NAME = 3  # letters; a shorter word, found in a text, says nothing


@dataclass(frozen=True, slots=True)
class Slice:
    """What part of a graph is asked.

    Attributes:
        audience: The marking that readers are cleared for; None is the owner, who sees everything.
        at: EDTF; only what is possibly so then. Empty: any time.
        known: ISO day or instant, UTC, as far as it is known; only what was recorded by its end
            (`history.known_by`). Empty: now.
        kinds: Only entities of these kinds (places are always there to locate them). Empty: all.
        types: Only relations of these types. Empty: all.
        confidence: The least confidence, "low", "medium" or "high".
        sources: Only claims of these sources (by id). Empty: all.
    """

    audience: Marking | None = None
    at: str = ""
    known: str = ""
    kinds: frozenset[str] = field(default_factory=frozenset)
    types: frozenset[str] = field(default_factory=frozenset)
    confidence: str = "low"
    sources: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_everything(self) -> bool:
        """Whether nothing at all would be left out."""
        return self == Slice()

    def fingerprint(self) -> str:
        """The same text for the same slice; a file may be named after it."""
        values = {
            key: sorted(value) if isinstance(value, frozenset) else value
            for key, value in asdict(self).items()
        }
        return hashlib.sha256(canonical([_RULES, values]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a slice lets through.

    Attributes:
        contents: The graph that remains.
        withheld: How many claims the audience may not see; for the owner's eyes only.
        undated: How many claims passed `at` only because no date is known of them.
    """

    contents: Contents
    withheld: int
    undated: int


def cut(today: Contents, slice_: Slice, past: Past | None = None) -> Cut:
    """Cut a graph down to a slice; one `known` on an earlier day needs what has gone since.

    A relation passes when its own marking, its source's and both its ends do; an entity when the strictest
    marking of its existence allows and one passing claim names it; a source when a passing claim cites it.
    What an entity shows is computed again, from the passing claims alone. What was known on an earlier day
    passes only where it would today as well.
    """
    past = past or Past()
    contents = as_known(today, past, slice_.known) if slice_.known else today
    seen = _seen(contents, slice_)
    hidden = _hidden_entities(contents.claims, slice_)
    if slice_.known:
        hidden |= _hidden_entities(last_said_of_entities(today, past), slice_)
    withheld = len(contents.claims) - sum(1 for claim in seen if hidden.isdisjoint(claim.ends))
    passing = _asked_for(seen, contents.entities, slice_)
    named = {claim.subject for claim in passing if claim.type == STATED_IN} - hidden
    passing = [claim for claim in passing if named.issuperset(claim.ends)]
    undated = sum(1 for claim in passing if _is_undated(claim, contents.entities)) if slice_.at else 0
    cited = {claim.source for claim in passing}
    sources = {item.id: item for item in sorted(map(contents.sources.__getitem__, cited), key=_telling)}
    if slice_.audience is not None:
        every = [*today.claims, *contents.claims] if slice_.known else today.claims
        if len(every) > len(passing):
            passing, sources = _without_what_tells(passing, sources, _names_outside(every, passing))
    kinds = {entity_id: contents.entities[entity_id].kind for entity_id in named}
    entities = entities_from(passing, kinds, sources)
    ordered = _in_content_order(passing, entities, sources)
    stripped = [_without_bookkeeping(claim, f"c{number}") for number, claim in enumerate(ordered, start=1)]
    bare = {key: replace(source, ref="") for key, source in sources.items()}
    return Cut(Contents(entities, stripped, bare), withheld, undated)


def _telling(source: Source) -> tuple[str, ...]:
    """What orders sources: what they say of themselves, never an id."""
    return source.title, source.publisher, source.date, source.url, source.class_, source.language


def _seen(contents: Contents, slice_: Slice) -> Sequence[Claim]:
    """The claims that the audience may see, by their own marking and their source's."""
    audience = slice_.audience
    if audience is None:
        return contents.claims
    open_ = {
        key for key, source in contents.sources.items() if source.tlp is None or source.tlp.passes(audience)
    }
    return [claim for claim in contents.claims if claim.tlp <= audience and claim.source in open_]


def _hidden_entities(claims: Iterable[Claim], slice_: Slice) -> set[str]:
    """The entities whose existence the audience may not know of, whoever says so."""
    if slice_.audience is None:
        return set()
    return {
        claim.subject
        for claim in claims
        if claim.entity_tlp is not None and not claim.entity_tlp.passes(slice_.audience)
    }


def _asked_for(claims: Sequence[Claim], entities: Mapping[str, Entity], slice_: Slice) -> Sequence[Claim]:
    """The claims that date and filters let through."""
    if replace(slice_, audience=None, known="").is_everything:
        return claims
    return [claim for claim in claims if _is_asked_for(claim, entities, slice_)]


def _is_asked_for(claim: Claim, entities: Mapping[str, Entity], slice_: Slice) -> bool:
    """Whether date and filters let a claim through; those on public reference always pass."""
    kinds = [entities[end].kind for end in claim.ends]
    places = schema().places
    if all(kind in places for kind in kinds):
        return True
    if slice_.kinds and not all(kind in slice_.kinds or kind in places for kind in kinds):
        return False
    if slice_.types and claim.type != STATED_IN and claim.type not in slice_.types:
        return False
    if slice_.sources and claim.source not in slice_.sources:
        return False
    order = list(schema().confidences)[::-1]
    if order.index(claim.confidence) < order.index(slice_.confidence):
        return False
    return not slice_.at or _is_possibly_so(claim, kinds[0], slice_.at)


def _is_possibly_so(claim: Claim, kind: str, at: str) -> bool:
    if claim.is_mention and schema().kinds[kind].dated:
        return False  # it has no date because it says nothing but a name; the description has
    return possibly_at(span_of(claim), parse_date(at))


def span_of(claim: Claim) -> Span:
    """The four days between which a claim holds."""
    return Span(claim.start_min, claim.start_max, claim.end_min, claim.end_max)


def _is_undated(claim: Claim, entities: Mapping[str, Entity]) -> bool:
    """Whether a claim that could have a date has none; names and places do not need one."""
    if claim.start or claim.end:
        return False
    if claim.type == STATED_IN:
        return schema().kinds[entities[claim.subject].kind].dated
    return not schema().types[claim.type].reference


def _names_outside(claims: Iterable[Claim], passing: Iterable[Claim]) -> set[str]:
    """The names, folded, that only someone who sees more than the slice can know."""
    return {name for name in _named(claims) - _named(passing) if len(name) >= _LEAST_REVEALING_NAME}


def _named(claims: Iterable[Claim]) -> set[str]:
    stating = (claim for claim in claims if claim.type == STATED_IN)
    return {search_key(name) for claim in stating for name in names_in(claim.fields)}


def _teller(outside: set[str]) -> Callable[[str], bool]:
    """Tells whether a text contains one of the names from outside a slice."""
    lengths: dict[str, set[int]] = defaultdict(set)  # in words, of the names that begin with a word
    for name in outside:
        lengths[name.partition(" ")[0]].add(name.count(" ") + 1)

    def contains(folded: str) -> bool:
        words = folded.split()
        return any(
            " ".join(words[start : start + size]) in outside
            for start, word in enumerate(words)
            for size in lengths.get(word, ())
        )

    @cache
    def tells(text: str) -> bool:
        # With and without what follows an apostrophe: "Q'eros", but also "the front's".
        apart = _APOSTROPHES.sub(" ", text)
        return contains(search_key(text)) or (apart != text and contains(search_key(apart)))

    return tells


def _without_what_tells(
    claims: Sequence[Claim], sources: Mapping[str, Source], outside: set[str]
) -> tuple[Sequence[Claim], dict[str, Source]]:
    """Claims and sources without the texts that contain a name from outside the slice."""
    if not outside:
        return claims, dict(sources)
    tells = _teller(outside)
    untold = (_without_telling_title(source, tells) for source in sources.values())
    return (
        [_without_telling_texts(claim, tells) for claim in claims],
        {item.id: item for item in sorted(untold, key=_telling)},
    )


def _without_telling_texts(claim: Claim, tells: Callable[[str], bool]) -> Claim:
    """A claim without the free texts that contain a name from outside the slice; names themselves stay."""
    texts = claim.quote, claim.note, claim.locator, claim.office
    quote, note, locator, office = kept = tuple("" if tells(text) else text for text in texts)
    fields = {
        name: value
        for name, value in claim.fields.items()
        if name in NAME_FIELDS or schema().fields[name].value != "text" or not tells(str(value))
    }
    if kept == texts and len(fields) == len(claim.fields):
        return claim
    return claim._replace(quote=quote, note=note, locator=locator, office=office, fields=fields)


def _without_telling_title(source: Source, tells: Callable[[str], bool]) -> Source:
    """A source without the title, publisher or address that contain a name from outside the slice."""
    title = _WITHHELD if tells(source.title) else source.title
    publisher = "" if tells(source.publisher) else source.publisher
    url = "" if tells(re.sub(r"[\W_]+", " ", source.url)) else source.url
    return replace(source, title=title, publisher=publisher, url=url)


def content_key(
    entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> Callable[[Claim], tuple[object, ...]]:
    """A key that orders claims by what they say, never by an id."""
    place = _place_key(entities, sources)
    return lambda claim: (*place(claim), _said(claim))


def _place_key(
    entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> Callable[[Claim], tuple[object, ...]]:
    """The part of the key that costs little and seldom leaves two claims equal: ends, type, start, source."""
    sorts = {key: entity.text("sort") for key, entity in entities.items()}
    told = {key: _telling(source) for key, source in sources.items()}

    def key(claim: Claim) -> tuple[object, ...]:
        ends = sorts.get(claim.subject, ""), claim.type, sorts.get(claim.object, "")
        return (*ends, claim.start_min, told[claim.source])

    return key


def _said(claim: Claim) -> str:
    """All that a claim says, as one text."""
    said = dict(zip(_SAYING, _said_of(claim), strict=True))
    said |= {"tlp": claim.tlp.label, "entity_tlp": str(claim.entity_tlp or ""), "fields": dict(claim.fields)}
    return canonical(said)


def _in_content_order(
    claims: Iterable[Claim], entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> list[Claim]:
    return sorted_in_parts(claims, _place_key(entities, sources), _said)


def _without_bookkeeping(claim: Claim, new_id: str) -> Claim:
    return claim._replace(id=new_id, subject_ref="", object_ref="", dataset="", load="", row="", recorded="")
