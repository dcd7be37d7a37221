"""What one run of the command was told, and the store, slice and form of answer that follow from it."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import click

from graph.errors import QueryError
from graph.text import Lang, Text

if TYPE_CHECKING:
    from graph.slices import Slice
    from graph.store import Reader, Store
    from queries.finding import SeveralError
    from views.tables import Cell, Format

_NARROWEST = 60


@dataclass
class Session:
    """What one run of the command was told: where the store is, in which language and form to answer."""

    store: str = ""
    lang: Lang = "en"
    form: str = "table"
    audience: str | None = None
    at: str = ""
    known: str = ""
    _open: "Store | None" = field(default=None, repr=False)
    _password: str | None = field(default=None, repr=False)
    _chosen: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

    def open(self, *, create: bool = False) -> "Store":
        """The store; opened once, closed at the end of the command."""
        from graph.store import is_server, open_store

        if self._open is None:
            if self._password is None:
                self._password = os.environ.get("MACROSUR_PASSWORD")
            if is_server(self.store) and self._password is None and sys.stdin.isatty():
                asked = Text("Password of Neo4j", "Contraseña de Neo4j").in_(self.lang)
                self._password = click.prompt(asked, hide_input=True, err=True)
            self._open = open_store(self.store, create=create, password=self._password)
        return self._open

    def slice(self, default_audience: str | None = None) -> "Slice":
        """The slice that --audience, --at and --known ask for."""
        from graph.dates import parse_date
        from graph.history import known_by
        from graph.markings import Marking
        from graph.slices import Slice

        audience = self.audience or default_audience
        return Slice(
            audience=Marking.parse(audience) if audience else None,
            at=_typed("--at", lambda: parse_date(self.at).edtf),
            known=_typed("--known", lambda: known_by(self.known)),
        )

    def read(self, default_audience: str | None = None) -> "Reader":
        """A reader of that slice; says as of when, and what is in it for want of a date."""
        from graph.publication import refuse_past_if_published

        slice_ = self.slice(default_audience)
        store = self.open()
        if slice_.known:
            refuse_past_if_published(store.about)
        reader = store.read(slice_)
        if slice_.known:
            day, _, time = slice_.known.partition("T")
            self.say(
                f"This is what was recorded by {day} {time} (UTC)."
                if time
                else f"This is what was recorded by the end of {day} (UTC).",
                f"Esto es lo que constaba hasta el {day} {time} (UTC)."
                if time
                else f"Esto es lo que constaba hasta el final del {day} (UTC).",
            )
        if self.at and reader.undated:
            self.say(
                f"{reader.undated} undated claims of the graph are kept, since they may hold then.",
                f"Se mantienen {reader.undated} afirmaciones del grafo sin fecha: pueden valer entonces.",
            )
        return reader

    def choose(self, several: "SeveralError") -> str:
        """The id of the entity that is meant, of several: asked once for all on a terminal.

        Raises:
            SeveralError: Nobody is there to be asked.
        """
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise several
        ids = [hit.entity.id for hit in several.hits]
        if (key := (several.typed, *ids)) not in self._chosen:
            self._chosen[key] = ids[self._asked_which(several) - 1]
        return self._chosen[key]

    def _asked_which(self, several: "SeveralError") -> int:
        """The number that the user gives, of those that are listed on stderr."""
        count = len(several.hits)
        self.say(f"“{several.typed}” may mean:", f"«{several.typed}» puede ser:")
        for number, hit in enumerate(several.hits, start=1):
            self.say(f"{number:>3}. {hit.in_words('en')}", f"{number:>3}. {hit.in_words('es')}")
        if not several.are_all:
            self.say("     … and more: say more of its name.", "     … y más: escriba más de su nombre.")

        def number_in(text: str) -> int:
            if text.strip().isdecimal() and 1 <= int(text) <= count:
                return int(text)
            wanted = Text(f"Write a number from 1 to {count}.", f"Escriba un número de 1 a {count}.")
            raise click.UsageError(wanted.in_(self.lang))

        asked = Text("Which one? Its number", "¿Cuál? Su número").in_(self.lang)
        return int(click.prompt(asked, value_proc=number_in, err=True))

    def say(self, en: str, es: str) -> None:
        """Tell the user something, on stderr."""
        from views.tables import printable

        click.echo(printable(Text(en, es).in_(self.lang)), err=True)

    @property
    def links(self) -> bool:
        """Whether whoever reads stdout can open addresses by a click."""
        from views.links import can_link

        return sys.stdout.isatty() and can_link(os.environ)

    @property
    def width(self) -> int:
        """How wide answers may be: as the terminal, or 100 characters where there is none."""
        return max(_NARROWEST, shutil.get_terminal_size((100, 24)).columns)

    def show(self, headings: "Sequence[Text]", rows: "Sequence[Sequence[Cell]]") -> None:
        """Print rows, on stdout."""
        from views.tables import tabulate

        titles = [heading.in_(self.lang) for heading in headings]
        form = cast("Format", self.form)
        click.echo(tabulate(titles, rows, form, width=self.width, lang=self.lang), nl=False)

    def close(self) -> None:
        """Give the store back."""
        if self._open is not None:
            self._open.close()
            self._open = None


def _typed(option: str, read: Callable[[], str]) -> str:
    """A date that was typed for an option.

    Raises:
        QueryError: It is none.
    """
    from graph.dates import DateError

    try:
        return read()
    except DateError as error:
        raise QueryError(f"{option}: {error.typed.en}", f"{option}: {error.typed.es}") from error


def session_of(given: dict[str, Any], outer: Mapping[str, Any], *, despite_file: bool = False) -> Session:
    """The session that options ask for; they are taken out of what was given to the command.

    Args:
        given: What was typed after the command's name.
        outer: What was typed before it.
        despite_file: Whether to do without macrosur.toml where it cannot be read.
    """
    from graph import settings

    store_set = settings.store_setting_despite_file if despite_file else settings.store_setting
    return Session(
        store=given.pop("store", None) or outer.get("store") or store_set().value,
        lang=given.pop("lang", None) or outer.get("lang") or settings.language(),
        form=given.pop("form", None) or outer.get("form") or "table",
        audience=given.pop("audience", None),
        at=given.pop("at", None) or "",
        known=given.pop("known", None) or "",
    )
