"""Finds, documents, checks and runs saved questions: files of plain Cypher with a header that explains them.

What Cypher cannot answer is a measure: a module of `queries/measures` whose function `measure` gets the
slice's network, and has such a header as a part of its docstring. A question says nothing of markings or
time; the slice it runs on does.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from graph.dates import DateError, parse_date
from graph.errors import ExitCode, MacroSurError, QueryError
from graph.schema import schema
from graph.store.base import Answer, Reader
from graph.store.guard import check_read_only
from graph.text import Text
from queries import measures
from queries.finding import Choose, entity_id, no_choice
from queries.soundness import unsound

if TYPE_CHECKING:
    import networkx as nx

    Measure = Callable[[nx.MultiDiGraph[str], Mapping[str, object]], Answer]

_OWN = Path(__file__).with_name("cypher")
_HEADER = re.compile(r"(en|es|param|column)\b\s*([\w-]*)\s*:\s*(.*)")
_PARAMETER = re.compile(r"(text|integer|date|entity)(?:\(([\w|]+)\))?\s*(=\s*(.*))?")
_COLUMN = re.compile(r"([\w().]+)\s*\|\s*([^|]+?)\s*\|\s*([^|]+)")
_COLUMN_TYPES = ("text", "number", "date", "entity", "relation", "kind", "role")
_TAKEN = Text("a question has this name already; rename the file",
              "ya hay una pregunta con ese nombre; renombre el archivo")  # fmt: skip
_UNREADABLE = Text("it is no readable text; save it as UTF-8", "no es un texto legible; guárdelo como UTF-8")
_NO_HEADER = Text("its header needs lines // en:, // es: and // column",
                  "su encabezado necesita líneas // en:, // es: y // column")  # fmt: skip
_ALIKE = 70.0  # per cent from which a question's name may have been meant
_CHOICE = re.compile(r"choice\((\w+)\.(\w+)\)")


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
    """A saved question: Cypher, or else a measure of the network."""

    name: str
    text: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str = ""
    measure: "Measure | None" = None


def catalogue(extra: Path | None = None) -> Mapping[str, Question]:
    """The questions that come with the program, and those in a user's own folder, by name.

    Raises:
        QueryError: A file is no question, or has the name of another; says which file, which line and why.
    """
    return _catalogue(extra.absolute() if extra else None)


@cache
def _catalogue(extra: Path | None) -> Mapping[str, Question]:
    found = _questions_in(_OWN) | _measures()
    own = _questions_in(extra) if extra else {}
    for name in own.keys() & found.keys():
        raise _broken(f"{name}.cypher", 0, _TAKEN)
    return {**found, **own}


def _questions_in(folder: Path) -> dict[str, Question]:
    found = {}
    for path in sorted(folder.glob("*.cypher")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise _broken(path.name, 0, _UNREADABLE) from error
        found[path.stem] = read_question(path.stem, text)
    return found


def _measures() -> dict[str, Question]:
    """The measures; a module's name with hyphens is the question's."""
    found = {}
    for module in sorted(item.name for item in iter_modules(measures.__path__)):
        measure: Measure = import_module(f"{measures.__name__}.{module}").measure
        name = module.replace("_", "-")
        header = (line.strip() for line in (measure.__doc__ or "").splitlines())
        found[name] = Question(name, *_read_header(f"{module}.py", header), measure=measure)
    return dict(sorted(found.items()))


def read_question(name: str, text: str) -> Question:
    """Read a question's header, and check that it gives the same answer on both engines.

    Raises:
        QueryError: The header lacks something, or the Cypher uses what may not be used.
    """
    file = f"{name}.cypher"
    comments = (line.strip() for line in text.splitlines())
    header = _read_header(
        file, (line.removeprefix("//").strip() if line.startswith("//") else "" for line in comments)
    )
    check(file, text)
    return Question(name, *header, cypher=text)


def _read_header(file: str, lines: Iterable[str]) -> tuple[Text, tuple[Parameter, ...], tuple[Column, ...]]:
    """What the lines of a header say: the question in both languages, its parameters and its columns."""
    words: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for number, line in enumerate(lines, start=1):
        if not (found := _HEADER.match(line)):
            continue
        key, subject, rest = found.groups()
        if key == "param":
            parameters.append(_parameter(file, number, subject, rest))
        elif key == "column":
            columns.append(_column(file, number, subject, rest))
        else:
            words[key] = rest
    if set(words) != {"en", "es"} or not columns:
        raise _broken(file, 0, _NO_HEADER)
    return Text(words["en"], words["es"]), tuple(parameters), tuple(columns)


def check(file: str, cypher: str) -> None:
    """Refuse what fails, or is silently wrong, on one of the engines.

    Raises:
        QueryError: It uses such a form, writes, or reaches beyond the graph.
    """
    try:
        check_read_only(cypher)
    except QueryError as error:
        raise QueryError(f"{file}: {error.text.en}", f"{file}: {error.text.es}", error.code) from error
    for found in unsound(cypher):
        raise _broken(file, found.line, found.why)


def question_called(name: str, known: Mapping[str, Question]) -> Question:
    """The question of that name.

    Raises:
        MacroSurError: There is none; the error lists those there are.
    """
    if name not in known:
        from rapidfuzz import process  # noqa: PLC0415 -- seldom needed

        near = process.extract(name, list(known), limit=3, score_cutoff=_ALIKE)
        names = ", ".join(hit[0] for hit in near)
        hint = Text(f" Did you mean {names}?", f" ¿Quiso decir {names}?") if near else Text("", "")
        raise MacroSurError(
            Text(f"There is no question “{name}”.{hint.en} `macrosur query` lists them.",
                 f"No hay una pregunta «{name}».{hint.es} `macrosur query` las enumera."),
            ExitCode.NOT_FOUND,
        )  # fmt: skip
    return known[name]


def values(given: Sequence[str]) -> dict[str, str]:
    """Parameters by name, from texts such as ``district=Colquemarca``.

    Raises:
        QueryError: One of the texts has no equals sign.
    """
    found = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals:
            raise QueryError(f"--param {item}: write name=value.", f"--param {item}: escriba nombre=valor.")
        found[name.strip()] = value.strip()
    return found


def run(question: Question, reader: Reader, given: Mapping[str, str], choose: Choose = no_choice) -> Answer:
    """Ask a question of a slice.

    Args:
        question: The question.
        reader: The slice's.
        given: Parameters as a user types them: an entity by any of its names.
        choose: Says which entity is meant where a name may mean several.

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
    wanted = {
        item.name: _value(item, reader, given.get(item.name, item.default), choose)
        for item in question.parameters
    }
    if question.measure:
        return question.measure(reader.network(), wanted)
    answer = reader.query(question.cypher, wanted)
    missing = [column.name for column in question.columns if column.name not in answer.columns]
    if missing and answer.rows:
        why = Text(f"it does not return its column {missing[0]}; write RETURN … AS {missing[0]}",
                   f"no devuelve su columna {missing[0]}; escriba RETURN … AS {missing[0]}")  # fmt: skip
        raise _broken(f"{question.name}.cypher", 0, why)
    places = [answer.columns.index(column.name) for column in question.columns] if answer.rows else []
    rows = tuple(tuple(row[place] for place in places) for row in answer.rows)
    return Answer(tuple(column.name for column in question.columns), rows)


