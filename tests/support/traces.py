"""Looks through the bytes of files for what they must not hold, in every form in which it could stand there.

The embedded engine writes strings as UTF-8 and the bits of a number in groups of seven, neither compressed:
that what a store does hold is found so is shown beside what is not (`test_traces.py`).
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from jinja2.utils import htmlsafe_json_dumps

import views
from graph.model import Claim, Contents, Source, Value
from views.wording import wording

_ASSETS = Path(views.__file__).with_name("assets")
_SHORTEST = 4  # letters; fewer stand in any file
_BLOCK = 4096
_DAYS = frozenset({"start", "end", "start_min", "start_max", "end_min", "end_max", "recorded"})
_OTHERS = frozenset(
    {"fields", "tlp", "entity_tlp", "type", "confidence", "role", "class_"}
)  # words of the schema
_TEXTS = {
    kind: [name for name in kind.__annotations__ if name not in _DAYS | _OTHERS] for kind in (Claim, Source)
}


def values(contents: Contents) -> Iterator[str | float]:
    """Every text, id and number in a graph, dates aside, which say nothing of whose they are."""
    yield from contents.entities
    for entity in contents.entities.values():
        yield from _flat(entity.fields.items())
    for claim in contents.claims:
        yield from (getattr(claim, name) for name in _TEXTS[Claim])
        yield from _flat(claim.fields.items())
    for source in contents.sources.values():
        yield from (getattr(source, name) for name in _TEXTS[Source])


def _flat(said: Iterable[tuple[str, Value]]) -> Iterator[str | float]:
    for name, value in said:
        if name in _DAYS:
            continue
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, str):
            yield from value.split(" | ")
        else:
            yield value


def above(
    everything: Iterable[Contents], visible: Contents, other_id: Callable[[str], str]
) -> set[str | float]:
    """What exists only above a slice.

    Args:
        everything: The graph, as it is and as it was.
        visible: What may be seen of it, in a store with ids of its own.
        other_id: From an id of the graph to one of that store.
    """
    seen = set(values(visible))
    text = "\n".join(value for value in seen if isinstance(value, str))

    def hidden(value: str | float) -> bool:
        if isinstance(value, str):
            return len(value) >= _SHORTEST and value not in text and other_id(value) not in seen
        return isinstance(value, float) and value not in seen

    return {value for contents in everything for value in values(contents) if hidden(value)}


def traces(of: Iterable[str | float], files: Iterable[Path]) -> set[str | float]:
    """Which of some values stand in some files, in their bytes or in their names."""
    held = [(str(path).encode(), _content(path)) for path in files if path.is_file()]
    return {
        value for value in of if any(form in part for form in _forms(value) for each in held for part in each)
    }


def _forms(value: str | float) -> tuple[bytes, ...]:
    if isinstance(value, str):
        return tuple(value.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    return struct.pack(">d", value), struct.pack("<d", value), _in_sevens(value), repr(value).encode()


def _in_sevens(value: float) -> bytes:
    """The engine's own form: the bits of the number, its sign last (zigzag), by sevens from the lowest."""
    (bits,) = struct.unpack(">q", struct.pack(">d", value))
    left = ((bits << 1) ^ (bits >> 63)) & (1 << 64) - 1
    groups = bytearray()
    while left >> 7:
        groups.append(left & 127 | 128)
        left >>= 7
    groups.append(left)
    return bytes(groups)


def _content(path: Path) -> bytes:
    """What a file holds, without what every page does: the words of its buttons, and its scripts."""
    content = path.read_bytes()
    if path.suffix == ".html":
        for part in _of_every_page():
            content = content.replace(part, b"")
    return _without_empty_blocks(content)


@lru_cache(maxsize=1)
def _of_every_page() -> tuple[bytes, ...]:
    words = htmlsafe_json_dumps(wording(), ensure_ascii=False, separators=(",", ":"))
    return words.encode(), *(path.read_bytes() for path in sorted(_ASSETS.glob("*.[jc]s*")))


def _without_empty_blocks(content: bytes) -> bytes:
    blocks = (content[start : start + _BLOCK] for start in range(0, len(content), _BLOCK))
    return b"".join(block for block in blocks if block.strip(b"\0"))
