"""Where an entity can be known by: its data set's key, its RUC, the names it was ever written with."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz, process

from graph.known import Naming
from graph.likeness import Likeness, word_likeness
from graph.model import Ref
from graph.names import form_of, match_key, search_key
from graph.schema import schema
from graph.text import Text

_SUGGESTED = 70.0  # likeness from which a name is offered instead of one that nothing bears
_LOOKED_AT = 20  # names that a quicker and coarser measure finds alike
_AS_GOOD = 15.0  # further below the best one than this, a name is no longer offered


class Index:
    """The writings of the entities that a graph holds and a batch brings.

    Attributes:
        kinds: The kind of every entity, by id.
        names: The name under which each was first met.
        match_keys: The match keys of all its names.
    """

    def __init__(self, known: Iterable[Naming]) -> None:
        self.kinds: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.match_keys: dict[str, tuple[str, ...]] = {}
        self._by_key: dict[tuple[str, str, str], str] = {}
        self._by_ruc: dict[str, str] = {}
        self._bearers: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}  # with the form of the name
        self._likeness: dict[str, Likeness] = defaultdict(Likeness)
        self._keyed: set[tuple[str, str]] = set()
        for naming in known:
            self.add(naming)

    def add(self, naming: Naming) -> None:
        """Remember one way in which an entity was written."""
        entity, kind, ref = naming.entity, naming.kind, naming.ref
        self.kinds[entity] = kind
        if key := ref.cell("key"):
            self._by_key.setdefault((naming.dataset, kind, key), entity)
            self._keyed.add((naming.dataset, entity))
        if ruc := ref.cell("ruc"):
            self._by_ruc.setdefault(ruc, entity)
        for name in naming.names:
            key = match_key(name, kind)
            self._bear(entity, kind, key, form_of(name))
            self.names.setdefault(entity, name)
            self._likeness[kind].add(key, entity)

    def _bear(self, entity: str, kind: str, key: str, form: str) -> None:
        """Tuples, for there may be a million names, and hardly one has two bearers."""
        borne = self._bearers.get((kind, key), ())
        if (entity, form) not in borne:
            self._bearers[kind, key] = (*borne, (entity, form))
        keys = self.match_keys.get(entity, ())
        if key not in keys:
            self.match_keys[entity] = (*keys, key)

    def has_key_in(self, dataset: str, entity: str) -> bool:
        """Whether a data set gives an entity a key of its own."""
        return (dataset, entity) in self._keyed

    def numbered(self, dataset: str, kind: str, ref: Ref) -> str:
        """The entity that a key of its data set or a RUC means, or the empty string."""
        return self._by_key.get((dataset, kind, ref.cell("key")), "") or self._by_ruc.get(ref.cell("ruc"), "")

    def named(self, kind: str, name: str) -> list[str]:
        """The entities of a kind that bear a name, but for those of another legal form."""
        borne = self._bearers.get((kind, match_key(name, kind)), ())
        form = form_of(name) if kind == "Organisation" else ""
        return list(dict.fromkeys(entity for entity, its in borne if not form or its in {form, ""}))

    def spelled_like(self, kind: str, name: str) -> str:
        """An entity of a kind whose name is spelled almost like one that none bears, or the empty string."""
        return self._likeness[kind].like(match_key(name, kind))

    def suggested(self, name: str, kinds: Collection[str]) -> list[str]:
        """The entities whose names are most like one that nothing bears, legal forms and tildes aside."""
        keys = {
            (entity, key): search_key(key)  # without tildes: a slip in one is the likeliest slip
            for entity, its in self.match_keys.items()
            if self.kinds[entity] in kinds
            for key in its
        }
        written = {search_key(match_key(name, kind)) for kind in kinds}
        hits = [
            (word_likeness(key, hit[0]), *hit)
            for key in sorted(written)
            for hit in process.extract(key, keys, scorer=fuzz.WRatio, limit=_LOOKED_AT)
        ]
        best = sorted(
            (hit for hit in hits if hit[0] >= _SUGGESTED), key=lambda hit: (-hit[0], -hit[2], hit[1])
        )
        return list(dict.fromkeys(hit[3][0] for hit in best if hit[0] >= best[0][0] - _AS_GOOD))

    def lies_in(self, entity: str, ref: Ref) -> bool:
        """Whether a place lies in the province and region that a reference names; others always do."""
        if self.kinds[entity] not in schema().places:
            return True
        for kind, cell in (("Province", "province"), ("Region", "region")):
            if text := ref.cell(cell):
                digits = schema().kinds[kind].digits  # a spreadsheet eats the zero in front
                parents = [text.zfill(digits)] if text.isdigit() else self.named(kind, text)
                if not any(entity.startswith(parent) for parent in parents):
                    return False
        return True

    def agrees(self, code: str, ref: Ref) -> bool:
        """Whether a place's code means the place whose name, province and region stand beside it."""
        name = ref.cell("name")
        is_named_so = not name or match_key(name, self.kinds[code]) in self.match_keys[code]
        return is_named_so and self.lies_in(code, ref)

    def place_in_words(self, code: str) -> Text:
        """A place with the places around it: "Coporaque, province of Espinar, Cusco"."""
        name, province, region = (self.names.get(each, each) for each in (code, code[:4], code[:2]))
        if self.kinds[code] == "District":
            return Text(
                f"{name}, province of {province}, {region}", f"{name}, provincia de {province}, {region}"
            )
        if self.kinds[code] == "Province":
            return Text(f"the province of {name}, {region}", f"la provincia de {name}, {region}")
        return Text(f"the region of {name}", f"la región de {name}")

    def in_words(self, entity: str) -> Text:
        """An entity with what tells it from others of its name: "Coporaque (district 080803, Espinar)"."""
        kind = self.kinds[entity]
        parent = f", {self.names.get(entity[:4], entity[:4])}" if kind == "District" else ""
        code = f" {entity}" if kind in schema().places else ""
        name = self.names.get(entity, "")
        en, es = (f"{name} ({label.lower()}{code}{parent})" for label in schema().kinds[kind].label)
        return Text(en, es)
