"""Command lines for every command: a new one must be given some here, and is then attacked as well."""

from pathlib import Path

import cli

FORMATS = ("table", "json", "csv", "markdown")


def lines(name: str, tables: Path, folder: Path) -> list[list[str]]:
    """Lines of every command, without the store's address.

    Args:
        name: Of something in the store.
        tables: A file of tables that can be loaded.
        folder: Where what is written goes.
    """
    found: dict[str, list[list[str]]] = {
        "demo": [["--output", str(folder / "demo.html")]],
        "load": [[str(tables), "--dry-run"], [str(tables), "--yes"], [str(tables), "--replace", "--yes"]],
        "search": [[name], ["zzzz"], [name, "--kind", name], [name, "--audience", "CLEAR"]],
        "show": [[name], ["zzzz"], [name, "--audience", "AMBER"], [name, "--at", name]],
        "path": [[name, "script window pwned 2 script 1"], [name, name], [name, "zzzz", "--avoid", name]],
        "query": [[], ["neighbours", "-p", f"of={name}"], [name], ["neighbours", "-p", name]],
        "cypher": [[text] for text in _CYPHER],
        "export": [[str(folder / "page.html"), "--audience", "RED"],
                   [str(folder / "one.html"), "--about", name], [str(folder / "x.html"), "--query", name]],
        "open": [["--about", name]],
        "copy": [["--to", str(folder / "copy")], ["--to", str(folder / "green"), "--audience", "GREEN"]],
        "schema": [[], ["mines"], [name]],
        "history": [[], [name]],
        "status": [[]],
        "doctor": [[]],
        "config": [[]],
    }  # fmt: skip
    assert set(found) == set(cli.main_group.commands), "a command that nothing is known of here"
    return [[command, *line] for command, given in found.items() for line in given]


# Ways to the store's secret that no text shows; each engine knows most of them.
_CYPHER = (
    "MATCH (n:Organisation) RETURN n.id AS id, n.name_en AS name, n.note AS note ORDER BY n.sort",
    "MATCH (s:Store) RETURN s.secret AS x",
    "MATCH (s:Store) RETURN properties(s) AS x",
    "MATCH (s:Store) RETURN s {.*} AS x",
    "MATCH (s:Store) RETURN s['sec' + 'ret'] AS x",
    "MATCH (s:Store) RETURN substring(s.secret, 0, 10) AS x",
    "MATCH (s:Store) RETURN toUpper(s.secret) AS x",
    "MATCH (s:Store) RETURN reverse(s.secret) AS x",
    "MATCH (s:Store) RETURN split(s.secret, '') AS x",
    "MATCH (s:Store) RETURN 'a' + s.secret + 'b' AS x",
    "MATCH (s:Store) RETURN [k IN keys(s) | s[k]] AS x",
    "MATCH (n) RETURN n AS x",
    "MATCH (n) WHERE n.secret IS NOT NULL RETURN n.secret AS x",
    "MATCH (n:!Mine) RETURN properties(n) AS x",
    "MATCH (s:Store) WITH collect(s.secret) AS all UNWIND all AS x RETURN x",
    "MATCH (s:Store) CALL (s) { RETURN s.secret AS x } RETURN x",
    "MATCH (s:Store) RETURN toInteger(s.secret) AS x",
    "MATCH (s:Store) RETURN date(s.secret) AS x",
    "MATCH (s:Store) RETURN 1 + s.secret.x AS x",
)
