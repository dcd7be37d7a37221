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


def as_written(text: str) -> Text:
    """What somebody wrote, perhaps in both languages.

    Args:
        text: A remark of the user's, such as "[en] Did not sign. [es] No firmó."; without these signs it is
            the same in both.
    """
    for first, second in (("[en]", "[es]"), ("[es]", "[en]")):
        one, sign, other = text.removeprefix(first).partition(second)
        if text.startswith(first) and sign and one.strip() and other.strip():
            told = {first: one.strip(), second: other.strip()}
            return Text(told["[en]"], told["[es]"])
    return Text(text, text)
