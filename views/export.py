"""Writes views to files that people can send on."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from graph.errors import ExitCode, MacroSurError
from graph.model import Contents
from graph.text import Text
from views.build import Occasion, document
from views.page import render


def write_page(file: Path, contents: Contents, occasion: Occasion) -> None:
    """Write the interactive page of some contents.

    Raises:
        MacroSurError: The file cannot be written.
    """
    text = render(cast("Mapping[str, object]", document(contents, occasion)))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise MacroSurError(Text(f"{file} cannot be written: {error.strerror}.",
                                 f"No se puede escribir {file}: {error.strerror}."),
                            ExitCode.USAGE) from error  # fmt: skip
