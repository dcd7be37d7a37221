"""Rows that sum up what a store holds and what a load would change."""

from graph.model import STATED_IN, Plan, Verdict
from graph.schema import schema
from graph.store.base import Status
from graph.text import Lang, Text
from views.tables import Cell

PLAN_HEADINGS = (
    Text("Claims", "Afirmaciones"),
    Text("new", "nuevas"),
    Text("changed", "cambiadas"),
    Text("same", "iguales"),
    Text("no longer said", "ya no se dicen"),
)
STATUS_HEADINGS = Text("What", "Qué"), Text("Number", "Número")
_OF_ENTITIES = Text("what is said of entities", "lo que se dice de las entidades")


def plan_rows(plan: Plan, lang: Lang) -> list[list[Cell]]:
    """How many claims of each type are new, changed, same or no longer said, in `PLAN_HEADINGS`."""
    concerned = {key for counts in plan.verdicts.values() for key in counts}
    return [
        [
            (_OF_ENTITIES if key == STATED_IN else schema().types[key].wording).in_(lang),
            *(counts.get(key, 0) for counts in plan.verdicts.values()),
        ]
        for key in schema().claim_types
        if key in concerned
    ]


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
    return [[what.in_(lang), count] for what, count in counts.items()]
