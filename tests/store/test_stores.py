"""What both engines promise: the same answers from the same loads, and whole loads only."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.changes import apply, plan_load
from graph.errors import ExitCode, MacroSurError, StoreMovedError
from graph.markings import Marking
from graph.model import Batch, Claim, Verdict
from graph.slices import Slice
from graph.store import Store
from tests.graph.batches import batch, key, named, small, tied


def load(store: Store, what: Batch, *, replace_gone: bool = False) -> None:
    apply(store, plan_load(store, what, replace_gone=replace_gone))


def claims(store: Store, slice_: Slice | None = None) -> list[Claim]:
    return list(store.read(slice_).contents().claims)


def test_an_empty_store_holds_nothing(store: Store) -> None:
    contents = store.read().contents()
    assert (list(contents.entities), list(contents.claims), list(contents.sources)) == ([], [], [])
    assert store.seq == 0


def test_what_was_loaded_is_there_when_opened_again(opened: Callable[[], Store]) -> None:
    load(opened(), small())
    contents = opened().read().contents()
    assert [entity.name.en for entity in contents.entities.values()] == [
        "Hidden Partner",
        "Las Bambas",
        "MMG Limited",
    ]
    mine = next(entity for entity in contents.entities.values() if entity.kind == "Mine")
    assert (mine.fields["lat"], mine.fields["commodity"]) == (-14.1, ("copper",))
    operates = next(claim for claim in contents.claims if claim.type == "OPERATES")
    assert (operates.start, operates.start_min, operates.end_max) == ("2014~", "2014-01-01", "9999-12-31")
    assert operates.recorded.endswith("Z")
    assert operates.row == "relations:2"


def test_the_same_load_again_changes_nothing(store: Store) -> None:
    load(store, small())
    before = store.status()
    plan = plan_load(store, small())
    assert plan.changes_nothing
    assert sum(plan.verdicts[Verdict.SAME].values()) == 5
    apply(store, plan)
    assert store.status() == before


def test_a_changed_claim_is_retracted_and_added(store: Store) -> None:
    load(store, small())
    changed = [
        replace(item, start="2015") if item.type == "OPERATES" else item for item in small().statements
    ]
    load(store, batch(*changed))
    operates = [claim for claim in claims(store) if claim.type == "OPERATES"]
    assert [claim.start for claim in operates] == ["2015"]
    retracted = store.read().query("MATCH (r:Retracted) RETURN r.claim_type AS type, r.start AS start")
    assert retracted.rows == (("OPERATES", "2014~"),)


def test_what_is_no_longer_said_stays_unless_replaced(store: Store) -> None:
    load(store, small())
    less = batch(*[item for item in small().statements if item.type != "ASSOCIATED_WITH"])
    load(store, less)
    assert "ASSOCIATED_WITH" in {claim.type for claim in claims(store)}
    load(store, less, replace_gone=True)
    assert "ASSOCIATED_WITH" not in {claim.type for claim in claims(store)}


def test_an_entity_that_nothing_names_any_more_goes(store: Store) -> None:
    load(store, small())
    rest = batch(*[item for item in small().statements if "hidden" not in str(item)])
    load(store, rest, replace_gone=True)
    assert "Hidden Partner" not in {entity.name.en for entity in store.read().contents().entities.values()}


def test_a_plan_made_against_an_older_state_is_refused(opened: Callable[[], Store]) -> None:
    first, second = opened(), opened()
    plan = plan_load(first, small())
    load(second, batch(named("Mine", "c", "Constancia")))
    with pytest.raises(StoreMovedError):
        first.apply(plan)
    assert [item.name.en for item in opened().read().contents().entities.values()] == ["Constancia"]


def test_names_are_found_without_accents_case_or_exact_form(store: Store) -> None:
    load(store, batch(named("Organisation", "n", "Comunidad Campesina de Ñahuiñlla", type="community")))
    for text in ("nahuin", "ÑAHUIÑLLA", "campesina de ñahuinlla"):
        assert [hit.name.es for hit in store.read().find(text)] == ["Comunidad Campesina de Ñahuiñlla"], text
    assert store.read().find("colquemarca") == []
    assert [near.es for near in store.read().suggestions("nahuinya")] == ["Comunidad Campesina de Ñahuiñlla"]


def test_an_exact_name_comes_before_names_that_contain_it(store: Store) -> None:
    load(store, batch(named("Mine", "a", "Las Bambas"), named("Mine", "b", "Las Bambas Norte", 3)))
    assert [hit.name.en for hit in store.read().find("las bambas")] == ["Las Bambas"]
    assert len(store.read().find("bambas")) == 2


def test_a_neighbourhood_reaches_as_far_as_it_is_told(store: Store) -> None:
    load(
        store,
        batch(
            *[named("Organisation", text, text.upper(), row) for row, text in enumerate("abcd", start=2)],
            tied("MEMBER_OF", key("Organisation", "a"), key("Organisation", "b"), 2),
            tied("MEMBER_OF", key("Organisation", "b"), key("Organisation", "c"), 3),
            tied("MEMBER_OF", key("Organisation", "c"), key("Organisation", "d"), 4),
        ),
    )
    reader = store.read()
    start = reader.find("A")[0].id
    reached = [
        sorted(item.name.en for item in reader.neighbourhood([start], steps).entities.values())
        for steps in range(4)
    ]
    assert reached == [["A"], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]]


def test_the_network_keeps_parallel_claims_apart(store: Store) -> None:
    load(store, small())
    network = store.read().network()
    assert sorted(data["type"] for _, _, data in network.edges(data=True)) == ["ASSOCIATED_WITH", "OPERATES"]
    assert {data["kind"] for _, data in network.nodes(data=True)} == {"Organisation", "Mine"}


def test_an_audience_sees_nothing_above_its_marking(store: Store) -> None:
    load(store, small())
    reader = store.read(Slice(audience=Marking.CLEAR))
    contents = reader.contents()
    assert [item.name.en for item in contents.entities.values()] == ["Las Bambas", "MMG Limited"]
    assert "Hidden" not in repr(contents)
    assert reader.withheld == 2
    assert reader.find("hidden") == []
    assert reader.query("MATCH (n:Organisation) RETURN count(n) AS n").rows == ((1,),)


def test_a_slice_tells_nothing_of_how_it_was_recorded(store: Store) -> None:
    load(store, small())
    for claim in claims(store, Slice(audience=Marking.RED)):
        assert (claim.load, claim.row, claim.dataset, claim.recorded, claim.subject_ref) == ("",) * 5
    assert store.read(Slice(audience=Marking.RED)).query("MATCH (l:Load) RETURN l.id AS id").rows == ()


def test_a_date_lets_through_what_was_possibly_so_then(store: Store) -> None:
    load(
        store,
        batch(
            named("Organisation", "a", "A"),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m"), 2, start="2010", end="2015"),
            tied("OWNS", key("Organisation", "a"), key("Mine", "m"), 3),
        ),
    )
    reader = store.read(Slice(at="2012"))
    assert {claim.type for claim in reader.contents().claims} == {"STATED_IN", "OPERATES", "OWNS"}
    assert reader.undated == 1
    later = store.read(Slice(at="2016-05"))
    assert {claim.type for claim in later.contents().claims} == {"STATED_IN", "OWNS"}


@pytest.mark.parametrize(
    ("cypher", "code"),
    [
        ("CREATE (n:Mine {id: 'x'}) RETURN n.id AS id", ExitCode.REFUSED),
        ("MATCH (n:Mine) SET n.name_en = 'x' RETURN n.id AS id", ExitCode.REFUSED),
        ("MATCH (n:Mine) DETACH DELETE n", ExitCode.REFUSED),
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", ExitCode.REFUSED),
        ("CALL db.labels()", ExitCode.REFUSED),
        (r"\u0043ALL db.labels()", ExitCode.REFUSED),
        (r"WITH 1 AS x \u004cOAD CSV FROM 'http://127.0.0.1:1/a' AS row RETURN row", ExitCode.REFUSED),
        (
            r"WITH '\u0027 AS x LOAD CSV FROM \"http://127.0.0.1:1/a\" AS y RETURN y //' AS z RETURN z",
            ExitCode.REFUSED,
        ),
        ("RETURN apoc.version() AS v", ExitCode.REFUSED),
        ("RETURN `apoc`.version() AS v", ExitCode.REFUSED),
        ("RETURN `apoc.version`() AS v", ExitCode.REFUSED),
        ("WITH 1 AS `'` RETURN `apoc`.version() AS `'`", ExitCode.REFUSED),
        ("MATCH (n:Mine RETURN n.id AS id", ExitCode.USAGE),
        ("MATCH (n:Mine) WHERE n.id = $missing RETURN n.id AS id", ExitCode.USAGE),
    ],
)
def test_cypher_that_is_no_question_is_refused_and_changes_nothing(
    store: Store, cypher: str, code: ExitCode
) -> None:
    load(store, small())
    before = claims(store)
    with pytest.raises(MacroSurError) as caught:
        store.read().query(cypher)
    assert caught.value.code == code
    assert caught.value.text.en != caught.value.text.es
    assert list(store.read().contents().claims) == before


def test_a_question_without_an_answer_has_no_rows_and_no_columns(store: Store) -> None:
    answer = store.read().query("MATCH (n:Mine) RETURN n.id AS id, n.name_en AS name")
    assert (answer.columns, answer.rows) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "'; MATCH (n) DETACH DELETE n; //",
        "<script>alert(1)</script>",
        '"} ) RETURN 1 //',
        "a`b\\'c$x{y}",
        "ñandú — “citas” ’ \u2603 \U0001f3d4",
    ],
)
def test_hostile_text_is_kept_as_text(store: Store, text: str) -> None:
    load(
        store, batch(replace(named("Mine", text, text, summary_en=text), note=text, quote=text, locator=text))
    )
    (mine,) = store.read().contents().entities.values()
    (claim,) = claims(store)
    assert (mine.name.en, claim.note, claim.quote, claim.locator) == (text,) * 4
    answer = store.read().query(
        "MATCH (n:Mine) WHERE n.name_en = $text RETURN n.summary_en AS s", {"text": text}
    )
    assert answer.rows == ((text,),)
