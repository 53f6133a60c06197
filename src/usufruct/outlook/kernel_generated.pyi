"""Functions that are written out for the compiler and stand in no module, as the driver calls them."""

from typing import Any

from numpy import float32, float64
from numpy.typing import NDArray

Doubles = NDArray[float64]
Singles = NDArray[float32]

def quote_markets(
    m: Doubles,
    r: Doubles,
    d: Singles,
    c: Doubles,
    level: Doubles,
    exchange: Doubles,
    terms: Doubles,
    part_of_year: Doubles,
) -> None: ...
def close_half_year(w: Any, m: Doubles, scales: Doubles) -> None: ...
def earn_levied(w: Any, r: Doubles, g: Doubles, ratios: Doubles) -> None: ...
def in_euro(m: Doubles, r: Doubles, q: Singles) -> None: ...
def give_to_law(w: Any, m: Doubles) -> None: ...
def row_sum(values: Any, at: int) -> float: ...
def half_year_law(w: Any, p: Any) -> None: ...
def half_year_law_back(w: Doubles, p: Doubles) -> None: ...
