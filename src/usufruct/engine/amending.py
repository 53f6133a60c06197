"""A new law from an old one: further rows of parameters, everything else shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from usufruct.engine.act import Dated, Parameter
from usufruct.engine.checks import check_figure, check_overflow
from usufruct.engine.source import Citation, Source
from usufruct.errors import Fault, UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook


def amended(law: Rulebook, title: str, rows: Mapping[str, tuple[Any, ...]]) -> Rulebook:
    """The law with further rows; see :meth:`Rulebook.amend`.

    A row of an amendment wins over a row of the same day, and is seen on any knowledge date: it is a hypothesis
    of the reader, not a publication.
    """
    faults: list[Fault] = []
    parameters = dict(law.parameters)
    source = Source(title, "what if", date.min, kind="hypothesis")
    for name, row in rows.items():
        try:
            full = law.resolve(name)
            if full not in parameters:
                raise refuse(
                    "U105",
                    f"{full} is computed or given, not a figure of the law",
                    title,
                    "",
                    "name a figure of the law: usufruct law at DATE lists them",
                )
            own = parameters[full]
            dated = _dated(own, row, source)
        except UsufructError as error:
            faults += [replace(fault, where=f"{title}, {name}") for fault in error.faults]
            continue
        faults += check_figure(own, dated)
        parameters[full] = replace(own, rows=(*own.rows, dated))
    if faults:
        raise UsufructError(faults)
    changed = replace(law, title=f"{law.title}, with {title}", parameters=MappingProxyType(parameters))
    too_large = check_overflow(changed)
    if too_large:
        raise UsufructError(too_large)
    return changed


def _dated(parameter: Parameter, row: tuple[Any, ...], source: Source) -> Dated:
    since, figure = row[0], row[1]
    if isinstance(figure, float):
        raise refuse("U104", f"{figure!r} is a binary float", source.title, "", f"write '{figure:g}'")
    if isinstance(since, int) != parameter.keyed:
        how = "by a number" if parameter.keyed else "by a day"
        raise refuse("U117", f"{since!r}, but {parameter.name} goes {how}", source.title, "", "give it such a key")
    try:
        day = since if isinstance(since, int) else date.fromisoformat(since)
    except ValueError:
        raise refuse("U114", f"{since!r} is no day", source.title, "", "write it as 2027-01-01") from None
    place = str(row[2]) if len(row) > 2 else ""
    return Dated(day, str(figure), Citation(source, place), date.min)
