"""Text that users see, in both languages at once, so that neither can be forgotten."""

from typing import Literal, NamedTuple, get_args

Lang = Literal["en", "es"]
LANGS: tuple[Lang, ...] = get_args(Lang)


class Text(NamedTuple):
    """One piece of wording in English and in Spanish."""

    en: str
    es: str

    def in_(self, lang: Lang) -> str:
        """The wording in one language."""
        return self.en if lang == "en" else self.es
