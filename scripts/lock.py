"""Renew ``requirements-dev.lock``: every package that development needs, at one exact version.

Resolves the requirements of ``pyproject.toml`` in a fresh virtual environment. The oldest supported
Python does it, because a version that installs there installs on the later ones too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)
HEADER = """\
# What development needs, at exact versions, for Python 3.11 and later. Written by `make lock`.
"""


def requirements() -> list[str]:
    """Return the direct requirements: those of the package, of its extras and of development."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)
    package = project["project"]
    extras = [name for names in package["optional-dependencies"].values() for name in names]
    tools = [name for name in project["dependency-groups"]["dev"] if not name.startswith(package["name"])]
    return sorted({*package["dependencies"], *extras, *tools, *project["build-system"]["requires"]})


def resolve(names: list[str]) -> list[str]:
    """Return ``name==version`` lines for ``names`` and all that they need."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "-qq", *names], check=True)  # noqa: S603
        listed = subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True)  # noqa: S603
    return sorted(listed.stdout.splitlines(), key=str.lower)


def main() -> int:
    """Write the lock; refuse on a Python that is not the oldest supported one."""
    if sys.version_info[:2] != OLDEST_PYTHON:
        release = ".".join(map(str, OLDEST_PYTHON))
        print(f"lock: run with Python {release}, so that the versions suit it", file=sys.stderr)
        return 1
    LOCK.write_text(HEADER + "\n".join(resolve(requirements())) + "\n", encoding="utf-8")
    print(f"lock: wrote {LOCK.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
