"""Words the cells of an answer in one language: names, relation types, roles and dates as people say them."""

import re
from collections.abc import Mapping

from graph.dates import in_words
from graph.schema import schema
from graph.store.base import Answer
from graph.text import Lang
from queries.catalogue import Column, Question

Cell = str | int | float


def localise(question: Question, answer: Answer, lang: Lang) -> list[list[Cell]]:
    """The rows of an answer in one language; what is not known is the empty string."""
    return [
        [in_language(column, value, lang) for column, value in zip(question.columns, row, strict=True)]
        for row in answer.rows
    ]


def in_language(column: Column, value: object, lang: Lang) -> Cell:  # noqa: PLR0911 -- a table of cases
    """One cell in one language."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return str(value.get(f"name_{lang}") or value.get("name_en") or "")
    if isinstance(value, int | float):
        return value
    text = str(value)
    if column.type == "date":
        return in_words(text, "", lang, occurrence=True)
    if column.type in {"relation", "kind", "role"}:
        return _WORDED[column.type](text, lang)
    if found := re.fullmatch(r"choice\((\w+)\.(\w+)\)", column.type):
        return schema().value_label(found[1], found[2], text).in_(lang)
    return text


def _relation(text: str, lang: Lang) -> str:
    relation = schema().types[text.removeprefix("<")]
    return (relation.wording_back if text.startswith("<") else relation.wording).in_(lang)


def _role(text: str, lang: Lang) -> str:
    type_, _, role = text.partition(".")
    known = schema().types[type_].roles.get(role)
    return known.label.in_(lang) if known else role


def _kind(text: str, lang: Lang) -> str:
    return schema().kinds[text].label.in_(lang)


_WORDED = {"relation": _relation, "kind": _kind, "role": _role}
