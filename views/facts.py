"""Words what entities and claims say, in both languages: one wording for the terminal, pages and pictures."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.date_words import in_words
from graph.dates import parse_date
from graph.markings import Marking, strictest
from graph.model import NAME_FIELDS, STATED_IN, Claim, Contents, Entity, Fields, Source, Value
from graph.schema import RelationType, Role, schema
from graph.text import LANGS, Lang, Text
from views import document as contract

_SHOWN_ELSEWHERE = frozenset(
    {*NAME_FIELDS, "summary_en", "summary_es", "type", "lat", "lon", "search", "sort", "start", "end"}
)  # fmt: skip
_COORDINATES = Text("Coordinates", "Coordenadas")
_AMOUNT, _CURRENCY = "amount", "currency"  # are read as one: "CHF 11,000,000"


def tie_wording(relation: RelationType, role: Role | None) -> Text:
    """How a tie reads from its subject to its object: "organised", "member of"."""
    return role.tie if role and role.tie else relation.wording


def sentence_wording(relation: RelationType, role: Role | None) -> tuple[Text, bool]:
    """How a claim reads between the names of its two ends, and whether that tells its role."""
    if role and role.tie and role.tie != role.label:  # else the tie is no verb
        return role.sentence or role.tie, True
    return relation.sentence or relation.wording, False


def details_of(claim: Claim, lang: Lang, *, with_role: bool) -> list[str]:
    """What a relation says beside its ends: role, share, amount, office."""
    relation = schema().types[claim.type]
    role = relation.roles.get(claim.role)
    told = [role.label.in_(lang)] if role and with_role else []
    told += [
        _stated(claim.type, name, claim.fields).in_(lang)
        for name in relation.fields
        if name in claim.fields and not _is_told_with_amount(name, claim.fields)
    ]
    return [*told, claim.office] if claim.office else told


def short_name(entity: Entity) -> Text:
    """What a label says: the short name where one is known."""
    short = entity.text("short_es") or entity.text("short_en")
    return Text(entity.text("short_en") or short or entity.name.en, short or entity.name.es)


def summary_of(entity: Entity) -> contract.Bilingual | None:
    """What an entity is, in a sentence; one language stands for the other where only one is known."""
    en, es = entity.text("summary_en"), entity.text("summary_es")
    return {"en": en or es, "es": es or en} if en or es else None


def place_of(
    entity: Entity, claims: Iterable[Claim], entities: Mapping[str, Entity]
) -> contract.Bilingual | None:
    """Where it is: the places around a place, or that in which the first of the claims locates it.

    Args:
        entity: What is looked for.
        claims: Any claims, in an order that depends on content alone.
        entities: The entities that may be named.
    """
    codes: tuple[str, ...] = ()
    if entity.kind in schema().places:
        codes = schema().codes_around(entity.id)
    else:
        lies_in = (claim for claim in claims if claim.type == "LOCATED_IN" and claim.subject == entity.id)
        if found := next(lies_in, None):
            codes = (found.object, *schema().codes_around(found.object))
    names = [entities[code].name for code in codes if code in entities]
    return bilingual(lambda lang: ", ".join(name.in_(lang) for name in names))


def facts_of(entity: Entity) -> list[contract.Fact]:
    """The fields of an entity in words, in the schema's order, without those shown elsewhere."""
    facts: list[contract.Fact] = []
    occurrence = schema().occurs(STATED_IN, entity.kind)
    dates = bilingual(
        lambda lang: in_words(entity.text("start"), entity.text("end"), lang, occurrence=occurrence)
    )
    if dates:
        facts.append({"label": {"en": "Date", "es": "Fecha"}, "value": dates})
    facts += [
        _fact(entity.kind, name, entity.fields)
        for name in schema().fields_of_kind(entity.kind)
        if name in entity.fields
        and name not in _SHOWN_ELSEWHERE
        and not _is_told_with_amount(name, entity.fields)
    ]
    return facts + _spot(entity.fields)


def _spot(fields: Fields) -> list[contract.Fact]:
    if "lat" not in fields or "lon" not in fields:
        return []
    spot = f"{fields['lat']}, {fields['lon']}"
    return [{"label": both(_COORDINATES), "value": {"en": spot, "es": spot}}]


def _fact(owner: str, name: str, fields: Fields, label: Text | None = None) -> contract.Fact:
    words = label or schema().fields[name].label
    return {"label": both(words), "value": both(_stated(owner, name, fields))}


def _stated(owner: str, name: str, fields: Fields) -> Text:
    """A field's value in words, an amount with its currency."""
    value = fields[name]
    currency = fields.get(_CURRENCY)
    if name != _AMOUNT or not currency or not isinstance(value, int | float):
        return value_in_words(owner, name, value)
    plain = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return Text(f"{currency} {plain}", f"{currency} {_in_spanish(plain)}")


def _is_told_with_amount(name: str, fields: Fields) -> bool:
    return name == _CURRENCY and _AMOUNT in fields


