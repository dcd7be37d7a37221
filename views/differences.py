"""Rows that show what a load changed: of every claim what was said and what is said now, in words."""

from collections.abc import Iterator

from graph.differences import Differences
from graph.model import STATED_IN, Claim, Ref
from graph.schema import schema
from graph.text import Lang, Text, as_written
from views.facts import date_of, sentence_wording, value_in_words
from views.tables import Cell

HEADINGS = (
    Text("Claim", "Afirmación"),
    Text("What", "Qué"),
    Text("Before", "Antes"),
    Text("Now", "Ahora"),
)
_DATE, _ROLE, _CONFIDENCE = Text("Date", "Fecha"), Text("Role", "Rol"), Text("Confidence", "Confianza")
_OFFICE, _QUOTE, _NOTE = Text("Office", "Cargo"), Text("Quote", "Cita"), Text("Note", "Nota")
_TLP = Text("TLP", "TLP")
_WRITTEN = Text("Written as", "Escrito como")
_RETRACTED = Text("retracted", "retirada")


def difference_rows(found: Differences, lang: Lang) -> list[list[Cell]]:
    """What differs between claims before and after, a row each, then what is said no more: in `HEADINGS`."""
    rows: list[list[Cell]] = []
    for before, after in found.changed:
        said = claim_in_words(before, found, lang)
        rows += [[said, what.in_(lang), was, now] for what, was, now in _differing(before, after, lang)]
    return rows + [[claim_in_words(claim, found, lang), _RETRACTED.in_(lang), "", ""] for claim in found.gone]


def claim_in_words(claim: Claim, found: Differences, lang: Lang) -> str:
    """A claim as a sentence, or what it is about where it describes an entity."""
    names = [found.names[end].in_(lang) for end in claim.ends]
    if claim.type == STATED_IN:
        return names[0]
    relation = schema().types[claim.type]
    return f"{names[0]} {sentence_wording(relation, relation.roles.get(claim.role))[0].in_(lang)} {names[1]}"


def _differing(before: Claim, after: Claim, lang: Lang) -> Iterator[tuple[Text, str, str]]:
    was, now = _told(before, lang), _told(after, lang)
    differs = [what for what in dict.fromkeys([*was, *now]) if was.get(what, "") != now.get(what, "")]
    for what in differs:
        yield what, was.get(what, ""), now.get(what, "")
    if not differs:
        yield _WRITTEN, _as_referred_to(before), _as_referred_to(after)


def _told(claim: Claim, lang: Lang) -> dict[Text, str]:
    """All that a claim says beside its ends, in words."""
    kind = Ref.from_canonical(claim.subject_ref).kind
    owner = kind if claim.type == STATED_IN else claim.type
    role = None if claim.type == STATED_IN else schema().types[claim.type].roles.get(claim.role)
    date = date_of(claim, kind)
    return {
        _DATE: date[lang] if date else "",
        _ROLE: role.label.in_(lang) if role else "",
        **{
            schema().fields[name].label: value_in_words(owner, name, value).in_(lang)
            for name, value in claim.fields.items()
        },
        _OFFICE: claim.office,
        _QUOTE: claim.quote,
        _NOTE: as_written(claim.note).in_(lang),
        _CONFIDENCE: schema().confidences[claim.confidence].in_(lang),
        _TLP: claim.tlp.label,
    }


def _as_referred_to(claim: Claim) -> str:
    """How the row wrote the ends: two ways may mean the same entity."""
    refs = [Ref.from_canonical(text) for text in (claim.subject_ref, claim.object_ref) if text]
    return ", ".join(ref.shown for ref in refs)
