"""Words the cells of an answer in one language: names, relation types, roles and dates as people say them."""

import json
import math
import re
from collections.abc import Iterable, Mapping

from graph.date_words import in_words
from graph.dates import DateError
from graph.schema import schema
from graph.store.base import Answer
from graph.text import Lang, Text
from queries.catalogue import Column, Parameter, Question

Cell = str | int | float

LISTING = Text("Name", "Nombre"), Text("Question", "Pregunta"), Text("Needs", "Necesita")
_TAKEN = {
    "entity": Text("a name", "un nombre"),
    "text": Text("a text", "un texto"),
    "integer": Text("a number", "un número"),
    "date": Text("a date", "una fecha"),
}
_YES, _NO = Text("yes", "sí"), Text("no", "no")


def localise(question: Question, answer: Answer, lang: Lang) -> list[list[Cell]]:
    """The rows of an answer in one language; what is not known is the empty string."""
    return [
        [in_language(column, value, lang) for column, value in zip(question.columns, row, strict=True)]
        for row in answer.rows
    ]


def in_language(column: Column, value: object, lang: Lang) -> Cell:
    """One cell in one language; what the schema has no word for stays as it is."""
    if isinstance(value, Mapping):
        return str(value.get(f"name_{lang}") or value.get("name_en") or value.get("name_es") or "")
    if isinstance(value, bool):
        return (_YES if value else _NO).in_(lang)
    if isinstance(value, list):
        return ", ".join(str(in_language(column, item, lang)) for item in value)
    cell = plain(value)
    return _worded(column.type, cell, lang) if isinstance(cell, str) and cell else cell


def plain(value: object) -> Cell:
    """A value of an answer as a cell: lists, maps and truth values become JSON."""
    if value is None:
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no word for it
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def listing(questions: Iterable[Question], lang: Lang) -> list[list[Cell]]:
    """The questions in the columns of `LISTING`; a parameter that may be left out is in brackets."""
    return [
        [item.name, item.text.in_(lang), ", ".join(_needed(need, lang) for need in item.parameters)]
        for item in questions
    ]


def _needed(parameter: Parameter, lang: Lang) -> str:
    """A parameter with what it takes, where its name alone does not tell."""
    kinds = [schema().kinds[kind].label.in_(lang).lower() for kind in parameter.kinds]
    takes = "/".join(kinds) or _TAKEN[parameter.type].in_(lang)
    said = f"{parameter.name} ({takes})"
    return f"[{said}]" if parameter.default is not None else said


def _worded(type_: str, text: str, lang: Lang) -> str:
    if found := re.fullmatch(r"choice\((\w+)\.(\w+)\)", type_):
        return schema().value_label(found[1], found[2], text).in_(lang)
    return _WORDED[type_](text, lang) if type_ in _WORDED else text


def _date(text: str, lang: Lang) -> str:
    try:
        return in_words(text, "", lang, occurrence=True)
    except DateError:
        return text


def _relation(text: str, lang: Lang) -> str:
    relation = schema().types.get(text.removeprefix("<"))
    if relation is None:
        return text
    return (relation.wording_back if text.startswith("<") else relation.wording).in_(lang)


def _role(text: str, lang: Lang) -> str:
    type_, _, role = text.rpartition(".")
    relation = schema().types.get(type_)
    known = relation.roles.get(role) if relation else None
    return known.label.in_(lang) if known else role


def _kind(text: str, lang: Lang) -> str:
    kind = schema().kinds.get(text)
    return kind.label.in_(lang) if kind else text


_WORDED = {"date": _date, "relation": _relation, "kind": _kind, "role": _role}
