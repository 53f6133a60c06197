"""Writes ``docs/law.md`` from the rulebook, so that the page cannot drift: ``python -m tests.law.law_page``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from usufruct import law
from usufruct.engine import Act, Citation, Source
from usufruct.law import acts, rulebook

PAGE = Path(__file__).resolve().parents[2] / "docs" / "law.md"
HEAD = """# The law

What the rulebook holds, act by act, in the order of publication. This page is written from the rulebook
(`python -m tests.law.law_page`); a test compares the two. `usufruct law at DATE` prints every rule, figure, measure,
reading and statement of a day with its article.

The last column says what was read of each source; what was not read in the text itself is marked unverified. No text
was compared with EUR-Lex.
"""
READINGS = """
## Readings

Points on which the acts are silent or unclear and which move a figure or a day. Each is a switch with a default; the
reason is the rulebook's own.
"""
FIXED = """
## Settled here without a switch

- The threshold of one million euro and the ban are tested at the end of each half-year; the article says only
  "holding" and "for as long as".
- What goes out of the retained amounts is taken from the oldest first. The articles name no order.
- A retention above the cap by part of a cent is none "not exceeding" it: the cap is rounded down.
- The audit compares the definitive contribution, less the retention that stands, with what the two half-years made
  due, not with the debit notes: these also carry releases and the true-up of another year.
- Retention that an audit no longer allows is called with the true-up, even where it was used meanwhile.
- The ceiling of a lender is what remains due to it less what earlier payments still hold for it, as stated in each
  request; the Union's surplus and its suspended share count the same way.
- A payment counts as paid in full; a late part is followed apart, for its interest.
- The extra retention is a figure per half-year, although a supervisor's decision covers a financial year.

## Not verified

- The text of Decisions (CFSP) 2024/1470, 2024/1471, 2024/2760 and of the renewals of Decision 2014/512/CFSP; the
  Commission's decision on the shares of the lenders; the Belgian Income Tax Code and the Code of various duties and
  taxes.
- Whether Regulations 2026/506 and 2026/1848 touch Article 5a. Regulations 2024/1745, 2025/395, 2025/932, 2025/1494 and
  2025/2033 do not.
- Whether the measures were renewed after 31 July 2026.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_acts(), *_others(), READINGS, *_readings(), FIXED.rstrip(), ""])


def _acts() -> Iterator[str]:
    yield "| act | published | what it does here | module | what was read |"
    yield "|---|---|---|---|---|"
    homes = {id(act): module for module in _modules() for act in _declared_in(module)}
    for act in acts():
        module = homes[id(act)]
        what = (module.__doc__ or "").split("\n")[0].partition(": ")[2].rstrip(".")
        name = module.__name__.removeprefix("usufruct.law.")
        yield f"| {_named(act.source)} | {act.source.published} | {what} | `{name}` | {_read(act.source)} |"


def _others() -> Iterator[str]:
    yield "\nCited besides:\n"
    yield "| source | published | what was read |"
    yield "|---|---|---|"
    known = {act.source for act in acts()}
    for source in sorted({each.source for each in citations()} - known, key=lambda each: each.published):
        yield f"| {_named(source)} | {source.published} | {_read(source)} |"


def _readings() -> Iterator[str]:
    yield "| reading | default | other options | article | reason |"
    yield "|---|---|---|---|---|"
    for name, each in sorted(rulebook().readings.items()):
        others = ", ".join(option for option in each.options if option != each.default)
        yield f"| `{name}` | {each.default} | {others} | {each.cite} | {each.why} |"


def citations() -> Iterator[Citation]:
    """Every place that the law points at."""
    for act in acts():
        yield from (row.cite for parameter in act.parameters for row in parameter.rows)
        yield from (each.cite for each in act.inputs)
        yield from (each.cite for each in act.provisions)
        yield from (each.cite for each in act.readings)
        yield from (each.cite for each in act.statements)
        yield from (span[3] for measure in act.measures for span in measure.spans)


def _named(source: Source) -> str:
    return f"[{source.title}]({source.url})" if source.url else source.title


def _read(source: Source) -> str:
    return source.note if source.verified else f"**unverified**: {source.note}"


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(law.__path__, "usufruct.law."):
        yield importlib.import_module(found.name)


def _declared_in(module: ModuleType) -> Iterator[Act]:
    text = Path(str(module.__file__)).read_text(encoding="utf-8")
    for name, value in vars(module).items():
        if isinstance(value, Act) and f"{name} = Act(" in text:
            yield value


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
