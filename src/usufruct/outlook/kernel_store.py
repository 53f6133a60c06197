"""Generated kernels on disk: a file named by the hash of its text, in a folder of the user's own.

The compiler keeps machine code beside the source file that it came from, and only for functions of real
modules. A text therefore becomes a file once; its name says what it holds, its time stamp is fixed, and
so a second process finds both the file and the machine code. A file whose content is not what its name
promises is written anew.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Final

from usufruct.errors import refuse

_PACKAGE: Final = "usufruct_kernels"
# Any fixed time will do: the compiler compares time stamps to see whether a source has changed.
_WRITTEN: Final = 1_700_000_000


def kernels_folder() -> Path:
    """Return the folder for generated kernels: ``USUFRUCT_CACHE_DIR``, or the cache folder of the user."""
    chosen = os.environ.get("USUFRUCT_CACHE_DIR")
    if chosen:
        return Path(chosen) / "kernels"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "usufruct" / "kernels"


def kernel_name(source: str) -> str:
    """Return the name of the module that holds a text.

    Example:
        >>> kernel_name("ROUNDS = 10")
        'kernel_cbeb1b41a351cff9'
    """
    return f"kernel_{sha256(source.encode()).hexdigest()[:16]}"


def load_kernel(source: str) -> ModuleType:
    """Return the module that holds a text, writing its file when there is none.

    Args:
        source: text of the module, from ``kernel_source``.

    Raises:
        UsufructError: ``R120`` when the folder cannot be written, ``R121`` when numba is not installed.
    """
    if importlib.util.find_spec("numba") is None:
        raise refuse("R121", "compiled kernels need numba", "kernel", remedy="install it: pip install 'usufruct[fast]'")
    name = f"{_PACKAGE}.{kernel_name(source)}"
    if name in sys.modules:
        return sys.modules[name]
    path = kernels_folder() / f"{kernel_name(source)}.py"
    _write_once(path, source)
    return _imported(name, path)


def is_compiled(source: str) -> bool:
    """Whether machine code of a text is kept on this machine.

    It may be of another processor or compiler, which then compiles anew: the answer is the same, only later.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(chosen) if chosen else kernels_folder()
    return folder.is_dir() and next(folder.rglob(f"{kernel_name(source)}.*.nbi"), None) is not None


def _write_once(path: Path, source: str) -> None:
    try:
        if path.is_file() and path.read_bytes() == source.encode():
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as stream:
            stream.write(source.encode())
        os.utime(stream.name, (_WRITTEN, _WRITTEN))
        Path(stream.name).replace(path)
    except OSError as error:
        raise refuse(
            "R120",
            f"the kernel cannot be kept: {error.strerror}",
            str(path),
            remedy="make the folder writable, or name another in USUFRUCT_CACHE_DIR",
        ) from None


def _imported(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:  # pragma: no cover  a path that ends in .py always has both
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
