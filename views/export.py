"""Writes views to files that people can send on."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from graph.errors import ExitCode, MacroSurError, reason
from graph.model import Contents
from graph.names import search_key
from graph.text import Text
from views.build import Occasion, document
from views.page import render

_SUFFIXES = {".html", ".htm"}
_LONGEST = 60  # characters of a title in a file's name
_NO_WORD = re.compile(r"[^a-z0-9]+")


def file_name(title: str, *parts: str) -> str:
    """What a page's file may be called on any system: its title, then what else tells it apart.

    Args:
        title: The page's.
        parts: For whom and as of when it is; empty ones are left out.
    """
    words = [_NO_WORD.sub("-", search_key(text)).strip("-") for text in (title, *parts)]
    name = words[0][:_LONGEST].rstrip("-") or "macrosur"
    return "-".join([name, *filter(None, words[1:])]) + ".html"


def write_page(file: Path, contents: Contents, occasion: Occasion) -> None:
    """Write the interactive page of some contents.

    Raises:
        MacroSurError: The file cannot be written, or its name would have another program open it.
    """
    if file.suffix.lower() not in _SUFFIXES:
        named = file.with_suffix(".html")
        raise MacroSurError(
            Text(f"A page is HTML; name it {named}. Its button “Save the picture” gives PNG and SVG.",
                 f"Una página es HTML; llámela {named}. Su botón «Guardar la imagen» da PNG y SVG."),
            ExitCode.USAGE,
        )  # fmt: skip
    text = render(cast("Mapping[str, object]", document(contents, occasion)))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        why = reason(error)
        raise MacroSurError(Text(f"{file} cannot be written: {why.en}.",
                                 f"No se puede escribir {file}: {why.es}."),
                            ExitCode.USAGE) from error  # fmt: skip
