"""What somebody wrote in both languages is told in the reader's; anything else as it stands."""

import pytest

from graph.text import as_written


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("[en] Did not sign. [es] No firmó.", "Did not sign.", "No firmó."),
        ("[es] No firmó.[en] Did not sign.", "Did not sign.", "No firmó."),
        ("[en] a [es] b [en] c", "a", "b [en] c"),
        ("No firmó.", "No firmó.", "No firmó."),
        ("[en] only", "[en] only", "[en] only"),
        ("[en] [es] nada", "[en] [es] nada", "[en] [es] nada"),
        ("visto: [en] x [es] y", "visto: [en] x [es] y", "visto: [en] x [es] y"),
        ("", "", ""),
    ],
)
def test_a_remark_may_be_in_both_languages(written: str, english: str, spanish: str) -> None:
    assert as_written(written) == (english, spanish)
