"""Makes claims of statements: with the ids of what they are about, their marking, their days and a hash."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from graph.dates import Span, parse_date, span
from graph.markings import Marking
from graph.model import Batch, Claim, Ref, Source, Statement, canonical
from graph.schema import schema

_ID_LENGTH = 24


class ClaimMaker:
    """Makes the claims of one batch.

    Args:
        batch: Whose statements they are.
        default_tlp: The marking of rows that have none, of sources that have none.
        load: The id of the load that brings them.
        recorded: When it does.
    """

    def __init__(self, batch: Batch, default_tlp: Marking, load: str, recorded: str) -> None:
        self._dataset = batch.dataset
        self._default_tlp = default_tlp
        self._load = load
        self._recorded = recorded
        self._written: dict[Ref, str] = {}  # each reference stands in many rows

    def claim(self, statement: Statement, kind: str, ends: tuple[str, str], source: Source) -> Claim:
        """The claim that a statement makes.

        Args:
            statement: The statement.
            kind: The kind of its subject.
            ends: The ids of its subject and of its object, which for STATED_IN is the source.
            source: The source it cites.
        """
        start, end = parse_date(statement.start).edtf, parse_date(statement.end).edtf
        subject_ref = self._canonical(statement.subject)
        object_ref = self._canonical(statement.object) if statement.object else ""
        tlp = self._marking(statement, source)
        days = _days(start, end, occurrence=schema().occurs(statement.type, kind))
        content = [
            self._dataset, source.ref, statement.type, _in_order(statement.type, subject_ref, object_ref),
            statement.role, start, end, statement.confidence, tlp.label,
            statement.entity_tlp.label if statement.entity_tlp is not None else "",
            dict(statement.fields), statement.office, statement.quote, statement.note,
        ]  # fmt: skip
        return Claim(
            id=claim_id(content), type=statement.type, subject=ends[0], object=ends[1], source=source.id,
            tlp=tlp, subject_ref=subject_ref, object_ref=object_ref, confidence=statement.confidence,
            locator=statement.locator, quote=statement.quote, note=statement.note, start=start, end=end,
            start_min=days.start_min, start_max=days.start_max, end_min=days.end_min, end_max=days.end_max,
            role=statement.role, office=statement.office, entity_tlp=statement.entity_tlp,
            fields=statement.fields, dataset=self._dataset, load=self._load,
            row=f"{statement.address.sheet}:{statement.address.row}", recorded=self._recorded,
        )  # fmt: skip

    def _canonical(self, ref: Ref) -> str:
        written = self._written.get(ref)
        if written is None:
            written = self._written[ref] = ref.canonical()
        return written

    def _marking(self, statement: Statement, source: Source) -> Marking:
        """The row's own, else its source's, else the load's."""
        if statement.tlp is not None:
            return statement.tlp
        return self._default_tlp if source.tlp is None else source.tlp


def claim_id(content: Sequence[object]) -> str:
    """The hash of what is claimed, as written.

    Args:
        content: Data set, source, type, both refs, role, dates, confidence, markings, fields, office, quote
            and note. Not in it: row, locator, load, time, file, or which entities the refs were resolved to.
            So a row inserted on top changes no id, and neither does a merge.
    """
    return hashlib.sha256(canonical(content).encode()).hexdigest()[:_ID_LENGTH]


def _in_order(claim_type: str, subject_ref: str, object_ref: str) -> list[str]:
    """Both refs; of an undirected relation in the same order, whichever was written first."""
    relation = schema().types.get(claim_type)
    refs = [subject_ref, object_ref]
    return sorted(refs) if relation is not None and relation.undirected else refs


@lru_cache(maxsize=1 << 14)
def _days(start: str, end: str, *, occurrence: bool) -> Span:
    return span(parse_date(start), parse_date(end), occurrence=occurrence)
