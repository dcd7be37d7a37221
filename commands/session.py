"""What one run of the command was told, and the store, slice and form of answer that follow from it."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import click

from graph.errors import QueryError
from graph.text import Lang, Text

if TYPE_CHECKING:
    from graph.slices import Slice
    from graph.store import Reader, Store
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
        from graph.history import known_day
        from graph.markings import Marking
        from graph.slices import Slice

        audience = self.audience or default_audience
        return Slice(
            audience=Marking.parse(audience) if audience else None,
            at=_typed("--at", lambda: parse_date(self.at).edtf),
            known=_typed("--known", lambda: known_day(self.known)),
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
            self.say(
                f"This is what was recorded by the end of {slice_.known} (UTC).",
                f"Esto es lo que constaba hasta el final del {slice_.known} (UTC).",
            )
        if self.at and reader.undated:
            self.say(
                f"{reader.undated} undated claims of the graph are kept, since they may hold then.",
                f"Se mantienen {reader.undated} afirmaciones del grafo sin fecha: pueden valer entonces.",
            )
        return reader

    def say(self, en: str, es: str) -> None:
        """Tell the user something, on stderr."""
        from views.tables import printable

        click.echo(printable(Text(en, es).in_(self.lang)), err=True)

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
