"""Drafts: law in a file of one's own, read, checked and put beside the acts.

A file of law is Python, and reading it runs it. What it may import is looked at first, so that a slip is found; that is
no protection against a file that means harm, and nobody should read a draft that he would not run.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from traceback import extract_tb
from typing import Final

from usufruct.engine import Act, Rulebook, assemble
from usufruct.engine.naming import short
from usufruct.engine.source import ADOPTED
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.law import acts

ALLOWED: Final = (
    "__future__",
    "datetime",
    "fractions",
    "usufruct.engine",
    "usufruct.engine.allocation",
    "usufruct.engine.words",
    "usufruct.law.eu.rounding",
)
"""What a draft may import: days, and the words in which law is written."""
_OUTSIDE: Final = frozenset(
    {"__builtins__", "__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr", "globals"}
    | {"input", "locals", "open", "print", "quit", "setattr", "vars", "SystemExit", "KeyboardInterrupt"}
)
"""Names of Python that do something beside saying what the law is."""
_LONGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """Draft acts read from a file.

    Attributes:
        path: as it was given.
        acts: in the order of the file; none where the text failed.
        faults: what was wrong while it was read.
    """

    path: str
    acts: tuple[Act, ...]
    faults: tuple[Fault, ...] = ()


def read_drafts(paths: Sequence[str]) -> tuple[Draft, ...]:
    """Read files of law. Reading such a file runs it.

    What is wrong is kept with each draft, so that :func:`rulebook_with` can say it together with all the rest:
    ``D101`` a file that cannot be read, ``D102`` something outside the words of law, ``D103`` a text that fails while
    it is read, ``D104`` a file without an act, ``D105`` an act that passes itself off as adopted, ``D106`` a file
    given twice.
    """
    drafts: dict[str, Draft] = {}
    twice = []
    for path in paths:
        if path in drafts:
            twice.append(Draft(path, (), (Fault("D106", "the file is given twice", path, "", "give it once"),)))
            continue
        try:
            drafts[path] = _read(path)
        except UsufructError as error:
            drafts[path] = Draft(path, (), error.faults)
    return (*drafts.values(), *twice)


def rulebook_with(drafts: Sequence[Draft], also: Sequence[Act] = ()) -> Rulebook:
    """The law with drafts in it; they are seen on any day of knowledge, and win over the acts from their own days on.

    Args:
        drafts: none of them changes an act: a later version takes over from its day.
        also: further acts, such as the loans.

    Raises:
        UsufructError: what was wrong when the drafts were read; what :func:`usufruct.engine.assemble` finds, with file
            and line, where two drafts that say different things of one figure from one day are named both;
            ``D108`` for a figure that nothing reads.
    """
    faults = [fault for draft in drafts for fault in draft.faults]
    try:
        law = assemble(*acts(), *also, *(act for each in drafts for act in each.acts), title=_title(drafts))
    except UsufructError as error:
        raise UsufructError([*faults, *(_placed(fault, drafts) for fault in error.faults)]) from None
    faults += [_placed(fault, drafts) for draft in drafts for act in draft.acts for fault in _unread(act, law)]
    if faults:
        raise UsufructError(faults)
    return law


def _unread(act: Act, law: Rulebook) -> Iterator[Fault]:
    """Figures and inputs that no rule reads, and rules that are nearly called like one in force: slips of the pen."""
    read = {name for each in law.quantities.values() for version in each.versions for name in version.reads}
    own = {f"{act.source.jurisdiction}.{rule.name}" for rule in act.provisions}
    said = [(each.name, each.rows[0].cite) for each in act.parameters]
    said += [(each.name, each.cite) for each in act.inputs]
    said += [(each.name, each.cite) for each in act.provisions]
    for name, cite in said:
        full = f"{act.source.jurisdiction}.{name}"
        others = sorted({*law.quantities, *law.parameters} - own - {full})
        known = len(law.quantities[full].versions) > 1 if full in own else False
        near = get_close_matches(full, others, n=1, cutoff=17 / 20)
        if full in read or known or (full in own and not near):
            continue
        meant = short(near[0]) if near else ""
        remedy = f"did you mean {meant}?" if meant else "write the rule that reads it, or leave it out"
        yield Fault("D108", f"no rule reads {name}", f"{cite}, {name}", "it changes nothing", remedy)


def _title(drafts: Sequence[Draft]) -> str:
    said = [f"{act.source.title} ({act.source.status})" for each in drafts for act in each.acts]
    return f"levy on the yields of immobilised Russian state assets, with {', '.join(said)}"


def _placed(fault: Fault, drafts: Sequence[Draft]) -> Fault:
    """The fault with the file, and where a rule is meant the line, of the draft that it is about."""
    for draft in drafts:
        for act in draft.acts:
            if act.source.title in fault.where:
                lines = [
                    f":{rule.rule.__code__.co_firstlineno}"
                    for rule in act.provisions
                    if fault.where.endswith(rule.name) and str(rule.cite) in fault.where
                ]
                return replace(fault, where=f"{draft.path}{lines[0] if lines else ''}, {fault.where}")
    return fault


def _read(path: str) -> Draft:
    text = _text(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            code = compile(tree, path, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        raise refuse("D101", f"this is no Python: {said}", f"{path}{line}", "", "mend the line") from None
    faults = list(_outside(tree, path))
    if faults:
        raise UsufructError(faults)
    names: dict[str, object] = {"__name__": "draft"}
    try:
        exec(code, names)  # noqa: S102 - a draft is Python; the user is told so before he gives one
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a draft raises, its author is told where
        faults.append(_failed(path, error))
    failed = bool(faults)
    found = list({id(each): each for each in names.values() if isinstance(each, Act)}.values())
    faults += list(_acts_at_fault(found, path, failed=failed))
    if failed:
        raise UsufructError(faults)
    return Draft(path, tuple(found), tuple(faults))


def _text(path: str) -> str:
    file = Path(path)
    try:
        if not file.is_file():
            raise refuse("D101", "there is no such file", path, "", "lay one out with: usufruct law new FILE")
        if file.stat().st_size > _LONGEST:
            raise refuse("D101", "the file has more than a million bytes", path, "", "give the draft act alone")
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise refuse("D101", "the file is no text in UTF-8", path, "", "save it as UTF-8") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise refuse("D101", f"the file cannot be read: {said}", path, "", "give another file") from None


def _outside(tree: ast.AST, path: str) -> Iterator[Fault]:
    """Imports and names that are no words of law, each with its line."""
    why, remedy = "a draft says what the law is and does nothing else", f"import from {', '.join(ALLOWED)} only"
    for node in ast.walk(tree):
        where = f"{path}:{getattr(node, 'lineno', 1)}"
        match node:
            case ast.Import(names=names):
                for alias in names:
                    if alias.name not in ALLOWED:
                        yield Fault("D102", f"imports {alias.name}", where, why, remedy)
            case ast.ImportFrom(module=module, level=level):
                name = "." * level + (module or "")
                if name not in ALLOWED:
                    yield Fault("D102", f"imports from {name}", where, why, remedy)
            case ast.Name(id=name) if name in _OUTSIDE:
                yield Fault("D102", f"uses {name}", where, why, "leave it out")
            case ast.Attribute(attr=name) if name.startswith("__"):
                yield Fault("D102", f"uses {name}", where, why, "leave it out")


def _failed(path: str, error: BaseException) -> Fault:
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == path]
    where = f"{path}:{lines[-1]}" if lines else path
    if isinstance(error, UsufructError):
        first = error.faults[0]
        return Fault("D103", f"{first.code}, {first.what}", where, first.why, first.remedy or "mend the line")
    remedy = "import it from usufruct.engine or usufruct.engine.words" if isinstance(error, NameError) else ""
    return Fault("D103", f"{type(error).__name__}, {error}", where, "", remedy or "mend the line")


def _acts_at_fault(found: Iterable[Act], path: str, *, failed: bool) -> Iterator[Fault]:
    acts_found = list(found)
    if not acts_found and not failed:
        remedy = "declare one: DRAFT = Act(Source(...)); usufruct law new FILE shows how"
        yield Fault("D104", "the file declares no act", path, "", remedy)
    for act in acts_found:
        where = f"{path}, {act.source.title}"
        if act.source.status == ADOPTED:
            why = "drafts and law in force are kept apart in every output"
            yield Fault("D105", "the act says that it is adopted", where, why, 'write status="proposed" in its Source')
        if failed:
            yield from (replace(fault, where=f"{path}, {fault.where}") for fault in act.faults)
        elif not any((act.parameters, act.provisions, act.inputs, act.statements, act.measures, act.readings)):
            yield Fault("D104", "the act says nothing", where, "", "declare what it changes")
