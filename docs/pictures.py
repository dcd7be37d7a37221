"""Takes the pictures that the README and the guides show, from the built-in data; `make pictures` runs it."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import cli
from graph.errors import ExitCode
from tests.support.chromium import chromium_path

PICTURES = Path(__file__).resolve().parent / "pictures"
_SIZE = {"width": 1400, "height": 800}
_TAKEN = {  # name: language, what the page is about, how many steps, what is chosen in it
    "page.en.png": ("en", "CCOLQUEMIN 2023", "2", "Guaman Poma"),
    "page.es.png": ("es", "CCOLQUEMIN 2023", "2", "Guaman Poma"),
}


def main() -> None:
    """Load the built-in data into a store of its own, write the pages, and take a picture of each."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        _run("demo", "--store", str(folder / "store"), "--output", str(folder / "demo.html"))
        browser = playwright.chromium.launch(executable_path=chromium_path())
        for file, (lang, about, steps, chosen) in _TAKEN.items():
            page = folder / f"{file}.html"
            _run(
                "export", str(page), "--about", about, "--steps", steps, "--lang", lang,
                "--store", str(folder / "store"),
            )  # fmt: skip
            _take(browser, page, PICTURES / file, chosen)
        browser.close()


def _run(*line: str) -> None:
    if cli.run_command(line) != ExitCode.OK:
        raise SystemExit(f"macrosur {' '.join(line)} failed")


def _take(browser: Browser, file: Path, picture: Path, chosen: str) -> None:
    page = browser.new_context(viewport=_SIZE, offline=True, reduced_motion="reduce").new_page()  # type: ignore[arg-type] # a size
    page.goto(file.as_uri())
    page.keyboard.press("/")
    page.keyboard.type(chosen)
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.screenshot(path=picture)


if __name__ == "__main__":
    main()
