"""Words what is known of one entity for the terminal: its fields, and every claim with its source."""

from graph.dates import in_words
from graph.model import STATED_IN, Claim, Contents, Entity
from graph.schema import schema
from graph.text import Lang, Text
from views.build import facts_of, tie_wording, value_in_words

FACT_HEADINGS = (Text("What", "Qué"), Text("Value", "Valor"))
CLAIM_HEADINGS = (
    Text("Claim", "Afirmación"),
    Text("Date", "Fecha"),
    Text("Source", "Fuente"),
    Text("Place in it", "Lugar en ella"),
    Text("Confidence", "Confianza"),
    Text("TLP", "TLP"),
)


def facts(entity: Entity, lang: Lang) -> list[list[str | int | float]]:
    """What an entity shows, a row a field."""
    kind = schema().kinds[entity.kind]
    names = Text("Name", "Nombre"), Text("Kind", "Clase"), Text("Type", "Tipo"), Text("Also", "También")
    rows = [[names[0].in_(lang), entity.name.in_(lang)], [names[1].in_(lang), kind.label.in_(lang)]]
    if type_ := entity.text("type"):
        rows.append([names[2].in_(lang), schema().value_label(entity.kind, "type", type_).in_(lang)])
    others = [name for name in entity.names if name != entity.name.in_(lang)]
    if others:
        rows.append([names[3].in_(lang), "; ".join(others)])
    summary = entity.text(f"summary_{lang}") or entity.text("summary_en") or entity.text("summary_es")
    if summary:
        rows.append([schema().fields[f"summary_{lang}"].label.in_(lang), summary])
    rows += [[fact["label"][lang], fact["value"][lang]] for fact in facts_of(entity)]
    return [list(row) for row in rows]


def claims(
    entity: Entity, said: list[Claim], contents: Contents, lang: Lang
) -> list[list[str | int | float]]:
    """Every claim about an entity, a row each."""
    return [_claim(entity, claim, contents, lang) for claim in said]


def _claim(entity: Entity, claim: Claim, contents: Contents, lang: Lang) -> list[str | int | float]:
    source = contents.sources[claim.source]
    occurrence = schema().occurs(claim.type, entity.kind)
    return [
        statement(entity, claim, contents, lang),
        in_words(claim.start, claim.end, lang, occurrence=occurrence),
        source.title,
        claim.locator,
        schema().confidences[claim.confidence].in_(lang),
        claim.tlp.label,
    ]


def statement(entity: Entity, claim: Claim, contents: Contents, lang: Lang) -> str:
    """What a claim says, seen from one of its ends: "is operated by MMG", "member of …, as chair"."""
    if claim.type == STATED_IN:
        told = [
            f"{schema().fields[name].label.in_(lang)}: {value_in_words(entity.kind, name, value).in_(lang)}"
            for name, value in claim.fields.items()
            if not name.startswith("summary")
        ]
        return "; ".join(told)
    relation = schema().types[claim.type]
    role = relation.roles.get(claim.role)
    if claim.subject == entity.id:
        words, other = tie_wording(relation, role).in_(lang), contents.entities[claim.object]
    else:
        words, other = relation.wording_back.in_(lang), contents.entities[claim.subject]
    details = [role.label.in_(lang)] if role and (claim.subject != entity.id or role.tie is None) else []
    details += [value_in_words(claim.type, name, value).in_(lang) for name, value in claim.fields.items()]
    details += [claim.office] if claim.office else []
    return f"{words} {other.name.in_(lang)}" + (f" ({', '.join(details)})" if details else "")
