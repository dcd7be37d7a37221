"""Makes the virtual environment, or says in words why it cannot."""

import os
import subprocess
import sys
import venv

OLDEST = (3, 11)


def main() -> int:
    """Make the environment in the folder named on the command line."""
    if sys.version_info < OLDEST:
        print(f"macrosur needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        print("Name another one: make PYTHON=python3.12 demo", file=sys.stderr)
        return 1
    try:
        import ensurepip  # noqa: F401 -- Debian keeps it in a package of its own
    except ImportError:
        package = f"python3.{sys.version_info[1]}-venv"
        if os.geteuid() != 0:
            print(f"Python's venv is missing. Install it: sudo apt install {package}", file=sys.stderr)
            return 1
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=True, stdout=sys.stderr)
    venv.main([sys.argv[1]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
