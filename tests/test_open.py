"""`macrosur open`: a page in the browser, or where it lies if there is none."""

import os
import sys
import webbrowser
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from tests.faults.victims import run
from views.export import file_name


@pytest.mark.skipif(sys.platform == "win32", reason="not tested: a browser, because a script stands for it")
def test_the_page_is_shown_in_the_browser_that_is_named(demo_store: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/shown"\n', encoding="utf-8")
    browser.chmod(0o700)
    pages = tmp_path / "my pages"
    code, out, err = run(
        ["open", "--about", "las bambas"], str(demo_store), BROWSER=str(browser), MACROSUR_PAGES=str(pages)
    )
    file = pages / "las-bambas.html"
    assert (code, out) == (ExitCode.OK, "")
    assert f"The page is in {file}" in err
    assert (tmp_path / "shown").read_text(encoding="utf-8").strip() == file.as_uri()
    assert "Las Bambas" in file.read_text(encoding="utf-8")
    assert os.access(pages, os.R_OK)
    assert pages.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lang", ["en", "es"])
def test_without_a_browser_it_is_said_where_the_page_is_and_how_to_open_it(
    demo_store: Path,
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def none_there() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none_there)
    monkeypatch.setenv("MACROSUR_PAGES", str(tmp_path))
    code = cli.run_command(
        ["open", "--audience", "GREEN", "--at", "2023", "--store", str(demo_store), "--lang", lang]
    )
    said = capsys.readouterr()
    assert (code, said.out) == (ExitCode.OK, "")
    title = {"en": "who-deals-with-whom", "es": "quien-trata-con-quien"}[lang]
    assert str(tmp_path / f"{title}-green-2023.html") in said.err
    assert {"en": "double click", "es": "doble clic"}[lang] in said.err
    assert (tmp_path / f"{title}-green-2023.html").is_file()


def test_a_browser_of_text_that_nobody_named_is_none(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("w3m"))
    monkeypatch.delenv("BROWSER")
    monkeypatch.setenv("MACROSUR_PAGES", str(tmp_path))
    assert cli.run_command(["open", "--store", str(demo_store), "--lang", "en"]) == ExitCode.OK
    assert "No browser" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ñahuiñlla: ¿Qué hay?", "nahuinlla-que-hay.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("鉱山", "macrosur.html"),
        ("a" * 300, "a" * 60 + ".html"),
    ],
)
def test_a_page_is_named_after_what_it_shows_on_any_system(title: str, name: str) -> None:
    assert file_name(title) == name
