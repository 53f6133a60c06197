"""Named scenarios: the questions that are asked most often, each one change away from the market path."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from usufruct.errors import refuse
from usufruct.outlook.scenario import Scenario, baseline, from_file, from_key


class Preset(NamedTuple):
    """A named scenario.

    Attributes:
        name: how it is asked for.
        meaning: what it supposes, in a sentence.
        changes: key and text; ``{next}`` stands for the first day of the year after the view.
    """

    name: str
    meaning: str
    changes: tuple[tuple[str, str], ...]


EARLIER_PROFITS: Final = "3250000000"
"""Net result on all sanctioned assets from 24 February 2022 to the end of 2023, as reported
(``fact:euroclear.net_result.2022-02-24..2023-12-31``); the weeks of 2024 before the levy are not published."""

PRESETS: Final = (
    Preset("market-path", "rates follow what was expected on the day of the view; nothing else changes", ()),
    Preset("flat-rate", "the deposit rate stays at 2 % for ever, with certainty", (("flat", "2 %"),)),
    Preset("lower-for-longer", "every policy rate lies a point lower than expected", (("shift", "-1 %"),)),
    Preset("peace", "the measures end and the assets go back on the first day of 2030", (("released", "2030-01-01"),)),
    Preset(
        "renewal-fails",
        "the ban of Regulation 833/2014 lapses next year while 2025/2600 keeps the assets: the levy stops",
        (("renewal_fails", "{next}-01-31"),),
    ),
    Preset("retention-0", "nothing is retained from next year", (("law.retention_rate", "0 % @ {next}-01-01"),)),
    Preset("retention-20", "a fifth is retained from next year", (("law.retention_rate", "20 % @ {next}-01-01"),)),
    Preset(
        "earlier-profits",
        "the profits made before the levy began go to the loan mechanism once",
        (("earlier_profits", EARLIER_PROFITS),),
    ),
    Preset(
        "belgium-passes-tax-on", "all Belgian tax on the yields goes to the loan mechanism", (("tax_passed_on", "1"),)
    ),
)


def preset(name: str, known: str | date | None = None) -> Scenario:
    """Return a named scenario.

    Args:
        name: such as ``"lower-for-longer"``.
        known: the day of the view; the latest day known in the facts if left out.

    Raises:
        UsufructError: ``X115`` for a name that does not exist, with the nearest.

    Example:
        >>> preset("retention-20", "2026-11-22").law
        (('retention_rate', '2027-01-01', '20 %'),)
    """
    found = next((each for each in PRESETS if each.name == name), None)
    if found is None:
        names = [each.name for each in PRESETS]
        near = get_close_matches(name, names, n=1, cutoff=0.4)
        remedy = f"did you mean {near[0]}?" if near else f"one of: {', '.join(names)}"
        raise refuse("X115", f"no scenario is called {name!r}", "scenario", "", remedy)
    base = baseline(known)
    changes = {key: text.format(next=base.known.year + 1) for key, text in found.changes}
    return base.but(name=found.name.replace("-", " "), **changes)


def scenario(text: str = "", known: str | date | None = None) -> Scenario:
    """Return the scenario that a text names: nothing, a preset, a key, or a TOML file.

    Args:
        text: empty for the market path.
        known: the day of the view for a preset; a key or a file states its own.

    Raises:
        UsufructError: ``X115`` for an unknown preset, else as :func:`usufruct.outlook.scenario.scenario_of`.

    Example:
        >>> scenario("known=2026-11-22&flat=2 %").key
        'known=2026-11-22&flat=0.02'
    """
    if not text:
        return baseline(known)
    if text.endswith(".toml"):
        return from_file(Path(text))
    if "=" in text:
        return from_key(text)
    return preset(text, known)
