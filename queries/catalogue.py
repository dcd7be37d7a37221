"""Finds, documents, checks and runs saved questions: files of plain Cypher with a header that explains them.

A question says nothing of markings or time; the slice it runs on does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.dates import DateError, parse_date
from graph.errors import ExitCode, MacroSurError, QueryError
from graph.model import Entity
from graph.schema import schema
from graph.store.base import Answer, Reader
from graph.store.guard import bare_code, check_read_only
from graph.text import LANGS, Text

_OWN = Path(__file__).with_name("cypher")
_LISTED = 10  # of several hits
_HEADER = re.compile(r"//\s*(en|es|param|column)\s*([\w-]*)\s*:\s*(.*)")
_PARAMETER = re.compile(r"(text|integer|date|entity)(?:\(([\w|]+)\))?\s*(=\s*(.*))?")
_COLUMN = re.compile(r"([\w().]+)\s*\|\s*([^|]+?)\s*\|\s*([^|]+)")
_UNSOUND: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"\b(shortestPath|allShortestPaths)\b|\bSHORTEST\b", re.IGNORECASE),
        Text("paths differ between engines", "los caminos difieren entre motores"),
    ),
    (
        re.compile(r"-\[[^\]]*(?:!|\bWHERE\b)[^\]]*\]-[>]?\{"),
        Text("a predicate on a repeated relation is ignored by one engine; write ((a)-[r]-(b)){1,3}",
             "un motor ignora la condición en una relación repetida; escriba ((a)-[r]-(b)){1,3}"),
    ),
    (
        re.compile(r"\bMATCH\s*\(\s*\w*\s*\)(?!\s*[-<])", re.IGNORECASE),
        Text("a node without a kind counts bookkeeping", "un nodo sin clase cuenta registros internos"),
    ),
    (
        re.compile(r"\bkeys\s*\(", re.IGNORECASE),
        Text("the order of keys() differs", "el orden de keys() difiere"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question needs. `kinds` limits an entity; `default` is None when it must be given."""

    name: str
    type: str
    kinds: tuple[str, ...]
    default: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: how its cells are read, and its heading."""

    name: str
    type: str
    heading: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question."""

    name: str
    text: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str


@cache
def catalogue(extra: Path | None = None) -> Mapping[str, Question]:
    """The questions that come with the program, and those in a user's own folder, by name.

    Raises:
        QueryError: A file is no question, names the file and why.
    """
    folders = [_OWN] if extra is None else [_OWN, extra]
    paths = [path for folder in folders for path in sorted(folder.glob("*.cypher"))]
    return {path.stem: read_question(path.stem, path.read_text(encoding="utf-8-sig")) for path in paths}


def read_question(name: str, text: str) -> Question:
    """Read a question's header, and check that it gives the same answer on both engines.

    Raises:
        QueryError: The header lacks something, or the Cypher uses what may not be used.
    """
    words: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for line in text.splitlines():
        if not (found := _HEADER.match(line.strip())):
            continue
        key, subject, rest = found.groups()
        if key == "param":
            parameters.append(_parameter(name, subject, rest))
        elif key == "column":
            columns.append(_column(name, subject, rest))
        else:
            words[key] = rest
    if set(words) != {"en", "es"} or not columns:
        raise _broken(name, "its header needs // en:, // es: and // column lines",
                      "su encabezado necesita líneas // en:, // es: y // column")  # fmt: skip
    check(name, text)
    return Question(name, Text(words["en"], words["es"]), tuple(parameters), tuple(columns), text)


def check(name: str, cypher: str) -> None:
    """Refuse what fails, or is silently wrong, on one of the engines.

    Raises:
        QueryError: It uses such a form, writes, or reaches beyond the graph.
    """
    check_read_only(cypher)
    for form, why in _UNSOUND:
        if form.search(bare_code(cypher)):
            raise _broken(name, why.en, why.es)


