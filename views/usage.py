"""Words for a command line that was not understood, in both languages; click has them in English alone."""

import re
from functools import singledispatch

import click

from graph.text import LANGS, Lang, Text

_WORDS = {
    "ARGS": Text("ARGUMENTS", "ARGUMENTOS"),
    "COMMAND": Text("COMMAND", "ORDEN"),
    "DATE": Text("DATE", "FECHA"),
    "DIRECTORY": Text("FOLDER", "CARPETA"),
    "FILE": Text("FILE", "ARCHIVO"),
    "FOLDER": Text("FOLDER", "CARPETA"),
    "INTEGER RANGE": Text("NUMBER", "NÚMERO"),
    "KIND": Text("KIND", "CLASE"),
    "LOAD": Text("LOAD", "CARGA"),
    "NAME": Text("NAME", "NOMBRE"),
    "OPTIONS": Text("OPTIONS", "OPCIONES"),
    "PATHS": Text("FILES", "ARCHIVOS"),
    "TEXT": Text("TEXT", "TEXTO"),
    "VALUE": Text("VALUE", "VALOR"),
}
# What people look for, and what there is.
_INSTEAD = dict.fromkeys(
    ("undo", "delete", "remove", "deshacer", "borrar", "eliminar"),
    Text(
        " To take back what a load said, correct its tables and load them again with --replace.",
        " Para retirar lo que dijo una carga, corrija sus tablas y cárguelas de nuevo con --replace.",
    ),
)
_WORD = re.compile(r"\b(?:" + "|".join(_WORDS) + r")\b")
_QUOTED = re.compile(r"'(.*)'", re.DOTALL)


def translated(typed: str, lang: Lang) -> str:
    """What stands for what is to be typed, in one language."""
    return _WORD.sub(lambda word: _WORDS[word[0]].in_(lang), typed)


def told(error: click.ClickException) -> Text:
    """What is wrong with a command line, and where to read how it is written."""
    what = _what(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "macrosur"
    return Text(
        f"{what.en} `{command} --help` tells how it is written.",
        f"{what.es} `{command} --help` dice cómo se escribe.",
    )


@singledispatch
def _what(error: click.ClickException) -> Text:
    extra = _quoted_last(error.format_message())
    if extra and isinstance(error, click.UsageError):
        return Text(f"“{extra}” is one word too many; put a name of several words in quotes.",
                    f"«{extra}» está de más; ponga entre comillas un nombre de varias palabras.")  # fmt: skip
    return Text("This command line is not understood.", "No se entiende esta línea de órdenes.")


@_what.register
def _(error: click.NoSuchCommand) -> Text:
    hint = _INSTEAD.get(error.command_name) or _hint(error.possibilities)
    return Text(f"There is no command “{error.command_name}”.{hint.en}",
                f"No hay una orden «{error.command_name}».{hint.es}")  # fmt: skip


@_what.register
def _(error: click.NoSuchOption) -> Text:
    hint = _hint(error.possibilities)
    return Text(f"There is no option {error.option_name}.{hint.en}",
                f"No hay una opción {error.option_name}.{hint.es}")  # fmt: skip


@_what.register
def _(error: click.BadOptionUsage) -> Text:
    name = error.option_name
    return Text(f"The option {name} is not written so: it wants one value after it, or none.",
                f"La opción {name} no se escribe así: lleva un valor detrás, o ninguno.")  # fmt: skip


@_what.register
def _(error: click.MissingParameter) -> Text:
    name = _name(error)
    return Text(f"{name.en} is missing.", f"Falta {name.es}.")


@_what.register
def _(error: click.BadParameter) -> Text:
    name, value = _name(error), _quoted(error.message)
    en, es = (f"{name.en} “{value}”", f"{name.es} «{value}»") if value else name
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        choices = ", ".join(map(str, kind.choices))
        return Text(f"{en}: write one of {choices}.", f"{es}: escriba uno de {choices}.")
    if isinstance(kind, click.IntRange):
        return Text(f"{en}: write a whole number from {kind.min} to {kind.max}.",
                    f"{es}: escriba un número entero de {kind.min} a {kind.max}.")  # fmt: skip
    if isinstance(kind, click.Path) and kind.exists:
        return Text(f"{en}: there is no such folder.", f"{es}: no existe esa carpeta.")
    if isinstance(kind, click.Path):
        return Text(f"{en} is a folder; write the name of a file.",
                    f"{es} es una carpeta; escriba el nombre de un archivo.")  # fmt: skip
    return Text(f"{en} cannot be that.", f"{es} no puede ser eso.")


def _hint(possibilities: list[str] | None) -> Text:
    if not possibilities:
        return Text("", "")
    names = ", ".join(possibilities)
    return Text(f" Did you mean {names}?", f" ¿Quiso decir {names}?")


def _name(error: click.BadParameter) -> Text:
    """The parameter as it is typed: --tlp, or the word that stands for it in the help."""
    if error.param is None:
        return Text("", "")
    if isinstance(error.param, click.Option):
        return Text(error.param.opts[0], error.param.opts[0])
    typed = error.param.make_metavar(error.ctx or click.get_current_context()).removesuffix("...")
    return Text(*(translated(typed, lang) for lang in LANGS))


def _quoted(message: str) -> str:
    """The value that click repeats; of a list of choices after it, nothing."""
    found = _QUOTED.search(message.partition(" is not ")[0].partition(" does not ")[0].partition(" is a ")[0])
    return found[1] if found else ""


def _quoted_last(message: str) -> str:
    """What click calls unexpected: it stands in brackets at the end."""
    found = re.search(r"\((.*)\)$", message.rstrip("."), re.DOTALL)
    return found[1] if found else ""
