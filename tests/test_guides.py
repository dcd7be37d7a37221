"""The guides, played from top to bottom in an empty folder: every command says what they show."""

import re
from pathlib import Path

import pytest

from docs.play import BLOCK, GUIDES, HERE, Said, play

LANGS = ("en", "es")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: f"{guide.parent.name}-{guide.stem}")
def test_a_guide_shows_what_its_commands_say(guide: Path, tmp_path: Path) -> None:
    differing = [item for item in play(guide, tmp_path.resolve()) if not item.is_as_shown]
    told = "\n\n".join(f"$ {item.command}\n{item.said}" for item in differing)
    assert not differing, f"run `make guides`, read what changed in the guide, commit it:\n{told}"


def test_every_guide_is_there_in_both_languages() -> None:
    there = {lang: {guide.stem for guide in GUIDES if guide.parent.name == lang} for lang in LANGS}
    assert there["en"] == there["es"] != set()


@pytest.mark.parametrize("lang", LANGS)
def test_guides_in_both_languages_run_the_same_commands(lang: str) -> None:
    """But for the words that a user chooses: names of files, and what is in quotes."""
    for guide in (HERE / lang).glob("*.md"):
        other = HERE / ("es" if lang == "en" else "en") / guide.name
        assert verbs(guide) == verbs(other), guide.name


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: f"{guide.parent.name}-{guide.stem}")
def test_the_paragraph_above_a_file_says_what_to_save_it_as_and_in_which_folder(guide: Path) -> None:
    """What stands behind the fence is not shown where guides are read."""
    text = guide.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        paragraph = text[: block.start()].rstrip().rpartition("\n\n")[2]
        unsaid = [part for part in Path(block[2]).parts if f"`{part}`" not in paragraph]
        assert not unsaid, f"{block[2]} needs a sentence above it that says {unsaid}: {paragraph}"


def verbs(guide: Path) -> list[str]:
    return re.findall(r"^\$ macrosur (\w+)", guide.read_text(encoding="utf-8"), re.MULTILINE)


def test_what_a_guide_leaves_out_may_be_any_lines_and_no_more() -> None:
    assert Said("x", "a\n…\nd", "a\nb\nc\nd").is_as_shown
    assert Said("x", "a\n…", "a\nb").is_as_shown
    assert not Said("x", "a\n…\nd", "a\nb\nc").is_as_shown
    assert not Said("x", "a", "b").is_as_shown
