"""What is well and what is not on this machine, as far as `macrosur` depends on it, each with what to do."""

import locale
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from graph.text import Text

_UTF8 = frozenset({"utf-8", "utf8", "cp65001"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What was looked at.
        found: How it is.
        remedy: What to do; None where all is well.
    """

    what: Text
    found: Text
    remedy: Text | None = None


def alike(text: str) -> Text:
    """A name, number or path, which is the same in both languages."""
    return Text(text, text)


def of_program(engine: str) -> Iterator[Finding]:
    """The versions of what runs.

    Args:
        engine: The distribution that keeps the store: ``arcadedb`` or ``neo4j``.
    """
    yield Finding(alike("macrosur"), alike(metadata.version("macrosur")))
    yield Finding(alike("Python"), alike(f"{platform.python_version()} ({platform.system()})"))
    names = {"arcadedb": Text("Engine (ArcadeDB)", "Motor (ArcadeDB)"),
             "neo4j": Text("Driver of Neo4j", "Controlador de Neo4j")}  # fmt: skip
    yield Finding(names[engine], alike(metadata.version(engine)))


def of_terminal(lang: str) -> Iterator[Finding]:
    """Whether the terminal can show what is written to it, and the language that is spoken.

    Args:
        lang: That language.
    """
    encoding = locale.getencoding()
    can_show = encoding.lower() in _UTF8 or os.name == "nt" or sys.flags.utf8_mode == 1
    remedy = Text(
        "Letters such as ñ may look wrong: set LANG=C.UTF-8, or es_PE.UTF-8 for Spanish.",
        "Letras como la ñ pueden verse mal: defina LANG=es_PE.UTF-8.",
    )
    what = Text("Encoding of the terminal", "Codificación de la terminal")
    yield Finding(what, alike(encoding), None if can_show else remedy)
    spoken = Text("English", "inglés") if lang == "en" else Text("Spanish", "español")
    yield Finding(Text("Language", "Idioma"), spoken)
