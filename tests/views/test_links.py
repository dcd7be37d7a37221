"""Addresses that a click opens: only on a terminal that can, and nothing that breaks out of them."""

import io
import sys
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from views.links import can_link, linked


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "can"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7003"}, True),
        ({"VTE_VERSION": "4200"}, False),
        ({"WT_SESSION": "0-1"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_a_terminal_is_known_by_what_it_sets(environ: dict[str, str], *, can: bool) -> None:
    assert can_link(environ) is can


def test_an_address_that_would_be_obeyed_is_no_link() -> None:
    assert linked("https://a.org/x", "x") == "\x1b]8;;https://a.org/x\x1b\\x\x1b]8;;\x1b\\"
    for address in ("javascript:alert(1)", "https://a\x1b]8;;", "https://a.org/\x07", "https://a.org/ñ"):
        assert linked(address, "x") == "x"


def test_sources_are_links_on_a_terminal_that_can_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = str(tmp_path / "store")
    tables = {
        "organisations": "name;source\nAlfa;s\nBeta;s\n",
        "relations": "subject;type;object;source\nAlfa;PARTNERS_WITH;Beta;s\n",
        "sources": "id;title;url\ns;A report;https://example.org/report\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert cli.run_command(["load", str(tmp_path), "--yes", "--store", store]) == ExitCode.OK
    for line in (["show", "Alfa"], ["path", "Alfa", "Beta"]):
        for stream, known, links in (
            (Terminal, "1", True),
            (Terminal, "0", False),
            (io.StringIO, "1", False),
        ):
            out = stream()
            with monkeypatch.context() as patch:
                patch.setattr(sys, "stdout", out)
                patch.setenv("FORCE_HYPERLINK", known)
                assert cli.run_command([*line, "--store", store]) == ExitCode.OK
            assert ("\x1b]8;;https://example.org/report\x1b\\" in out.getvalue()) is links
            assert "https://example.org/report" in out.getvalue()
            assert ("\x1b" in out.getvalue()) is links
