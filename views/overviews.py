"""Rows that sum up what a store holds and what a load would change."""

from collections.abc import Iterable, Mapping, Sequence

from graph.copying import Outcome
from graph.health import Finding
from graph.model import STATED_IN, Load, Plan, Verdict
from graph.schema import schema
from graph.store.base import Status
from graph.store.transfer import SORTS, Tally
from graph.text import Lang, Text
from views.tables import Cell

PLAN_HEADINGS = (
    Text("Claims", "Afirmaciones"),
    Text("New", "Nuevas"),
    Text("Changed", "Cambiadas"),
    Text("Same", "Iguales"),
    Text("No longer said", "Ya no se dicen"),
)
STATUS_HEADINGS = Text("What", "Qué"), Text("Number", "Número")
COPY_HEADINGS = Text("What", "Qué"), Text("Here", "Aquí"), Text("There", "Allá")
HISTORY_HEADINGS = (
    Text("Load", "Carga"),
    Text("Recorded (UTC)", "Registrada (UTC)"),
    Text("Data set", "Conjunto de datos"),
    Text("Files", "Archivos"),
    Text("New", "Nuevas"),
    Text("Changed", "Cambiadas"),
    Text("Retracted", "Retiradas"),
    Text("Sources", "Fuentes"),
)
FINDING_HEADINGS = (
    Text("What", "Qué"),
    Text("Found", "Resultado"),
    Text("State", "Estado"),
    Text("What to do", "Qué hacer"),
)
_WELL, _ATTENTION = Text("ok", "bien"), Text("attention", "atención")
LOAD_HEADINGS = (*PLAN_HEADINGS[:-1], Text("Retracted", "Retiradas"))
_FEW_FILES = 3  # are all named in a table
_PUBLISHED = Text("Slice published for", "Corte publicado para")
_COPIED = {
    "entities": Text("Entities", "Entidades"),
    "claims": Text("Claims", "Afirmaciones"),
    "sources": Text("Sources", "Fuentes"),
    "bookkeeping": Text("Loads and what they retracted", "Cargas y lo que retiraron"),
}
_SUMS = {
    Text("Checksum of the claims", "Suma de control de las afirmaciones"): ("claims",),
    Text("Checksum of everything", "Suma de control de todo"): SORTS,
}
_OF_ENTITIES = Text("what is said of entities", "lo que se dice de las entidades")


def plan_rows(plan: Plan, lang: Lang) -> list[list[Cell]]:
    """How many claims of each type are new, changed, same or no longer said, in `PLAN_HEADINGS`."""
    return _by_type(plan.verdicts, lang)


def load_rows(load: Load, lang: Lang) -> list[list[Cell]]:
    """How many claims of each type a load found new, changed and the same, and retracted: `LOAD_HEADINGS`."""
    return _by_type(load.counts, lang)


def _by_type(verdicts: Mapping[Verdict, Mapping[str, int]], lang: Lang) -> list[list[Cell]]:
    concerned = {key for counts in verdicts.values() for key in counts}
    return [
        [
            (_OF_ENTITIES if key == STATED_IN else schema().types[key].wording).in_(lang),
            *(verdicts.get(verdict, {}).get(key, 0) for verdict in Verdict),
        ]
        for key in schema().claim_types
        if key in concerned
    ]


def history_rows(loads: Iterable[Load], lang: Lang, *, every_file: bool) -> list[list[Cell]]:
    """Each load, in `HISTORY_HEADINGS`; cells are empty of which an older version did not keep the number.

    Args:
        loads: The loads.
        lang: The language.
        every_file: Name all files of a load, not only how many there are beside the first.
    """
    return [
        [
            load.id,
            _minute(load.recorded),
            load.dataset,
            _files([item.name for item in load.files], lang, every=every_file),
            *_counts(load),
        ]
        for load in loads
    ]


def _files(names: Sequence[str], lang: Lang, *, every: bool) -> str:
    if every or len(names) <= _FEW_FILES:
        return ", ".join(names)
    more = len(names) - 1
    return Text(f"{names[0]} and {more} more", f"{names[0]} y {more} más").in_(lang)


def _counts(load: Load) -> list[Cell]:
    if not load.counts:
        return [load.added, "", load.retracted, ""]
    of = {verdict: sum(load.counts.get(verdict, {}).values()) for verdict in Verdict}
    return [of[Verdict.NEW], of[Verdict.CHANGED], of[Verdict.GONE], load.sources]


def _minute(recorded: str) -> str:
    """A time as people write it, to the minute."""
    return recorded[:16].replace("T", " ")


def kept_claims(plan: Plan) -> Text | None:
    """That what the files no longer say stays in the graph, and how to retract it; nothing if none does."""
    gone = sum(plan.verdicts[Verdict.GONE].values())
    if not gone:
        return None
    if gone == 1:
        return Text("1 claim that is no longer said stays in the graph; --replace retracts it.",
                    "1 afirmación que ya no se dice sigue en el grafo; --replace la retira.")  # fmt: skip
    return Text(
        f"{gone} claims that are no longer said stay in the graph; --replace retracts them.",
        f"{gone} afirmaciones que ya no se dicen siguen en el grafo; --replace las retira.",
    )


def status_rows(found: Status, lang: Lang) -> list[list[Cell]]:
    """What a store holds: entities by kind, claims, sources and loads, in `STATUS_HEADINGS`."""
    counts = {schema().kinds[kind].plural: count for kind, count in found.entities.items()}
    counts[Text("Claims", "Afirmaciones")] = sum(found.claims.values())
    counts[Text("Sources", "Fuentes")] = found.sources
    counts[Text("Loads", "Cargas")] = len(found.loads)
    published: list[list[Cell]] = [[_PUBLISHED.in_(lang), found.published]] if found.published else []
    return published + [[what.in_(lang), count] for what, count in counts.items()]


def copied(outcome: Outcome, address: str) -> Text:
    """What became of a copy, in a sentence."""
    return {
        Outcome.COPIED: Text(f"Copied to {address}.", f"Copiado a {address}."),
        Outcome.RESUMED: Text(
            f"Copied to {address}, going on with what was there of it.",
            f"Copiado a {address}, a partir de lo que ya había allí.",
        ),
        Outcome.UPDATED: Text(
            f"The copy at {address} was an older state of this; now it is the same.",
            f"La copia en {address} era un estado anterior; ahora es igual.",
        ),
        Outcome.SAME: Text(
            f"The copy at {address} is the same already; nothing was written.",
            f"La copia en {address} ya es igual; no se escribió nada.",
        ),
    }[outcome]


def copy_rows(here: Tally, there: Tally, lang: Lang) -> list[list[Cell]]:
    """What was counted at both ends of a copy, in `COPY_HEADINGS`."""
    rows: list[list[Cell]] = [
        [what.in_(lang), here.counts[sort], there.counts[sort]] for sort, what in _COPIED.items()
    ]
    return rows + [
        [what.in_(lang), here.checksum(*sorts), there.checksum(*sorts)] for what, sorts in _SUMS.items()
    ]


def finding_rows(findings: Sequence[Finding], lang: Lang) -> list[list[Cell]]:
    """What was looked over, in `FINDING_HEADINGS`."""
    return [
        [
            item.what.in_(lang),
            item.found.in_(lang),
            (_ATTENTION if item.remedy else _WELL).in_(lang),
            item.remedy.in_(lang) if item.remedy else "",
        ]
        for item in findings
    ]
