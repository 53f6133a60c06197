"""A new law from an old one: further rows of parameters, everything else shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from usufruct.engine.act import Dated
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.source import Citation, Source
from usufruct.errors import Fault, UsufructError
from usufruct.money import read_figure


def amended(law: Rulebook, title: str, rows: Mapping[str, tuple[Any, ...]]) -> Rulebook:
    """The law with further rows; see :meth:`Rulebook.amend`.

    A row of an amendment wins over a row of the same day, and is seen on any knowledge date: it is a
    hypothesis of the reader, not a publication.
    """
    faults: list[Fault] = []
    parameters = dict(law.parameters)
    source = Source(title, "what if", date.min, kind="hypothesis")
    for name, row in rows.items():
        try:
            full = law.resolve(name)
            if full not in parameters:
                faults.append(Fault("U105", f"{full} is computed, not a figure of the law", title))
                continue
            dated = _dated(row, source)
            parameters[full] = replace(parameters[full], rows=(*parameters[full].rows, dated))
        except UsufructError as error:
            faults += [replace(fault, where=f"{title}, {name}") for fault in error.faults]
        except ValueError:
            faults.append(
                Fault("U115", f"{row[0]} is no date", f"{title}, {name}", "", "write it as 2027-01-01")
            )
    if faults:
        raise UsufructError(faults)
    return replace(law, title=f"{law.title}, with {title}", parameters=MappingProxyType(parameters))


def _dated(row: tuple[Any, ...], source: Source) -> Dated:
    since, figure = row[0], row[1]
    read_figure(figure)
    place = str(row[2]) if len(row) > 2 else ""
    day = since if isinstance(since, int) else date.fromisoformat(since)
    return Dated(day, str(figure), Citation(source, place), date.min)
