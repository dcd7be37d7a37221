"""Addresses that a terminal opens by a click, where it can: OSC 8, which others would print as garbage."""

from collections.abc import Mapping

_MARK = "\x1b]8;;{}\x1b\\"
_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "Hyper", "Tabby", "ghostty", "rio"})
_TERMS = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "contour")
_SCHEMES = ("https://", "http://", "file://")
_OLDEST_VTE = 5000  # GNOME's terminal and its relatives


def can_link(environ: Mapping[str, str]) -> bool:
    """Whether the terminal of this environment is known to open links; FORCE_HYPERLINK says so outright."""
    if forced := environ.get("FORCE_HYPERLINK"):
        return forced != "0"
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _PROGRAMS
        or environ.get("TERM", "").startswith(_TERMS)
        or bool(environ.get("WT_SESSION") or environ.get("KONSOLE_VERSION"))
        or (vte.isdecimal() and int(vte) >= _OLDEST_VTE)
    )


def linked(address: str, text: str) -> str:
    """A text that opens an address; the text alone where the address would break out of its mark.

    Args:
        address: Of a page or a file.
        text: What is read; nothing in it may be obeyed by a terminal.
    """
    is_safe = address.startswith(_SCHEMES) and all("!" <= char <= "~" for char in address)
    return f"{_MARK.format(address)}{text}{_MARK.format('')}" if is_safe else text
