"""Writes the pages of this folder that the program itself knows best; `make docs` runs it."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

import cli
from docs.house import architecture_page
from graph.schema import schema
from graph.text import LANGS, Lang
from loaders import guide
from loaders.headings import RELATIONS, SOURCES, sheet_label
from queries.catalogue import Parameter, Question, catalogue
from queries.highlights import HIGHLIGHTS
from views.tables import tabulate

HERE = Path(__file__).resolve().parent
NOTE = "<!-- Written by `make docs`; edits here are lost. / Lo escribe `make docs`. -->\n"


def commands_page() -> str:
    """Every command's own help."""
    group = cli.main_group
    parts = [
        _title("Commands", "Órdenes"),
        "What `macrosur COMMAND --help` says, in either language. / Lo que dice `macrosur ORDEN --help`.\n",
        _help(group, "macrosur"),
    ]
    for name in sorted(group.commands):
        parts += [f"## macrosur {name}\n", _help(group.commands[name], f"macrosur {name}")]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    return "\n".join(_help_in(lang, command, name) for lang in LANGS)


def _help_in(lang: Lang, command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, obj=lang, terminal_width=100)
    context.help_option_names = ["-h", "--help"]
    return f"```text\n{command.get_help(context)}\n```\n"


def schema_page() -> str:
    """Kinds, relation types, and the columns of every sheet, in both languages."""
    known = schema()
    parts = [
        _title("What the graph knows", "Lo que el grafo conoce"),
        "From `graph/schema.toml`, as `macrosur schema` shows it. / Como lo muestra `macrosur schema`.\n",
        _heading("Kinds", "Clases"),
        _table(
            ("Kind", "Clase", "Sheet / Hoja", "Dates of a row / Fechas de una fila"),
            ([kind.id, kind.label.es, " / ".join(kind.sheet), _dates(kind.dated, kind.lasting)]
             for kind in known.kinds.values()),
        ),
        _heading("Relation types", "Tipos de relación"),
        _table(
            ("Type / Tipo", "From / De", "To / A", "Reads", "And back", "Se lee", "Y al revés"),
            ([item.id, _kinds(item.subjects), _kinds(item.objects), item.wording.en, item.wording_back.en,
              item.wording.es, item.wording_back.es] for item in known.types.values()),
        ),
        _heading("What a relation type takes", "Lo que admite un tipo de relación"),
        "\n".join(_type(type_id) for type_id in known.types),
        _heading("Columns of every sheet of entities", "Columnas de toda hoja de entidades"),
        _columns(_common()),
    ]  # fmt: skip
    for kind in (*known.kinds, RELATIONS, SOURCES):
        sheet = sheet_label(kind)
        parts += [_heading(f"Sheet `{sheet.en}`", f"Hoja `{sheet.es}`")]
        if kind in known.kinds:
            parts += ["Beside those of every sheet. / Además de las de toda hoja.\n"]
        own = [item for item in guide.columns_of(kind) if kind not in known.kinds or item not in _common()]
        parts += [_columns(own)]
    return "\n".join(parts)


def _dates(dated: bool, lasting: bool) -> str:  # noqa: FBT001 -- two flags of a kind
    if not dated:
        return "of what is said / de lo que se dice"
    return "its own, it lasts / suyas, dura" if lasting else "its own, it happens / suyas, ocurre"


def _type(type_id: str) -> str:
    rows = [(what, text) for what, text in guide.about_type(type_id)[4:]]
    listed = (f"- {what.en}: {text.en}. / {what.es}: {text.es}." for what, text in rows)
    return "\n".join([f"### {type_id}\n", *listed]) + "\n"


def _common() -> list[guide.ColumnHelp]:
    """The columns that all sheets of entities share."""
    first, *others = (guide.columns_of(kind) for kind in schema().kinds)
    return [column for column in first if all(column in other for other in others)]


def _columns(columns: Iterable[guide.ColumnHelp]) -> str:
    return _table(
        ("Column", "Takes", "Columna", "Admite", "Or headed / También"),
        ([item.heading.en, item.takes.en, item.heading.es, item.takes.es, ", ".join(item.also)]
         for item in columns),
    )  # fmt: skip


def _kinds(kinds: Iterable[str]) -> str:
    words = guide.kinds_in_words(kinds)
    return f"{words.en} / {words.es}"


def questions_page() -> str:
    """The saved questions, what they need and what they answer with."""
    examples = {**dict(HIGHLIGHTS), "paths": {"from": "DCAF", "to": "Guaman Poma"}}
    parts = [
        _title("Saved questions", "Preguntas guardadas"),
        "Ask one with `macrosur query NAME`; what stands in brackets may be left out.\n",
        "Haga una con `macrosur query NOMBRE`; lo que está entre corchetes puede faltar.\n",
    ]
    for question in catalogue().values():
        parts += [_question(question, examples.get(question.name, {}))]
    return "\n".join(parts)


def _question(question: Question, example: Mapping[str, str]) -> str:
    given = "".join(f' -p "{name}={value}"' for name, value in example.items())
    needs = ", ".join(_parameter(parameter) for parameter in question.parameters) or "—"
    columns = _table(("Column", "Columna"), (tuple(column.heading) for column in question.columns))
    ask = [f"    macrosur query {question.name}{given}\n"] if given or not question.parameters else []
    return "\n".join([
        f"## {question.name}\n", f"{question.text.en}\n", f"{question.text.es}\n", *ask,
        f"Needs / necesita: {needs}\n", columns,
    ])  # fmt: skip


def _parameter(parameter: Parameter) -> str:
    takes = " | ".join(parameter.kinds) or parameter.type
    text = f"`{parameter.name}` ({takes})"
    return text if parameter.default is None else f"[{text}]"


def _title(en: str, es: str) -> str:
    return f"# {en} / {es}\n\n{NOTE}"


def _heading(en: str, es: str) -> str:
    return f"## {en} / {es}\n"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return tabulate(headings, list(rows), "markdown")


PAGES: Mapping[str, Callable[[], str]] = {
    "architecture.md": partial(architecture_page, NOTE),
    "commands.md": commands_page,
    "questions.md": questions_page,
    "schema.md": schema_page,
}


def main() -> int:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
