"""What a picture of everything opens on: few, tied to each other, and never chosen for their places."""

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from views.document import Relation
from views.opening import opening

Ties = list[tuple[str, str]]


def chosen(
    actors: list[str], ties: Ties, *, places: Sequence[str] = (), negative: Sequence[tuple[str, str]] = ()
) -> list[str]:
    kinds = dict.fromkeys(actors, "Organisation") | dict.fromkeys(places, "District")
    relations = [{"from": one, "to": other, "negative": False} for one, other in ties]
    relations += [{"from": one, "to": other, "negative": True} for one, other in negative]
    return opening(kinds, cast("list[Relation]", relations))


def star(hub: str, leaves: int) -> Ties:
    return [(hub, f"{hub}{leaf}") for leaf in range(leaves)]


def ends(ties: Ties) -> list[str]:
    return list(dict.fromkeys(end for tie in ties for end in tie))


def test_a_small_picture_opens_on_all_of_it() -> None:
    ties = star("a", 119)
    assert chosen(ends(ties), ties) == []


def test_a_large_one_opens_on_at_most_sixty_that_are_tied_to_each_other() -> None:
    ties = [tie for hub in "abcdefgh" for tie in star(hub, 20)] + list(pairwise("abcdefgh"))
    found = chosen(ends(ties), ties)
    assert set("abcdefgh") <= set(found)
    assert len(found) == 60
    assert all(any(node in tie and set(tie) <= set(found) for tie in ties) for node in found)


def test_who_holds_the_strongest_together_is_among_them() -> None:
    hubs = [f"h{number}-" for number in range(40)]
    ties = [tie for hub in hubs for tie in star(hub, 5)]
    ties += [
        end for one, other in pairwise(hubs[:10]) for end in ((one, f"{one}joins"), (f"{one}joins", other))
    ]
    found = chosen(ends(ties), ties)
    assert {f"{hub}joins" for hub in hubs[:9]} <= set(found)


def test_ties_to_places_and_those_that_are_not_so_do_not_count() -> None:
    ties = star("a", 130)
    districts = [f"d{number}" for number in range(50)]
    everywhere: Ties = [("a3", district) for district in districts]
    strangers = ["x", "y"]
    found = chosen([*ends(ties), *strangers], [*ties, *everywhere], places=districts, negative=[("x", "y")])
    assert found[0] == "a"
    assert not set(found) & {*strangers, *districts}


def test_who_is_tied_to_none_of_them_is_left_out() -> None:
    hubs = [tie for hub in ("a", "b") for tie in star(hub, 70)]
    pairs: Ties = [(f"p{number}", f"q{number}") for number in range(5)]
    found = chosen(ends(hubs + pairs), hubs + pairs)
    assert not [node for node in found if node[0] in "pq"]


def test_the_same_comes_out_whatever_the_order_of_the_ties() -> None:
    ties = [tie for hub in "abcdefgh" for tie in star(hub, 20)] + list(pairwise("abcdefgh"))
    assert chosen(ends(ties), ties) == chosen(ends(ties), ties[::-1])
