"""The same law with everything that became known after a day changed or taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from usufruct.engine import Act, Rulebook, Source, assemble
from usufruct.engine.act import Input, Parameter, Provision
from usufruct.engine.shape import Kind
from usufruct.law import acts

TITLE = "levy on the yields of immobilised Russian state assets"
NEVER = Source("taken out for a test", "eu", date(9999, 1, 1)).at("Art. 1")


def changed(known: date) -> Rulebook:
    """Every figure, rule, span, statement, default and reading known later says something else."""
    return assemble(*(_changed(act, known) for act in acts()), title=TITLE)


def without(known: date) -> Rulebook:
    """Every row, version, span and statement known later is gone.

    A quantity that would lose its last rule becomes an input of nothing, so that what names it can be read; a stock
    keeps a rule of nothing instead, because only a stock has an opening value.
    """
    found = [_without(act, known) for act in acts()]
    needed = {name for act in found for rule in act.provisions for name, _ in rule.arguments}
    for act in found:
        act.readings[:] = [r for r in act.readings if r.cite.source.published <= known or r.name in needed]
    return assemble(*found, title=TITLE)


def _changed(act: Act, known: date) -> Act:
    new = Act(act.source)
    new.parameters = [replace(p, rows=tuple(_other_row(r, known) for r in p.rows)) for p in act.parameters]
    new.inputs = [_other_default(each, known) for each in act.inputs]
    new.provisions = [_nothing(each) if each.known > known else each for each in act.provisions]
    new.readings = [replace(r, default=r.options[-1]) if r.cite.source.published > known else r for r in act.readings]
    new.measures = [
        replace(m, spans=tuple((f, date(2099, 1, 1), k, c) if k > known else (f, u, k, c) for f, u, k, c in m.spans))
        for m in act.measures
    ]
    new.statements = [replace(s, text="something else") if s.known > known else s for s in act.statements]
    return new


def _without(act: Act, known: date) -> Act:
    new = Act(act.source)
    new.parameters = [_rows_until(each, known) for each in act.parameters]
    new.inputs = list(act.inputs)
    new.provisions = [each for each in act.provisions if each.known <= known]
    left = {(other.source.jurisdiction, p.name) for other in acts() for p in other.provisions if p.known <= known}
    for name in dict.fromkeys(each.name for each in act.provisions if each.known > known):
        if (act.source.jurisdiction, name) in left:
            continue
        lost = next(each for each in act.provisions if each.name == name)
        if lost.stock:
            new.provisions.append(_nothing(lost))
        elif not _declared_before(act, name):
            new.inputs.append(Input(name, lost.shape, NEVER, "nothing", 0, "taken out"))
    new.readings = list(act.readings)
    new.measures = [replace(m, spans=tuple(s for s in m.spans if s[2] <= known)) for m in act.measures]
    new.statements = [each for each in act.statements if each.known <= known]
    return new


def _declared_before(act: Act, name: str) -> bool:
    """Whether an earlier act declares the same quantity, and so has made the input already."""
    for other in acts():
        if other is act:
            return False
        if any(p.name == name for p in other.provisions) and other.source.jurisdiction == act.source.jurisdiction:
            return True
    return False


def _rows_until(parameter: Parameter, known: date) -> Parameter:
    return replace(parameter, rows=tuple(row for row in parameter.rows if row.known <= known))


def _other_row(row: Any, known: date) -> Any:
    return replace(row, figure="12.5 %" if row.figure.endswith("%") else "7") if row.known > known else row


def _other_default(each: Input, known: date) -> Input:
    later = each.cite.source.published > known and each.default is not None
    return replace(each, default=1 - each.default) if later and each.default in (0, 1) else each


def _nothing(provision: Provision) -> Provision:
    def rule(**arguments: Any) -> Any:
        first: Iterable[Any] = (each for each in arguments.values() if getattr(each, "kind", None) is Kind.FLAG)
        flag = next(iter(first), None)
        return (flag & ~flag) if provision.shape.kind is Kind.FLAG and flag is not None else 0

    rule.__name__ = provision.name
    return replace(provision, rule=rule)
