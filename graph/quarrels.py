"""Words for what keeps a reference from meaning one entity, or makes a user look, in both languages."""

from collections.abc import Sequence

from graph.model import SourceRow, Statement
from graph.schema import schema
from graph.text import Text


def another_ruc(its: str, name: str) -> Text:
    """A row gives an organisation another number of the tax register than it has."""
    return Text(
        f"is another RUC than {its}, which “{name}” has. Correct it, or if they are two, give this one a "
        "name that tells them apart.",
        f"es otro RUC que {its}, el de «{name}». Corríjalo o, si son dos, dé a esta un nombre que las "
        "distinga.",
    )


def looser_than_others(strict: str) -> Text:
    """A row's marking is looser than that of its source."""
    return Text(
        f"is looser than its source, which another row or data set marks {strict}. Write that, or a "
        "stricter one.",
        f"es más abierta que su fuente, que otra fila u otro conjunto de datos marca {strict}. "
        "Escriba esa, o una más estricta.",
    )


def disagreement(code: str, place: Text) -> Text:
    """A place's code and the words beside it mean two places."""
    return Text(
        f"INEI's code {code} is {place.en}; RENIEC numbers places otherwise. Correct the code or the name.",
        f"el código {code} del INEI es {place.es}; RENIEC usa otros códigos. Corrija el código o el nombre.",
    )


def several(options: Sequence[Text]) -> Text:
    """A reference means more than one entity."""
    en, es = ("; ".join(sorted(option.in_(lang) for option in options)) for lang in ("en", "es"))
    return Text(
        f"may mean {en}. Say which: its kind, its province, or its id or ubigeo.",
        f"puede ser {es}. Diga cuál: su tipo, su provincia, o su id o ubigeo.",
    )


def nobody(kinds: Sequence[str], near: Sequence[Text]) -> Text:
    """A reference means no entity; `near` are names that it may have been meant for."""
    words = " / ".join(schema().kinds[kind].label.en.lower() for kind in kinds)
    palabras = " / ".join(schema().kinds[kind].label.es.lower() for kind in kinds)
    none = Text(f"no {words} of that name is", f"no hay {palabras} con ese nombre")
    if len(kinds) == len(schema().kinds):
        none = Text("nothing of that name is", "no hay nada con ese nombre")
    hint = f"Did you mean {', '.join(f'“{name.en}”' for name in near)}? Else add" if near else "Add"
    pista = (
        f"¿Quiso decir {', '.join(f'«{name.es}»' for name in near)}? Si no, agregue" if near else "Agregue"
    )
    return Text(
        f"{none.en} in this file or in the graph. {hint} a row for it in its sheet.",
        f"{none.es} en este archivo ni en el grafo. {pista} una fila en su hoja.",
    )


def alike(name: str, like: Text) -> Text:
    """A name looks like a known one, and was kept apart."""
    return Text(
        f"“{name}” looks like “{like.en}”; kept apart. If they are one, write the same name or id.",
        f"«{name}» se parece a «{like.es}»; quedan separados. Si son lo mismo, escriba el mismo nombre o id.",
    )


def repeat(statement: Statement, earlier: Statement) -> Text:
    """A row says what an earlier one said."""
    row, before = statement.address, earlier.address
    if (row.file, row.sheet) != (before.file, before.sheet):
        return Text(
            f"{row.in_('en')} repeats {before.in_('en')}.", f"{row.in_('es')} repite {before.in_('es')}."
        )
    return Text(f"{row.in_('en')} repeats row {before.row}.", f"{row.in_('es')} repite la fila {before.row}.")


def uncited(source: SourceRow) -> Text:
    """No row cites a source, and so it does not come into the graph."""
    row = source.address
    return Text(
        f"{row.in_('en')}: no row cites “{source.key}”, so this source is not loaded.",
        f"{row.in_('es')}: ninguna fila cita «{source.key}», así que esta fuente no se carga.",
    )


def untitled(source: SourceRow) -> Text:
    """A source is shown by its id, since it has no title."""
    row = source.address
    return Text(
        f"{row.in_('en')}: the source “{source.key}” has no title, and is shown by its id.",
        f"{row.in_('es')}: la fuente «{source.key}» no tiene título y se muestra con su id.",
    )
