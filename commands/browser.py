"""Shows a file in the user's browser, where there is one that can show it."""

import os
import webbrowser
from pathlib import Path

# They run no scripts, and would take over the terminal that was typed in.
_OF_TEXT = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})


def show_in_browser(file: Path) -> bool:
    """Open a file in the browser; whether there was one. BROWSER names another than the system's."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    name = Path(getattr(browser, "name", "")).name
    if name in _OF_TEXT and not os.environ.get("BROWSER"):
        return False
    return browser.open(file.as_uri())
