"""Decides which part of a slice a view is about: all of it, what is around something, a question's answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Contents
from graph.store.base import Answer, Reader
from graph.text import LANGS, Text
from queries.catalogue import Question, run
from queries.finding import Choose, entity_id, no_choice

_EVERYTHING = Text("Who deals with whom", "Quién trata con quién")


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a slice: what to call it, what is in it, and the id of what it is about, or ""."""

    title: Text
    contents: Contents
    focal: str = ""


def select(
    reader: Reader, *, about: str = "", steps: int = 1, question: Question | None = None,
    given: Mapping[str, str] | None = None, choose: Choose = no_choice,
) -> Selection:  # fmt: skip
    """Cut a part out of a slice.

    Args:
        reader: The slice's.
        about: The name of something: only that and what is near it.
        steps: How near.
        question: Only what it answers with.
        given: Its parameters.
        choose: Says which entity is meant where a name may mean several.

    Raises:
        MacroSurError: The name or a parameter means nothing or several things.
    """
    title, focal, contents = _EVERYTHING, "", None
    if about:
        focal = entity_id(reader, about, choose=choose)
        title = reader.names([focal])[focal]
        contents = reader.neighbourhood([focal], steps)
    if question:
        title = _title(question, reader, given or {}, choose)
        answered = _entities_in(run(question, reader, given or {}, choose))
        contents = reader.part(answered if contents is None else answered & contents.entities.keys())
    return Selection(title, reader.contents() if contents is None else contents, focal)


def _title(question: Question, reader: Reader, given: Mapping[str, str], choose: Choose) -> Text:
    """The question after what it was asked of, so that a page that is handed on says so."""
    asked: list[Text] = []
    for parameter in question.parameters:
        value = given.get(parameter.name, "")
        if value and parameter.type == "entity":
            named = entity_id(reader, value, parameter.kinds, choose)
            asked.append(reader.names([named])[named])
        elif value:
            asked.append(Text(value, value))
    if not asked:
        return question.text
    en, es = (", ".join(name.in_(lang) for name in asked) for lang in LANGS)
    return Text(f"{en}: {question.text.en}", f"{es}: {question.text.es}")


def _entities_in(answer: Answer) -> set[str]:
    cells = (cell for row in answer.rows for cell in row)
    return {str(cell["id"]) for cell in cells if isinstance(cell, Mapping) and "id" in cell}