def run(question: Question, reader: Reader, given: Mapping[str, str]) -> Answer:
    """Ask a question of a slice.

    Args:
        question: The question.
        reader: The slice's.
        given: Parameters as a user types them: an entity by any of its names.

    Returns:
        The question's columns, in its order, also when there is no row.

    Raises:
        MacroSurError: A parameter is unknown or missing, or a name means nothing or several things.
    """
    unknown = sorted(given.keys() - {parameter.name for parameter in question.parameters})
    if unknown:
        known = ", ".join(parameter.name for parameter in question.parameters)
        raise QueryError(f"“{question.name}” has no parameter {unknown[0]}; it has {known}.",
                         f"«{question.name}» no tiene el parámetro {unknown[0]}; tiene {known}.")  # fmt: skip
    values = {
        item.name: _value(item, reader, given.get(item.name, item.default)) for item in question.parameters
    }
    answer = reader.query(question.cypher, values)
    places = [answer.columns.index(column.name) for column in question.columns] if answer.rows else []
    rows = tuple(tuple(row[place] for place in places) for row in answer.rows)
    return Answer(tuple(column.name for column in question.columns), rows)


def _value(parameter: Parameter, reader: Reader, text: str | None) -> object:
    if text is None:
        name = parameter.name
        raise QueryError(f"The question needs {name}; give it with --param {name}=….",
                         f"La pregunta necesita {name}; déselo con --param {name}=….")  # fmt: skip
    if parameter.type == "entity":
        return entity_id(reader, text, parameter.kinds) if text else ""
    try:
        if parameter.type == "integer":
            return int(text)
        return parse_date(text).edtf if parameter.type == "date" else text
    except DateError as error:
        raise QueryError(f"{parameter.name}: {error.en}", f"{parameter.name}: {error.es}") from error
    except ValueError:
        raise QueryError(f"{parameter.name}: “{text}” is not a whole number.",
                         f"{parameter.name}: «{text}» no es un número entero.") from None  # fmt: skip


def entity_id(reader: Reader, text: str, kinds: tuple[str, ...] = ()) -> str:
    """The one entity that a text means.

    Raises:
        MacroSurError: It means none, and says what looks like it; or several, and lists them.
    """
    hits = reader.find(text, kinds)
    if len(hits) == 1:
        return hits[0].id
    if not hits:
        near = reader.suggestions(text)
        en = f" Did you mean {', '.join(f'“{name}”' for name in near)}?" if near else ""
        es = f" ¿Quiso decir {', '.join(f'«{name}»' for name in near)}?" if near else ""
        raise MacroSurError(
            Text(f"Nothing is called “{text}”.{en}", f"Nada se llama «{text}».{es}"), ExitCode.NOT_FOUND
        )
    listed = [
        Text(
            *(
                f"{hit.name.in_(lang)} ({schema().kinds[hit.kind].label.in_(lang).lower()}, {hit.id})"
                for lang in ("en", "es")
            )
        )
        for hit in hits[:10]
    ]
    more = "" if len(hits) <= len(listed) else " …"
    en, es = ("; ".join(item.in_(lang) for item in listed) + more for lang in LANGS)
    raise MacroSurError(
        Text(f"“{text}” may mean: {en}. Say more of its name, or its id.",
             f"«{text}» puede ser: {es}. Escriba más de su nombre, o su id."),
        ExitCode.NOT_FOUND,
    )  # fmt: skip


def _described(entity: Entity) -> Text:
    kind = schema().kinds[entity.kind].label
    return Text(
        f"{entity.name.en} ({kind.en.lower()}, {entity.id})",
        f"{entity.name.es} ({kind.es.lower()}, {entity.id})",
    )


def _parameter(name: str, subject: str, rest: str) -> Parameter:
    found = _PARAMETER.fullmatch(rest.strip())
    kinds = tuple(found[2].split("|")) if found and found[2] else ()
    if not found or not set(kinds) <= set(schema().kinds):
        raise _broken(
            name, f"its parameter {subject} is not readable", f"su parámetro {subject} no se entiende"
        )
    return Parameter(subject, found[1], kinds, found[4] if found[3] else None)


def _column(name: str, subject: str, rest: str) -> Column:
    found = _COLUMN.fullmatch(rest.strip())
    if not found:
        raise _broken(name, f"its column {subject} is not readable", f"su columna {subject} no se entiende")
    return Column(subject, found[1], Text(found[2].strip(), found[3].strip()))


def _broken(name: str, en: str, es: str) -> QueryError:
    return QueryError(f"The question {name}.cypher cannot be used: {en}.",
                      f"La pregunta {name}.cypher no se puede usar: {es}.")  # fmt: skip
