"""Reads the XML parts of a workbook, whoever made it: what comes out is counted as it comes, and bounded.

An archive may claim any size, a part may define entities or never end, and neither is found out by asking it.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from graph.text import Text
from loaders.grids import LONGEST_TEXT, UnreadableError

_CHUNK = 1 << 16
_MOST_ENTRIES = 20_000
_MOST_UNPACKED = 2 << 30  # bytes; a million rows of thirty cells are 1.4 GB
_MOST_TIMES = 100  # so much larger than the file; tables come to thirty times, bombs to a thousand
_ALWAYS_ALLOWED = 64 << 20  # bytes
_LONGEST_TAG = 1 << 20  # bytes
_DEEPEST = 100
_MOST_NAMES = 10_000  # of elements and attributes; the parser keeps each for ever
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

Attributes = Mapping[str, str]
Element = tuple[str, str]  # the name of its parent, and its own, both without prefix

_TOO_BIG = Text(
    "unpacks to more than any table needs and was not read. Save its data in a new workbook.",
    "se descomprime en más de lo que necesita cualquier tabla y no se leyó. Guarde sus datos en un libro "
    "nuevo.",
)


class DamagedError(ValueError):
    """A part that no program would write on purpose."""


class Archive:
    """The parts of one file; all that is read of them, however often, comes out of one allowance.

    Args:
        content: The file.

    Raises:
        UnreadableError: It holds more parts than any workbook.
        BadZipFile: It is no archive.
    """

    def __init__(self, content: bytes) -> None:
        # Each entry of the directory takes ten times its size once read.
        if content.count(b"PK\x01\x02") > _MOST_ENTRIES:
            raise UnreadableError(_TOO_BIG)
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._left = min(_MOST_UNPACKED, max(_ALWAYS_ALLOWED, _MOST_TIMES * len(content)))

    def __contains__(self, part: str) -> bool:
        return part in self._archive.NameToInfo

    def read(self, part: str, walker: "Walker") -> None:
        """Parse a part to its end.

        Raises:
            UnreadableError: It is too big.
            DamagedError: It is built as nothing sound is.
            ExpatError: It is no XML.
            BadZipFile: It is not what was packed.
            KeyError: There is no such part.
        """
        entry = self._archive.getinfo(part)
        if entry.compress_type not in _COMPRESSIONS:
            raise DamagedError(part)
        parser = walker.parser()
        fed = 0
        with self._archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise UnreadableError(_TOO_BIG)
                parser.Parse(chunk)
                fed += len(chunk)
                # A tag that does not end is looked through again with every chunk, and kept whole.
                if fed - parser.CurrentByteIndex > _LONGEST_TAG or len(parser.intern) > _MOST_NAMES:
                    raise DamagedError(part)
        parser.Parse(b"", True)  # noqa: FBT003 -- the parser's own signature


class Walker:
    """Follows the elements of a part, and calls what is to be done at those it was told of.

    Args:
        starts: What takes an element's attributes.
        ends: What takes the text of an element which holds no others.
    """

    def __init__(
        self,
        starts: Mapping[Element, Callable[[Attributes], None]],
        ends: Mapping[Element, Callable[[str], None]],
    ) -> None:
        self._starts = starts
        self._ends = ends
        self._path = [""]
        self._text: list[str] = []
        self._length = 0

    def parser(self) -> expat.XMLParserType:
        """A parser that calls this, and refuses documents with definitions of their own."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        return parser

    def _start(self, name: str, attributes: Attributes) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        path = self._path
        if (begin := self._starts.get((path[-1], name))) is not None:
            begin(attributes)
        if len(path) > _DEEPEST:
            raise DamagedError(name)
        path.append(name)
        if self._length:
            self._text.clear()
            self._length = 0

    def _end(self, _: str) -> None:
        path = self._path
        name = path.pop()
        if (end := self._ends.get((path[-1], name))) is not None:
            end("".join(self._text))
        if self._length:
            self._text.clear()
            self._length = 0

    def _hear(self, text: str) -> None:
        if self._length <= LONGEST_TEXT:
            self._text.append(text)
            self._length += len(text)


def _refuse(*_: object) -> NoReturn:
    raise DamagedError
