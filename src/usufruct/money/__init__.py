"""Money as it stands in books and acts: minor units, printed figures, and rounding by name.

An amount is an integer of minor units (cents, or whole yen); a rate is an exact fraction. No binary
float passes through this package.
"""

from usufruct.money.amount import decimal_text, grouped, minor_units
from usufruct.money.currency import Currency, currencies, currency
from usufruct.money.figure import half_unit, read_figure
from usufruct.money.rounding import ROUNDINGS, Rounding, round_to_integer

__all__ = [
    "ROUNDINGS",
    "Currency",
    "Rounding",
    "currencies",
    "currency",
    "decimal_text",
    "grouped",
    "half_unit",
    "minor_units",
    "read_figure",
    "round_to_integer",
]
