"""The data that comes with the program, read by the very loader that users' tables go through."""

from pathlib import Path

from graph.model import Batch
from loaders.tables import read_tables

PLACES_DATASET, DATASET = "macro-sur-places", "macro-sur"
_FOLDER = Path(__file__).with_name("macro_sur")
_PLACE_SHEETS = ("regions", "provinces", "districts", "districts-coordinates", "relations-borders")


def places() -> Batch:
    """The regions, provinces and districts that every store begins with."""
    return read_tables([_FOLDER], PLACES_DATASET, only=_PLACE_SHEETS)


def facts() -> Batch:
    """The organisations, mines, events, agreements and initiatives, and what ties them."""
    sheets = {path.stem for path in _FOLDER.glob("*.csv")} - set(_PLACE_SHEETS)
    return read_tables([_FOLDER], DATASET, only=sheets)
