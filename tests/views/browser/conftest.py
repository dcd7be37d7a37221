"""Opens documents as pages, in a browser that can reach nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from views.page import render

if TYPE_CHECKING:
    from tests.support.chromium import OfflinePage
    from tests.views.browser.opened import Opened, Opener


@pytest.fixture
def opener(
    offline_page: Callable[..., AbstractContextManager["OfflinePage"]], tmp_path: Path
) -> Iterator["Opener"]:
    """Opens a document as a page; the test fails if the page asks for anything or complains."""
    from tests.views.browser.opened import Opened  # noqa: PLC0415 -- Playwright is slow to import

    with ExitStack() as pages:

        def open_page(
            document: dict[str, Any],
            fragment: str = "",
            *,
            size: tuple[int, int] = (1400, 900),
            **options: object,
        ) -> "Opened":
            file = tmp_path / f"page{len(list(tmp_path.glob('page*')))}.html"
            file.write_text(render(document), encoding="utf-8", newline="\n")
            viewport = {"width": size[0], "height": size[1]}
            watched = pages.enter_context(offline_page(viewport=viewport, reduced_motion="reduce", **options))
            watched.page.goto(f"{file.as_uri()}#{fragment}")
            return Opened(watched.page)

        yield open_page
