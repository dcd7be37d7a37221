"""Explains to the officer who fills a table what it may hold, from what the loader itself goes by."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import ExitCode, MacroSurError
from graph.names import search_key
from graph.schema import Field, Shortcut, schema
from graph.text import Text
from loaders.headings import RELATIONS, Part, forms_of, kind_of_shortcut, sheet_kind, sheet_names

_SEVERAL = Text("“;” between several", "«;» entre varios")
_NAMED = Text("one of the two names is needed", "se necesita uno de los dos nombres")


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """A column: its heading in each language, what its cells take, and the headings that mean the same."""

    heading: Text
    takes: Text
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A table that explains: its headings and rows, in both languages."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


def guide(name: str | None = None) -> Guide:
    """What the relation types are; or what columns a sheet may have, or what one type takes.

    Args:
        name: A sheet, a kind or a relation type, as a user writes it.

    Raises:
        MacroSurError: It is none of them.
    """
    if name is None:
        return _of_types()
    if kind := sheet_kind(name) or _kind_named(name):
        headings = Text("Column", "Columna"), Text("Takes", "Admite"), Text("Or headed", "También")
        columns = columns_of(kind)
        return Guide(
            headings, tuple((item.heading, item.takes, _same(", ".join(item.also))) for item in columns)
        )
    if type_id := _type_named(name):
        return Guide(
            (Text("What", "Qué"), Text("In a row of relations", "En una fila de relaciones")),
            about_type(type_id),
        )
    sheets, types = sheet_names(), ", ".join(schema().types)
    raise MacroSurError(Text(
        f"“{name}” is no sheet and no relation type. Sheets: {sheets.en}. Types: {types}.",
        f"«{name}» no es una hoja ni un tipo de relación. Hojas: {sheets.es}. Tipos: {types}.",
    ), ExitCode.NOT_FOUND)  # fmt: skip


def _of_types() -> Guide:
    headings = (Text("Type", "Tipo"), Text("Reads", "Se lee"), Text("And back", "Y al revés"),
                Text("From", "De"), Text("To", "A"))  # fmt: skip
    return Guide(
        headings,
        tuple(
            (
                _same(item.id),
                item.wording,
                item.wording_back,
                kinds_in_words(item.subjects),
                kinds_in_words(item.objects),
            )
            for item in schema().types.values()
        ),
    )


def _same(text: str) -> Text:
    """What reads the same in both languages."""
    return Text(text, text)


def _kind_named(text: str) -> str:
    """The kind that a user's word means, in either language, or empty."""
    found = (item.id for item in schema().kinds.values() if search_key(text) in map(search_key, item.label))
    return next(found, "")


def _type_named(text: str) -> str:
    """The relation type that a user's words mean, or empty."""
    for item in schema().types.values():
        if search_key(text) in map(search_key, (item.id, *item.wording, *item.wording_back)):
            return item.id
    return ""


def columns_of(kind: str) -> tuple[ColumnHelp, ...]:
    """Every column a sheet may have, those of its own first.

    Args:
        kind: As `loaders.headings.sheet_kind` tells.
    """
    found: dict[str, tuple[Part, list[str]]] = {}
    taken: set[str] = set()
    for part, forms in forms_of(kind):
        own = [form for form in forms if search_key(form) not in taken]
        taken.update(map(search_key, own))
        if own and (kind, part.id) != (RELATIONS, "key"):  # allowed there, and not used
            found.setdefault(part.id, (part, []))[1].extend(own)
    ordered = sorted(found.values(), key=lambda item: _place(item[0]))
    return tuple(_help(part, forms, kind) for part, forms in ordered)


def about_type(type_id: str) -> tuple[tuple[Text, Text], ...]:
    """What a row of the relations may say with one relation type: pairs of a heading and what holds of it.

    Args:
        type_id: A relation type.
    """
    relation = schema().types[type_id]
    both_ways = Text("both ways alike", "igual en ambos sentidos")
    lasts = Text("it lasts, from start until end", "dura, desde inicio hasta fin")
    happens = Text("it happens, at its start unless it has an end", "ocurre, en inicio si no tiene fin")
    rows = [
        (Text("Reads", "Se lee"), relation.wording),
        (Text("And back", "Y al revés"), both_ways if relation.undirected else relation.wording_back),
        (Text("Subject", "Sujeto"), kinds_in_words(relation.subjects)),
        (Text("Object", "Objeto"), kinds_in_words(relation.objects)),
        (Text("Dates", "Fechas"), lasts if relation.lasts else happens),
    ]
    rows += [(Text(f"Role {role.id}", f"Rol {role.id}"), role.label) for role in relation.roles.values()]
    fields = [schema().fields[name] for name in relation.fields]
    return (*rows, *((_column_name(field), _of_field(field, type_id)) for field in fields))


