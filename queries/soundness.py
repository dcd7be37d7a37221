"""Finds in Cypher what fails, or is silently wrong, on one of the engines: each form was compared on all.

Saved questions may not use these forms; whoever types `cypher` is warned of them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.names import search_key
from graph.schema import schema
from graph.store.guard import bare_code
from graph.text import Text


@dataclass(frozen=True, slots=True)
class Unsound:
    """One such form: the line it stands on, counted from 1, and what to write instead."""

    line: int
    why: Text


_PATHS = Text(
    "shortest paths differ between engines; ask with `macrosur query`, or for a fixed number of steps",
    "los caminos más cortos difieren entre motores; use `macrosur query`, o un número fijo de pasos",
)
_REPEATED = Text(
    "one engine ignores a condition on a repeated relation; write (()-[r:X]-()){1,3}",
    "un motor ignora la condición en una relación repetida; escriba (()-[r:X]-()){1,3}",
)
_NO_KIND = Text(
    "a node without a kind also counts bookkeeping; start from a kind: (n:Mine)",
    "un nodo sin clase también cuenta registros internos; empiece por una clase: (n:Mine)",
)
_KEYS = Text(
    "the order of keys() differs between engines; name the properties",
    "el orden de keys() difiere entre motores; nombre las propiedades",
)
_UNSORTED = Text(
    "the order of collect() differs between engines; put WITH … ORDER BY before it",
    "el orden de collect() difiere entre motores; ponga antes WITH … ORDER BY",
)
_TIMES = Text(
    "dates and times differ between engines; compare texts such as r.start_min < '2023-01-01'",
    "las fechas y horas difieren entre motores; compare textos como r.start_min < '2023-01-01'",
)
_WHOLE = Text(
    "whole nodes, relations and paths differ between engines; return their properties: n.name_en, n.id",
    "los nodos, relaciones y caminos enteros difieren; devuelva sus propiedades: n.name_es, n.id",
)
_ARROW = Text(
    "a relation without direction is kept in one of two; an arrow finds half of them: leave it out",
    "una relación sin dirección se guarda en una de dos; una flecha halla la mitad: quítela",
)
_TWICE = Text(
    "both ends are free, so each pair comes twice; add WHERE a.id < b.id",
    "ambos extremos están libres y cada par sale dos veces; agregue WHERE a.id < b.id",
)

_PATTERNS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"(?<![.:$\w])(?:shortestPath|allShortestPaths|SHORTEST)\b", re.IGNORECASE), _PATHS),
    (re.compile(r"-\[[^\]]*(?:!|\bWHERE\b)[^\]]*\]->?\s*[{+*]", re.IGNORECASE), _REPEATED),
    (re.compile(r"(?<![.\w])keys\s*\(", re.IGNORECASE), _KEYS),
    (
        re.compile(
            r"(?<![.:$\w])(?:date|datetime|localdatetime|time|localtime|duration)\s*(?:\.\s*\w+\s*)?\(",
            re.IGNORECASE,
        ),
        _TIMES,
    ),
)
_CLAUSE = re.compile(
    r"\bMATCH\b(.*?)(?=\b(?:WHERE|RETURN|WITH|OPTIONAL|MATCH|UNWIND|CALL|UNION|ORDER)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_LONE_NODE = re.compile(r"(?:^|,)\s*(\(\s*\w*\s*(?:\{[^}]*\}\s*)?\))(?!\s*[-<])")
_COLLECT = re.compile(r"(?<![.\w])collect\s*\(", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_BOUND = re.compile(r"(?<!\w)\(\s*(\w+)\s*[:){]|\[\s*(\w+)\s*[:\]*{]|(?<![\w.])(\w+)\s*=\s*\(")
_RETURN = re.compile(
    r"\bRETURN\b(?:\s+DISTINCT\b)?(.*?)(?=\bORDER\s+BY\b|\bSKIP\b|\bLIMIT\b|\bUNION\b|\}|$)",
    re.IGNORECASE | re.DOTALL,
)
_TIE = re.compile(r"(<?)-\s*\[([^\]]*)\]\s*-(>?)")
_OF_NODE = re.compile(r"\(\s*\w*\s*:\s*([\w\s|&!:%()]+?)\s*(?:\)|\{|\bWHERE\b)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_KEPT = frozenset({"Entity", "Source", "Store", "Load", "Retracted", "FormerSource"})
_COMPARED = re.compile(r"\.(?:id|sort)\s*(?:<>?|>)\s*\w+\.(?:id|sort)\b")


def unsound(cypher: str) -> list[Unsound]:
    """Every such form of a text, from its beginning to its end."""
    code = bare_code(cypher)
    found = [(at, why) for check in _CHECKS for at, why in check(code)]
    return [Unsound(code.count("\n", 0, at) + 1, why) for at, why in sorted(found)]


def unknown_kinds(cypher: str) -> list[Text]:
    """What is called a kind in a text and is none: it would find nothing, without a word."""
    code = bare_code(cypher)
    labels = dict.fromkeys(word for found in _OF_NODE.finditer(code) for word in _WORD.findall(found[1]))
    return [_no_kind_called(label) for label in labels if label not in schema().kinds and label not in _KEPT]


def _no_kind_called(label: str) -> Text:
    word = search_key(label)
    for kind in schema().kinds.values():
        if word in map(search_key, (kind.id, *kind.label, *kind.plural)):
            return Text(f"There is no kind “{label}” in Cypher; it is {kind.id}.",
                        f"En Cypher no hay una clase «{label}»; se llama {kind.id}.")  # fmt: skip
    kinds = ", ".join(schema().kinds)
    return Text(f"There is no kind “{label}” in Cypher; the kinds are {kinds}.",
                f"En Cypher no hay una clase «{label}»; las clases son {kinds}.")  # fmt: skip


def _patterns(code: str) -> Iterator[tuple[int, Text]]:
    for pattern, why in _PATTERNS:
        for hit in pattern.finditer(code):
            yield hit.start(), why


def _lone_nodes(code: str) -> Iterator[tuple[int, Text]]:
    for clause in _CLAUSE.finditer(code):
        for node in _LONE_NODE.finditer(clause[1]):
            yield clause.start(1) + node.start(1), _NO_KIND


def _unsorted(code: str) -> Iterator[tuple[int, Text]]:
    for hit in _COLLECT.finditer(code):
        if not _ORDER.search(code, 0, hit.start()):
            yield hit.start(), _UNSORTED


def _wholes(code: str) -> Iterator[tuple[int, Text]]:
    bound = {name for names in _BOUND.findall(code) for name in names if name}
    for clause in _RETURN.finditer(code):
        if any(item in bound or item == "*" for item in _items(clause[1])):
            yield clause.start(), _WHOLE


def _items(returned: str) -> list[str]:
    """What a RETURN returns, without the names it is given."""
    bare = returned
    while bare != (bare := re.sub(r"[(\[{][^()\[\]{}]*[)\]}]", "…", bare)):
        pass  # commas in brackets separate no items
    return [re.split(r"\s+AS\s+", item.strip(), flags=re.IGNORECASE)[0] for item in bare.split(",")]


def _undirected(code: str) -> Iterator[tuple[int, Text]]:
    two_way = {item.id for item in schema().types.values() if item.undirected}
    for tie in _TIE.finditer(code):
        if not two_way & set(re.findall(r"\w+", tie[2])):
            continue
        if bool(tie[1]) != bool(tie[3]):
            yield tie.start(), _ARROW
        elif "$" not in code and "{id:" not in code.replace(" ", "") and not _COMPARED.search(code):
            yield tie.start(), _TWICE


_CHECKS: tuple[Callable[[str], Iterator[tuple[int, Text]]], ...] = (
    _patterns,
    _lone_nodes,
    _unsorted,
    _wholes,
    _undirected,
)
