"""The rules of the house that a machine can check; CONTRIBUTING says why each of them stands."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "usufruct"
LONGEST_MODULE = 400

FLOORS = (
    "errors",
    "money",
    "calendar",
    "engine",
    "law",
    "facts",
    "markets",
    "assets",
    "waterfall",
    "regimes",
    "outlook",
    "ledger",
    "banking",
    "evidence",
    "operations",
    "publish",
    "web",
    "cli",
)
# Outside the order: the face of the package re-exports every floor, and any floor may state its version.
FACE = ("__init__", "__main__")
VERSION = "_version"

# The floors that run on a bare interpreter. Compiled executions live in engine/lower and may use numpy.
CORE = ("errors", "money", "calendar", "engine", "law", "facts", "waterfall")
COMPILED = (PACKAGE / "engine" / "lower", PACKAGE / "engine" / "straight" / "instructions.py")


def name_of(module: Path, package: Path = PACKAGE) -> str:
    """Return the dotted name of a module file, such as ``usufruct.money.amount``."""
    parts = module.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(module: Path, package: Path = PACKAGE) -> str:
    return Path(module.relative_to(package).parts[0]).stem


def imports_of(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the absolute name of each import, wherever it stands; ``package`` resolves dots."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom():
                source = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, importlib.util.resolve_name(name, package)


def layering_faults(package: Path) -> list[str]:
    """Return what each module of ``package`` imports from its own floor's underside."""
    faults = []
    for module in sorted(package.rglob("*.py")):
        floor = floor_of(module, package)
        if floor in (*FACE, VERSION):
            continue
        where = module.relative_to(package)
        if floor not in FLOORS:
            faults.append(f"{where}: {floor} is no floor of the house")
            continue
        allowed = {VERSION, *FLOORS[: FLOORS.index(floor) + 1]}
        name = name_of(module, package)
        parent = name if module.stem == "__init__" else name.rpartition(".")[0]
        for line, imported in imports_of(ast.parse(module.read_text(encoding="utf-8")), parent):
            top, _, rest = imported.partition(".")
            target = rest.partition(".")[0]
            if top == package.name and target not in allowed:
                faults.append(f"{where}:{line}: {floor} must not import {imported}")
    return faults


def test_each_floor_imports_only_from_floors_above_it() -> None:
    assert layering_faults(PACKAGE) == []


@pytest.mark.parametrize(
    "line",
    [
        "from usufruct.waterfall import run",
        "from usufruct import waterfall",
        "from ..waterfall.run import split",
        "import usufruct.waterfall.run",
        "import usufruct",
        "def later():\n    from usufruct.cli import main",
        "import importlib\nimportlib.import_module('usufruct.waterfall')",
    ],
)
def test_an_import_from_below_is_found(line: str, tmp_path: Path) -> None:
    package = tmp_path / "usufruct"
    for floor in ("money", "facts", "waterfall"):
        (package / floor).mkdir(parents=True)
    (package / "facts" / "series.py").write_text(f"{line}\n", encoding="utf-8")
    (package / "waterfall" / "run.py").write_text(
        "from usufruct.facts import series\nfrom ..money import cents\nfrom . import steps\n",
        encoding="utf-8",
    )
    faults = layering_faults(package)
    assert len(faults) == 1
    assert faults[0].startswith("facts/series.py:")


def test_an_unknown_floor_is_found(tmp_path: Path) -> None:
    package = tmp_path / "usufruct"
    package.mkdir()
    (package / "helpers.py").touch()
    assert layering_faults(package) == ["helpers.py: helpers is no floor of the house"]


def loaded_imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports that run when a module is loaded: not those of a function, nor those for the type checker."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        match statement:
            case ast.Import() | ast.ImportFrom():
                yield statement
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                waiting += statement.orelse
            case ast.If() | ast.Try() | ast.With():
                waiting += [inner for inner in ast.iter_child_nodes(statement) if isinstance(inner, ast.stmt)]


def circles(package: Path) -> list[str]:
    """Return the modules of ``package`` that cannot be loaded before themselves."""
    names = {name_of(path, package): path for path in package.rglob("*.py")}
    needs: dict[str, set[str]] = {}
    for name, path in names.items():
        parent = name if path.stem == "__init__" else name.rpartition(".")[0]
        found = {
            imported if imported in names else imported.rpartition(".")[0]
            for statement in loaded_imports(ast.parse(path.read_text("utf-8")))
            for _, imported in imports_of(statement, parent)
        }
        needs[name] = (found & set(names)) - {name}
    while ready := {name for name, found in needs.items() if not found}:
        needs = {name: found - ready for name, found in needs.items() if name not in ready}
    return sorted(needs)


