"""Says a place in a source in the language of the answer, where words from a list are all it takes."""

import re

from graph.text import Lang, Text

_WORDS = (
    Text("and", "y"),
    Text("annex", "anexo"),
    Text("article", "artículo"),
    Text("chapter", "capítulo"),
    Text("column", "columna"),
    Text("figure", "figura"),
    Text("headline", "titular"),
    Text("line", "línea"),
    Text("note", "nota"),
    Text("page", "página"),
    Text("pages", "páginas"),
    Text("paragraph", "párrafo"),
    Text("paragraphs", "párrafos"),
    Text("row", "fila"),
    Text("rows", "filas"),
    Text("section", "sección"),
    Text("sections", "secciones"),
    Text("sheet", "hoja"),
    Text("slide", "diapositiva"),
    Text("table", "tabla"),
)
_KNOWN = {word: words for words in _WORDS for word in words}
_WORD = re.compile(r"[^\W\d_]+")


def locator_in(text: str, lang: Lang) -> str:
    """A locator in a language; one with any other word ("p. 7", a title) stays as the source row has it."""

    def worded(found: re.Match[str]) -> str:
        word = _KNOWN[found[0].lower()].in_(lang)
        return word.capitalize() if found[0][0].isupper() else word

    known = all(word.lower() in _KNOWN for word in _WORD.findall(text))
    return _WORD.sub(worded, text) if known else text
