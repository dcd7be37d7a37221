"""A slice published as a store of its own: what it says of itself, and ids that tie it to nothing else.

A published store takes no loads. Its claims say nothing of data sets or of what a file called their ends, so
a load could neither find what it corrects nor be undone; and the next publication would overwrite it.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.errors import ExitCode, QueryError
from graph.model import opaque_id
from graph.schema import schema
from graph.slices import Slice
from graph.store.records import Properties
from graph.store.transfer import Records
from graph.text import Text

PUBLISHED = "published"  # the state word
_CLOCKS = ("at", "known")  # of a slice


def origin_of(secret: str, target_secret: str) -> str:
    """What tells the owner of a store, and nobody else, that another was published from it."""
    return opaque_id(secret, "origin", target_secret)


def published_about(secret: str, slice_: Slice, there: Mapping[str, object] | None) -> Properties:
    """The `Store` node of a publication.

    Args:
        secret: That of the store it is cut from.
        slice_: What it lets through.
        there: The `Store` node of the publication that it takes the place of, if there is one.
    """
    own = str(there["secret"]) if there else secrets.token_hex(32)
    about: Properties = {
        "id": "store",
        "schema_version": schema().version,
        "secret": own,
        "seq": int(str(there["seq"])) + 1 if there else 1,
        "state": PUBLISHED,
        "audience": slice_.audience.label if slice_.audience is not None else "",
        "origin": origin_of(secret, own),
    }
    clocks = [f"--{name} {day}" for name in _CLOCKS if (day := str(getattr(slice_, name, "")))]
    return about | ({"clocks": " ".join(clocks)} if clocks else {})


def audience_of(about: Mapping[str, object]) -> str:
    """For whom a store was published; the empty string for one that was not."""
    return str(about.get("audience") or "") if about.get("state") == PUBLISHED else ""


def publication_of(about: Mapping[str, object]) -> str:
    """For whom a store was published, and as of when; the empty string for one that was not."""
    return f"{audience_of(about)} {about.get('clocks') or ''}".strip() if audience_of(about) else ""


def refuse_if_published(about: Mapping[str, object]) -> None:
    """Keep a load out of a published store.

    Raises:
        QueryError: It is one.
    """
    _refuse_of_published(
        about,
        Text(
            "it takes no loads. Load into the store it was cut from, then publish again with `macrosur "
            "copy`.",
            "no admite cargas. Cargue en el almacén del que se cortó y publique otra vez con `macrosur "
            "copy`.",
        ),
    )


def refuse_past_if_published(about: Mapping[str, object]) -> None:
    """Keep a published store from telling what was recorded when: it does not know.

    Raises:
        QueryError: It is one.
    """
    _refuse_of_published(
        about,
        Text(
            "it does not tell what was recorded when. Ask the store it was cut from.",
            "no dice cuándo se registró cada cosa. Pregunte en el almacén del que se cortó.",
        ),
    )


def _refuse_of_published(about: Mapping[str, object], why: Text) -> None:
    if audience := audience_of(about):
        raise QueryError(
            f"This store is a slice published for {audience}: {why.en}",
            f"Este almacén es un corte publicado para {audience}: {why.es}",
            ExitCode.REFUSED,
        )


def renamed(records: Iterable[Records], secret: str, target_secret: str) -> Iterator[Records]:
    """Records of a slice with new ids, which only who has both secrets can tell from one another.

    Places keep theirs: an ubigeo is public.
    """
    name = _namer(opaque_id(secret, "names", target_secret))
    for some in records:
        yield Records(some.label, [_with_new_ids(row, name, claim=some.are_claims) for row in some.rows])


def _with_new_ids(row: Properties, name: Callable[[object], str], *, claim: bool) -> Properties:
    if not claim:
        return {**row, "id": name(row["id"])}
    said = row["p"]
    properties = dict(said) if isinstance(said, Mapping) else {}
    return {
        "a": name(row["a"]),
        "b": name(row["b"]),
        "p": {**properties, "source": name(properties["source"])},
    }


def _namer(key: str) -> Callable[[object], str]:
    known: dict[str, str] = {}

    def name(entity_id: object) -> str:
        text = str(entity_id)
        if re.fullmatch(rf"\d{{1,{max(schema().place_digits)}}}", text):
            return text
        return known.get(text) or known.setdefault(text, opaque_id(key, text))

    return name
