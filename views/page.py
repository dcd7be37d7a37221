"""The interactive page: one HTML file that opens from a disk with the network off, loads and sends nothing.

It goes to partners by e-mail and on sticks, so everything is inside it, and a Content-Security-Policy with
hashes holds even if a text of a document should ever be taken for markup.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader
from pyvis.network import Network

from graph.markings import Marking
from views.document import Document
from views.wording import LANGUAGES, date_in_words, wording

_HERE = Path(__file__).parent
_TEMPLATE = "page.html.j2"
_LIBRARY = "vis-network.min.js"
_STYLES = (
    "tokens.css",
    "shell.css",
    "key.css",
    "stage.css",
    "card.css",
    "narrow.css",
    "present.css",
    "paper.css",
)
_EARLY = "early.js"
# In the order in which they use each other; together they are one script with a scope of its own.
_SCRIPTS = (
    "dom.js",
    "words.js",
    "fold.js",
    "model.js",
    "shapes.js",
    "geometry.js",
    "text.js",
    "places.js",
    "labels.js",
    "ties.js",
    "scene.js",
    "svgpen.js",
    "camera.js",
    "drawing.js",
    "state.js",
    "card.js",
    "path.js",
    "filters.js",
    "key.js",
    "search.js",
    "table.js",
    "shell.js",
    "paper.js",
    "keys.js",
    "main.js",
)
_TLP_COLOURS = {
    "CLEAR": "#FFF",
    "GREEN": "#33FF00",
    "AMBER": "#FFC000",
    "AMBER+STRICT": "#FFC000",
    "RED": "#FF2B2B",
}


def render(document: Mapping[str, object]) -> str:
    """The whole page as text; the caller writes it in UTF-8.

    The same document gives the same text, byte for byte.

    Args:
        document: A `views.document.Document`. Nothing that is not in it appears in the page.

    Raises:
        ValueError: A number is not finite, the audience is no TLP label, or the language neither
            ``en`` nor ``es``.
    """
    given = cast("Document", document)
    if given["lang"] not in LANGUAGES:
        raise ValueError(f"a page is in one of {', '.join(LANGUAGES)}, not {given['lang']!r}")
    network = Network(directed=True, heading=given["title"][given["lang"]])
    network.nodes[:] = given["nodes"]
    network.edges[:] = given["relations"]
    network.templateEnv = _environment(given, Marking.parse(given["made"]["audience"]).label)
    network.path = _TEMPLATE
    page = str(network.generate_html())
    # Half of a surrogate pair has no UTF-8: whoever writes the page would fail on it.
    return page.encode("utf-8", "replace").decode("utf-8")


def _environment(document: Document, audience: str) -> Environment:
    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    environment.policies["json.dumps_kwargs"] = {
        "allow_nan": False,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    styles = [*map(_asset, _STYLES), _page_margin(audience)]
    environment.globals.update(
        lang=document["lang"],
        audience=audience,
        meta=_meta(document, audience),
        groups=document["groups"],
        sources=document["sources"],
        wording=wording(),
        words=wording()["words"],
        csp=_policy(styles),
        styles=styles,
        early=_asset(_EARLY),
        drawing_library=_asset(_LIBRARY),
        page_script=_page_script(),
    )
    return environment


def _meta(document: Document, audience: str) -> dict[str, object]:
    made = document["made"]
    return {
        "version": document["version"],
        "title": document["title"],
        "lang": document["lang"],
        "focal": document["focal"],
        "steps": document["steps"],
        "opens_on": document["opens_on"],
        "audience": audience,
        "date": date_in_words(made["date"]),
        "day": made["date"],
        "at": date_in_words(made["at"]) if made["at"] else None,
        "known": date_in_words(made["known"]) if made["known"] else None,
        "withheld": made["withheld"],
    }


def _policy(styles: list[str]) -> str:
    """What the page may do: run and apply exactly what is in it, show pictures it made itself."""
    scripts = (_asset(_EARLY), _asset(_LIBRARY), _page_script())
    rules = (
        "default-src 'none'",
        "script-src " + " ".join(map(_hash, scripts)),
        "style-src " + " ".join(map(_hash, styles)),
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@lru_cache(maxsize=64)
def _asset(name: str) -> str:
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _page_script() -> str:
    return "(() => {\n'use strict';\n" + "\n".join(map(_asset, _SCRIPTS)) + "})();\n"


def _page_margin(audience: str) -> str:
    """The marking at the foot of every printed sheet, which only a style of this one page can say."""
    return (
        f'@page {{ @bottom-right {{ content: "TLP:{audience}"; font: 700 12pt system-ui, sans-serif; '
        f"color: {_TLP_COLOURS[audience]}; background: #000; text-align: center; height: 8mm; width: 46mm; "
        "margin-top: 4mm; -webkit-print-color-adjust: exact; print-color-adjust: exact; } }\n"
    )
