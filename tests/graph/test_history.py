"""What was known on an earlier day is told as it was then, and never more loosely than today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graph.dates import DateError
from graph.history import Former, Past, Retracted, known_by
from graph.markings import Marking
from graph.model import STATED_IN, Claim, Contents
from graph.slices import Slice, cut
from tests.graph.batches import SOURCE, batch, graph_of, key, named, tied

BEFORE, THEN, SINCE = "2024-01-10", "2024-03-31", "2024-06-10"


def at_noon(day: str) -> str:
    return f"{day}T12:00:00.000Z"


def recorded(contents: Contents, day: str = BEFORE) -> Contents:
    claims = [claim._replace(recorded=at_noon(day)) for claim in contents.claims]
    return replace(contents, claims=claims)


def names(contents: Contents, past: Past, audience: Marking | None = None, known: str = THEN) -> set[str]:
    shown = cut(contents, Slice(audience=audience, known=known), past).contents
    return {entity.name.en for entity in shown.entities.values()}


def two_mines(tlp: Marking = Marking.CLEAR, summary: str = "") -> Contents:
    own = replace(named("Mine", "a", "Antapaccay", summary_en=summary), tlp=tlp)
    return graph_of(batch(own, replace(named("Mine", "c", "Constancia", 3), tlp=Marking.CLEAR)))


def gone_from(contents: Contents, name: str) -> Iterator[Claim]:
    """The claims that name something."""
    return (claim for claim in contents.claims if claim.fields.get("name_en") == name)


def changed(before: Contents, after: Contents, name: str) -> tuple[Contents, Past]:
    """A graph whose claims on something were replaced after `THEN`, and what has gone from it."""
    was, now = recorded(before), recorded(after, SINCE)
    stay = [claim for claim in was.claims if claim.fields.get("name_en") != name]
    live = replace(now, claims=[*stay, *gone_from(now, name)])
    return live, Past([Retracted(claim, at_noon(SINCE)) for claim in gone_from(was, name)])


def test_what_came_later_is_not_there_and_what_has_gone_since_is() -> None:
    was = recorded(two_mines())
    live = replace(was, claims=list(gone_from(was, "Constancia")))
    past = Past([Retracted(claim, at_noon(SINCE)) for claim in gone_from(was, "Antapaccay")])
    later = recorded(live, SINCE)
    assert names(live, past) == {"Antapaccay", "Constancia"}
    assert names(later, past) == {"Antapaccay"}
    assert names(live, past, known=SINCE) == {"Constancia"}
    assert names(live, past, known="2023-12-31") == set()


def test_a_day_lasts_until_its_end() -> None:
    was = recorded(two_mines(), THEN)
    assert names(was, Past(), known=THEN) == {"Antapaccay", "Constancia"}
    gone = Past([Retracted(claim, at_noon(THEN)) for claim in was.claims])
    assert names(replace(was, claims=[]), gone, known=THEN) == set()


def test_an_entity_shows_what_was_said_of_it_then() -> None:
    live, past = changed(two_mines(summary="old"), two_mines(summary="new"), "Antapaccay")
    shown = cut(live, Slice(known=THEN), past).contents
    assert {entity.text("summary_en") for entity in shown.entities.values()} == {"old", ""}


@pytest.mark.parametrize("then", list(Marking))
@pytest.mark.parametrize("now", list(Marking))
def test_a_statement_is_as_strict_as_it_was_then_and_as_it_is_today(then: Marking, now: Marking) -> None:
    live, past = changed(two_mines(then), two_mines(now, summary="as it is today"), "Antapaccay")
    for audience in Marking:
        is_shown = "Antapaccay" in names(live, past, audience)
        assert is_shown == (then <= audience and now <= audience)
    (claim, _) = cut(live, Slice(known=THEN), past).contents.claims
    assert claim.tlp == max(then, now)


def test_of_a_statement_that_nobody_makes_today_the_last_marking_counts() -> None:
    live, past = changed(two_mines(), two_mines(Marking.RED, summary="since"), "Antapaccay")
    last = [Retracted(claim, at_noon("2024-08-01")) for claim in gone_from(live, "Antapaccay")]
    live = replace(live, claims=list(gone_from(live, "Constancia")))
    assert names(live, Past([*past.retracted, *last]), Marking.AMBER) == {"Constancia"}
    assert names(live, past, Marking.AMBER) == {"Antapaccay", "Constancia"}


def test_of_several_claims_that_make_a_statement_today_the_strictest_counts() -> None:
    """Also one that was there beside the claim that has gone; who is still there speaks for itself."""
    beside = replace(named("Mine", "a", "Antapaccay", 9, status="secret"), tlp=Marking.RED)
    was = recorded(graph_of(batch(replace(named("Mine", "a", "Antapaccay"), tlp=Marking.CLEAR), beside)))
    other = replace(named("Mine", "a", "Antapaccay", summary_en="x"), tlp=Marking.CLEAR)
    now = recorded(graph_of(batch(other)), SINCE)
    (clear,) = [claim for claim in was.claims if claim.tlp == Marking.CLEAR]
    (red,) = [claim for claim in was.claims if claim.tlp == Marking.RED]
    live = replace(was, claims=[red, *now.claims])
    assert names(live, Past([Retracted(clear, at_noon(SINCE))]), Marking.AMBER) == set()
    assert names(replace(live, claims=[clear, red]), Past(), Marking.CLEAR) == {"Antapaccay"}


def test_a_statement_is_as_strict_as_today_also_where_its_source_has_another_address_now() -> None:
    was = recorded(two_mines())
    strict = replace(named("Mine", "a", "Antapaccay"), tlp=Marking.RED)
    moved = replace(SOURCE, url="https://example.org/moved")
    now = recorded(graph_of(batch(strict, source=moved)), SINCE)
    (source,) = was.sources.values()
    past = Past(
        [Retracted(claim, at_noon(SINCE)) for claim in gone_from(was, "Antapaccay")],
        [Former(source, at_noon(SINCE))],
    )
    assert names(now, past) == {"Antapaccay"}
    assert names(now, past, Marking.CLEAR) == set()
    still_cited = replace(now, sources={**now.sources, **was.sources})
    assert names(still_cited, past, Marking.CLEAR) == {"Antapaccay"}


def test_an_entity_that_is_hidden_today_was_never_there() -> None:
    hidden = replace(named("Mine", "a", "Antapaccay", summary_en="x"), entity_tlp=Marking.RED)
    live = recorded(two_mines())
    now = recorded(graph_of(batch(replace(hidden, tlp=Marking.CLEAR))), SINCE)
    assert names(replace(live, claims=[*live.claims, *now.claims]), Past(), Marking.AMBER) == {"Constancia"}
    gone = Past([Retracted(claim, at_noon("2024-08-01")) for claim in now.claims])
    assert names(live, gone, Marking.AMBER) == {"Antapaccay", "Constancia"}
    all_gone = [*gone.retracted, *(Retracted(claim, at_noon("2024-08-01")) for claim in live.claims)]
    assert names(replace(live, claims=[]), Past(all_gone), Marking.AMBER) == {"Constancia"}


def test_a_source_says_what_it_said_then_and_is_as_strict_as_today() -> None:
    live = recorded(two_mines())
    (source,) = live.sources.values()
    was = Former(replace(source, title="Its old title", tlp=Marking.CLEAR), at_noon(SINCE))
    older = Former(replace(source, title="Its first title"), at_noon(BEFORE))
    stricter = replace(live, sources={source.id: replace(source, tlp=Marking.GREEN)})
    past = Past([], [older, was])
    (shown,) = cut(stricter, Slice(audience=Marking.GREEN, known=THEN), past).contents.sources.values()
    assert (shown.title, shown.tlp) == ("Its old title", Marking.GREEN)
    assert names(stricter, past, Marking.CLEAR) == set()
    dropped = replace(live, claims=[], sources={})
    gone = [Retracted(claim, at_noon(SINCE)) for claim in live.claims]
    assert names(dropped, Past(gone, [older, was]), Marking.CLEAR) == {"Antapaccay", "Constancia"}


def test_a_note_of_then_does_not_name_what_is_only_known_today() -> None:
    mine = replace(named("Mine", "m", "Mine"), tlp=Marking.CLEAR, note="Shown by Cóndor.", quote="Shown.")
    was = recorded(graph_of(batch(mine)))
    since = graph_of(batch(replace(named("Organisation", "r", "Cóndor"), tlp=Marking.RED)))
    live = replace(
        was,
        claims=[*was.claims, *recorded(since, SINCE).claims],
        entities={**was.entities, **since.entities},
    )
    (claim,) = cut(live, Slice(audience=Marking.CLEAR, known=THEN)).contents.claims
    assert (claim.note, claim.quote) == ("", "Shown.")
    (claim,) = cut(live, Slice(known=THEN)).contents.claims
    assert claim.note == "Shown by Cóndor."


def test_relations_are_known_with_their_ends() -> None:
    was = recorded(
        graph_of(
            batch(
                named("Organisation", "o", "Operator"),
                named("Mine", "m", "Mine"),
                tied("OPERATES", key("Organisation", "o"), key("Mine", "m")),
                source=replace(SOURCE, tlp=None),
            )
        )
    )
    gone = Past([Retracted(claim, at_noon(SINCE)) for claim in was.claims])
    shown = cut(Contents({}, [], was.sources), Slice(known=THEN), gone).contents
    assert {claim.type for claim in shown.claims} == {STATED_IN, "OPERATES"}
    assert {entity.kind for entity in shown.entities.values()} == {"Organisation", "Mine"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [("", ""), ("2020", "2020-12-31"), ("2020-02", "2020-02-29"), ("12/08/2020", "2020-08-12"), ("2900", "")],
)
def test_a_month_or_year_is_known_at_its_end_and_what_has_not_ended_is_now(typed: str, day: str) -> None:
    assert known_by(typed) == day


def test_today_is_now_and_yesterday_is_not() -> None:
    today = datetime.now(UTC).date()
    assert known_by(today.isoformat()) == ""
    yesterday = (today - timedelta(days=1)).isoformat()
    assert known_by(yesterday) == yesterday


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2020-03-12 10:15", "2020-03-12T10:15"),
        ("2020-03-12T10:15:30Z", "2020-03-12T10:15:30"),
        ("2020-03-12T10:15:30.5", "2020-03-12T10:15:30.5"),
        ("20200312T101530042Z", "2020-03-12T10:15:30.042"),
        ("2900-01-01 10:15", ""),
    ],
)
def test_a_time_of_day_and_a_load_are_known_as_they_stand(typed: str, instant: str) -> None:
    assert known_by(typed) == instant


@pytest.mark.parametrize(
    "typed", ["12/08/2020 10:15", "2020-03-12 25:15", "10:15", "2020-03-12 10:15 +01:00"]
)
def test_a_time_that_is_not_written_in_full_is_refused_and_never_dropped(typed: str) -> None:
    with pytest.raises(DateError, match="time of day"):
        known_by(typed)


def test_two_loads_of_one_day_are_told_apart_by_the_time() -> None:
    mine = batch(named("Mine", "m", "Mina"))
    (claim,) = graph_of(mine).claims
    first, second = "2024-03-12T10:15:30.100Z", "2024-03-12T11:00:00.000Z"
    gone = Past([Retracted(claim._replace(recorded=first), second)])
    contents = graph_of(mine)

    def claims(known: str) -> int:
        return len(cut(Contents({}, [], contents.sources), Slice(known=known), gone).contents.claims)

    assert [claims(f"2024-03-12T{time}") for time in ("10:14", "10:15", "10:15:30.1", "10:59:59")] == [
        0,
        1,
        1,
        1,
    ]
    assert claims("2024-03-12T11:00") == claims("2024-03-12") == 0


@pytest.mark.parametrize("typed", ["c. 2020", "2020?", "before 2020", "[2020..]", "yesterday", "2020-13"])
def test_what_was_known_by_then_needs_a_certain_date(typed: str) -> None:
    with pytest.raises(DateError):
        known_by(typed)
