"""Documents for the tests of views: a real one of sixty entities, and one with hostile text all over."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HOSTILE = (
    "</script><script>window.__pwned = 1</script><!-- <img src=x onerror='window.__pwned = 1'> "
    "\" ' ` & \u202e\u2028\u2029 {{7*7}} ${7*7} <svg/onload=window.__pwned=1> \x1b[31m ]]>"
)


def example() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((HERE / "example_document.json").read_text(encoding="utf-8"))
    return document


def in_every_string(value: Any, change: Callable[[str], str], keep: frozenset[str]) -> Any:  # noqa: ANN401 # JSON
    """The document with every text of it changed, except under the keys to keep."""
    if isinstance(value, dict):
        return {k: v if k in keep else in_every_string(v, change, keep) for k, v in value.items()}
    if isinstance(value, list):
        return [in_every_string(item, change, keep) for item in value]
    return change(value) if isinstance(value, str) else value


# What the builder makes, not a file: ids, choices from closed lists, dates and colours.
STRUCTURE = frozenset(
    {"id", "group", "from", "to", "source", "type", "shape", "colours", "audience", "lang", "focal"}
    | {"confidence", "tlp", "kind", "date", "opens_on"}
)


def hostile_document() -> dict[str, Any]:
    changed: dict[str, Any] = in_every_string(example(), lambda text: text + HOSTILE, STRUCTURE)
    for node in changed["nodes"]:
        node["type"] = {"en": HOSTILE, "es": HOSTILE}
    for relation in changed["relations"]:
        for claim in relation["claims"]:
            claim["date"] = {"en": HOSTILE, "es": HOSTILE}
            claim["office"] = claim["quote"] = HOSTILE
            claim["note"] = {"en": HOSTILE, "es": HOSTILE}
            claim["quote_lang"] = HOSTILE
    for i, source in enumerate(changed["sources"]):
        source["url"] = [
            "javascript:window.__pwned = 1",
            "data:text/html," + HOSTILE,
            "https://a.example/" + HOSTILE,
        ][i % 3]
    return changed