def value_in_words(owner: str, name: str, value: Value) -> Text:
    """A field's value as people read it: a choice's wording, a number with its sign of unit.

    Args:
        owner: The kind or relation type whose field it is.
        name: The field.
        value: What is claimed.
    """
    if isinstance(value, tuple):
        return Text(", ".join(value), ", ".join(value))
    field = schema().fields.get(name)
    if isinstance(value, str):
        english, parted, spanish = value.partition(" / ")
        if field and field.value == "text" and parted and " / " not in spanish:
            return Text(english, spanish)  # a cell may say a thing in both languages: "closed / cerrada"
        return schema().value_label(owner, name, value)
    unit = field.unit if field and not any(map(str.isalpha, field.unit)) else ""  # words are of one language
    plain = str(value) if field and field.value == "year" else f"{value:,.10g}"
    return Text(f"{plain}{unit}", f"{_in_spanish(plain)} {unit}".strip())


def _in_spanish(number: str) -> str:
    """An English number with a decimal comma, thousands apart by a space that does not break."""
    return number.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def detail_of(claim: Claim, kind: str) -> contract.Bilingual | None:
    """What a claim states beside its ends in one line, without sentences that sum an entity up."""
    return bilingual(
        lambda lang: "; ".join(
            f"{fact['label'][lang]}: {fact['value'][lang]}" for fact in stated_facts(claim, kind)
        )
    )


def stated_facts(claim: Claim, kind: str) -> list[contract.Fact]:
    """The fields that a claim states, in the schema's order, without sentences that sum an entity up.

    Args:
        claim: The claim.
        kind: The kind of its subject, for what is said of an entity itself.
    """
    owner = kind if claim.type == STATED_IN else claim.type
    own = schema().fields_of_kind(kind) if claim.type == STATED_IN else schema().types[claim.type].fields
    order = (*own, *(name for name in schema().fields if name not in own))
    has_spot = {"lat", "lon"} <= claim.fields.keys()
    told = [
        _fact(owner, name, claim.fields, _label_for_both(name, claim.fields))
        for name in order
        if name in claim.fields
        and not name.startswith("summary_")
        and not (has_spot and name in {"lat", "lon"})
        and not _repeats(name, claim.fields)
        and not _is_told_with_amount(name, claim.fields)
    ]
    return told + _spot(claim.fields)


def stated_summary(claim: Claim) -> contract.Fact | None:
    """The sentence by which a source sums an entity up, in each language as far as it gives both."""
    texts = [claim.fields.get(f"summary_{lang}", "") for lang in LANGS]
    en, es = (text if isinstance(text, str) else "" for text in texts)
    if not (en or es):
        return None
    label = Text(schema().fields["summary_en"].label.en, schema().fields["summary_es"].label.es)
    return {"label": both(label), "value": {"en": en or es, "es": es or en}}


def _repeats(name: str, fields: Fields) -> bool:
    """Whether a Spanish field only says what the English one does: a name is often written once for both."""
    return name.endswith("_es") and fields.get(f"{name[:-2]}en") == fields[name]


def _label_for_both(name: str, fields: Fields) -> Text | None:
    """The plain label in each language for a name that is the same in both."""
    twin = f"{name[:-2]}es"
    if not name.endswith("_en") or fields.get(twin) != fields[name]:
        return None
    return Text(schema().fields[name].label.en, schema().fields[twin].label.es)


def without_repeated_names(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, but for those that only write a name which their source gives the same entity elsewhere.

    A row of relations that writes a name states it too, with low confidence: read beside the row that
    describes the entity, it would look like doubt about it.
    """
    said = list(claims)
    given = {
        (claim.subject, claim.source, name)
        for claim in said
        if claim.type == STATED_IN and not claim.is_mention
        for name in _names_in(claim.fields)
    }
    return [
        claim
        for claim in said
        if not claim.is_mention or (claim.subject, claim.source, claim.fields["name_en"]) not in given
    ]


def _names_in(fields: Fields) -> Iterator[str]:
    for name in NAME_FIELDS:
        value = fields.get(name, ())
        yield from (value if isinstance(value, tuple) else (str(value),))


def date_of(claim: Claim, kind: str) -> contract.Bilingual | None:
    """When a claim is so, in words; `kind` is that of its subject."""
    occurrence = schema().occurs(claim.type, kind)
    return bilingual(lambda lang: in_words(claim.start, claim.end, lang, occurrence=occurrence))


def markings_of(contents: Contents) -> dict[str, Marking]:
    """The marking of each source: its own, else the strictest of what is cited from it here."""
    cited: dict[str, set[Marking]] = defaultdict(set)
    for claim in contents.claims:
        cited[claim.source].add(claim.tlp)
    return {
        key: strictest(cited[key]) if source.tlp is None else source.tlp
        for key, source in contents.sources.items()
    }


def year_of(source: Source) -> int | None:
    """The year of a source."""
    return year_in(parse_date(source.date).latest) if source.date else None


def year_in(day: str) -> int | None:
    """The year of an ISO day; None for the two open ends of a range."""
    year = int(day[:4]) if day else 0
    return year if 1 < year < 9999 else None  # noqa: PLR2004 -- the two open ends


def both(text: Text) -> contract.Bilingual:
    """A text as documents hold it."""
    return {"en": text.en, "es": text.es}


def bilingual(worded: Callable[[Lang], str]) -> contract.Bilingual | None:
    """What a function says in each language; None if it says nothing."""
    en, es = worded("en"), worded("es")
    return {"en": en, "es": es} if en or es else None