def _column_name(field: Field) -> Text:
    return Text(f"Column “{field.label.en.lower()}”", f"Columna «{field.label.es.lower()}»")


def kinds_in_words(kinds: Iterable[str]) -> Text:
    """Kinds, as a list in words."""
    labels = [schema().kinds[kind].label for kind in kinds]
    return Text(", ".join(label.en for label in labels), ", ".join(label.es for label in labels))


def _place(part: Part) -> int:
    """The key comes first, then what is said of the entity, its relations, and what every row may say."""
    if part.column is None:
        return 2 if part.shortcut else 1
    return 3 if part.id in schema().columns and part.id != "key" else 0


def _help(part: Part, forms: list[str], kind: str) -> ColumnHelp:
    heading = _heading(part, forms)
    shown = {search_key(form) for form in heading}
    also: dict[str, str] = {}
    for form in forms:
        if search_key(form) not in shown:
            also.setdefault(search_key(form), form)
    return ColumnHelp(heading, _takes(part, kind), tuple(also.values()))


def _heading(part: Part, forms: list[str]) -> Text:
    """The column's label, or where another column has taken it, the first heading left to it."""
    label = next(item for item in (part.shortcut and part.shortcut.column, part.field and part.field.label,
                                   part.column and part.column.label) if item)  # fmt: skip
    en, es = (wording if wording in forms else forms[0] for wording in label)
    return Text(en.lower() if en != "RUC" else en, es.lower() if es != "RUC" else es)


def _takes(part: Part, kind: str) -> Text:
    if part.shortcut:
        return _of_shortcut(part.shortcut)
    if part.field:
        types = [item.id for item in schema().types.values() if part.id in item.fields and kind == RELATIONS]
        with_types = [Text("with " + ", ".join(types), "con " + ", ".join(types))] if types else []
        needed = [_NAMED] if part.id in {"name_en", "name_es"} else []
        return _join([_of_field(part.field, kind), *with_types, *needed])
    if part.column is None:
        return Text("", "")
    if part.id == "class":
        return _join([part.column.says, _one_of(schema().source_classes.values())])
    return part.column.says


def _of_shortcut(shortcut: Shortcut) -> Text:
    relation = schema().types[shortcut.type]
    others = relation.objects if shortcut.end == "subject" else relation.subjects
    named = kind_of_shortcut(shortcut, others)
    who = kinds_in_words([named] if named else others)
    share = Text("a share as MMG (62.5 %)", "una participación así: MMG (62,5 %)")
    states = Text(f"says {relation.id}", f"dice {relation.id}")
    return _join(
        [
            Text(who.en.lower(), who.es.lower()),
            _SEVERAL,
            *([share] if "share" in relation.fields else []),
            states,
        ]
    )


def _of_field(field: Field, owner: str) -> Text:
    if field.value == "choice":
        return _one_of(choice.label for choice in schema().choices_of(owner, field.id).values())
    length = str(field.length or (schema().kinds[owner].digits if owner in schema().kinds else ""))
    plain = {
        "text": Text("text", "texto"),
        "list": _SEVERAL,
        "integer": Text("a whole number", "un número entero"),
        "number": Text("a number", "un número"),
        "year": Text("a year", "un año"),
        "url": Text("a web address", "una dirección web"),
        "digits": Text(f"{length} digits", f"{length} cifras"),
        "currency": Text("three letters, such as PEN or USD", "tres letras, como PEN o USD"),
    }[field.value]
    return _join([plain, *_limits(field)])


def _limits(field: Field) -> list[Text]:
    found = [Text(field.unit, field.unit)] if field.unit else []
    if field.minimum is not None and field.maximum is not None:
        return [
            *found,
            Text(f"{field.minimum:g} to {field.maximum:g}", f"de {field.minimum:g} a {field.maximum:g}"),
        ]
    if field.minimum is not None:
        return [*found, Text(f"{field.minimum:g} or more", f"{field.minimum:g} o más")]
    return found


def _one_of(labels: Iterable[Text]) -> Text:
    listed = tuple(labels)
    return Text("one of: " + ", ".join(label.en for label in listed),
                "uno de: " + ", ".join(label.es for label in listed))  # fmt: skip


def _join(parts: Iterable[Text]) -> Text:
    listed = tuple(parts)
    return Text(", ".join(part.en for part in listed), ", ".join(part.es for part in listed))
