"""Traffic Light Protocol 2.0: how far a statement may travel, as values that compare with each other.

Every claim carries one, so that "may this audience see it?" is a comparison and never a table of cases.
"""

import enum
import re
from collections.abc import Iterable
from functools import lru_cache

_SPELLING = re.compile(
    r"(?:TLP\s*(?:V?[12](?:\.0)?)?\s*:?\s*)?(CLEAR|WHITE|GREEN|RED|AMBER(\s*[+ _-]\s*STRICT)?)",
    re.IGNORECASE | re.ASCII,
)


_TRANSLATED = {"rojo": "RED", "roja": "RED", "ámbar": "AMBER", "ambar": "AMBER", "verde": "GREEN",
               "blanco": "CLEAR", "blanca": "CLEAR", "claro": "CLEAR"}  # fmt: skip


class MarkingError(ValueError):
    """A text that is none of the five labels.

    Attributes:
        en: What is wrong and what to write, in English.
        es: The same in Spanish.
    """

    def __init__(self, meant: str = "") -> None:
        labels = ", ".join(marking.label for marking in Marking)
        en, es = (f" {meant}?", f" ¿{meant}?") if meant else ("", "")
        self.en = f"is no TLP marking (these are never translated).{en} Write one of {labels}."
        self.es = f"no es una marca TLP (no se traducen).{es} Escriba una de {labels}."
        super().__init__(self.en)


class Marking(enum.IntEnum):
    """The five labels of TLP 2.0, from the loosest to the strictest."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """The label as TLP writes it, in every language: ``AMBER+STRICT``."""
        return self.name.replace("_", "+")

    def __str__(self) -> str:
        return self.label

    def __format__(self, spec: str) -> str:
        return format(self.label, spec)

    @classmethod
    def parse(cls, text: str) -> "Marking":
        """Read a label as people type it: ``TLP:AMBER+STRICT``, ``amber``, ``TLP 2.0 RED``.

        Raises:
            MarkingError: The text is none of the five labels; a translated label is none either.
        """
        return _parse(text)

    def passes(self, audience: "Marking") -> bool:
        """Whether an audience cleared up to `audience` may see what bears this marking."""
        return self <= audience


@lru_cache(maxsize=1024)
def _parse(text: str) -> Marking:
    found = _SPELLING.fullmatch(" ".join(text.split()))
    if found is None:
        raise MarkingError(
            next((label for word, label in _TRANSLATED.items() if word in text.casefold()), "")
        )
    if found[2]:
        return Marking.AMBER_STRICT
    label = found[1].upper()
    # WHITE is what CLEAR was called until August 2022. Papers of that time bear it, and reading it as
    # CLEAR reveals nothing that its author had not released: the meaning did not change.
    return Marking["CLEAR" if label == "WHITE" else label]


def strictest(markings: Iterable[Marking]) -> Marking:
    """The marking that binds when several apply to one thing.

    Raises:
        ValueError: There is none. Nothing is unmarked, so whoever asks has a default to add.
    """
    return max(markings)
