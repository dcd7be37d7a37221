"""Refuses Cypher that would write, or reach beyond the graph, whichever engine is asked.

The engines refuse writes too, each in its own words and each with gaps (procedures, files); this check says
the same for both, before anything runs.
"""

import re

from graph.errors import ExitCode, QueryError

_BLANKED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(
    r"(?<![.:$\w])(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|FOREACH|INSERT|ALTER|GRANT|REVOKE|DENY)\b(?!\s*:)",
    re.IGNORECASE,
)
_REACHES_OUT = re.compile(
    r"(?<![.:$\w])(LOAD\s+CSV|CALL(?!\s*[({])|USE\s+\w|USING\s+PERIODIC|SHOW\s+\w|TERMINATE|LET\s)",
    re.IGNORECASE,
)
_APOC = re.compile(r"(?<![\w.])apoc\s*\.", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u+[0-9a-f]{4}", re.IGNORECASE)


def bare_code(cypher: str, *, with_names: bool = False) -> str:
    """The text with blanks for what stands in quotes, backticks and comments, where a keyword means nothing.

    Everything else keeps its place and its line.

    Args:
        cypher: The text.
        with_names: Keep what stands in backticks, which is no keyword but may name a procedure.
    """

    def blank(found: re.Match[str]) -> str:
        if with_names and found[0].startswith("`"):
            return re.sub(r"[^\w.]", " ", found[0])
        spaces = re.sub(r"[^\n]", " ", found[0])
        return spaces if found[0].startswith("/") else f"'{spaces[1:-1]}'"

    return _BLANKED.sub(blank, cypher)


def check_read_only(cypher: str) -> None:
    """Let only questions pass.

    Raises:
        QueryError: The text writes, reads files, or calls procedures.
    """
    if found := _ESCAPE.search(cypher):
        # Neo4j reads it as the letter it stands for, before it looks for keywords and quotes.
        raise QueryError(
            f"“{found[0]}” hides a letter and is not run; write the letter itself.",
            f"«{found[0]}» esconde una letra y no se ejecuta; escriba la letra misma.",
            ExitCode.REFUSED,
        )
    code = bare_code(cypher)
    if found := _REACHES_OUT.search(code) or _APOC.search(bare_code(cypher, with_names=True)):
        word = " ".join(found[0].upper().split())
        raise QueryError(
            f"“{word}” reaches beyond the graph and is not run; ask with MATCH … RETURN.",
            f"«{word}» sale del grafo y no se ejecuta; pregunte con MATCH … RETURN.",
            ExitCode.REFUSED,
        )
    if found := _WRITES.search(code):
        word = found[0].upper()
        raise QueryError(
            f"“{word}” would change the graph; `cypher` only reads. Use `macrosur load` to add data.",
            f"«{word}» cambiaría el grafo; `cypher` solo lee. Use `macrosur load` para agregar datos.",
            ExitCode.REFUSED,
        )
