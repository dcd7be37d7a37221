"""What `--help` says, in the user's language alone.

The texts stand beside each command and option in both languages: a docstring's first paragraph in English,
its second in Spanish, later ones and the help of options as "English / español"; the last is the example.
"""

import re
from collections.abc import Iterator

import click

from graph.text import LANGS, Lang, Text
from views.usage import translated

_USAGE, _OPTIONS = Text("Usage: ", "Uso: "), Text("Options", "Opciones")
_OF_CLICK = {
    "--help": Text("Show this and stop.", "Muestra esto y termina."),
    "--version": Text("Show the version and stop.", "Muestra la versión y termina."),
}
_LAST = ("audience", "at", "known", "form", "lang", "store")  # what many commands have
_LABEL = re.compile(r"([^/:]+) / ([^/:]+): (.+)", re.DOTALL)
_CLAUSE = re.compile(r"(?:\([^)]*\)|[^.:;,(])+")


class HelpInOneLanguage(click.Command):
    """A command whose help is in the language of the run, which the root context holds."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is typed."""
        lang = language_of(ctx)
        pieces = translated(" ".join(self.collect_usage_pieces(ctx)), lang)
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE.in_(lang))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does, and an example."""
        for paragraph in paragraphs(self, language_of(ctx)):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those of this command first."""
        lang = language_of(ctx)
        options = [item for item in self.get_params(ctx) if isinstance(item, click.Option)]
        options.sort(key=_place)
        with formatter.section(_OPTIONS.in_(lang)):
            formatter.write_dl([_option(item, ctx, lang) for item in options])


def language_of(ctx: click.Context) -> Lang:
    """The language of the run."""
    from graph import settings

    return ctx.find_root().obj or settings.language()


def paragraphs(command: click.Command, lang: Lang) -> Iterator[str]:
    """The help text of a command in one language."""
    texts = [" ".join(text.split()) for text in (command.help or "").split("\n\n")]
    yield texts[LANGS.index(lang)]
    for text in texts[len(LANGS) :]:
        if found := _LABEL.fullmatch(text):
            label = found[1 + LANGS.index(lang)]
            example = found[3].split(" / ")
            yield f"{label[0].upper()}{label[1:]}: {example[LANGS.index(lang) % len(example)]}"
        else:
            yield _in(text, lang)


def in_a_line(command: click.Command, lang: Lang) -> str:
    """What a command does, as far as a list of commands says it."""
    found = _CLAUSE.match(next(paragraphs(command, lang)))
    return found[0].strip() if found else ""


def _place(option: click.Option) -> int:
    """Its own options come first, then those that many commands have, then the help."""
    if option.opts[-1] in _OF_CLICK:
        return len(_LAST) + 1
    return 1 + _LAST.index(option.name) if option.name in _LAST else 0


def _option(option: click.Option, ctx: click.Context, lang: Lang) -> tuple[str, str]:
    """An option as it is typed, and what it does."""
    own = _OF_CLICK.get(option.opts[-1])
    says = own.in_(lang) if own else _in(option.help or "", lang)
    typed = ", ".join(sorted(option.opts, key=len))
    if not option.is_flag:
        typed += " " + translated(option.make_metavar(ctx), lang)
    if option.show_default:
        default = Text(f" [default: {option.default}]", f" [por omisión: {option.default}]")
        says += default.in_(lang)
    return typed, says


def _in(text: str, lang: Lang) -> str:
    """One of the two languages of a text."""
    return text.split(" / ")[LANGS.index(lang)].strip()
