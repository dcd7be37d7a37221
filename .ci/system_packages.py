"""Installs the Debian packages that some tests need, when it may; else says what stays untested, and why."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def _has_browser() -> bool:
    names = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
    return bool(os.environ.get("MACROSUR_TEST_CHROMIUM")) or any(map(shutil.which, names))


def _has_java() -> bool:
    return bool(os.environ.get("MACROSUR_TEST_NEO4J")) or any(Path("/usr/lib/jvm").glob("*17*/bin/java"))


def _has_maven() -> bool:
    return bool(os.environ.get("MACROSUR_TEST_NEO4J")) or shutil.which("mvn") is not None


NEEDED: tuple[tuple[str, Callable[[], bool], str], ...] = (
    ("chromium", _has_browser, "the pages, which are tested in a real browser"),
    ("openjdk-17-jre-headless", _has_java, "Neo4j, which is tested on a real server"),
    ("maven", _has_maven, "Neo4j, whose server comes from its published artifacts"),
)


def main() -> int:
    """Install what is missing; never fails, since the tests say at their end what was not tested."""
    missing = [(package, why) for package, there, why in NEEDED if not there()]
    if not missing:
        return 0
    packages = [package for package, _ in missing]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing " + ", ".join(packages) + " …", file=sys.stderr)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
            done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
            if done.returncode:
                print(f"`{' '.join(command)}` failed.", file=sys.stderr)
    else:
        for package, why in missing:
            print(f"Without {package} this stays untested: {why}.", file=sys.stderr)
        print(f"To test it: sudo apt install {' '.join(packages)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
