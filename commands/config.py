"""`config`: what is set, and where each setting comes from."""

import os
from collections.abc import Iterator

import click

from commands import completion
from commands.options import command
from commands.session import Session
from graph.text import Text

_HEADINGS = (Text("Setting", "Ajuste"), Text("Value", "Valor"), Text("From", "Procede de"))
_PASSWORDS = (
    ("MACROSUR_PASSWORD", Text("Password of the server", "Contraseña del servidor")),
    ("MACROSUR_TO_PASSWORD", Text("Password of a copy's server", "Contraseña del servidor de destino")),
)


@command(despite_file=True)
@click.option(
    "--completion",
    "shell",
    type=click.Choice(["bash", "zsh", "fish"]),
    help="Print the script by which the Tab key proposes commands and names. / Escribe el guion con que la "
    "tecla Tab propone órdenes y nombres.",
)
def config(session: Session, shell: str | None) -> None:
    """List the settings: store, language, questions, pages; what each is, and what set it.

    Enumera los ajustes: almacén, idioma, preguntas, páginas; el valor de cada uno y de dónde viene.

    Example / ejemplo: macrosur config
    """
    if shell:
        click.echo(completion.script(click.get_current_context().find_root().command, shell))
        return
    from graph import settings

    session.show(_HEADINGS, [[cell.in_(session.lang) for cell in row] for row in _settings(session)])
    for told in settings.not_followed():
        session.say(*told)


def _settings(session: Session) -> Iterator[tuple[Text, Text, Text]]:
    from graph import settings

    store, lang = settings.store_setting_despite_file(), settings.language_setting()
    questions, pages = settings.questions_setting(), settings.pages_setting()
    yield Text("Store", "Almacén"), _address(session.store), _option("store") or store.origin
    yield Text("Language", "Idioma"), _alike(session.lang), _option("lang") or lang.origin
    yield Text("Form of answers", "Forma de las respuestas"), _alike(session.form), _from("form")
    yield (
        Text("Audience of answers", "Público de las respuestas"),
        Text("all; CLEAR for pages", "todo; CLEAR para páginas"),
        settings.DEFAULT,
    )
    none = Text("none", "ninguna")
    yield (
        Text("Questions of your own", "Preguntas propias"),
        _alike(questions.value) if questions.value else none,
        questions.origin,
    )
    yield Text("Folder of the pages", "Carpeta de las páginas"), _alike(pages.value), pages.origin
    for variable, what in _PASSWORDS:
        is_set = variable in os.environ
        found = Text("set", "definida") if is_set else Text("not set", "no definida")
        yield what, found, Text(f"the variable {variable}", f"la variable {variable}")


def _address(url: str) -> Text:
    """The address of a store, unless someone wrote a password into it."""
    from graph.errors import StoreError
    from graph.store import is_server

    try:
        is_server(url)
    except StoreError:
        return Text(
            "not shown: no address of a store, or a password is in it",
            "no se muestra: no es la dirección de un almacén, o contiene una contraseña",
        )
    return _alike(url)


def _option(name: str) -> Text | None:
    """The option that says so, before the command or after it, if one does."""
    context = click.get_current_context()
    if context.params.get(name) or context.find_root().params.get(name):
        typed = "--format" if name == "form" else f"--{name}"
        return Text(f"the option {typed}", f"la opción {typed}")
    return None


def _from(name: str) -> Text:
    from graph import settings

    return _option(name) or settings.DEFAULT


def _alike(text: str) -> Text:
    return Text(text, text)