def test_no_module_needs_itself_to_load() -> None:
    assert circles(PACKAGE) == []


def test_a_circle_is_found(tmp_path: Path) -> None:
    package = tmp_path / "usufruct"
    package.mkdir()
    (package / "coin.py").write_text("from usufruct import purse\n", encoding="utf-8")
    (package / "purse.py").write_text("from usufruct.coin import Coin\n", encoding="utf-8")
    (package / "later.py").write_text("def pay():\n    from usufruct.coin import Coin\n", encoding="utf-8")
    assert circles(package) == ["usufruct.coin", "usufruct.purse"]


def core_modules() -> list[str]:
    modules = sorted(PACKAGE.rglob("*.py"))
    compiled = [path for path in modules if any(path.is_relative_to(each) for each in COMPILED)]
    return [name_of(path) for path in modules if floor_of(path) in CORE and path not in compiled]


def test_the_core_runs_on_a_bare_interpreter() -> None:
    program = "import sys, importlib\nsys.path.insert(0, sys.argv[1])\n"
    program += "for name in sys.argv[2:]: importlib.import_module(name)\n"
    # -I and -S: no environment, no site-packages; only the standard library is left.
    command = [sys.executable, "-I", "-S", "-c", program, str(PACKAGE.parent), *core_modules()]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_modules_are_short() -> None:
    modules = [*PACKAGE.rglob("*.py"), *(ROOT / "bench").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_public_modules_say_what_they_are_for() -> None:
    public = [path for path in PACKAGE.rglob("*.py") if path.stem == "__init__" or path.stem[0] != "_"]
    silent = [name_of(path) for path in public if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def float_literals(source: str) -> list[int]:
    """Return the lines of ``source`` on which a binary float is written or made."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                lines.append(node.lineno)
            case ast.Call(func=ast.Name(id="float")):
                lines.append(node.lineno)
    return sorted(lines)


def test_law_text_holds_no_binary_float() -> None:
    found = {name_of(path): float_literals(path.read_text("utf-8")) for path in (PACKAGE / "law").rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_binary_float_is_found() -> None:
    source = "rate = '0.997'\nshare = -0.1\nwhole = 1e3\nmade = float('1')\ncents = 250\n"
    assert float_literals(source) == [2, 3, 4]


# Assembled from parts, so that this file does not contain what it looks for.
MACHINE_FOLDERS = "|".join(("home", "root", "work", "Users"))
REGISTRIES = ("pypi", "pythonhosted", "npmjs", "crates", "rubygems", "anaconda", "ghcr", "docker", "debian")
FORBIDDEN = {
    "a path of one machine": re.compile(rf"(?<![\w.:/~%-])/(?:{MACHINE_FOLDERS})/[A-Za-z.]"),
    "a folder outside the repository": re.compile(r"(?<!\w)\.\./" + "shared" + r"\b"),
    "the host of a package registry": re.compile(rf"\b(?:{'|'.join(REGISTRIES)})\.(?:org|com|io)\b"),
}


def repository_files() -> list[Path]:
    """Return the files that git tracks or would track, so that a fault shows before the commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return [path for path in paths if path.is_file()]


def traces(text: str) -> list[str]:
    """Return what in ``text`` belongs to one machine or one registry, by line."""
    lines = text.splitlines()
    return [
        f"line {number}: {what}"
        for what, pattern in FORBIDDEN.items()
        if pattern.search(text)
        for number, line in enumerate(lines, start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = repository_files()
    assert Path(__file__) in files
    found = {str(path.relative_to(ROOT)): traces(path.read_text("utf-8", "replace")) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("folder", ["/" + "home", "/" + "root", "/" + "work", "/" + "Users"])
def test_a_machine_path_is_found(folder: str) -> None:
    assert traces(f"first\nopen('{folder}/someone/file')\n") == ["line 2: a path of one machine"]
    assert traces(f"https://example.eu/en{folder}/page") == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_a_registry_host_is_found(host: str) -> None:
    assert traces("index-url = https://" + host + ".org/simple") == ["line 1: the host of a package registry"]
