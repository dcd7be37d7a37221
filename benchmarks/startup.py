"""What a command costs before it does anything: whole processes, against a bare one that does as little."""

import sys
import tempfile

from benchmarks.measure import in_turn, machine, macrosur, python, run, table

_BARE = """
import os, sys
os.environ["ARCADEDB_LOG_CONSOLE"] = "0"; os.environ["ARCADEDB_LOG_DIR"] = sys.argv[1] + "/log"
import arcadedb
state = open(sys.argv[1] + "/CURRENT").read()
asked = "MATCH (m:Mine) RETURN m.name_en AS name ORDER BY m.sort LIMIT 5"
database = arcadedb.open_database(f"{sys.argv[1]}/states/{state}/db", read_only=True)
print(database.query("opencypher", asked).to_list())
"""
_QUESTION = ("query", "mines-near", "-p", "district=Colquemarca")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        own = f"{folder}/store"
        run(macrosur("demo", "--store", own, "--output", f"{folder}/demo.html"))
        asked = [
            macrosur("show", "las", "bambas", "--store", own),
            macrosur("search", "bambas", "--store", own),
            macrosur(*_QUESTION, "--store", own),
            macrosur("export", f"{folder}/page.html", "--store", own),
        ]
        python_alone, helped, bare, *answered = in_turn(
            python("pass"), macrosur("--help"), python(_BARE, own), *asked
        )
    rows: list[list[object]] = [
        ["`--help`", helped.seconds, "`python -c pass`", python_alone.seconds,
         helped.seconds / python_alone.seconds, "≤ 10"],
    ]  # fmt: skip
    for name, found in zip(("`show`", "`search`", "a saved question"), answered, strict=False):
        rows.append([name, found.seconds, "bare script", bare.seconds, found.seconds / bare.seconds, "≤ 2"])
    rows.append(["`export` of all", answered[-1].seconds, "", "", "", "≤ 2 s"])
    print(machine(), file=sys.stderr)
    print(table(["whole process", "seconds", "floor", "seconds", "ratio", "goal"], rows))


if __name__ == "__main__":
    main()
