"""Makes the vis-network that pages carry: only its `Network` and its `DataSet`, for browsers since 2020.

The library's own standalone build is twice the size, for it makes up for what old browsers lack; and pages
are sent by e-mail. It needs npm and its registry; versions are fixed, so that it makes the same file again.
"""

import json
import subprocess
import tempfile
from pathlib import Path

_PACKAGES = {
    "@egjs/hammerjs": "2.0.17",
    "component-emitter": "2.0.0",
    "esbuild": "0.28.2",
    "keycharm": "0.4.0",
    "uuid": "14.0.3",
    "vis-data": "8.0.6",
    "vis-network": "10.1.5",
    "vis-util": "6.0.3",
}
_ENTRY = """
export { Network } from "vis-network/esnext/esm/vis-network.mjs";
export { DataSet } from "vis-data/esnext/esm/vis-data.mjs";
"""
_MIT_ALONE = {
    "@egjs/hammerjs": "LICENSE.md",
    "component-emitter": "license",
    "uuid": "LICENSE.md",
}
_ASSETS = Path(__file__).resolve().parents[1] / "views" / "assets"


def main() -> None:
    """Write the bundle and the licences of what went into it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = {"private": True, "dependencies": _PACKAGES}
        (folder / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
        (folder / "entry.js").write_text(_ENTRY, encoding="utf-8")
        _run(folder, "npm", "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts")
        _run(
            folder, "node_modules/.bin/esbuild", "entry.js", "--bundle", "--minify", "--format=iife",
            "--global-name=vis", "--target=es2020", "--legal-comments=eof", "--charset=utf8",
            f"--outfile={_ASSETS / 'vis-network.min.js'}",
        )  # fmt: skip
        texts = [
            f"{package} {_PACKAGES[package]}\n\n{_text(folder / 'node_modules' / package / file)}"
            for package, file in _MIT_ALONE.items()
        ]
    (_ASSETS / "vis-network.LICENSES-OF-PARTS").write_text("\n".join(texts), encoding="utf-8")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    main()
