"""What the Tab key proposes: names in the store, kinds, questions and parameters; on any trouble, nothing.

A name is proposed as it is searched for, "guaman-poma": that needs no quotes, and holds nothing that a shell
would obey, whatever a table called an organisation.
"""

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr
from functools import wraps
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from commands.session import Session, session_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalogue import Question

VARIABLE = "_MACROSUR_COMPLETE"  # set by the shell when it asks
_MOST = 100
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_NAMED = (
    "MATCH (n:Entity) WHERE (n.search STARTS WITH $key OR n.search CONTAINS $later) "
    "AND ($kinds = [] OR any(kind IN labels(n) WHERE kind IN $kinds)) "
    "RETURN n.search AS names, [kind IN labels(n) WHERE kind <> 'Entity'][0] AS kind ORDER BY n.sort "
    f"LIMIT {_MOST}"
)
Items = list[CompletionItem]
Complete = Callable[[click.Context, click.Parameter, str], Items]


def _quietly(
    proposals: Callable[[click.Context, click.Parameter, str], Iterator[CompletionItem]],
) -> Complete:
    """A shell that asks wants proposals or nothing: no error, no remark, no question for a password."""

    @wraps(proposals)
    def proposed(context: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
        try:
            with redirect_stderr(io.StringIO()):
                return list(proposals(context, parameter, incomplete))
        except Exception:  # noqa: BLE001 -- whatever it is, the command itself will tell
            return []

    return proposed


@_quietly
def names(context: click.Context, parameter: click.Parameter, incomplete: str) -> Iterator[CompletionItem]:
    """Entities whose name begins so; of a name in several words, what is left of it."""
    before = str(context.params.get(parameter.name or "") or "") if parameter.nargs == -1 else ""
    yield from _names(context, before, incomplete)


@_quietly
def kinds(context: click.Context, _: click.Parameter, incomplete: str) -> Iterator[CompletionItem]:
    """Kinds of entities, in the user's language."""
    from graph.schema import schema

    lang = _session(context).lang
    for kind in schema().kinds.values():
        word = kind.label.in_(lang).casefold()
        if word.startswith(incomplete.casefold()) and " " not in word:
            yield CompletionItem(word)


@_quietly
def questions(context: click.Context, _: click.Parameter, incomplete: str) -> Iterator[CompletionItem]:
    """Saved questions, and what they ask."""
    for question in _catalogue(context).values():
        if question.name.startswith(incomplete):
            yield CompletionItem(question.name, help=question.text.in_(_session(context).lang))


@_quietly
def parameters(context: click.Context, _: click.Parameter, incomplete: str) -> Iterator[CompletionItem]:
    """Parameters of the question that was named; after the equals sign of an entity's, names."""
    known = _catalogue(context)
    # click has read nothing of the line where an option at its end still wants its value
    asked = next(word for word in split_arg_string(os.environ["COMP_WORDS"]) if word in known)
    name, equals, value = incomplete.partition("=")
    for parameter in known[asked].parameters:
        if not equals and parameter.name.startswith(name):
            yield CompletionItem(f"{parameter.name}=")
        if equals and parameter.name == name and parameter.type == "entity":
            for item in _names(context, "", value, parameter.kinds):
                yield CompletionItem(f"{name}={item.value}", help=item.help)


@_quietly
def loads(context: click.Context, _: click.Parameter, incomplete: str) -> Iterator[CompletionItem]:
    """Loads, the last one first, and which data set each changed."""
    session = _session(context)
    if _would_ask(session):
        return
    for load in reversed(session.open().loads()):
        if load.id.startswith(incomplete):
            yield CompletionItem(load.id, help=load.dataset)


@_quietly
def types(_: click.Context, __: click.Parameter, incomplete: str) -> Iterator[CompletionItem]:
    """Types of relations, and sheets."""
    from graph.schema import schema

    sheets = (word for kind in schema().kinds.values() for word in kind.sheet)
    for word in (*schema().types, *dict.fromkeys(sheets), *schema().relation_sheet, *schema().source_sheet):
        if word.casefold().startswith(incomplete.casefold()):
            yield CompletionItem(word)


def _names(
    context: click.Context, before: str, incomplete: str, of_kinds: Sequence[str] = ()
) -> Iterator[CompletionItem]:
    from graph.names import search_key
    from graph.schema import schema

    session = _session(context)
    if _would_ask(session):
        return
    past = search_key(before)
    key = search_key(f"{before} {incomplete}")
    found = session.read().query(_NAMED, {"key": key, "later": f" | {key}", "kinds": list(of_kinds)})
    labels = {kind.id: kind.label.in_(session.lang) for kind in schema().kinds.values()}
    proposed = {
        name[len(past) :].strip().replace(" ", "-"): labels.get(str(kind), "")
        for searched, kind in found.rows
        for name in str(searched).split(" | ")
        if name.startswith(key) and _PLAIN.fullmatch(name) and (key or not name.isdecimal())
    }
    for value, kind in proposed.items():
        if value:
            yield CompletionItem(value, help=kind)


def _would_ask(session: Session) -> bool:
    """Whether the store wants a password, for which the user would be asked."""
    from graph.store import is_server

    return is_server(session.store) and "MACROSUR_PASSWORD" not in os.environ


def _session(context: click.Context) -> Session:
    return session_of({**context.params}, context.find_root().params)


def _catalogue(context: click.Context) -> "Mapping[str, Question]":
    from graph import settings
    from queries.catalogue import catalogue

    return catalogue(context.params.get("questions") or settings.questions_folder())


class _Bash(BashComplete):
    """Bash takes `district=col` for three words, and proposes what comes after the equals sign alone."""

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)", 'COMPREPLY+=("$value"); [[ $value == *= ]] && compopt -o nospace'
    )
    _given = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        words = split_arg_string(os.environ["COMP_WORDS"])[: int(os.environ["COMP_CWORD"]) + 1]
        last = "" if len(words) <= int(os.environ["COMP_CWORD"]) else words.pop()
        words = words[1:]
        if last == "=" and words:
            self._given, last = f"{words.pop()}=", ""
        elif words[-1:] == ["="] and len(words) > 1:
            self._given = f"{words[-2]}="
            del words[-2:]
        return words, self._given + last

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type},{item.value.removeprefix(self._given)}"


def prepare() -> None:
    """Be ready to be asked by a shell."""
    add_completion_class(_Bash)


def script(group: click.Command, shell: str) -> str:
    """What a shell has to run once to ask us: for bash, zsh or fish."""
    from click.shell_completion import get_completion_class

    prepare()
    found = get_completion_class(shell)
    if found is None:
        raise LookupError(shell)
    return found(group, {}, "macrosur", VARIABLE).source()
