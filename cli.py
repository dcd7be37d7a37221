"""The command `macrosur`: the group of all commands, and the one way out of each.

stdout is data, stderr is conversation, and exit codes are those of `graph.errors.ExitCode`.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

# Until there is something to tidy up, Ctrl-C ends the program and no more; `main` listens from then on.
_listening = signal.signal(signal.SIGINT, signal.SIG_DFL)
_SOON = 0.05  # seconds
_STDERR = 2  # as the system numbers it
PACKAGES = ("commands", "graph", "loaders", "queries", "views")


def _check_neighbours() -> None:
    """Stop if a package of ours is another program's; nothing of ours is imported yet, not even its words.

    Two distributions that own a package `graph` may both be installed, and pip does not say a word.
    """
    here = Path(__file__).resolve().parent
    for name in PACKAGES:
        found = find_spec(name)
        if found is None or found.origin is None or Path(found.origin).resolve().parent.parent != here:
            sys.exit(
                f"Another program's package “{name}” stands in the way. Install macrosur with pipx, which "
                "gives it an environment of its own.\n"
                f"Estorba el paquete «{name}» de otro programa. Instale macrosur con pipx, que le "
                "da un entorno propio."
            )


_check_neighbours()

import click  # noqa: E402 -- whatever is missing or strange, the user is told first

from commands import completion  # noqa: E402
from commands.config import config  # noqa: E402
from commands.copying import copy  # noqa: E402
from commands.demo import demo  # noqa: E402
from commands.doctor import doctor  # noqa: E402
from commands.help import HelpInOneLanguage, in_a_line, language_of  # noqa: E402
from commands.history import history  # noqa: E402
from commands.loading import load  # noqa: E402
from commands.options import OPTIONS  # noqa: E402
from commands.pages import export, open_  # noqa: E402
from commands.paths import path  # noqa: E402
from commands.reading import cypher, query, schema, search, show, status  # noqa: E402
from graph.errors import BadDataError, ExitCode, MacroSurError, as_many_as_are_read, reason  # noqa: E402
from graph.text import LANGS, Lang, Text  # noqa: E402


class _UnreadError(Exception):
    """Whoever read our output has read enough, as `head` does."""


@contextmanager
def _readers_may_leave() -> Iterator[None]:
    """Keep from click that nobody reads on: it would end with 1, which is for faults of ours."""
    try:
        yield
    except BrokenPipeError as error:
        raise _UnreadError from error


class _Group(HelpInOneLanguage, click.Group):
    """The commands, and their list in the user's language."""

    def make_context(self, *given: Any, **options: Any) -> click.Context:  # noqa: ANN401 -- as click has it
        """Read the command line; --help and --version write already here."""
        with _readers_may_leave():
            return super().make_context(*given, **options)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _readers_may_leave():
            return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, none of them cut short."""
        lang = language_of(ctx)
        with formatter.section(Text("Commands", "Órdenes").in_(lang)):
            formatter.write_dl([(name, in_a_line(command, lang)) for name, command in self.commands.items()])


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="macrosur", prog_name="macrosur", message="%(prog)s %(version)s")
def main_group(**_: object) -> None:
    """A stakeholder graph for mining, security and human rights in the Peruvian Macro Sur.

    Un grafo de actores sobre minería, seguridad y derechos humanos en el Macro Sur peruano.

    Start with / empiece con: macrosur demo
    """


for _option in reversed(OPTIONS):
    _option(main_group)
for _command in (
    demo, load, search, show, path, query, cypher, open_, export, copy, history, schema, status, doctor,
    config,
):  # fmt: skip
    main_group.add_command(_command)


def main() -> None:
    """Run the command, and end with its exit code."""
    if completion.VARIABLE in os.environ:
        completion.prepare()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _keep_stderr_for_us()
    for stop in _STOPS:
        signal.signal(stop, signal.default_int_handler)
    sys.unraisablehook = _stop_all_the_same
    collect_seldom()
    try:
        code = run_command(sys.argv[1:])
    except KeyboardInterrupt:  # once more, while the first was being told
        code = ExitCode.INTERRUPTED
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)  # all is done, and what Python does last is not ours to break off
    sys.exit(code)


def _keep_stderr_for_us() -> None:
    """Let what we say go where stderr went, and what the engine prints there past us go nowhere.

    On a full disk, or when its log is gone, it prints traces of Java before we have said a word, with names
    in them; and where stderr was closed, a file of the store might be opened in its place.
    """
    if os.environ.get("MACROSUR_DEBUG"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    ours = nowhere if sys.stderr is None else os.dup(sys.stderr.fileno())
    sys.stderr = os.fdopen(ours, "w", buffering=1, encoding="utf-8", errors="replace")
    os.dup2(nowhere, _STDERR)


def _stop_all_the_same(unraisable: "sys.UnraisableHookArgs") -> None:
    """Where nothing can be raised, as while an import tidies up, Ctrl-C is not lost: it comes once more."""
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        Timer(_SOON, signal.raise_signal, (signal.SIGINT,)).start()
    else:
        sys.__unraisablehook__(unraisable)


def collect_seldom() -> None:
    """Let Python look for cycles less often: a load makes millions of values that hold none."""
    gc.set_threshold(200_000, 50, 100)


def run_command(arguments: Sequence[str]) -> int:  # noqa: PLR0911 -- one way out each
    """Run one command line, and return its exit code; no traceback reaches a user."""
    lang = _lang_of(arguments)
    try:
        ended = main_group.main(list(arguments), prog_name="macrosur", standalone_mode=False, obj=lang)
    except MacroSurError as error:
        _complain(error, lang)
        return error.code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show(sys.stderr)
        return ExitCode.USAGE
    except click.ClickException as error:
        from views import usage  # noqa: PLC0415 -- seldom needed

        _tell(usage.told(error), lang)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _tell(
            Text("Stopped; nothing half-done was kept.", "Detenido; no quedó nada a medias."),
            _lang_of(arguments),
        )
        return ExitCode.INTERRUPTED
    except _UnreadError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OSError as error:
        return _refused_by_the_system(error, lang)
    except Exception as error:  # noqa: BLE001 -- the last resort, so that a user reads a sentence
        return _fault(error, lang)
    return ended if isinstance(ended, int) else ExitCode.OK  # click gives what a command exits with


def _lang_of(arguments: Sequence[str]) -> Lang:
    """The language to complain in, whatever else is wrong with the command line."""
    from graph import settings  # noqa: PLC0415 -- kept from --help

    for place, argument in enumerate(arguments):
        for given in (argument.partition("=")[2], *arguments[place + 1 : place + 2]):
            if argument.startswith("--lang") and given in LANGS:
                return given
    return settings.language()


def _complain(error: MacroSurError, lang: Lang) -> None:
    if isinstance(error, BadDataError):
        problems = [Text(problem.in_("en"), problem.in_("es")) for problem in error.problems]
        for text in as_many_as_are_read(problems):
            _tell(text, lang)
    _tell(error.text, lang)


def _tell(text: Text, lang: Lang) -> None:
    from views.tables import printable  # noqa: PLC0415

    with suppress(OSError):  # nobody can be told any more, and the exit code still tells
        click.echo(printable(text.in_(lang)), err=True)


def _refused_by_the_system(error: OSError, lang: Lang) -> int:
    """A full disk, a folder that is gone: nothing of ours, wherever it was met."""
    why = reason(error)
    what = Text(f" “{error.filename}”", f" «{error.filename}»") if error.filename else Text("", "")
    _tell(Text(
        f"The computer did not let macrosur read or write{what.en}: {why.en}. Nothing half-done was kept; "
        "mend that, and run the command again.",
        f"La computadora no permitió a macrosur leer o escribir{what.es}: {why.es}. No quedó nada a medias; "
        "corrija eso y repita la orden.",
    ), lang)  # fmt: skip
    return ExitCode.STORE


def _fault(error: Exception, lang: Lang) -> int:
    if os.environ.get("MACROSUR_DEBUG"):
        traceback.print_exception(error)
    from importlib import metadata  # noqa: PLC0415 -- a third of the start-up, and seldom needed

    version = metadata.version("macrosur")
    _tell(Text(
        f"This is a fault of macrosur {version}, not yours: {type(error).__name__}. Nothing half-done was "
        "kept. MACROSUR_DEBUG=1 shows the details; they may hold names from your data.",
        f"Es un defecto de macrosur {version}, no suyo: {type(error).__name__}. No quedó nada a medias. "
        "MACROSUR_DEBUG=1 muestra los detalles; pueden contener nombres de sus datos.",
    ), lang)  # fmt: skip
    return ExitCode.FAULT


# Ctrl-C, to be told to end, and a terminal that is closed: each time what was begun is tidied up first.
_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
signal.signal(signal.SIGINT, _listening)

if __name__ == "__main__":
    main()
