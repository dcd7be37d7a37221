"""Installs the Debian packages that some tests need, when it may; else says what stays untested, and why."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_OLDEST_JAVA = 17


def _has_browser() -> bool:
    names = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
    return bool(os.environ.get("MACROSUR_TEST_CHROMIUM")) or any(map(shutil.which, names))


def _has_java() -> bool:
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, Path("/usr/lib/jvm").glob("*"))]
    found = [f"{home}/bin/java" for home in homes if home] + [shutil.which("java") or ""]
    return bool(os.environ.get("MACROSUR_TEST_NEO4J")) or any(map(_is_new_enough, found))


def _is_new_enough(java: str) -> bool:
    if not os.path.isfile(java):  # noqa: PTH113 -- the empty string is no path
        return False
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    return version is not None and int(version[1]) >= _OLDEST_JAVA


def _has_maven() -> bool:
    return bool(os.environ.get("MACROSUR_TEST_NEO4J")) or shutil.which("mvn") is not None


# Packages of which one will do (each release of Debian has another Java), whether it is there, and what for.
NEEDED: tuple[tuple[tuple[str, ...], Callable[[], bool], str], ...] = (
    (("chromium",), _has_browser, "the pages, which are tested in a real browser"),
    (("openjdk-17-jre-headless", "openjdk-21-jre-headless", "openjdk-25-jre-headless"), _has_java,
     "Neo4j, which is tested on a real server"),
    (("maven",), _has_maven, "Neo4j, whose server comes from its published artifacts"),
)  # fmt: skip


def _apt(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def _install(missing: list[tuple[str, ...]]) -> None:
    """One by one, so that a package that is not to be had keeps no other away."""
    _apt("update", "-qq")
    for choice in missing:
        print(f"Installing {choice[0]} …", file=sys.stderr)
        if not any(_apt("install", "-y", "-qq", package) for package in choice):
            print(f"apt-get could not install {' or '.join(choice)}.", file=sys.stderr)


def main() -> int:
    """Install what is missing; never fails, since the tests say at their end what was not tested."""
    missing = [choice for choice, there, _ in NEEDED if not there()]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _install(missing)
    left = [(choice, why) for choice, there, why in NEEDED if not there()]
    for choice, why in left:
        print(f"Without {choice[0]} this stays untested: {why}.", file=sys.stderr)
    if left:
        packages = " ".join(choice[0] for choice, _ in left)
        print(f"To test it, on Debian: sudo apt install {packages}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
