"""Makes tables of any size that look like an officer's: names that differ, hubs, repeated sources.

Of ten claims one describes an entity and nine are relations. The same size gives the same tables, so that
figures of two days can be compared.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

_CLAIMS_AN_ENTITY = 10
_CLAIMS_A_SOURCE = 50
_HUB_CLAIMS = 10_000  # of the first organisation, where there are enough
_KINDS = (("organisations", 0.7), ("mines", 0.1), ("events", 0.2))
_SYLLABLES = [
    "cha",
    "pa",
    "yo",
    "qui",
    "lla",
    "ca",
    "ra",
    "mi",
    "ta",
    "hua",
    "si",
    "pu",
    "no",
    "que",
    "to",
    "rca",
    "vil",
    "bam",
    "cor",
    "ma",
    "ñu",
    "an",
    "co",
    "ve",
    "lo",
    "ti",
    "sa",
    "chi",
    "ro",
    "lle",
    "tam",
    "bo",
    "pam",
    "pi",
    "ca",
    "yan",
    "cha",
    "rri",
    "mo",
    "que",
    "gua",
]
_FORMS = ("Asociación de Mineros", "Comunidad Campesina", "Frente de Defensa", "Minera", "Fundación", "Red")
_TYPES = (
    ("PARTNERS_WITH", "organisations", "organisations", ("",)),
    ("MEMBER_OF", "organisations", "organisations", ("",)),
    ("OPERATES", "organisations", "mines", ("",)),
    ("PARTICIPATED_IN", "organisations", "events", ("organiser", "speaker", "attendee")),
)
_MARKINGS = ("CLEAR", "GREEN", "AMBER", "RED")
_DATED = 0.6  # of the relations
_NOTED = 5  # every so many relations
_COLUMNS = ("subject", "type", "object", "role", "start", "source", "locator", "note", "confidence", "tlp")


def write_tables(folder: Path, claims: int) -> Path:
    """Write a folder of CSV tables that make so many claims; what is there already is used again."""
    done = folder / f"{claims}"
    if not done.is_dir():
        building = folder / f"{claims}.building"
        building.mkdir(parents=True, exist_ok=True)
        chance = random.Random(claims)  # noqa: S311 -- not for secrets
        entities = max(len(_KINDS), claims // _CLAIMS_AN_ENTITY)
        sources = [f"s{number}" for number in range(max(1, claims // _CLAIMS_A_SOURCE))]
        keys = {name: _keys(name, round(entities * share)) for name, share in _KINDS}
        _write(building / "sources.csv", ("id", "title", "date", "tlp"), _sources(sources, chance))
        for name, own in keys.items():
            _write(building / f"{name}.csv", ("id", "name", "source", "tlp"), _named(own, sources, chance))
        ties = claims - sum(map(len, keys.values()))
        _write(building / "relations.csv", _COLUMNS, _relations(ties, keys, sources, chance))
        building.rename(done)
    return done


def _write(path: Path, headings: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(headings)
        table.writerows(rows)


def _keys(name: str, count: int) -> list[str]:
    return [f"{name[0]}{number}" for number in range(max(1, count))]


def _sources(keys: Sequence[str], chance: random.Random) -> Iterator[tuple[str, ...]]:
    for key in keys:
        yield key, f"Informe {_word(chance)} {key}", f"{chance.randint(2010, 2025)}", "CLEAR"


def _named(keys: Sequence[str], sources: Sequence[str], chance: random.Random) -> Iterator[tuple[str, ...]]:
    for key in keys:
        name = f"{chance.choice(_FORMS)} {_word(chance)} {_word(chance)}"
        yield key, name, chance.choice(sources), chance.choice(_MARKINGS)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


def _relations(
    count: int, keys: dict[str, list[str]], sources: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, ...]]:
    weights = list(accumulate((6, 3, 1, 5)))
    hub = keys["organisations"][0]
    for number in range(count):
        kind, subjects, objects, roles = chance.choices(_TYPES, cum_weights=weights)[0]
        subject = hub if number < min(_HUB_CLAIMS, count // 10) else chance.choice(keys[subjects])
        object_ = chance.choice(keys[objects])
        while object_ == subject:
            object_ = chance.choice(keys[objects])
        start = f"{chance.randint(2005, 2025)}-{chance.randint(1, 12):02d}"
        note = "" if number % _NOTED else f"nota {number}"
        yield (
            subject, kind, object_, chance.choice(roles), start if chance.random() < _DATED else "",
            chance.choice(sources), f"p. {chance.randint(1, 90)}", note,
            chance.choice(("high", "medium", "low")), chance.choice(_MARKINGS),
        )  # fmt: skip
