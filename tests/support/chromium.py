"""Opens pages in a real Chromium with the network off, and fails a test whose page asks for anything."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Request, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


def chromium_path() -> str:
    """Where a Chromium is, or the empty string."""
    named = os.environ.get("MACROSUR_TEST_CHROMIUM", "")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), "")


@contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    """A headless browser."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if as_root else [], headless=True
        )
        yield browser
        browser.close()


@dataclass
class OfflinePage:
    """A page with the network off, and what it did that it must not.

    Attributes:
        page: The page.
        requests: Every address asked for that is no file and no data.
        errors: What went wrong in its scripts, and what its policy blocked.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begin to note requests and errors."""
        self.page.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.errors.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:", "about:")):
            self.requests.append(request.url)


@contextmanager
def offline(browser: Browser, **options: object) -> Iterator[OfflinePage]:
    """A page that can reach nothing; leaving fails if it tried, or if a script failed."""
    context = browser.new_context(**options)  # type: ignore[arg-type] # as Playwright's own
    context.set_offline(True)
    watched = OfflinePage(context.new_page())
    watched.watch()
    yield watched
    context.close()
    assert watched.requests == []
    assert watched.errors == []
