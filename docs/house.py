"""Writes `architecture.md`: what the modules say of themselves, in the order in which to read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

DRAWING = """\
    a cell                                                    a question
      │  loaders/separated, workbooks: a file → rows of text      │  commands/: what was typed
      ▼                                                           ▼
    Row ── loaders/headings: which column gives what          graph/slices: what the audience may see,
      │    loaders/rows, cells: text → value, or a Problem        │   at one time, as then known
      ▼                                                           ▼
    Statement ── loaders/tables ──► Batch                     graph/store/reader: the slice as a store
      │                                                           │   of its own, read by Cypher
      │  graph/index, likeness, resolve: refs → entities          ▼
      ▼                                                       queries/: Answer or Contents
    Claim ── graph/claiming: its id, its days, its marking        │
      │                                                           │  views/facts: words in two languages
      │  graph/comparing, planning: against what is known         ▼
      ▼                                                       views/dossier, tables: the terminal
    Plan ── shown, agreed ──► graph/store/…: one Load         views/build, document, layout, page: a file
      │                                                           ▲
      └──────────────────► the graph ─────────────────────────────┘
"""

# The order of a reading: from what the graph is, by what goes in, to what comes out.
HOUSE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("What the graph is", "Values that mean the same in every part of the house.", (
        "graph/text.py", "graph/errors.py", "graph/names.py", "graph/dates.py", "graph/date_words.py",
        "graph/markings.py", "graph/schema.py", "graph/model.py", "graph/persons.py",
        "graph/person_words.py", "graph/personal.py", "graph/settings.py",
    )),
    ("From a file to a batch", "What goes in is read as people write it, and refused in words.", (
        "loaders/grids.py", "loaders/separated.py", "loaders/workbooks.py", "loaders/sheets.py",
        "loaders/headings.py", "loaders/cells.py", "loaders/rows.py", "loaders/tables.py",
        "loaders/guide.py", "loaders/built_in.py",
    )),
    ("From a batch to a plan", "Who is who, what is new, and what everyone will be shown.", (
        "graph/known.py", "graph/likeness.py", "graph/index.py", "graph/documents.py", "graph/quarrels.py",
        "graph/claiming.py", "graph/resolve.py", "graph/comparing.py", "graph/entities.py",
        "graph/planning.py", "graph/changes.py",
    )),
    ("Where it is kept", "Two engines behind one promise; what differs has one named place.", (
        "graph/store/__init__.py", "graph/store/base.py", "graph/store/addresses.py",
        "graph/store/records.py", "graph/store/statements.py", "graph/store/known.py",
        "graph/store/reader.py", "graph/store/guard.py",
    )),
    ("The embedded engine", "A folder of immutable states.", (
        "graph/store/states.py", "graph/store/engine.py", "graph/store/writing.py",
        "graph/store/embedded.py",
    )),
    ("Neo4j", "One load is one transaction.", ()),
    ("What may be seen", "The one door between a graph and an audience.", ("graph/slices.py",)),
    ("Copies", "A store in another place, or a slice as a store of its own.", (
        "graph/copying.py", "graph/publication.py",
    )),
    ("Questions", "Cypher in files, and what a user's words mean.", ()),
    ("Views", "Answers as files and tables that people look at.", ()),
    ("Commands", "A command parses, makes one call, prints.", ()),
)  # fmt: skip
_REST = {"graph/store": "Neo4j", "graph": "Copies", "queries": "Questions", "queries/measures": "Questions",
         "views": "Views", "views/layout": "Views", "commands": "Commands",
         "loaders": "From a file to a batch"}  # fmt: skip


def architecture_page(note: str) -> str:
    """The page."""
    parts = [
        f"# How it works / Cómo funciona\n\n{note}",
        (
            "The way of a cell from an officer's table to a page, and of a question to its answer. Imports "
            "point down only: `commands` → `views | loaders | queries` → `graph`; a machine keeps it so.\n"
        ),
        f"```text\n{DRAWING}```\n",
        "What follows is what each module says of itself, in the order in which to read the code.\n",
    ]
    for heading, sentence, modules in _rooms():
        parts.append(f"## {heading}\n\n{sentence}\n")
        parts += [f"**`{module}`** — {_said(ROOT / module)}\n" for module in modules]
    return "\n".join(parts)


def _rooms() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The rooms with all of their modules: those that no one named come last in the room of their folder."""
    named = {module for _, _, modules in HOUSE for module in modules}
    rest = [module for module in modules_there() if module not in named]
    for heading, sentence, modules in HOUSE:
        own = (module for module in rest if _REST[str(Path(module).parent)] == heading)
        yield heading, sentence, (*modules, *own)


def modules_there() -> list[str]:
    """Every module that says anything of itself."""
    folders = sorted({ROOT / folder for folder in _REST})
    found = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return [str(path.relative_to(ROOT)) for path in found if path.stat().st_size > 1 and _is_more(path)]


def _is_more(path: Path) -> bool:
    """Whether a module is more than the mark of a package."""
    return len(ast.parse(path.read_text(encoding="utf-8")).body) > 1


def _said(path: Path) -> str:
    """A module's docstring as running text; a drawing in it stays with the code."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(" ".join(part.split()) for part in text.split("\n\n") if not part.startswith("    "))