def _value(parameter: Parameter, reader: Reader, text: str | None, choose: Choose) -> object:
    if text is None:
        name = parameter.name
        raise QueryError(f"The question needs {name}; give it with --param {name}=….",
                         f"La pregunta necesita {name}; déselo con --param {name}=….")  # fmt: skip
    if parameter.type == "entity":
        return entity_id(reader, text, parameter.kinds, choose) if text else ""
    try:
        if parameter.type == "integer":
            return int(text)
        return parse_date(text).edtf if parameter.type == "date" else text
    except DateError as error:
        told = error.typed
        raise QueryError(f"{parameter.name}: {told.en}", f"{parameter.name}: {told.es}") from error
    except ValueError:
        raise QueryError(f"{parameter.name}: “{text}” is not a whole number.",
                         f"{parameter.name}: «{text}» no es un número entero.") from None  # fmt: skip


def _parameter(file: str, line: int, subject: str, rest: str) -> Parameter:
    found = _PARAMETER.fullmatch(rest.strip())
    kinds = tuple(found[2].split("|")) if found and found[2] else ()
    if not found or not subject or not set(kinds) <= set(schema().kinds):
        why = Text(
            "the parameter is not readable; write // param NAME: TYPE = DEFAULT, where TYPE is text, "
            "integer, date, entity or entity(Mine|District), and = DEFAULT may be left out",
            "el parámetro no se entiende; escriba // param NOMBRE: TIPO = VALOR, donde TIPO es text, "
            "integer, date, entity o entity(Mine|District), y = VALOR puede faltar",
        )
        raise _broken(file, line, why)
    return Parameter(subject, found[1], kinds, found[4] if found[3] else None)


def _column(file: str, line: int, subject: str, rest: str) -> Column:
    found = _COLUMN.fullmatch(rest.strip())
    if not found or not subject or not _is_column_type(found[1]):
        types = f"{', '.join(_COLUMN_TYPES)}, choice(Mine.type)"
        why = Text(
            f"the column is not readable; write // column NAME: TYPE | English | español, where TYPE is "
            f"{types}",
            f"la columna no se entiende; escriba // column NOMBRE: TIPO | English | español, donde TIPO "
            f"es {types}",
        )
        raise _broken(file, line, why)
    return Column(subject, found[1], Text(found[2].strip(), found[3].strip()))


def _is_column_type(text: str) -> bool:
    choice = _CHOICE.fullmatch(text)
    return text in _COLUMN_TYPES or (choice is not None and bool(schema().choices_of(choice[1], choice[2])))


def _broken(file: str, line: int, why: Text) -> QueryError:
    en, es = (f", line {line},", f", línea {line},") if line else ("", "")
    return QueryError(f"The question {file}{en} cannot be used: {why.en}.",
                      f"La pregunta {file}{es} no se puede usar: {why.es}.")  # fmt: skip
