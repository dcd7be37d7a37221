"""Makes the virtual environment, or says in words why it cannot. Older Pythons must be able to read this."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)


def _lacks_venv():
    """Debian keeps what makes environments in a package of its own."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return True
    return False


def _install(package):
    """Whether the package could be installed; a fresh machine has no list of packages yet."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package])
    return [subprocess.call(command, stdout=sys.stderr) for command in commands][-1] == 0


def main():
    """Make the environment in the folder named on the command line."""
    if sys.version_info < OLDEST:
        sys.stderr.write("macrosur needs Python 3.11 or newer; this is {}.\n".format(sys.version.split()[0]))
        sys.stderr.write("Name another one: make PYTHON=python3.12 demo\n")
        return 1
    package = "python3.{}-venv".format(sys.version_info[1])
    if _lacks_venv() and not _install(package):
        sys.stderr.write(
            "This Python cannot make environments. Debian: sudo apt install {}\n".format(package)
        )
        return 1
    folder = sys.argv[1]
    made = subprocess.call([sys.executable, "-m", "venv", folder])
    if made != 0:
        shutil.rmtree(folder, ignore_errors=True)  # half of one would be taken for a whole one
    return made


if __name__ == "__main__":
    sys.exit(main())
